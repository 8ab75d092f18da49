"""Which clocks run while an order waits to be shipped, and how they stop."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from jishi.kernel import deadlines, rows
from jishi.kernel.access import THE_CLOCK
from jishi.kernel.models import Deadline
from jishi.kernel.money import Money
from jishi.modules.orders import law
from jishi.modules.orders.models import Order, Terms
from jishi.modules.orders.states import ORDER

PAYING = ("orders.unpaid", "orders.reminder_1", "orders.reminder_2")
PACKING = ("orders.pack_by", "orders.not_ready")
HANDING_OVER = ("orders.hand_over_by", "orders.not_collected")
TO_ACT = {
    "on_hold": ("orders.pack_by", "orders.hand_over_by"),
    "to_process": ("orders.pack_by", "orders.hand_over_by"),
    "awaiting_collection": ("orders.hand_over_by",),
}
"""What the shop has still to do in a state."""
COSTS = {
    "orders.unpaid": "orders.cost.closes",
    "orders.hand_over_by": "orders.cost.late_shipment",
    "orders.not_ready": "orders.cost.cancelled",
    "orders.not_collected": "orders.cost.cancelled",
}
"""Kinds whose cost is the worth of the order, and in which words."""
ALL = (*PAYING, "orders.release", *PACKING, *HANDING_OVER, "orders.cancellation", "orders.completion")


def first_limit(order: Order, start: datetime) -> datetime | None:
    """When the shop must first have acted on an order that is paid (or placed, cash on delivery) at `start`."""
    limits = (law.pack_within(order, start), law.hand_over_within(order, start))
    return min((one.after(start) for one in limits if one.applies), default=None)


def start_shipping_clocks(order: Order, start: datetime) -> None:
    """From payment (or placing, cash on delivery): the free hour, packing, handing over, and where a pack cancels late orders."""
    held: dict[str, Any] = {"market": order.market, "shop": order.shop, "person": order.person}
    worth = Money(order.total_minor, order.currency)

    def cost(kind: str) -> dict[str, Any]:
        return {"money": worth, "what": COSTS[kind]}

    free = deadlines.open("orders.release", order.pk, law.free_within(order), start, **held)
    if free is None:
        ORDER.advance(order, "release", actor=THE_CLOCK)
    else:
        _lengthen(free, order)
    deadlines.open("orders.pack_by", order.pk, law.pack_within(order, start), start, cost={"what": "orders.cost.late_packing"}, **held)
    deadlines.open("orders.hand_over_by", order.pk, law.hand_over_within(order, start), start, cost=cost("orders.hand_over_by"), **held)
    deadlines.open("orders.not_ready", order.pk, law.cancel_if_not_ready(order, start), start, cost=cost("orders.not_ready"), **held)
    uncollected = law.cancel_if_not_collected(order, start)
    deadlines.open("orders.not_collected", order.pk, uncollected, start, cost=cost("orders.not_collected"), **held)


def _lengthen(free: Deadline, order: Order) -> None:
    """The shop may give more free time, where the rules let it (orders.cancellation.free_extension_hours)."""
    offered = law.free_extensions(order.placed_at, order.market)
    if not offered.applies:
        return
    hours = Terms.objects.filter(pk=order.shop).values_list("free_extension_hours", flat=True).first()
    if hours is not None and offered.holds(hours):
        deadlines.extend(free, offered.chosen(hours))


def reprice(order: Order) -> None:
    """Some pieces are gone: what the clocks that run on would cost is what is left of the order."""
    worth = Money(order.total_minor, order.currency)
    for kind, what in COSTS.items():
        deadlines.reprice([kind], [order.pk], {"money": worth, "what": what})


def say_act_by(order: Order) -> None:
    """Reckon anew when the shop must have acted next, overdue or not: pack, hand over, answer a request; lists are sorted by it."""
    waiting = TO_ACT.get(order.state, ())
    due = [
        one.due
        for one in deadlines.of([order.pk])
        if (one.kind in waiting and one.state in ("open", "paused", "lapsed"))
        or (one.kind == "orders.cancellation" and one.state in ("open", "paused"))
    ]
    order.act_by = min(due, default=None)
    rows.change("UPDATE orders_order SET act_by = %s WHERE id = %s", [rows.db_time(order.act_by), order.pk])


def stop_all(orders: Sequence[Order]) -> None:
    """The orders are over: whatever still ran no longer matters."""
    deadlines.moot(ALL, [order.pk for order in orders])
