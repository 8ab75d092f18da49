"""What is promised of each table of orders, and the rows that break it."""

from collections.abc import Iterator

from jishi.kernel import rows
from jishi.kernel.fsck import check

_ENDED = "('completed', 'cancelled')"
_HOLDING = "('unpaid', 'on_hold', 'to_process', 'awaiting_collection')"


def _rows(text: str, says: str) -> Iterator[tuple[str, str]]:
    return ((str(found[0]), says) for found in rows.sql(text))


@check("orders_cartline", "a cart holds SKUs that exist")
def carts() -> Iterator[tuple[str, str]]:
    """Lines of carts whose SKU is gone."""
    text = "SELECT c.id FROM orders_cartline c LEFT JOIN catalog_sku s ON s.id = c.sku WHERE s.id IS NULL"
    return _rows(text, "its SKU does not exist")


@check("orders_order", "goods are the sum of the lines, and the total is what is left of them")
def amounts() -> Iterator[tuple[str, str]]:
    """Orders whose amounts do not add up from their lines."""
    text = """
        SELECT o.id FROM orders_order o LEFT JOIN orders_orderline l ON l."order" = o.id
        GROUP BY o.id, o.goods_minor, o.total_minor, o.state
        HAVING COALESCE(SUM(l.total_minor), -1) <> o.goods_minor
            OR (o.state <> 'cancelled' AND COALESCE(SUM(l.total_minor - l.cancelled * l.price_minor), -1) <> o.total_minor)"""
    return _rows(text, "its amounts are not the sum of its lines")


@check("orders_order", "an order is of a shop and its market, and of one buyer: a person, or a contact that was imported")
def parties() -> Iterator[tuple[str, str]]:
    """Orders of no shop, of another market than their shop's, of nobody or of two."""
    text = """
        SELECT o.id FROM orders_order o LEFT JOIN shops_shop s ON s.id = o.shop AND s.market = o.market AND s.currency = o.currency
        WHERE s.id IS NULL OR (o.person IS NULL) = (o.contact IS NULL) OR (o.contact IS NULL) <> (o.import_key IS NULL)"""
    return _rows(text, "it is of no shop of its market, or not of one buyer")


@check("orders_order", "an order's state is the last of its history")
def told() -> Iterator[tuple[str, str]]:
    """Orders that stand elsewhere than their history says."""
    text = """
        SELECT o.id FROM orders_order o WHERE o.import_key IS NULL AND o.state <> COALESCE((
            SELECT h.to_state FROM kernel_history h WHERE h.machine = 'order' AND h.subject = o.id ORDER BY h.id DESC LIMIT 1), 'unpaid')"""
    return _rows(text, "it is not where its history says")


@check("orders_order", "a state has its times")
def times() -> Iterator[tuple[str, str]]:
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
def clocks() -> Iterator[tuple[str, str]]:
    """Orders without the deadline that their state must have, or with one that should be closed."""
    wanted = {
        "unpaid": "('orders.unpaid')",
        "on_hold": "('orders.release')",
        "delivered": "('orders.completion')",
    }
    for state, kinds in wanted.items():
        text = f"""
            SELECT o.id FROM orders_order o WHERE o.state = '{state}' AND NOT EXISTS (
                SELECT 1 FROM kernel_deadline d WHERE d.subject = o.id AND d.kind IN {kinds} AND d.state IN ('open', 'paused'))"""
        yield from _rows(text, f"it is {state} and has no clock")
    text = f"""
        SELECT DISTINCT o.id FROM orders_order o JOIN kernel_deadline d ON d.subject = o.id
        WHERE o.state IN {_ENDED} AND d.state IN ('open', 'paused') AND d.kind LIKE 'orders.%%'"""
    yield from _rows(text, "it has ended and a clock still runs")


@check("orders_order", "paid and refunded are what the ledger says")
def money() -> Iterator[tuple[str, str]]:
    """Orders whose pending account does not hold what was paid less what was refunded."""
    text = """
        SELECT o.id FROM orders_order o WHERE o.import_key IS NULL AND o.paid_minor - o.refunded_minor <> COALESCE((
            SELECT SUM(e.minor) FROM ledger_entry e WHERE e.subject = o.id AND e.kind = 'order.pending'), 0)"""
    return _rows(text, "its pending account is not what was paid less what was refunded")


@check("orders_order", "an order that was cancelled keeps no money")
def given_back() -> Iterator[tuple[str, str]]:
    """Cancelled orders of which not everything that was paid went back."""
    return _rows(
        "SELECT id FROM orders_order WHERE state = 'cancelled' AND paid_minor <> refunded_minor", "it is cancelled and keeps money"
    )


@check("catalog_stocklevel", "what is held of a SKU is what orders that are not shipped hold of it")
def held() -> Iterator[tuple[str, str]]:
    """Selling levels whose reserved pieces are not the sum of those that open orders wait for."""
    text = f"""
        SELECT v.id FROM catalog_stocklevel v LEFT JOIN (
            SELECT l.sku, SUM(l.quantity - l.cancelled) AS pieces FROM orders_orderline l JOIN orders_order o ON o.id = l."order"
            WHERE o.state IN {_HOLDING} GROUP BY l.sku) w ON w.sku = v.sku_id
        WHERE v.selling AND v.reserved <> COALESCE(w.pieces, 0)"""
    return _rows(text, "what is held of it is not what open orders hold")


@check("orders_orderline", "a line belongs to an order and multiplies out")
def lines() -> Iterator[tuple[str, str]]:
    """Lines without an order, or whose total is not price times quantity (imported lines keep the total they came with)."""
    text = """
        SELECT l.id FROM orders_orderline l LEFT JOIN orders_order o ON o.id = l."order"
        WHERE o.id IS NULL OR (o.import_key IS NULL AND l.total_minor <> l.price_minor * l.quantity)"""
    return _rows(text, "it has no order or does not multiply out")


@check("orders_orderline", "what was cancelled of a line is written down piece by piece")
def cut() -> Iterator[tuple[str, str]]:
    """Lines whose cancelled pieces are not the sum of their cancellations."""
    text = """
        SELECT l.id FROM orders_orderline l
        LEFT JOIN (SELECT line, SUM(quantity) AS pieces FROM orders_linecancellation GROUP BY line) c ON c.line = l.id
        WHERE l.cancelled <> COALESCE(c.pieces, 0)"""
    return _rows(text, "what was cancelled of it is not what its cancellations say")


@check("orders_linecancellation", "pieces that were cancelled are of a line of their order")
def cuts() -> Iterator[tuple[str, str]]:
    """Cancelled pieces of no line, or of another order's."""
    text = """
        SELECT c.id FROM orders_linecancellation c LEFT JOIN orders_orderline l ON l.id = c.line AND l."order" = c."order"
        WHERE l.id IS NULL"""
    return _rows(text, "it is of no line of its order")


@check("orders_cancellation", "a request has its clock while open, its time when answered")
def requests() -> Iterator[tuple[str, str]]:
    """Requests that are open without a clock, answered without a time, or of no order."""
    text = """
        SELECT c.id FROM orders_cancellation c LEFT JOIN orders_order o ON o.id = c."order"
        WHERE o.id IS NULL OR o.shop <> c.shop OR o.person <> c.person OR (c.state = 'open') <> (c.answered_at IS NULL)
            OR (c.state = 'open' AND o.state NOT IN ('to_process', 'awaiting_collection'))
            OR (c.state = 'open' AND NOT EXISTS (SELECT 1 FROM kernel_deadline d WHERE d.subject = c."order"
                AND d.kind = 'orders.cancellation' AND d.state IN ('open', 'paused')))"""
    return _rows(text, "it is open without a clock or an order that waits, answered without a time, or not of its order's buyer and shop")


@check("orders_mark", "a mark is on an order of its shop")
def marks() -> Iterator[tuple[str, str]]:
    """Marks of no order, or of another shop's."""
    text = 'SELECT m.id FROM orders_mark m LEFT JOIN orders_order o ON o.id = m."order" WHERE o.id IS NULL OR o.shop <> m.shop'
    return _rows(text, "it is on no order of its shop")
