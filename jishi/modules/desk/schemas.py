"""Shapes of the desk in the API."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from jishi.kernel.api import IdText, Shape

SEQ_MOST = 2**53 - 1
ClientId = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[\x20-\x7e]+$")]


class ConversationOut(Shape):
    """A conversation with a shop's service."""

    id: str
    kind: Literal["desk"]
    shop: str
    person: str
    side: Literal["buyer", "shop"]
    last_seq: int
    last_at: datetime
    read: dict[Literal["buyer", "shop"], int]


class SessionOut(Shape):
    """A session as the shop sees it."""

    id: str
    conversation: str
    person: str
    state: str
    first_seq: int
    opened_at: datetime
    closed_at: datetime | None


class MessageIn(Shape):
    """A message: the sender's own name for it, the last seq that the sender has seen, and what it holds.

    `body` is {kind: text or emoji, text}, {kind: product_card, product_id} or {kind: order_card, order_id}.
    """

    client_id: ClientId
    seen_seq: Annotated[int, Field(ge=0, le=SEQ_MOST)] = 0
    body: dict[str, Any]


class SentOut(Shape):
    """Where a message stands in its conversation."""

    client_id: str
    conversation_id: IdText
    seq: int
    at: datetime
