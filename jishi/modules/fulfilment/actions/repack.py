"""Pack anew: what was split or merged lies in a parcel of its own again, until the carrier has it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from jishi.kernel import clock, events
from jishi.kernel.errors import BadInput, NotFound
from jishi.modules.fulfilment import law
from jishi.modules.fulfilment.actions.parcels import fill, take_out
from jishi.modules.fulfilment.errors import NotWhatIsSent, OtherRecipient, TooManyOrders, TooManyParcels
from jishi.modules.fulfilment.events import PackagesChanged
from jishi.modules.fulfilment.models import Package
from jishi.modules.identity import queries as people
from jishi.modules.orders import actions as orders
from jishi.modules.orders import queries
from jishi.modules.orders.actions import Order


def repack(order: Order, *, actor: str) -> Package:
    """What of a packed order is still here goes into one parcel of its own. Raises WrongState unless it waits for the carrier."""
    return split(order, None, actor=actor)[0]


def split(order: Order, parts: Sequence[Mapping[str, int]] | None, *, actor: str) -> list[Package]:
    """What of an order is still here goes into so many parcels (each line -> pieces; None: all into one); what it lay in is void.

    Raises WrongState unless it waits to be packed or for the carrier, NotWhatIsSent, TooManyParcels by rule
    fulfilment.packing.parcels_per_order.
    """
    order = orders.held(order.pk)
    here = orders.needs_packing(order, again=True, first=parts is not None)
    wanted = [here] if parts is None else list(parts)
    most = law.parcels_per_order(clock.now(), order.market)
    if len(wanted) > most.value:
        raise TooManyParcels(field="parcels", rule=most.rule, most=most.value)
    if not _are(here, wanted):
        raise NotWhatIsSent(field="parcels")
    take_out(order.pk)
    made = [fill([(order, part)], actor=actor) for part in wanted]
    events.emit(PackagesChanged(order.pk, order.shop))
    return made


def _are(here: Mapping[str, int], parts: Sequence[Mapping[str, int]]) -> bool:
    """Is every piece in exactly one of the parts, and none of them empty?"""
    lines = {line for part in parts for line in part} | here.keys()
    return all(parts) and all(sum(part.get(line, 0) for part in parts) == here.get(line, 0) for line in lines)


def merge(shop: str, market: str, wanted: Sequence[str], *, actor: str) -> Package:
    """What of these orders is still here goes into one parcel; what they lay in is void.

    Raises NotFound for one that is not the shop's, WrongState for one that waits neither to be packed nor for the carrier,
    OtherRecipient unless all go to one buyer at one address, TooManyOrders by rule fulfilment.packing.orders_per_parcel.
    """
    if len(wanted) < 2:
        raise BadInput("kernel.bad_fields", field="order_ids", fields="order_ids")
    most = law.orders_per_parcel(clock.now(), market)
    if len(wanted) > most.value:
        raise TooManyOrders(field="order_ids", rule=most.rule, most=most.value)
    found = queries.by_ids(wanted)
    if any(one not in found or found[one].shop != shop for one in wanted):
        raise NotFound
    held = [orders.held(one) for one in sorted(wanted)]
    inside = [(order, orders.needs_packing(order, again=True)) for order in held]
    if not _one_recipient(held):
        raise OtherRecipient(field="order_ids")
    for order in held:
        take_out(order.pk)
    made = fill(inside, actor=actor)
    for order in held:
        events.emit(PackagesChanged(order.pk, order.shop))
    return made


def _one_recipient(held: Sequence[Order]) -> bool:
    """Do all go to one buyer, at one address?"""
    if len({order.person for order in held}) > 1 or held[0].person is None:
        return False
    found = people.recipients_on_paper([order.address for order in held if order.address])
    to = [found.get(order.address or "") for order in held]
    return None not in to and len({replace(one, id="") for one in to if one and one.name}) == 1
