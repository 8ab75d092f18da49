"""The cart: what a buyer means to order, over several shops."""

from jishi.kernel import clock, rows
from jishi.modules.catalog import queries as catalog
from jishi.modules.orders.errors import NotOnSale


def put_in_cart(person: str, sku: str, quantity: int) -> None:
    """Have so many pieces of a SKU in the cart. Raises NotOnSale for a SKU that cannot be bought."""
    found = catalog.buyable([sku]).get(sku)
    if found is None or not found.on_sale:
        raise NotOnSale(field="sku_id", title=found.title if found else "—")
    text = (
        "INSERT INTO orders_cartline (person, sku, quantity, added_at) VALUES (%s, %s, %s, %s) "
        "ON CONFLICT (person, sku) DO UPDATE SET quantity = excluded.quantity"
    )
    rows.change(text, [person, sku, quantity, rows.db_time(clock.now())])


def take_from_cart(person: str, skus: list[str]) -> None:
    """Have these SKUs no longer in the cart; what is not there is no error."""
    rows.change(f"DELETE FROM orders_cartline WHERE person = %s AND sku IN ({rows.marks(skus)})", [person, *skus])
