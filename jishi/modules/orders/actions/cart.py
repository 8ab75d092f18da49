"""The cart: what a buyer means to order, over several shops."""

from jishi.kernel import clock, ids, rows
from jishi.modules.catalog import queries as catalog
from jishi.modules.orders.errors import CartFull, NotOnSale

LINES_MOST = 100
"""As many lines as can be ordered at once."""
_PUT = """
INSERT INTO orders_cartline (id, person, sku, quantity, added_at) SELECT %s, %s, %s, %s, %s
WHERE (SELECT COUNT(*) FROM orders_cartline WHERE person = %s AND sku <> %s) < %s
ON CONFLICT (person, sku) DO UPDATE SET quantity = excluded.quantity
"""


def put_in_cart(person: str, sku: str, quantity: int) -> None:
    """Have so many pieces of a SKU in the cart. Raises NotOnSale for a SKU that cannot be bought, CartFull for one line too many."""
    found = catalog.buyable([sku]).get(sku)
    if found is None or not found.on_sale:
        raise NotOnSale(field="sku_id", title=found.title if found else "—")
    line = [ids.new_id("ctl"), person, sku, quantity, rows.db_time(clock.now())]
    if not rows.change(_PUT, [*line, person, sku, LINES_MOST]):
        raise CartFull(field="sku_id", most=LINES_MOST)


def take_from_cart(person: str, skus: list[str]) -> None:
    """Have these SKUs no longer in the cart; what is not there is no error."""
    among, keys = rows.among(skus)
    rows.change(f"DELETE FROM orders_cartline WHERE person = %s AND sku {among}", [person, *keys])
