"""Mark: a party has read a conversation up to here; marks only move forward."""

from collections.abc import Sequence
from typing import Any

from jishi.kernel import clock, rows
from jishi.kernel.errors import NotFound, NotSignedIn, Refused
from jishi.modules.conversations.access import party, side_of
from jishi.modules.conversations.models import Conversation
from jishi.modules.identity.access import acts, standing_in
from jishi.realtime.doors import Reading

_UPSERT = """
INSERT INTO conversations_mark (id, conversation, party, seq, at) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, at = excluded.at WHERE conversations_mark.seq < excluded.seq
"""


def mark(batch: Sequence[Reading]) -> list[dict[str, Any] | Refused | None]:
    """Note who has read up to where; for each what others hear of it, None where the mark stood there already, or why not."""
    among, keys = rows.among({one.conversation for one in batch})
    held = {row.pk: row for row in rows.fetch(Conversation, f"WHERE id {among}", keys)}
    actors = standing_in({one.behind for one in batch if one.actor is None})
    outcomes: list[dict[str, Any] | Refused | None] = []
    for one in batch:
        try:
            outcomes.append(_mark(held, one, one.actor or actors.get(one.behind)))
        except Refused as error:
            outcomes.append(error)
    return outcomes


def _mark(held: dict[str, Conversation], one: Reading, actor: Any) -> dict[str, Any] | None:
    if actor is None:
        raise NotSignedIn
    acts(actor)
    row = held.get(one.conversation)
    if row is None:
        raise NotFound
    side = side_of(row, actor)
    who, seq = party(row, side), min(one.seq, row.last_seq)
    if not seq or not rows.change(_UPSERT, [f"{row.pk}:{who}", row.pk, who, seq, rows.db_time(clock.now())]):
        return None
    return {"side": side, "seq": seq}
