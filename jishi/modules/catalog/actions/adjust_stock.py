"""Adjust stock: a count, a delivery, a loss. What is promised to orders cannot be taken off."""

from jishi.kernel import clock, ids, rows
from jishi.modules.catalog.errors import PromisedToOrders, TooMuchStock
from jishi.modules.catalog.models import STOCK_MAX, Sku, StockLevel, StockMove

_ADJUST = (
    "UPDATE catalog_stocklevel SET on_hand = on_hand + %s "
    "WHERE sku_id = %s AND selling AND on_hand + %s >= reserved AND on_hand + %s <= %s RETURNING id"
)


def adjust_stock(sku: Sku, delta: int, reason: str, *, actor: str) -> Sku:
    """Put pieces on the shelf (`delta` above 0) or take them off.

    Raises PromisedToOrders when more is taken off than is free, TooMuchStock above what can be kept, ValueError for no pieces.
    """
    if not delta:
        raise ValueError("a move of no pieces")
    if rows.pending(StockLevel):
        rows.flush()
    found = rows.sql(_ADJUST, [delta, sku.pk, delta, delta, STOCK_MAX])
    if not found:
        level = StockLevel.objects.get(sku=sku, selling=True)
        if delta > 0:
            raise TooMuchStock(field="delta", most=STOCK_MAX - level.on_hand)
        raise PromisedToOrders(field="delta", free=level.on_hand - level.reserved, reserved=level.reserved)
    move = StockMove(id=ids.new_id("stm"), level_id=found[0][0], delta=delta, cause="adjusted", reason=reason, actor=actor, at=clock.now())
    rows.add(move)
    return sku
