"""What cart, quote and order ask of a SKU: one compiled read, because every order waits for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from jishi.kernel import rows

_READ = """
SELECT s.id, s.name, s.code, s.price_minor, s.active, COALESCE(NULLIF(s.picture, ''), p.pictures ->> 0, ''), p.id, p.title, p.state,
p.shop, p.market, p.currency, l.on_hand - l.reserved
FROM catalog_sku s JOIN catalog_product p ON p.id = s.product_id LEFT JOIN catalog_stocklevel l ON l.sku_id = s.id AND l.selling
WHERE s.id IN ({})
"""


@dataclass(frozen=True, slots=True)
class Buyable:
    """A SKU as a buyer meets it. `picture` is the key of a public file, "" for none; `available` pieces can be bought now."""

    sku: str
    sku_name: str
    code: str
    price_minor: int
    picture: str
    product: str
    title: str
    shop: str
    market: str
    currency: str
    on_sale: bool
    available: int


def buyable(skus: Sequence[str]) -> dict[str, Buyable]:
    """SKU id -> what it is, whether it is on sale and how many are left; ids that are none are left out."""
    if not skus:
        return {}
    found = {}
    for sku, name, code, price, active, picture, product, title, state, shop, market, currency, left in rows.sql(
        _READ.format(rows.marks(skus)), skus
    ):
        on_sale = bool(active) and state == "on_sale"
        found[sku] = Buyable(sku, name, code, price, picture, product, title, shop, market, currency, on_sale, left or 0)
    return found
