"""What a shop sold in a stretch of time, by when it was paid; and what of it waits to be dealt with."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from jishi.kernel import rows
from jishi.modules.orders.states import AWAITING_COLLECTION, ON_HOLD, TO_PROCESS, UNPAID

_PAID = "FROM orders_order WHERE shop = %s AND paid_at IS NOT NULL AND paid_at >= %s AND paid_at < %s"
_SINCE = {
    "sqlite": "(unixepoch(substr(paid_at, 1, 19)) - %s) / 3600",
    "postgresql": "CAST(FLOOR((EXTRACT(EPOCH FROM paid_at) - %s) / 3600) AS integer)",
}
WAITING = {"unpaid": UNPAID, "on_hold": ON_HOLD, "pack": TO_PROCESS, "collect": AWAITING_COLLECTION}


@dataclass(frozen=True, slots=True)
class Sold:
    """How many orders were paid, what was paid for them in minor units of the shop's currency, and how many buyers paid."""

    orders: int
    minor: int
    buyers: int


def sold(shop: str, begins: datetime, ends: datetime) -> Sold:
    """What was paid from one instant on and before another; what went back later is not taken off."""
    text = f"SELECT COUNT(*), COALESCE(SUM(paid_minor), 0), COUNT(DISTINCT COALESCE(person, contact)) {_PAID}"
    (orders, minor, buyers), *_ = rows.sql(text, [shop, rows.db_time(begins), rows.db_time(ends)])
    return Sold(int(orders), int(minor), int(buyers))


def sold_by_hour(shop: str, begins: datetime, ends: datetime) -> dict[int, int]:
    """What was paid in each hour since `begins` (0 is the first) and before `ends`, in minor units; hours without are left out."""
    hour = _SINCE[connection.vendor]
    text = f"SELECT hour, SUM(paid_minor) FROM (SELECT {hour} AS hour, paid_minor {_PAID}) AS paid GROUP BY hour"
    params = [int(begins.timestamp()), shop, rows.db_time(begins), rows.db_time(ends)]
    return {int(hour): int(minor) for hour, minor in rows.sql(text, params)}


def waiting(shop: str) -> dict[str, int]:
    """How many orders are unpaid, in their free hour, to be packed and to be collected, and how many requests are open."""
    states = list(WAITING.values())
    text = f"SELECT state, COUNT(*) FROM orders_order WHERE shop = %s AND state IN ({rows.marks(states)}) GROUP BY state"
    by_state = dict(rows.sql(text, [shop, *states]))
    ((asked,),) = rows.sql("SELECT COUNT(*) FROM orders_cancellation WHERE shop = %s AND state = %s", [shop, "open"])
    return {name: int(by_state.get(state, 0)) for name, state in WAITING.items()} | {"cancelling": int(asked)}


def numbers(orders: Collection[str]) -> dict[str, str]:
    """The numbers of orders by id; what is no order is left out. One question."""
    if not orders:
        return {}
    among, keys = rows.among(set(orders))
    return {str(one): str(number) for one, number in rows.sql(f"SELECT id, number FROM orders_order WHERE id {among}", keys)}


@dataclass(frozen=True, slots=True)
class Brief:
    """An order in a word: its number, its market, its buyer (None for a contact's), and what it comes to in minor units."""

    number: str
    market: str
    person: str | None
    total_minor: int
    currency: str


def briefs(orders: Collection[str]) -> dict[str, Brief]:
    """Orders in a word, by id; what is no order is left out. One question."""
    if not orders:
        return {}
    among, keys = rows.among(set(orders))
    text = f"SELECT id, number, market, person, total_minor, currency FROM orders_order WHERE id {among}"
    return {str(one): Brief(*told) for one, *told in rows.sql(text, keys)}
