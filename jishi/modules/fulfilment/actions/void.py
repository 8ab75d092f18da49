"""Void: a packed order was cancelled, its parcel stays where it is."""

from jishi.kernel.access import THE_CLOCK
from jishi.modules.fulfilment.models import Package
from jishi.modules.fulfilment.states import PACKAGE


def void(order: str) -> list[Package]:
    """Take the waybills of an order's packed parcels out of use; those that this changed."""
    return PACKAGE.advance_all(Package.objects.filter(order=order, state="packed"), "void", actor=THE_CLOCK)
