"""Shapes of the lawbook's API."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from jishi.kernel.api import Shape


class SourceOut(Schema):
    """Where a value comes from: a seed document quoted in its own script, a public page, or our own default."""

    doc: str
    kind: str
    kind_text: str
    quote: str | None
    address: str | None
    grade: str | None


class RuleCited(Schema):
    """A rule as a case cites it, with the value that held."""

    id: str
    name: str
    says: str
    converted: bool
    key: str | None
    unit: str
    value_text: str
    version: int | None
    since: date | None
    market: str
    asked: dict[str, str | None]
    layer: str | None
    regime: str | None
    source: SourceOut | None


class FactOut(Schema):
    """Something that the decision rests on."""

    name: str
    label: str
    value: str
    at: datetime | None


class DecisionDeadline(Schema):
    """The deadline that decided, and how late its firing was."""

    id: str
    due: datetime
    fired: datetime | None
    late_ms: int | None


class WhyOut(Schema):
    """The card behind every *why*."""

    id: str
    subject: str
    verb: str
    outcome: str
    says: str
    effect: str | None
    rule: RuleCited
    rules: list[RuleCited]
    changed_since: bool
    facts: list[FactOut]
    sum: str | None
    counterfactuals: list[str]
    deadline: DecisionDeadline | None
    market: str
    zone: str
    at: datetime


class RuleLine(Schema):
    """A rule in a list."""

    id: str
    module: str
    name: str
    says: str
    converted: bool
    unit: str
    kind: str
    covers: list[str]


class NoticeDaysOut(Schema):
    """The days on which a change was announced, both included."""

    begins: date
    ends: date


class ValueOut(Schema):
    """One dated value of one layer."""

    key: str
    layer: str
    regime: str
    version: int
    since: date
    assumed: bool
    where: dict[str, Any]
    unit: str
    value: Any
    value_text: str
    min_count: int | None
    notice: NoticeDaysOut | None
    note: str | None
    source: SourceOut


class RuleOut(RuleLine):
    """A rule with everything that was ever said about it."""

    says_all: dict[str, str]
    shape: str | None
    options: list[str] | None
    columns: dict[str, str] | None
    between: str | None
    compare: str | None
    min_count: int | None
    judged_on: str | None
    zone: str | None
    examples: list[str] | None
    note: str | None
    asked_with: list[str]
    market: str | None
    on: date
    in_force: RuleCited | None
    next: list[ValueOut]
    history: list[ValueOut]


WhereWord = Annotated[str | None, Field(max_length=40, pattern=r"^[a-z0-9_]+$")]


class WhereIn(Shape):
    """What a rule may depend on besides the market, as in `units.yaml`; what is left out is unknown."""

    category: WhereWord = None
    subject_type: WhereWord = None
    entity_location: WhereWord = None
    platform: WhereWord = None
    channel: WhereWord = None
    goods: WhereWord = None
    area: WhereWord = None
    tax_number: WhereWord = None
    guarantee: WhereWord = None
    shop_tier: WhereWord = None
    dimension: WhereWord = None
    refund_size: WhereWord = None


class MarketOut(Schema):
    """An open market; `pack` null is the base."""

    code: str
    currency: str
    places: int
    zone: str
    opened: date
    pack: str | None
    next_pack: str | None
    next_since: date | None


class MarketIn(Shape):
    """A market to open, or the pack that an open one follows from a later day on."""

    code: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    pack: Annotated[str, Field(max_length=40)] | None
    since: date
