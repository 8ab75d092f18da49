"""Fit: parcels hold no more than is to be sent, and an order is where its parcels are."""

from jishi.kernel import events
from jishi.modules.fulfilment.actions.parcels import contents, parcels_of, take_out
from jishi.modules.fulfilment.events import PackagesChanged
from jishi.modules.orders import actions as orders
from jishi.modules.orders.actions import Order

WITH_CARRIER = ("in_transit", "delivered")


def fit(order: Order) -> None:
    """Pieces that were cancelled are taken out of parcels still here; what is left may all be with the carrier. The order is held."""
    here = {} if order.state == "cancelled" else orders.open_pieces(order)
    packed = [one.pk for one in parcels_of(order.pk) if one.state == "packed"]
    more: dict[str, int] = {}
    for inside in contents(packed).values():
        for line, n in inside[order.pk].items():
            more[line] = more.get(line, 0) + n
    over = {line: n - here.get(line, 0) for line, n in more.items() if n > here.get(line, 0)}
    if over and take_out(order.pk, over):
        events.emit(PackagesChanged(order.pk, order.shop))
    settle(order)


def settle(order: Order) -> None:
    """The last parcel that was handed over takes the order on its way, the last that arrived says that it is delivered."""
    live = [one for one in parcels_of(order.pk) if one.state in ("packed", *WITH_CARRIER)]
    if not live or any(one.state == "packed" for one in live):
        return
    if order.state == "awaiting_collection" and not orders.open_pieces(order):
        orders.collect(order, max(one.collected_at for one in live if one.collected_at))
    if order.state == "in_transit" and all(one.state == "delivered" for one in live):
        orders.deliver(order, max(one.delivered_at for one in live if one.delivered_at))
