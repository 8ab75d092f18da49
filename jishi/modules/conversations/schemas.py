"""Shapes of conversations in the API."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from jishi.kernel.api import Shape

SEQ_MOST = 2**53 - 1
Seq = Annotated[int, Field(ge=0, le=SEQ_MOST)]


class MessageOut(Shape):
    """A message; `body` is null where the person was erased, `sender` is told to the shop alone."""

    id: str
    seq: int
    side: Literal["buyer", "shop"]
    sender: str | None
    at: datetime
    body: dict[str, Any] | None


class MessagesOut(Shape):
    """Messages after a number, where the log stands, and how far each side has read."""

    items: list[MessageOut]
    last_seq: int
    read: dict[Literal["buyer", "shop"], int]
