"""Scan: a carrier reports what happened to a parcel. Reports come late, twice and out of order."""

from datetime import datetime
from typing import Literal

from jishi.kernel import clock, rows
from jishi.kernel.access import THE_CARRIER
from jishi.modules.fulfilment.actions.fit import fit, settle
from jishi.modules.fulfilment.actions.parcels import contents, parcels_of
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
    An order is collected with the last of its parcels and delivered with the last. What is in a parcel that cannot be delivered, or
    is destroyed, ends (rule orders.cancellation.causes). A report that no longer fits (the order was cancelled) is kept, not applied.
    Raises ScanInFuture.
    """
    inside = _held(package)
    known = rows.one(Scan, f"{package.carrier}:{reference}")
    if known is not None:
        return known
    now = clock.now()
    if at > now or at < package.packed_at:
        raise ScanInFuture(field="at")
    for order in inside:
        fit(order)
    rows.flush()
    package.refresh_from_db()
    applied = _collected(package, inside, at) or (event == "collected" and _collected_earlier(package, inside, at))
    if event == "delivered" and package.state == "in_transit" and any(order.state != "cancelled" for order in inside):
        PACKAGE.advance(package, "deliver", actor=THE_CARRIER, delivered_at=at)
        for order in inside:
            settle(order)
        applied = True
    elif event in ENDS:
        applied = _ended(package, inside, event) or applied
    return rows.add(Scan(id=f"{package.carrier}:{reference}", package=package.pk, event=event, at=at, received_at=now, applied=applied))


def _held(package: Package) -> list[Order]:
    """The orders of which something is in the parcel, held. One that was taken out meanwhile is held for nothing."""
    held = [orders.held(order) for order in sorted(contents([package.pk])[package.pk])]
    still = contents([package.pk])[package.pk]
    return [order for order in held if order.pk in still]


def _collected(package: Package, inside: list[Order], at: datetime) -> bool:
    """Any scan says that the carrier has the parcel; false when that was known, or no order in it waits for the carrier any more."""
    pieces = contents([package.pk])[package.pk]
    waiting = [order for order in inside if order.state == "awaiting_collection" and order.pk in pieces]
    if package.state != "packed" or not waiting:
        return False
    PACKAGE.advance(package, "collect", actor=THE_CARRIER, collected_at=at)
    for order in waiting:
        orders.hand_over(order, pieces[order.pk])
        settle(order)
        _in_time(order)
    return True


def _in_time(order: Order) -> None:
    """A first scan may be told late: what was last handed over was handed over in time or not."""
    if order.collected_at is not None:
        in_time_after_all(order, order.collected_at)


def _ended(package: Package, inside: list[Order], event: str) -> bool:
    """The parcel will not arrive: what is in it ends, unless it ended before. False where the parcel is not under way."""
    verb, cause = ENDS[event]
    if not PACKAGE.may(package, verb):
        return False
    before = package.state
    PACKAGE.advance(package, verb, actor=THE_CARRIER)
    pieces = contents([package.pk])[package.pk]
    for order in inside if before == "in_transit" else ():
        if order.state in ("awaiting_collection", "in_transit"):
            orders.lost_on_the_way(order, pieces[order.pk], cause)
            settle(order)
    return True


def _collected_earlier(package: Package, inside: list[Order], at: datetime) -> bool:
    """The first scan was reported after a later one: it says when the parcel was really collected."""
    if package.collected_at is None or at >= package.collected_at:
        return False
    rows.change("UPDATE fulfilment_package SET collected_at = %s WHERE id = %s", [rows.db_time(at), package.pk])
    package.collected_at = at
    for order in inside:
        times = [one.collected_at for one in parcels_of(order.pk) if one.collected_at and one.state in ("in_transit", "delivered")]
        if order.collected_at is not None and times and max(times) < order.collected_at:
            orders.collected_earlier(order, max(times))
            _in_time(order)
    return True
