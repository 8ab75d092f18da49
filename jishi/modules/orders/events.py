"""Facts of orders, in the past tense."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from jishi.kernel.events import Event
from jishi.kernel.money import Money
from jishi.modules.orders.models import Cancellation, Order


@dataclass(frozen=True)
class OrderFact(Event):
    """Something happened to one order (`subject`)."""

    shop: str
    market: str

    @classmethod
    def of(cls, order: Order) -> "OrderFact":
        """The fact about this order as it is now."""
        return cls(subject=order.pk, shop=order.shop, market=order.market)


@dataclass(frozen=True)
class OrderPlaced(OrderFact):
    """A buyer placed an order."""


@dataclass(frozen=True)
class OrderPaid(OrderFact):
    """An order's payment was captured."""

    paid: Money
    paid_at: datetime

    @classmethod
    def of(cls, order: Order) -> "OrderPaid":
        """The fact about this order as it is now."""
        assert order.paid_at is not None
        return cls(order.pk, order.shop, order.market, Money(order.paid_minor, order.currency), order.paid_at)


@dataclass(frozen=True)
class OrderConfirmed(OrderFact):
    """A cash-on-delivery order is taken on."""


@dataclass(frozen=True)
class OrderReleased(OrderFact):
    """The free-cancellation hour is over: the order can be packed."""


@dataclass(frozen=True)
class OrderPacked(OrderFact):
    """The shop packed the order."""


@dataclass(frozen=True)
class OrderCollected(OrderFact):
    """The carrier scanned the parcel for the first time."""


@dataclass(frozen=True)
class OrderDelivered(OrderFact):
    """The parcel arrived."""


@dataclass(frozen=True)
class OrderCompleted(OrderFact):
    """The after-sales window is over and nothing holds the order."""


@dataclass(frozen=True)
class OrderCancelled(OrderFact):
    """The order was cancelled, for this cause."""

    cause: str

    @classmethod
    def of(cls, order: Order) -> "OrderCancelled":
        """The fact about this order as it is now."""
        return cls(order.pk, order.shop, order.market, order.cause)


@dataclass(frozen=True)
class LinesCancelled(OrderFact):
    """Some lines of an order were cancelled (line id -> pieces); the rest goes on."""

    lines: dict[str, int]


@dataclass(frozen=True)
class OrderNoted(OrderFact):
    """What stands on an order is another: its address, a note, a mark."""


@dataclass(frozen=True)
class _CancellationFact(Event):
    """Something happened to a buyer's request to cancel an order (`subject`), or some of its pieces."""

    shop: str
    request: str

    @classmethod
    def of(cls, request: Cancellation) -> Self:
        """The fact about this request."""
        return cls(request.order, request.shop, request.pk)


@dataclass(frozen=True)
class CancellationAsked(_CancellationFact):
    """The shop has a request to answer."""


@dataclass(frozen=True)
class CancellationAgreed(_CancellationFact):
    """The shop agreed, by word or by silence, or the order ended meanwhile."""


@dataclass(frozen=True)
class CancellationDeclined(_CancellationFact):
    """The shop declined, by word or by silence, or the carrier had the parcel first."""


@dataclass(frozen=True)
class CancellationWithdrawn(_CancellationFact):
    """The buyer took the request back."""


@dataclass(frozen=True)
class OrdersImported(Event):
    """A batch of completed orders came in from elsewhere; `subject` is the shop."""

    market: str
    count: int
    total: Money
