"""What happens to sessions when time runs out."""

from jishi.kernel import clock
from jishi.kernel.access import THE_CLOCK
from jishi.kernel.deadlines import moot_now, on_lapse
from jishi.kernel.models import Deadline
from jishi.modules.conversations import queries as conversations
from jishi.modules.desk import law
from jishi.modules.desk.actions.answer import RESPONSE, run_out
from jishi.modules.desk.actions.drain import drain
from jishi.modules.desk.actions.open_session import SILENT, watch
from jishi.modules.desk.models import Session
from jishi.modules.desk.states import OPEN, SESSION


@on_lapse(SILENT)
def silent(due: list[Deadline]) -> None:
    """Nobody has written for as long as the rule says: the session closes. Where somebody has, it is waited for anew from then."""
    held = {one.pk: one for one in Session.objects.filter(pk__in=[one.subject for one in due], state=OPEN)}
    talks = {one.pk: one for one in conversations.by_ids({one.conversation for one in held.values()})}
    over, early = [], []
    for deadline in due:
        session = held.get(deadline.subject)
        if session is None:
            early.append(deadline)
            continue
        last = talks[session.conversation].last_at
        if law.closes_after(last, session.market).after(last) > clock.now():
            early.append(deadline)
        else:
            over.append(session)
    moot_now(early)
    for session in (held[one.subject] for one in early if one.subject in held):
        watch(session, talks[session.conversation].last_at)
    closed = SESSION.advance_all(over, "lapse", actor=THE_CLOCK, closed_at=clock.now())
    drain({session.shop: session.market for session in closed}, "session_closed")


@on_lapse(RESPONSE)
def unanswered(due: list[Deadline]) -> None:
    """Nobody answered within the time that the rule gives: the session counts as not answered in time."""
    done = run_out(due)
    moot_now([one for one in due if one.subject not in done])
