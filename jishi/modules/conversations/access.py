"""The only doors to a conversation from outside: its kind says who may take part, and on which side."""

from typing import Literal

from jishi.kernel import rows
from jishi.kernel.access import Actor
from jishi.kernel.errors import NotFound, NotSignedIn
from jishi.modules.conversations.models import Conversation
from jishi.realtime.doors import ask

Side = Literal["buyer", "shop"]


def access_conversation(actor: Actor, conversation_id: str) -> tuple[Conversation, Side]:
    """A conversation and on which side the actor stands.

    Raises NotSignedIn for nobody, NotFound when it is not there or not theirs, NotAllowed where their role may not.
    """
    if actor.kind == "nobody":
        raise NotSignedIn
    row = rows.one(Conversation, conversation_id)
    if row is None:
        raise NotFound
    return row, side_of(row, actor)


def side_of(row: Conversation, actor: Actor) -> Side:
    """On which side the actor stands, as the conversation's kind has it. Raises NotFound, NotAllowed."""
    side: Side = ask(f"{row.kind}.may", row, actor)
    return side


def party(row: Conversation, side: Side) -> str:
    """Whose mark it is when this side reads: the person's, or the shop's as one."""
    return row.person if side == "buyer" else row.shop
