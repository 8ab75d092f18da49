"""Shapes of the API of notices."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from jishi.kernel.api import IdText, Shape

Topic = Literal["orders", "cancellations", "chats", "service"]
TimeOfDay = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class ToldOut(Shape):
    """Something that one was told; `subject` is the id of what it is about, `from_shop` who wrote, where somebody did.

    It is new while neither `read_at` nor `settled_at` (what it asks for was done, or no longer matters) is set; a browser may show it
    from `shown_at` on, if ever.
    """

    id: str
    shop: str
    topic: Topic
    kind: str
    subject: str
    from_shop: str | None
    title: str
    text: str
    at: datetime
    read_at: datetime | None
    settled_at: datetime | None
    shown_at: datetime | None


class ReadIn(Shape):
    """As whom what was told was read: as someone of a shop, else as a buyer; all of it, or all about one thing."""

    shop: IdText | None = None
    subject: IdText | None = None


class ReadOut(Shape):
    """How many were new."""

    read: int


class Quiet(Shape):
    """From when until when of a day nothing is mailed or shown, in the market's zone; over midnight where it ends before it begins."""

    begins: TimeOfDay
    ends: TimeOfDay


class TopicWish(Shape):
    """Where a topic is told."""

    topic: Topic
    in_app: bool
    mail: bool
    browser: bool


class WishIn(Shape):
    """What one wants told where: every topic once; and when it is to be quiet, if ever."""

    shop: IdText | None = None
    topics: Annotated[list[TopicWish], Field(min_length=1, max_length=8)]
    quiet: Quiet | None


class WishOut(Shape):
    """What is told where, and when it is quiet. `own` says whether one said so oneself; `has_mail` whether one has an e-mail at all."""

    shop: str
    topics: list[TopicWish]
    quiet: Quiet | None
    zone: str
    own: bool
    has_mail: bool
