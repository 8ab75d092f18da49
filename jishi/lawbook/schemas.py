"""Shapes of the lawbook's API."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, StringConstraints

from jishi.kernel.api import Line, Note, Shape
from jishi.lawbook.countdown import DeadlineShape


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
    emergency: bool
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
    emergency: bool
    ends: datetime | None
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


class SentenceOut(Schema):
    """A rule with its figure as one sentence."""

    key: str | None
    value_text: str
    sentence: str


class ChangeOut(Schema):
    """A change of a rule: announced and still to come, or begun not long ago."""

    rule: str
    module: str
    name: str
    kind: str
    where: dict[str, Any]
    since: date
    begins: datetime
    begun: bool
    notice: NoticeDaysOut | None
    emergency: bool
    reason: str
    judged_on: str | None
    before: SentenceOut
    after: SentenceOut
    override: str | None
    deadline: DeadlineShape | None


class VerbOut(Schema):
    """Something that could be done, whether this reader may now, and if not, why."""

    verb: str
    operation: str
    allowed: bool
    why: str | None = None


class ApprovalOut(Schema):
    """One who published it, by role."""

    role: str
    at: datetime
    mine: bool


class OverrideOut(Schema):
    """The operator's own value of a rule in a market, or the repeal of one, from its draft on."""

    id: str
    market: str
    rule: str
    name: str
    repeals: str | None
    where: dict[str, str]
    unit: str
    value: Any
    value_text: str | None
    min_count: int | None
    replaces_all: bool
    reason: str
    emergency: bool
    since: date | None
    begins: datetime | None
    ends: datetime | None
    state: str
    state_text: str
    drafted_as: str
    drafted_at: datetime
    mine: bool
    approvals: list[ApprovalOut]
    persons: int
    published_at: datetime | None
    notice: NoticeDaysOut | None
    key: str | None
    deadline: DeadlineShape | None
    verbs: list[VerbOut]


RuleWord = Annotated[str, StringConstraints(max_length=120, pattern=r"^[a-z0-9_.]+$")]
WhereKey = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z_]+$")]
WhereValue = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z0-9_]+$")]
LawDay = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2200, 1, 1))]


class RepealIn(Shape):
    """From which day on an override no longer holds, and why; an emergency names no day."""

    since: LawDay | None = None
    reason: Note = ""
    emergency: bool = False


class DraftIn(RepealIn):
    """A value of the operator's own, for the cases of `where`."""

    rule: RuleWord
    value: Any
    unit: Annotated[str, StringConstraints(max_length=20, pattern=r"^[a-z_]+$")] | None = None
    where: Annotated[dict[WhereKey, WhereValue], Field(max_length=12)] = {}
    min_count: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    replaces_all: bool = False


class WithdrawIn(Shape):
    """Why it will not come."""

    reason: Note = ""


class CalendarDayOut(Schema):
    """A day that is not as its weekday would be."""

    day: date
    working: bool
    name: str
    by: str


TimeOfDay = Annotated[str, StringConstraints(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]


class BlockShape(Shape):
    """A block of service within a day; 24:00 is the day's end."""

    begins: TimeOfDay
    ends: TimeOfDay


class WeekOut(Schema):
    """Hours of service of each weekday, Monday first, from a day on."""

    since: date
    held: bool
    week: list[list[BlockShape]]


class CalendarOut(Schema):
    """A market's calendar in one year, and when the marketplace's own people answer."""

    market: str
    zone: str
    year: int
    known: bool
    published: bool
    days: list[CalendarDayOut]
    weeks: list[WeekOut]
    open: bool
    opens: datetime | None


class DayIn(Shape):
    """A holiday, or a weekend that is made up."""

    working: bool
    name: Line


class YearIn(Shape):
    """Are all holidays of the year entered?"""

    known: bool


class WeekIn(Shape):
    """Blocks of each weekday, Monday first."""

    week: Annotated[list[Annotated[list[BlockShape], Field(max_length=12)]], Field(min_length=7, max_length=7)]


class ReckonedOut(Schema):
    """When a length of time ends in a market."""

    market: str
    start: datetime
    count: int
    unit: str
    ends: datetime
    unknown: list[int]
