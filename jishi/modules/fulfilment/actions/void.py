"""Void: a packed order was cancelled, its parcel stays where it is."""

from jishi.kernel import events
from jishi.kernel.access import THE_CLOCK
from jishi.modules.fulfilment.events import PackagesChanged
from jishi.modules.fulfilment.models import Package
from jishi.modules.fulfilment.states import PACKAGE


def void(order: str) -> list[Package]:
    """Take the waybills of an order's packed parcels out of use; those that this changed."""
    gone = PACKAGE.advance_all(Package.objects.filter(order=order, state="packed"), "void", actor=THE_CLOCK)
    if gone:
        events.emit(PackagesChanged(order, gone[0].shop))
    return gone
