"""What is promised of each table of orders; `jishi fsck` names each row that breaks it."""

from collections.abc import Iterator

from jishi.kernel import ids, rows
from jishi.kernel.fsck import check
from jishi.modules.orders import law
from jishi.modules.orders.models import Cancellation, Order, OrderLine

PIECE = 2_000
Found = Iterator[tuple[str, str]]
_ENDED = "('completed', 'cancelled')"
_HOLDING = "('unpaid', 'on_hold', 'to_process', 'awaiting_collection')"
_RUNNING = "('open', 'paused')"


def _rows(text: str, says: str) -> Found:
    return ((str(found[0]), says) for found in rows.sql(text))


@check("orders_cartline", "a cart is a person's and holds SKUs that there are")
def carts() -> Found:
    """Lines of carts of nobody, or whose SKU is gone."""
    text = """
        SELECT c.id FROM orders_cartline c LEFT JOIN catalog_sku s ON s.id = c.sku LEFT JOIN identity_person p ON p.id = c.person
        WHERE s.id IS NULL OR p.id IS NULL"""
    return _rows(text, "it is nobody's, or its SKU does not exist")


@check("orders_order", "goods are the sum of the lines, and the total is what is left of them")
def amounts() -> Found:
    """Orders whose amounts do not add up from their lines' prices and pieces, or, imported, from their lines' totals."""
    text = """
        SELECT o.id FROM orders_order o LEFT JOIN (
            SELECT "order", SUM(total_minor) AS imported, SUM(price_minor * quantity) AS goods, SUM(price_minor * cancelled) AS gone
            FROM orders_orderline GROUP BY "order") l ON l."order" = o.id
        WHERE l."order" IS NULL OR o.goods_minor <> CASE WHEN o.import_key IS NULL THEN l.goods ELSE l.imported END
            OR (o.state <> 'cancelled' AND o.total_minor <> o.goods_minor - l.gone)"""
    return _rows(text, "its amounts are not the sum of its lines")


@check("orders_order", "an order is of a shop, its market and its goods, and of one buyer: a person, or a contact that was imported")
def parties() -> Found:
    """Orders of no shop, of another market or of another shop's goods only, of nobody or of two."""
    text = """
        SELECT o.id FROM orders_order o LEFT JOIN shops_shop s ON s.id = o.shop AND s.market = o.market AND s.currency = o.currency
        LEFT JOIN identity_person p ON p.id = o.person LEFT JOIN identity_contact c ON c.id = o.contact AND c.shop = o.shop
        WHERE s.id IS NULL OR (p.id IS NULL) = (c.id IS NULL) OR (o.contact IS NULL) <> (o.import_key IS NULL) OR NOT EXISTS (
            SELECT 1 FROM orders_orderline l JOIN catalog_sku k ON k.id = l.sku WHERE l."order" = o.id AND k.shop = o.shop)"""
    return _rows(text, "it is not of one shop with its market and goods, or not of one buyer")


@check("orders_order", "an order names what there is: its payment, its buyer's address, the decision that ended it")
def names() -> Found:
    """Orders that point to nothing, or have a number with a wrong check digit."""
    text = """
        SELECT o.id FROM orders_order o LEFT JOIN payments_part r ON r.subject = o.id AND r.purpose = 'orders' AND r.payment = o.payment
        LEFT JOIN identity_address a ON a.id = o.address AND a.person_id = o.person LEFT JOIN lawbook_decision d ON d.id = o.decision
        WHERE (o.payment IS NOT NULL AND r.id IS NULL) OR (o.address IS NOT NULL AND a.id IS NULL)
            OR (o.decision IS NOT NULL AND d.id IS NULL)
            OR (o.import_key IS NULL AND (o.address IS NULL OR (o.payment IS NULL) <> (o.method = 'cash_on_delivery')))"""
    yield from _rows(text, "its payment, address or decision is not there")
    for order, number in Order.objects.order_by("pk").values_list("pk", "number").iterator(PIECE):
        if not ids.valid_number(number):
            yield order, f"its number {number} is none"


@check("orders_order", "an order's state is the last of its history")
def told() -> Found:
    """Orders that stand elsewhere than their history says."""
    text = """
        SELECT o.id FROM orders_order o WHERE o.import_key IS NULL AND o.state <> COALESCE((
            SELECT h.to_state FROM kernel_history h WHERE h.machine = 'order' AND h.subject = o.id ORDER BY h.id DESC LIMIT 1), 'unpaid')"""
    return _rows(text, "it is not where its history says")


@check("orders_order", "a state has its times")
def times() -> Found:
    """Orders whose times do not fit their state."""
    text = """
        SELECT id FROM orders_order WHERE import_key IS NULL AND (
            (state = 'cancelled') <> (cancelled_at IS NOT NULL) OR (state = 'cancelled') <> (cause <> '')
            OR (state = 'completed') <> (completed_at IS NOT NULL)
            OR (state = 'unpaid' AND paid_at IS NOT NULL) OR (paid_minor > 0) <> (paid_at IS NOT NULL)
            OR (state = 'awaiting_collection' AND packed_at IS NULL)
            OR (state IN ('in_transit', 'delivered', 'completed') AND (packed_at IS NULL OR collected_at IS NULL))
            OR (state IN ('delivered', 'completed') AND delivered_at IS NULL))"""
    return _rows(text, "its times do not fit its state")


@check("orders_order", "an open order has its clock, an ended one has none")
def clocks() -> Found:
    """Orders without the deadline that their state must have, or with one that should be closed."""
    for state, kind in (("unpaid", "orders.unpaid"), ("on_hold", "orders.release"), ("delivered", "orders.completion")):
        text = f"""
            SELECT o.id FROM orders_order o WHERE o.state = '{state}' AND NOT EXISTS (
                SELECT 1 FROM kernel_deadline d WHERE d.subject = o.id AND d.kind = '{kind}' AND d.state IN {_RUNNING})"""
        yield from _rows(text, f"it is {state} and has no clock")
    text = f"""
        SELECT DISTINCT o.id FROM orders_order o JOIN kernel_deadline d ON d.subject = o.id
        WHERE o.state IN {_ENDED} AND d.state IN {_RUNNING} AND d.kind LIKE 'orders.%%'"""
    yield from _rows(text, "it has ended and a clock still runs")


@check("orders_order", "what the shop has to do next is the earliest of its clocks, overdue or not")
def next_acts() -> Found:
    """Orders that lists would put in the wrong place."""
    overdue = "('open', 'paused', 'lapsed')"
    text = f"""
        SELECT o.id FROM orders_order o LEFT JOIN (
            SELECT d.subject, MIN(d.due) AS due FROM kernel_deadline d JOIN orders_order w ON w.id = d.subject
            WHERE (d.kind = 'orders.pack_by' AND w.state IN ('on_hold', 'to_process') AND d.state IN {overdue})
                OR (d.kind = 'orders.hand_over_by' AND w.state IN ('on_hold', 'to_process', 'awaiting_collection') AND d.state IN {overdue})
                OR (d.kind = 'orders.cancellation' AND d.state IN {_RUNNING})
            GROUP BY d.subject) n ON n.subject = o.id
        WHERE o.act_by IS DISTINCT FROM n.due"""
    return _rows(text, "what is to be done next is not the earliest of its clocks")


@check("orders_order", "paid and refunded are what the ledger says, and a cancelled order keeps no money")
def money() -> Found:
    """Orders whose pending account does not hold what was paid less what was refunded; cancelled ones that hold anything."""
    text = """
        SELECT o.id FROM orders_order o WHERE o.import_key IS NULL AND o.paid_minor - o.refunded_minor <> COALESCE((
            SELECT SUM(e.minor) FROM ledger_entry e WHERE e.subject = o.id AND e.kind = 'order.pending'), 0)"""
    yield from _rows(text, "its pending account is not what was paid less what was refunded")
    yield from _rows(
        "SELECT id FROM orders_order WHERE state = 'cancelled' AND paid_minor <> refunded_minor", "it is cancelled and keeps money"
    )


@check("orders_orderline", "a line belongs to an order, is of its shop's goods and multiplies out")
def lines() -> Found:
    """Lines of no order or SKU, of another shop's among those of the order's, or whose total is not price times quantity.

    Imported lines keep the total that they came with.
    """
    text = """
        SELECT l.id FROM orders_orderline l LEFT JOIN orders_order o ON o.id = l."order" LEFT JOIN catalog_sku k ON k.id = l.sku
        WHERE o.id IS NULL OR k.id IS NULL OR k.product_id <> l.product
            OR (o.import_key IS NULL AND l.total_minor <> l.price_minor * l.quantity)
            OR (k.shop <> o.shop AND EXISTS (SELECT 1 FROM orders_orderline m JOIN catalog_sku n ON n.id = m.sku
                WHERE m."order" = o.id AND n.shop = o.shop))"""
    return _rows(text, "it has no order or SKU of the order's shop, or does not multiply out")


@check("orders_orderline", "what of a line a carrier has is all of it once the order is under way, and nothing before it was packed")
def handed_over() -> Found:
    """Lines of which a carrier has more or less than their order says."""
    text = """
        SELECT l.id FROM orders_orderline l JOIN orders_order o ON o.id = l."order" WHERE o.import_key IS NULL AND (
            (o.collected_at IS NOT NULL AND o.state <> 'cancelled' AND l.shipped <> l.quantity - l.cancelled)
            OR (o.state IN ('unpaid', 'on_hold', 'to_process') AND l.shipped <> 0))"""
    return _rows(text, "what a carrier has of it is not what its order says")


@check("orders_orderline", "what was cancelled of a line is written down piece by piece")
def cut() -> Found:
    """Lines whose cancelled pieces are not the sum of their cancellations."""
    text = """
        SELECT l.id FROM orders_orderline l
        LEFT JOIN (SELECT line, SUM(quantity) AS pieces FROM orders_linecancellation GROUP BY line) c ON c.line = l.id
        WHERE l.cancelled <> COALESCE(c.pieces, 0)"""
    return _rows(text, "what was cancelled of it is not what its cancellations say")


@check("orders_linecancellation", "pieces that were cancelled are of a line of their order")
def cuts() -> Found:
    """Cancelled pieces of no line, of another order's, or whose decision is gone."""
    text = """
        SELECT c.id FROM orders_linecancellation c LEFT JOIN orders_orderline l ON l.id = c.line AND l."order" = c."order"
        LEFT JOIN lawbook_decision d ON d.id = c.decision WHERE l.id IS NULL OR (c.decision IS NOT NULL AND d.id IS NULL)"""
    return _rows(text, "it is of no line of its order, or its decision is not there")


@check("orders_cancellation", "a request is its order's, has its clock while open and its time when answered")
def requests() -> Found:
    """Requests of no order, of another's buyer or shop or lines, answered without a time; open without a clock where the law has one."""
    text = """
        SELECT c.id FROM orders_cancellation c LEFT JOIN orders_order o ON o.id = c."order"
        LEFT JOIN lawbook_decision x ON x.id = c.decision
        WHERE o.id IS NULL OR o.shop <> c.shop OR o.person IS DISTINCT FROM c.person OR (c.state = 'open') <> (c.answered_at IS NULL)
            OR (c.decision IS NOT NULL AND x.id IS NULL)
            OR (c.state = 'open' AND o.state NOT IN ('to_process', 'awaiting_collection', 'in_transit', 'delivered'))"""
    yield from _rows(text, "it is not of its order, answered without a time, or its decision is not there")
    without = f"""WHERE state = 'open' AND NOT EXISTS (
        SELECT 1 FROM kernel_deadline d WHERE d.subject = "order" AND d.kind = 'orders.cancellation' AND d.state IN {_RUNNING})"""
    for request in rows.fetch(Cancellation, without):
        order = Order.objects.filter(pk=request.order).first()
        if order and law.answer_within(request, order.market).applies:
            yield request.pk, "it is open without a clock"
    for request in Cancellation.objects.filter(lines__isnull=False).order_by("pk").iterator(PIECE):
        if not set(request.lines or ()) <= set(OrderLine.objects.filter(order=request.order).values_list("pk", flat=True)):
            yield request.pk, "it asks for lines of another order"


@check("orders_terms", "terms are a shop's")
def terms() -> Found:
    """Terms of no shop."""
    return _rows(
        "SELECT t.shop FROM orders_terms t LEFT JOIN shops_shop s ON s.id = t.shop WHERE s.id IS NULL",
        "they are of a shop that is not there",
    )


@check("orders_mark", "a mark is on an order of its shop, with the decision behind it")
def marks() -> Found:
    """Marks of no order, of another shop's, or whose decision is gone."""
    text = """
        SELECT m.id FROM orders_mark m LEFT JOIN orders_order o ON o.id = m."order" LEFT JOIN lawbook_decision d ON d.id = m.decision
        WHERE o.id IS NULL OR o.shop <> m.shop OR (m.decision IS NOT NULL AND d.id IS NULL) OR (m.scored AND m.decision IS NULL)"""
    return _rows(text, "it is on no order of its shop, or its decision is not there")


@check("catalog_stocklevel", "what is held of a SKU is what orders that are not shipped hold of it")
def held() -> Found:
    """Selling levels whose reserved pieces are not the sum of those that open orders wait for."""
    text = f"""
        SELECT v.id FROM catalog_stocklevel v LEFT JOIN (
            SELECT l.sku, SUM(l.quantity - l.cancelled - l.shipped) AS pieces
            FROM orders_orderline l JOIN orders_order o ON o.id = l."order"
            WHERE o.state IN {_HOLDING} GROUP BY l.sku) w ON w.sku = v.sku_id
        WHERE v.selling AND v.reserved <> COALESCE(w.pieces, 0)"""
    return _rows(text, "what is held of it is not what open orders hold")


@check("orders_waybill", "a waybill is of an order of its shop")
def waybills() -> Found:
    """Waybills of no order, or of another shop's."""
    text = 'SELECT w.id FROM orders_waybill w LEFT JOIN orders_order o ON o.id = w."order" WHERE o.id IS NULL OR o.shop <> w.shop'
    return _rows(text, "it is of no order of its shop")


@check("orders_savedview", "a saved view is a person's, of a shop")
def saved_views() -> Found:
    """Saved views of nobody, or of no shop."""
    text = """
        SELECT v.id FROM orders_savedview v LEFT JOIN identity_person p ON p.id = v.person LEFT JOIN shops_shop s ON s.id = v.shop
        WHERE p.id IS NULL OR s.id IS NULL"""
    return _rows(text, "it is nobody's, or of no shop")


@check("orders_export", "an export that is written has its job done, and while it is kept its file and a clock that ends it")
def exported() -> Found:
    """Exports that disagree with their job, their file or their clock."""
    text = f"""
        SELECT e.id FROM orders_export e LEFT JOIN kernel_job j ON j.id = e.job
        LEFT JOIN kernel_privatefile f ON f.id = e.id AND f.dropped_at IS NULL
        LEFT JOIN kernel_deadline d ON d.subject = e.id AND d.kind = 'orders.export_kept' AND d.state IN {_RUNNING}
        WHERE j.id IS NULL OR (e.orders IS NOT NULL) <> (j.state = 'done')
            OR (e.orders IS NOT NULL AND e.gone_at IS NULL) <> (d.id IS NOT NULL) OR (f.id IS NOT NULL AND d.id IS NULL)"""
    return _rows(text, "it and its job, its file or its clock do not agree")
