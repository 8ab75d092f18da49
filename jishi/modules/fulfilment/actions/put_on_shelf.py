"""Put on shelf: where in the warehouse a SKU lies, for whoever picks it."""

from jishi.kernel import rows


def put_on_shelf(sku: str, shop: str, place: str) -> str:
    """A SKU lies there from now on; "" takes its place away. Returns the place."""
    if not place:
        rows.change("DELETE FROM fulfilment_shelf WHERE id = %s", [sku])
        return place
    text = "INSERT INTO fulfilment_shelf (id, shop, place) VALUES (%s, %s, %s) ON CONFLICT (id) DO UPDATE SET place = excluded.place"
    rows.change(text, [sku, shop, place])
    return place
