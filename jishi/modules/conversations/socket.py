"""What the socket asks of the log."""

from collections.abc import Sequence
from typing import Any

from jishi.kernel.access import Actor
from jishi.kernel.errors import Refused
from jishi.modules.conversations import actions, queries
from jishi.modules.conversations.access import side_of
from jishi.realtime.doors import Caught, Draft, Reading, on_frame

SHOWN = 200


@on_frame("hello")
def snapshot(actor: Actor) -> dict[str, Any]:
    """The conversations of a person as a buyer, and of the shops whose desk they answer, the latest first; each with its last seq."""
    return {"conversations": queries.latest(actor, SHOWN)}


@on_frame("resume")
def resume(actor: Actor, wanted: dict[str, int]) -> dict[str, int]:
    """Of these conversations those that the actor may read, and where they stand."""
    heads = {}
    for row in queries.by_ids(wanted):
        try:
            side_of(row, actor)
        except Refused:
            continue
        heads[row.pk] = row.last_seq
    return heads


@on_frame("send")
def send(batch: Sequence[Draft]) -> list[Any]:
    """Store a batch of messages."""
    return list(actions.store(batch))


@on_frame("read")
def read(batch: Sequence[Reading]) -> list[Any]:
    """Move a batch of marks."""
    return list(actions.mark(batch))


@on_frame("catch")
def catch(wanted: dict[str, int]) -> Caught:
    """Where conversations stand, and what they hold after these numbers; of one that holds too much more, the last part."""
    return queries.catch(wanted)
