"""What is promised of each table of fulfilment, and the rows that break it."""

from collections.abc import Iterator

from jishi.kernel import rows
from jishi.kernel.fsck import check


@check("fulfilment_package", "a parcel is where its order is")
def packages() -> Iterator[tuple[str, str]]:
    """Parcels whose order does not exist or stands elsewhere, or whose times do not fit their state."""
    text = """
        SELECT p.id FROM fulfilment_package p LEFT JOIN orders_order o ON o.id = p."order"
        WHERE o.id IS NULL OR o.shop <> p.shop
            OR (p.state = 'packed' AND o.state NOT IN ('awaiting_collection', 'cancelled'))
            OR (p.state = 'in_transit' AND o.state <> 'in_transit')
            OR (p.state = 'delivered' AND o.state NOT IN ('delivered', 'completed'))
            OR (p.state IN ('in_transit', 'delivered')) <> (p.collected_at IS NOT NULL)
            OR (p.state = 'delivered') <> (p.delivered_at IS NOT NULL)"""
    return ((str(row[0]), "it is not where its order is") for row in rows.sql(text))


@check("fulfilment_scan", "a scan is of a parcel and was received after it happened")
def scans() -> Iterator[tuple[str, str]]:
    """Scans of no parcel, or received before they happened."""
    text = """
        SELECT s.id FROM fulfilment_scan s LEFT JOIN fulfilment_package p ON p.id = s.package
        WHERE p.id IS NULL OR s.received_at < s.at OR s.at < p.packed_at"""
    return ((str(row[0]), "it is of no parcel, or of an impossible time") for row in rows.sql(text))
