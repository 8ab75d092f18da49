"""Scan: a carrier reports what happened to a parcel. Reports come late, twice and out of order."""

from datetime import datetime
from typing import Literal

from jishi.kernel import clock, rows
from jishi.kernel.access import THE_CARRIER
from jishi.modules.fulfilment.deadlines import in_time_after_all
from jishi.modules.fulfilment.errors import ScanInFuture
from jishi.modules.fulfilment.models import Package, Scan
from jishi.modules.fulfilment.states import PACKAGE
from jishi.modules.orders import actions as orders
from jishi.modules.orders.actions import Order

ENDS: dict[str, tuple[str, Literal["delivery_failure", "destroyed"]]] = {
    "failed": ("fail", "delivery_failure"),
    "destroyed": ("destroy", "destroyed"),
}


def scan(package: Package, event: str, at: datetime, reference: str) -> Scan:
    """Take a carrier's report (`reference` is its own name for it): the same again changes nothing.

    A delivery without a first scan counts as both; a first scan that is reported after it corrects when the parcel was collected.
    A parcel that cannot be delivered, or is destroyed, ends the order that is under way (rule orders.cancellation.causes).
    A report that no longer fits (the order was cancelled) is kept, not applied. Raises ScanInFuture.
    """
    order = orders.held(package.order)
    known = rows.one(Scan, f"{package.carrier}:{reference}")
    if known is not None:
        return known
    now = clock.now()
    if at > now or at < package.packed_at:
        raise ScanInFuture(field="at")
    package.refresh_from_db()
    applied = _collected(package, order, at) or (event == "collected" and _collected_earlier(package, order, at))
    if event == "delivered" and package.state == order.state == "in_transit":
        PACKAGE.advance(package, "deliver", actor=THE_CARRIER, delivered_at=at)
        orders.deliver(order, at)
        applied = True
    elif event in ENDS:
        applied = _ended(package, order, event) or applied
    return rows.add(Scan(id=f"{package.carrier}:{reference}", package=package.pk, event=event, at=at, received_at=now, applied=applied))


def _collected(package: Package, order: Order, at: datetime) -> bool:
    """Any scan says that the carrier has the parcel; false when that was known, or the order no longer waits for it."""
    if package.state != "packed" or order.state != "awaiting_collection":
        return False
    PACKAGE.advance(package, "collect", actor=THE_CARRIER, collected_at=at)
    orders.collect(order, at)
    in_time_after_all(order, at)
    return True


def _ended(package: Package, order: Order, event: str) -> bool:
    """The parcel will not arrive: the order ends with it, unless it ended before. False where the parcel is not under way."""
    verb, cause = ENDS[event]
    if not PACKAGE.may(package, verb):
        return False
    PACKAGE.advance(package, verb, actor=THE_CARRIER)
    if order.state == "in_transit":
        orders.lost_on_the_way(order, cause)
    return True


def _collected_earlier(package: Package, order: Order, at: datetime) -> bool:
    """The first scan was reported after a later one: it says when the parcel was really collected."""
    if package.collected_at is None or at >= package.collected_at:
        return False
    rows.change("UPDATE fulfilment_package SET collected_at = %s WHERE id = %s", [rows.db_time(at), package.pk])
    package.collected_at = at
    orders.collected_earlier(order, at)
    in_time_after_all(order, at)
    return True
