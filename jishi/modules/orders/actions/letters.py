"""What the buyer is written when someone else ends their order, some of its pieces, or their request."""

from collections.abc import Mapping
from datetime import datetime

from jishi import lawbook
from jishi.kernel import post, words
from jishi.kernel.money import Money
from jishi.modules.identity import queries as people
from jishi.modules.orders.models import Order
from jishi.modules.orders.states import CANCELLED

MERCHANT, PLATFORM = "merchant", "platform"
_BY = {MERCHANT: "shop_", PLATFORM: "platform_"}
"""Causes whose letter says who cancelled the order: nobody asked for it and no limit ran out."""
_OF_ORDERS = ("orders.post.reminder", "orders.post.closed")
"""Letters whose topic is the order itself; that of the others is cancellations."""


def tell(
    order: Order,
    kind: str,
    languages: Mapping[str, str] | None = None,
    amount: Money | None = None,
    by: datetime | None = None,
) -> None:
    """Write to the buyer about an order: what it costs, or another amount that matters, and until when.

    `languages` (person -> language) is read once by whoever writes many letters.
    """
    if order.person is None:
        return
    known = people.languages_of([order.person]) if languages is None else languages
    params = {
        "order": order.pk,
        "number": order.number,
        "amount": (amount or Money(order.total_minor, order.currency)).json(),
        "by": {"at": by.isoformat()} if by else None,
        "zone": lawbook.zone(order.market).key,
    }
    about = post.About("orders" if kind in _OF_ORDERS else "cancellations", order.pk, order.market)
    post.send(order.person, kind, params, language=known.get(order.person, words.DEFAULT), about=about)


def tell_cancelled(order: Order, cause: str, refunded_before: int, languages: Mapping[str, str] | None = None) -> None:
    """Write that an order, or some of its pieces, was cancelled, and what goes back (more than `refunded_before`, in minor
    units); nothing does where nothing was paid. Reasons are read on the order's page: letters hold no free text."""
    kind = f"{_BY.get(cause, '')}cancelled" if order.state == CANCELLED else "part_cancelled"
    back = Money(order.refunded_minor - refunded_before, order.currency)
    tell(order, f"orders.post.{kind}" + ("" if back else "_unpaid"), languages, back)
