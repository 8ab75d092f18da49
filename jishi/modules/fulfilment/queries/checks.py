"""What is promised of each table of fulfilment; `jishi fsck` names each row that breaks it."""

from collections.abc import Iterator

from jishi.kernel import ids, rows
from jishi.kernel.fsck import check
from jishi.modules.fulfilment.models import Content, Package, Sheet
from jishi.modules.orders import queries as orders

PIECE = 2_000
Found = Iterator[tuple[str, str]]


@check("fulfilment_package", "a parcel is where its order is")
def packages() -> Found:
    """Parcels of nothing or of an order that does not exist or stands elsewhere, or whose times do not fit their state.

    An order is where the last of its parcels is. A cancelled order's parcel is void a moment later, or on its way where the shop agreed
    to cancel what was shipped.
    """
    text = """
        SELECT DISTINCT p.id FROM fulfilment_package p LEFT JOIN fulfilment_content c ON c.package = p.id
        LEFT JOIN orders_order o ON o.id = c."order"
        WHERE o.id IS NULL OR o.shop <> p.shop
            OR (p.state = 'packed' AND o.state NOT IN ('awaiting_collection', 'cancelled'))
            OR (p.state = 'in_transit' AND o.state NOT IN ('awaiting_collection', 'in_transit', 'cancelled'))
            OR (p.state = 'delivered' AND o.state NOT IN ('awaiting_collection', 'in_transit', 'delivered', 'completed', 'cancelled'))
            OR (p.state IN ('failed', 'destroyed') AND o.state <> 'cancelled' AND NOT EXISTS (
                SELECT 1 FROM orders_linecancellation n WHERE n.line = c.line))
            OR (p.state IN ('in_transit', 'delivered', 'failed', 'destroyed')) <> (p.collected_at IS NOT NULL)
            OR (p.state = 'delivered') <> (p.delivered_at IS NOT NULL)
            OR p.collected_at < p.packed_at OR p.delivered_at < p.collected_at OR p.printed_at < p.packed_at"""
    for row in rows.sql(text):
        yield str(row[0]), "it is not where its order is, or its times do not fit"
    for package, number in Package.objects.order_by("pk").values_list("pk", "number").iterator(PIECE):
        if not ids.valid_number(number):
            yield package, f"its number {number} is none"


@check("fulfilment_package", "a parcel's state is the last of its history")
def told() -> Found:
    """Parcels that stand elsewhere than their history says."""
    text = """
        SELECT p.id FROM fulfilment_package p WHERE p.state <> COALESCE((SELECT h.to_state FROM kernel_history h
            WHERE h.machine = 'package' AND h.subject = p.id ORDER BY h.id DESC LIMIT 1), 'packed')"""
    return ((str(row[0]), "it is not where its history says") for row in rows.sql(text))


@check("fulfilment_package", "all that a parcel holds goes to one buyer")
def one_buyer() -> Found:
    """Parcels that hold orders of two buyers."""
    text = """
        SELECT c.package FROM fulfilment_content c JOIN orders_order o ON o.id = c."order"
        GROUP BY c.package HAVING COUNT(DISTINCT COALESCE(o.person, o.id)) > 1"""
    return ((str(row[0]), "it holds orders of more than one buyer") for row in rows.sql(text))


@check("fulfilment_content", "what is in a parcel is of a line of its order, and a piece is in no more than one parcel")
def inside() -> Found:
    """Contents of no parcel or line, or of a line of which parcels hold more than there was, or less than is sent or to be sent."""
    text = """
        SELECT c.id FROM fulfilment_content c LEFT JOIN fulfilment_package p ON p.id = c.package
        LEFT JOIN orders_orderline l ON l.id = c.line AND l."order" = c."order" LEFT JOIN orders_order o ON o.id = l."order"
        LEFT JOIN (SELECT c.line, SUM(CASE WHEN p.state = 'packed' THEN c.quantity ELSE 0 END) AS here,
            SUM(CASE WHEN p.state IN ('in_transit', 'delivered') THEN c.quantity ELSE 0 END) AS gone
            FROM fulfilment_content c JOIN fulfilment_package p ON p.id = c.package GROUP BY c.line) s ON s.line = c.line
        WHERE p.id IS NULL OR l.id IS NULL OR s.here + s.gone > l.quantity
            OR (o.state = 'awaiting_collection' AND s.here < l.quantity - l.cancelled - l.shipped)
            OR (o.state <> 'cancelled' AND s.gone < l.shipped)"""
    return ((str(row[0]), "it is of nothing, or of a line whose pieces are not each in one parcel") for row in rows.sql(text))


@check("orders_orderline", "what is packed is in a parcel")
def in_parcels() -> Found:
    """Lines of packed orders of which something is to be sent, or was, and no parcel ever held any."""
    text = """
        SELECT l.id FROM orders_orderline l JOIN orders_order o ON o.id = l."order"
        WHERE o.packed_at IS NOT NULL AND o.state IN ('awaiting_collection', 'in_transit', 'delivered', 'completed')
            AND l.quantity > l.cancelled AND NOT EXISTS (SELECT 1 FROM fulfilment_content c WHERE c.line = l.id)"""
    return ((str(row[0]), "it is packed and in no parcel") for row in rows.sql(text))


@check("fulfilment_scan", "a scan is of a parcel and was received after it happened")
def scans() -> Found:
    """Scans of no parcel, received before they happened, or applied to a parcel that shows nothing of it."""
    text = """
        SELECT s.id FROM fulfilment_scan s LEFT JOIN fulfilment_package p ON p.id = s.package
        WHERE p.id IS NULL OR s.received_at < s.at OR s.at < p.packed_at OR s.id NOT LIKE p.carrier || ':%%'
            OR (s.applied AND p.state NOT IN ('in_transit', 'delivered', 'failed', 'destroyed'))"""
    return ((str(row[0]), "it is of no parcel, of an impossible time, or was not applied") for row in rows.sql(text))


@check("fulfilment_sheet", "a sheet is of parcels or orders of its shop")
def sheets() -> Found:
    """Sheets of nothing, or of what is not there or is for another shop's order; a parcel of no order is told as the parcel's fault."""
    for sheet in Sheet.objects.order_by("pk").iterator(PIECE):
        labels = sheet.kind == "labels"
        parcels = set(Package.objects.filter(pk__in=sheet.subjects).values_list("id", flat=True)) if labels else set()
        inside = Content.objects.filter(package__in=parcels).values_list("order", flat=True)
        shops = {order.pk: order.shop for order in orders.by_ids(inside if labels else sheet.subjects).values()}
        gone = not sheet.subjects or any(one not in (parcels if labels else shops) for one in sheet.subjects)
        if gone or any(shop != sheet.shop for shop in shops.values()):
            yield sheet.pk, "it is of nothing, or of what is not its shop's"


@check("fulfilment_shelf", "a place is that of a SKU of its shop")
def shelves() -> Found:
    """Places of no SKU, or of another shop's."""
    text = "SELECT p.id FROM fulfilment_shelf p LEFT JOIN catalog_sku s ON s.id = p.id WHERE s.id IS NULL OR s.shop <> p.shop"
    return ((str(row[0]), "it is the place of no SKU of its shop") for row in rows.sql(text))


@check("fulfilment_package", "a parcel's order is found by its waybill")
def found_by_waybill() -> Found:
    """Parcels whose order does not know their waybill."""
    text = """
        SELECT DISTINCT p.id FROM fulfilment_package p JOIN fulfilment_content c ON c.package = p.id
        LEFT JOIN orders_waybill w ON w."order" = c."order" AND w.waybill = p.waybill WHERE w.id IS NULL"""
    return ((str(row[0]), "its order does not know its waybill") for row in rows.sql(text))
