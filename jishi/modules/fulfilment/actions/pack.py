"""Pack: the parcel gets its waybill, the order goes on to wait for the carrier."""

from jishi.modules.fulfilment.actions.parcels import fill
from jishi.modules.fulfilment.models import Package
from jishi.modules.orders import actions as orders
from jishi.modules.orders.actions import Order


def pack(order: Order, *, actor: str) -> Package:
    """Pack an order whole under a new waybill. Raises WrongState when it is not waiting to be packed."""
    order = orders.held(order.pk)
    return fill([(order, orders.needs_packing(order))], actor=actor)
