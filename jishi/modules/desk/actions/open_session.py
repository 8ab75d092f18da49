"""Open sessions: a buyer's first message of any kind that the rule names opens one, in the message's own transaction."""

from collections.abc import Sequence
from datetime import datetime

from jishi.kernel import clock, deadlines, events, ids, rows
from jishi.modules.conversations.actions import Conversation
from jishi.modules.desk import law
from jishi.modules.desk.actions.answer import await_answer
from jishi.modules.desk.actions.drain import drain
from jishi.modules.desk.events import SessionOpened
from jishi.modules.desk.models import Session

SILENT = "desk.silent"


def open_sessions(talks: Sequence[Conversation]) -> list[Session]:
    """A session for each of these conversations, none of which has an open one; each goes to an agent with room, or waits.

    Each is closed by the clock when nobody writes, and a person of the shop has so long to answer.
    """
    now = clock.now()
    made = []
    for row in talks:
        session = rows.new(
            Session,
            id=ids.new_id("dss"),
            conversation=row.pk,
            shop=row.shop,
            person=row.person,
            market=row.market,
            first_seq=row.last_seq + 1,
            opened_at=now,
        )
        rows.add(session)
        watch(session, now)
        await_answer(session)
        events.emit(SessionOpened.of(session))
        made.append(session)
    drain({row.shop: row.market for row in talks})
    return made


def watch(session: Session, since: datetime) -> None:
    """Close the session when nobody has written for long since then (rule desk.sessions.system_closes_after)."""
    deadlines.open(SILENT, session.pk, law.closes_after(since, session.market), since, market=session.market, shop=session.shop)
