"""Shapes of markets and packs as operators see them."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from jishi.kernel.api import Line, Shape
from jishi.lawbook.schemas import ApprovalOut, LawDay, VerbOut


class PackChoice(Schema):
    """A pack, and how many rules it answers; `name` null is the base alone."""

    name: str | None
    title: str
    rules: int


class PackChangeIn(Shape):
    """The pack that an open market is to follow from a day on, null for the base alone, and why."""

    pack: Annotated[str, Field(max_length=40)] | None
    since: LawDay
    reason: Line


class PackChangeOut(Schema):
    """A change of a market's pack from its proposal on; it takes `persons` to settle it, who proposed it among them."""

    id: str
    market: str
    pack: PackChoice
    since: date
    reason: str
    state: Literal["draft", "settled", "withdrawn"]
    drafted_as: str
    drafted_at: datetime
    mine: bool
    approvals: list[ApprovalOut]
    persons: int
    verbs: list[VerbOut]


class MarketTerms(Schema):
    """A market of the rulebook. `opened` null: nobody opened it; `open`: since today or before, in its own zone.

    `overrides` counts the operator's own values in force, `announced` those to come; `earliest` is the first day on which a change of
    its pack could begin, by the rule `notice`, and of one not opened today.
    """

    code: str
    currency: str
    places: int
    zone: str
    opened: date | None
    open: bool
    pack: PackChoice | None
    since: date | None
    next_pack: PackChoice | None
    next_since: date | None
    overrides: int
    announced: int
    earliest: date
    notice: str
    choices: list[PackChoice]
    changes: list[PackChangeOut]
