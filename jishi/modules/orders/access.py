"""The only doors to an order from outside."""

from typing import Literal

from jishi.kernel import rows
from jishi.kernel.access import Actor
from jishi.kernel.errors import NotAllowed, NotFound, NotSignedIn
from jishi.modules.orders.models import Cancellation, Export, Order, SavedView

View = Literal["buyer", "shop", "operator"]
DECIDES = ("orders.cancel",)
"""What an operator decides about an order: nobody does where they stand on both sides."""


def access_order(actor: Actor, order_id: str, *, may: str = "orders.read") -> tuple[Order, View]:
    """An order and as whom the actor sees it.

    Raises NotSignedIn for nobody, NotFound when it is not there or not theirs, NotAllowed when their role in the shop
    lacks the permission or an operator would decide their own case. A buyer's own verbs are not permissions: they ask for `own_order`.
    """
    if actor.kind == "nobody":
        raise NotSignedIn
    order = rows.one(Order, order_id)
    if order is None:
        raise NotFound
    if actor.holds(may, order.shop):
        return order, "shop"
    if order.person is not None and order.person == actor.person and may == "orders.read":
        return order, "buyer"
    if actor.holds(may):
        if may in DECIDES and on_both_sides(actor, order):
            raise NotAllowed("orders.both_sides", permission=may)
        return order, "operator"
    if order.shop in actor.granted or actor.operator or (order.person is not None and order.person == actor.person):
        raise NotAllowed(permission=may)
    raise NotFound


def on_both_sides(actor: Actor, order: Order) -> bool:
    """Does the actor work in the order's shop, or is it their own?"""
    return order.shop in actor.shops or (order.person is not None and order.person == actor.person)


def own_order(actor: Actor, order_id: str) -> Order:
    """An order of the buyer who asks. Raises NotSignedIn, or NotFound for anyone else's; NotAllowed for the shop's staff."""
    person = actor.needs_person()
    order = rows.one(Order, order_id)
    if order is None:
        raise NotFound
    if order.person != person:
        if order.shop in actor.granted or actor.operator:
            raise NotAllowed(permission="orders.own")
        raise NotFound
    return order


def access_cancellation(actor: Actor, request_id: str, *, may: str) -> tuple[Cancellation, Order]:
    """A request to cancel and its order, for the shop that is to answer. Raises as `access_order`."""
    if actor.kind == "nobody":
        raise NotSignedIn
    request = rows.one(Cancellation, request_id)
    if request is None:
        raise NotFound
    order, _ = access_order(actor, request.order, may=may)
    return request, order


def own_cancellation(actor: Actor, request_id: str) -> Cancellation:
    """A request of the buyer who asks. Raises as `own_order`."""
    actor.needs_person()
    request = rows.one(Cancellation, request_id)
    if request is None:
        raise NotFound
    own_order(actor, request.order)
    return request


def own_view(actor: Actor, view_id: str) -> SavedView:
    """A saved view of whoever asks, in a shop where they still may read orders. Anyone else's is not there. Raises as `access_order`."""
    person = actor.needs_person()
    view = SavedView.objects.filter(pk=view_id, person=person).first()
    if view is None:
        raise NotFound
    actor.needs("orders.read", view.shop)
    return view


def access_export(actor: Actor, export_id: str) -> Export:
    """An export of a shop, for those who may export there. Raises as `access_order`; NotFound also before its file is written."""
    if actor.kind == "nobody":
        raise NotSignedIn
    export = rows.one(Export, export_id)
    if export is None:
        raise NotFound
    actor.needs("orders.export", export.shop)
    if export.orders is None:
        raise NotFound
    return export
