"""Void: a packed order was cancelled, its parcels stay where they are; what it shared a parcel with goes on in it."""

from jishi.kernel import events
from jishi.modules.fulfilment.actions.parcels import take_out
from jishi.modules.fulfilment.events import PackagesChanged
from jishi.modules.fulfilment.models import Package


def void(order: str, shop: str) -> list[Package]:
    """Take what no carrier has of an order out of its parcels, and waybills of nothing out of use; the parcels that this changed."""
    touched = take_out(order)
    if touched:
        events.emit(PackagesChanged(order, shop))
    return touched
