"""Paid: money arrived for orders; those that are closed meanwhile are handed back to be refunded."""

from collections.abc import Sequence

from jishi.kernel import clock, deadlines, rows
from jishi.kernel.access import THE_PROVIDER
from jishi.modules.orders.actions.clocks import first_limit, start_shipping_clocks
from jishi.modules.orders.models import Order
from jishi.modules.orders.states import ORDER


def take_payment(parts: Sequence[tuple[str, int]]) -> list[str]:
    """Orders (id, minor units) were paid. Returns the ids of those that were no longer to be paid: their part is refunded.

    Starts the free hour and the shipping clocks; judged by the rules in force at payment.
    """
    now = clock.now()
    amounts = dict(parts)
    among, keys = rows.among(amounts)
    orders = rows.fetch(Order, f"WHERE id {among} ORDER BY id", keys)
    moved = []
    for order in orders:
        moved += ORDER.advance_all(
            [order], "pay", actor=THE_PROVIDER, paid_at=now, paid_minor=amounts[order.pk], act_by=first_limit(order, now)
        )
    paid = [order.pk for order in moved]
    deadlines.settle(paid, ["orders.unpaid"], ["orders.reminder_1", "orders.reminder_2"])
    for order in moved:
        start_shipping_clocks(order, now)
    return [order for order in amounts if order not in set(paid)]
