"""The carrier could not deliver a parcel, or destroyed it: what was in it ends, what was paid goes back, both sides can read why."""

from collections.abc import Mapping
from typing import Literal

from jishi.kernel.access import THE_CARRIER
from jishi.modules.orders.actions.cancel import cancel_lines
from jishi.modules.orders.actions.cancel_for_platform import decided
from jishi.modules.orders.actions.hold import hold
from jishi.modules.orders.models import Order, OrderLine


def lost_on_the_way(order: Order, pieces: Mapping[str, int], cause: Literal["delivery_failure", "destroyed"]) -> Order:
    """End what of these pieces (line -> pieces) was not cancelled before; the order with them when they are all that is left."""
    hold(order)
    left = {line.pk: line.quantity - line.cancelled for line in OrderLine.objects.filter(order=order.pk)}
    lost = {line: n for line, n in ((line, min(n, left[line])) for line, n in pieces.items()) if n}
    if lost:
        cancel_lines(order, lost, cause, actor=THE_CARRIER, decision=decided(order, cause), verb="recall")
    return order
