"""The carrier could not deliver a parcel, or destroyed it: the order ends, what was paid goes back, both sides can read why."""

from typing import Literal

from jishi.kernel.access import THE_CARRIER
from jishi.modules.orders.actions.cancel import cancel
from jishi.modules.orders.actions.cancel_for_platform import decided
from jishi.modules.orders.actions.hold import hold
from jishi.modules.orders.models import Order


def lost_on_the_way(order: Order, cause: Literal["delivery_failure", "destroyed"]) -> Order:
    """End an order whose parcel will not arrive. Raises WrongState unless it is shipped."""
    hold(order)
    return cancel(order, cause, actor=THE_CARRIER, decision=decided(order, cause), verb="recall")
