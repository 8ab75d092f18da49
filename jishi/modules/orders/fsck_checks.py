"""What is promised of each table of orders, and the rows that break it."""

from collections.abc import Iterator

from jishi.kernel import rows
from jishi.kernel.fsck import check

_ENDED = "('completed', 'cancelled')"


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
        SELECT o.id FROM orders_order o LEFT JOIN orders_orderline l ON l."order" = o.id GROUP BY o.id, o.goods_minor, o.total_minor, o.state
        HAVING COALESCE(SUM(l.total_minor), -1) <> o.goods_minor
            OR (o.state <> 'cancelled' AND COALESCE(SUM(l.total_minor - l.cancelled * l.price_minor), -1) <> o.total_minor)"""
    return _rows(text, "its amounts are not the sum of its lines")


@check("orders_order", "a state has its times")
def times() -> Iterator[tuple[str, str]]:
    """Orders whose times do not fit their state."""
    text = """
        SELECT id FROM orders_order WHERE import_key IS NULL AND (
            (state = 'cancelled') <> (cancelled_at IS NOT NULL) OR (state = 'cancelled') <> (cause <> '')
            OR (state = 'completed') <> (completed_at IS NOT NULL)
            OR (state = 'unpaid' AND paid_at IS NOT NULL) OR (paid_minor > 0 AND paid_at IS NULL)
            OR (state IN ('in_transit', 'delivered', 'completed') AND collected_at IS NULL))"""
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


@check("orders_orderline", "a line belongs to an order and multiplies out")
def lines() -> Iterator[tuple[str, str]]:
    """Lines without an order, or whose total is not price times quantity (imported lines keep the total they came with)."""
    text = """
        SELECT l.id FROM orders_orderline l LEFT JOIN orders_order o ON o.id = l."order"
        WHERE o.id IS NULL OR (o.import_key IS NULL AND l.total_minor <> l.price_minor * l.quantity)"""
    return _rows(text, "it has no order or does not multiply out")


@check("orders_cancellation", "a request has its clock while open, its time when answered")
def requests() -> Iterator[tuple[str, str]]:
    """Requests that are open without a clock, answered without a time, or of no order."""
    text = """
        SELECT c.id FROM orders_cancellation c LEFT JOIN orders_order o ON o.id = c."order"
        WHERE o.id IS NULL OR (c.state = 'open') <> (c.answered_at IS NULL)
            OR (c.state = 'open' AND NOT EXISTS (SELECT 1 FROM kernel_deadline d WHERE d.subject = c."order"
                AND d.kind = 'orders.cancellation' AND d.state IN ('open', 'paused')))"""
    return _rows(text, "it is open without a clock, answered without a time, or of no order")


@check("orders_mark", "a mark is on an order of its shop")
def marks() -> Iterator[tuple[str, str]]:
    """Marks of no order, or of another shop's."""
    text = 'SELECT m.id FROM orders_mark m LEFT JOIN orders_order o ON o.id = m."order" WHERE o.id IS NULL OR o.shop <> m.shop'
    return _rows(text, "it is on no order of its shop")
