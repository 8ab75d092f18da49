"""What the socket and the message log ask of the desk's conversations."""

from collections.abc import Sequence
from typing import Any

from jishi.kernel.access import Actor
from jishi.modules.conversations.access import Side
from jishi.modules.conversations.actions import Conversation, Incoming
from jishi.modules.desk import access, actions
from jishi.realtime.doors import on_frame


@on_frame("desk.may")
def may(row: Conversation, actor: Actor) -> Side:
    """On which side the actor stands. Raises NotFound, NotAllowed."""
    return access.may(row, actor)


@on_frame("desk.send")
def send(batch: Sequence[Incoming]) -> list[Any]:
    """For each message None, or why it is not taken."""
    return list(actions.send(batch))
