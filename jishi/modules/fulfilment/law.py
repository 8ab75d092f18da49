"""Questions to the lawbook, typed."""

from datetime import datetime

from jishi import lawbook
from jishi.lawbook import Ruling

ORDINARY = "*"


def waybill_prefix(now: datetime, market: str) -> Ruling:
    """What the platform's own waybill numbers begin with, where it issues any."""
    return lawbook.at("fulfilment.waybill.prefix", on=now, market=market)


def open_for(printed_at: datetime, market: str) -> Ruling:
    """How long whoever printed a sheet may open it again."""
    return lawbook.at("fulfilment.printing.open_for", on=printed_at, market=market)


def parcels_per_order(now: datetime, market: str) -> Ruling:
    """In how many parcels an order may travel."""
    return lawbook.at("fulfilment.packing.parcels_per_order", on=now, market=market)


def orders_per_parcel(now: datetime, market: str) -> Ruling:
    """How many orders may travel in one parcel."""
    return lawbook.at("fulfilment.packing.orders_per_parcel", on=now, market=market)


def marks(paid_at: datetime, market: str) -> Ruling:
    """Which limits leave which mark on an order, and whether it is scored."""
    return lawbook.at("fulfilment.promise.marks", on=paid_at, market=market)


def promise(paid_at: datetime, market: str) -> Ruling:
    """Which limit is the promise of which kind of order."""
    return lawbook.at("fulfilment.promise.set_by", on=paid_at, market=market)


def late_unless(paid_at: datetime, market: str) -> Ruling:
    """What must all have happened within the promise for a shipment to be on time."""
    return lawbook.at("fulfilment.promise.late_unless", on=paid_at, market=market)
