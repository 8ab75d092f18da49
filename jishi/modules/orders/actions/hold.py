"""Hold: an order is ours until the commit. Whoever changes an order, or what hangs on it, asks this first.

Then come its requests, its lines, their stock and the money, in this order, so that two at once take turns and nobody waits in a circle.
"""

from jishi.kernel import rows
from jishi.modules.orders.models import Order


def hold(order: Order) -> Order:
    """The order as it stands now: nobody else changes it before our commit. An action that runs twice reads it anew each time."""
    found = rows.update(Order, "SET state = state WHERE id = %s", [order.pk])
    if not found:
        raise Order.DoesNotExist
    order.__dict__.update(found[0].__dict__)
    return order


def held(order_id: str) -> Order:
    """The order of this id, held. Raises Order.DoesNotExist, a mistake of the caller's, when there is none."""
    return hold(Order(pk=order_id))
