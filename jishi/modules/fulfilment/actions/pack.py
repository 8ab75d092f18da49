"""Pack: the parcel gets its waybill, the order goes on to wait for the carrier."""

from jishi.kernel import clock, ids, rows
from jishi.modules.fulfilment import law
from jishi.modules.fulfilment.adapters import sandbox
from jishi.modules.fulfilment.models import Package
from jishi.modules.orders import actions as orders
from jishi.modules.orders.actions import Order


def pack(order: Order, *, actor: str) -> Package:
    """Pack an order under a new waybill. Raises WrongState when it is not waiting to be packed."""
    now = clock.now()
    waybill = sandbox.waybill(law.waybill_prefix(now, order.market).value)
    orders.pack(order, waybill, actor=actor)
    return rows.add(
        Package(
            id=ids.new_id("pkg"),
            number=ids.new_number(),
            order=order.pk,
            shop=order.shop,
            carrier=sandbox.NAME,
            waybill=waybill,
            state="packed",
            packed_at=now,
        )
    )
