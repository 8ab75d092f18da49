"""Shapes of orders in the API."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, Field

from jishi.kernel.api import IdText, Line, MoneyShape, Note, Shape
from jishi.lawbook.countdown import DeadlineShape


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("no calendar holds this instant in UTC") from None


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A time with its zone."""
Method = Literal["online", "cash_on_delivery"]
Pieces = Annotated[int, Field(ge=1, le=9999, strict=True)]
Reason = Annotated[Line, Field(max_length=120)]


class Verb(Shape):
    """Something that could be done, whether this reader may now, and if not, why."""

    verb: str
    operation: str
    allowed: bool
    why: str | None = None


class Named(Shape):
    """A thing by its id and name."""

    id: str
    name: str


class WantedLine(Shape):
    """So many pieces of a SKU."""

    sku_id: IdText
    quantity: Pieces


class QuantityIn(Shape):
    """How many pieces are to be in the cart."""

    quantity: Pieces


class QuoteIn(Shape):
    """A basket to be priced."""

    lines: Annotated[list[WantedLine], Field(min_length=1, max_length=100)]


class PlaceIn(QuoteIn):
    """A basket to be ordered; `total` is what the buyer was shown, checked if given."""

    address_id: IdText
    method: Method = "online"
    note: Note = ""
    total: MoneyShape | None = None


class LinePieces(Shape):
    """So many pieces of a line of an order."""

    line_id: IdText
    quantity: Pieces


class CancelIn(Shape):
    """A buyer's wish to cancel, the whole or some lines."""

    reason: Reason
    lines: Annotated[list[LinePieces], Field(min_length=1, max_length=100)] | None = None


class ReasonIn(Shape):
    """Why a shop cancels."""

    reason: Reason


class RevealIn(Shape):
    """What the recipient's data are needed for: it stands in the audit."""

    reason: Reason


class AnswerIn(Shape):
    """A shop's answer to a request; declining needs a reason."""

    accept: bool
    reason: Annotated[Note, Field(max_length=120)] = ""


class AddressIn(Shape):
    """Another address of the buyer's."""

    address_id: IdText


class NoteIn(Shape):
    """A note on the order; empty takes it away."""

    text: Annotated[Note, Field(max_length=500)]


class QuotedLine(Shape):
    """A line of a cart or quote."""

    sku_id: str
    product_id: str
    title: str
    sku_name: str
    picture: str | None
    quantity: int
    available: int
    on_sale: bool
    price: MoneyShape
    total: MoneyShape


class QuotedShop(Shape):
    """What would be ordered of one shop, with what it promises."""

    shop: Named
    market: str
    lines: list[QuotedLine]
    total: MoneyShape
    methods: list[Method]
    pay_by: datetime | None
    hand_over_by: datetime | None


class Unavailable(Shape):
    """A line that cannot be had as asked."""

    sku_id: str
    title: str
    available: int


class Quote(Shape):
    """A cart or a basket, priced; `total` is None when it holds several currencies."""

    shops: list[QuotedShop]
    count: int
    total: MoneyShape | None
    unavailable: list[Unavailable]


class OrderLineOut(Shape):
    """A line as it was called and priced when ordered."""

    id: str
    product_id: str
    sku_id: str
    title: str
    sku_name: str
    picture: str | None
    quantity: int
    cancelled: int
    shipped: int
    price: MoneyShape
    total: MoneyShape


class Amounts(Shape):
    """An order's amounts: goods as ordered, total as it stands, paid, refunded."""

    goods: MoneyShape
    total: MoneyShape
    paid: MoneyShape
    refunded: MoneyShape


class CancellationOut(Shape):
    """A request to cancel."""

    id: str
    order_id: str
    number: str | None = None
    state: str
    reason: str
    lines: dict[str, int] | None
    opened_at: datetime
    answered_at: datetime | None
    answer_reason: str
    decision: str | None
    deadline: DeadlineShape | None = None


class TermsIn(Shape):
    """What a shop gives its buyers beyond the rules."""

    free_extension_hours: Annotated[int, Field(ge=1, le=9999, strict=True)] | None


class TermsOut(Shape):
    """What a shop gives its buyers beyond the rules; `offered` are the hours that the rule lets it choose from."""

    free_extension_hours: int | None
    offered: list[int]
    rule: str
    rule_key: str


class Ended(Shape):
    """How an order was cancelled."""

    cause: str
    text: str
    initiator: str
    reason: str
    at: datetime
    decision: str | None


class LineCancellationOut(Shape):
    """Pieces of a line that were cancelled while the rest of the order went on."""

    line_id: str
    quantity: int
    cause: str
    text: str
    initiator: str
    reason: str
    at: datetime
    decision: str | None


class MarkOut(Shape):
    """A fact noted on an order."""

    mark: str
    text: str
    scored: bool
    at: datetime
    decision: str | None
    withdrawn_at: datetime | None


class Step(Shape):
    """Something that happened to an order."""

    verb: str
    at: datetime
    actor: str
    text: str
    reason: str


class OrderRow(Shape):
    """An order as a list shows it."""

    id: str
    number: str
    state: str
    state_text: str
    tags: list[str]
    shop: Named
    buyer: Named | None
    lines: list[OrderLineOut]
    amounts: Amounts
    method: str
    placed_at: datetime
    paid_at: datetime | None
    cancelled_at: datetime | None
    note: str
    shop_note: str
    clock: DeadlineShape | None
    cancellation: CancellationOut | None
    verbs: list[Verb] | None = None


class RecipientOut(Shape):
    """Where the parcel goes: in full for the buyer, masked for everyone else."""

    id: str
    zone: str
    masked: bool
    name: str
    phone: str
    country: str
    region: str
    city: str
    district: str
    line: str
    postcode: str


class OrderOut(OrderRow):
    """An order, whole, as its reader may see it."""

    view: Literal["buyer", "shop", "operator"]
    market: str
    payment_id: str | None
    packed_at: datetime | None
    collected_at: datetime | None
    delivered_at: datetime | None
    completed_at: datetime | None
    ended: Ended | None
    deadlines: list[DeadlineShape]
    history: list[Step]
    line_cancellations: list[LineCancellationOut]
    marks: list[MarkOut]
    address: RecipientOut | None
    reveals_left: int | None


class PaymentDue(Shape):
    """The payment that is due for what was placed."""

    id: str
    amount: MoneyShape


class PlacedOrder(Shape):
    """An order just placed, in short."""

    id: str
    number: str
    shop_id: str
    state: str
    total: MoneyShape
    placed_at: datetime


class PlacedOut(Shape):
    """What was placed: one order a shop; the payment is None when nothing is due before delivery."""

    orders: list[PlacedOrder]
    payment: PaymentDue | None


class AskedOut(Shape):
    """What became of a wish to cancel: done at once, or a request that waits for the shop."""

    order: OrderOut
    request: CancellationOut | None


class Conditions(Shape):
    """What a saved view asks for: never a buyer, nor words that may name one."""

    tab: Annotated[str, Field(pattern="^[a-z_]{1,20}$")] | None = None
    sub: Annotated[str, Field(pattern="^[a-z_]{1,20}$")] | None = None
    mark: Annotated[str, Field(pattern="^[a-z_]{1,40}$")] | None = None
    paid: Annotated[str, Field(pattern="^[1-9][0-9]{0,2}d$")] | None = None
    placed: Annotated[str, Field(pattern="^[1-9][0-9]{0,2}d$")] | None = None
    sku: Annotated[Line, Field(max_length=60)] | None = None
    sort: Literal["placed", "due"] | None = None


class ViewIn(Shape):
    """A list to come back to, and its name."""

    name: Annotated[Line, Field(max_length=40)]
    conditions: Conditions


class ViewOut(ViewIn):
    """A saved view."""

    id: str


class Counts(Shape):
    """How many orders a shop has, per tab."""

    all: int
    unpaid: int
    to_ship: int
    shipped: int
    completed: int
    cancelled: int
    cancelling: int
    sub: dict[str, int]
