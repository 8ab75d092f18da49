"""Send: what the desk has to say about messages on their way into the log, for a whole batch at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from jishi.kernel import clock, rows, standing
from jishi.kernel.errors import Refused
from jishi.kernel.models import Standing
from jishi.kernel.stored import from_db_time
from jishi.modules.conversations.actions import Conversation, Incoming
from jishi.modules.conversations.errors import BadBody, TooLong
from jishi.modules.desk import law
from jishi.modules.desk.access import TALK, banned
from jishi.modules.desk.actions.answer import answers_a_buyer
from jishi.modules.desk.actions.open_session import open_sessions
from jishi.modules.desk.errors import NoSession
from jishi.modules.desk.models import Session

TEXTS = ("text", "emoji")
NAMED = {"image": "picture_id", "product_card": "product_id", "order_card": "order_id"}
ID_MOST = 40


def send(batch: Sequence[Incoming]) -> list[Refused | None]:
    """For each message None, or why it is not taken: a ban, what it holds, or no session is open. Opens sessions where buyers write."""
    buyers = {one.conversation.person for one in batch if one.side == "buyer"}
    talks = {one.conversation.pk for one in batch}
    barred = standing.barred(buyers | talks, TALK) if buyers else {}
    open_already = _open(talks)
    answers: list[Refused | None] = []
    opening: dict[str, Conversation] = {}
    for one in batch:
        refusal = _refusal(one, barred)
        row = one.conversation
        if refusal is None and row.pk not in open_already and row.pk not in opening:
            if one.side == "buyer":
                opening[row.pk] = row
            else:
                refusal = NoSession()
        answers.append(refusal)
    waiting = open_already
    if opening:
        waiting = waiting | {one.conversation: (one.pk, one.opened_at) for one in open_sessions(list(opening.values()))}
    for one in batch:
        session, opened = waiting.get(one.conversation.pk, (None, None))
        one.about = (session, opened) if opened is not None and answers_a_buyer(one) else None
    return answers


def _open(talks: set[str]) -> dict[str, tuple[str, datetime | None]]:
    """The open session of each of these conversations that has one, and since when it waits for its first answer; None for no longer."""
    if rows.pending(Session):
        rows.flush()
    among, keys = rows.among(talks)
    text = f"SELECT conversation, id, opened_at, answered_at FROM desk_session WHERE state = 'open' AND conversation {among}"
    return {str(talk): (str(one), from_db_time(at) if done is None else None) for talk, one, at, done in rows.sql(text, keys)}


def _refusal(one: Incoming, barred: dict[str, Standing]) -> Refused | None:
    row = one.conversation
    if one.side == "buyer" and (ban := banned(row, barred)):
        return ban
    return _unfit(one.draft.body, row.market)


def _unfit(body: dict[str, Any], market: str) -> Refused | None:
    """Is the message of a kind that the rule names, with just what that kind holds? Pictures and cards are ids, read when shown."""
    kind = body.get("kind")
    now = clock.now()
    if kind in TEXTS and kind in law.opened_by(now, market).value:
        text = body.get("text")
        if body.keys() != {"kind", "text"} or not isinstance(text, str) or not text.strip() or "\x00" in text:
            return BadBody(field="body")
        longest = law.length_max(now, market)
        if longest.applies and len(text) > longest.value:
            return TooLong(field="body.text", rule=longest.rule, limit=longest.value)
        return None
    if kind in NAMED and kind in law.opened_by(now, market).value:
        named = body.get(NAMED[kind])
        if body.keys() == {"kind", NAMED[kind]} and isinstance(named, str) and 0 < len(named) <= ID_MOST and named.isascii():
            return None
    return BadBody(field="body")
