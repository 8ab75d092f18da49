"""What whoever picks goods asks of a SKU: its code, its bars, and where it is sold from."""

from collections.abc import Sequence
from dataclasses import dataclass

from jishi.kernel import rows

_READ = """
SELECT s.id, s.code, s.barcode, s.name, p.title, s.shop, COALESCE(w.name, '')
FROM catalog_sku s JOIN catalog_product p ON p.id = s.product_id
LEFT JOIN catalog_stocklevel l ON l.sku_id = s.id AND l.selling LEFT JOIN catalog_warehouse w ON w.id = l.warehouse_id
WHERE s.id IN ({})
"""


@dataclass(frozen=True, slots=True)
class Lying:
    """A SKU as whoever picks it meets it; `barcode` is "" for none, `warehouse` where it is the shop's only one."""

    sku: str
    code: str
    barcode: str
    name: str
    title: str
    shop: str
    warehouse: str


def lying(skus: Sequence[str]) -> dict[str, Lying]:
    """SKU id -> what it is and where it lies; ids that are none are left out."""
    if not skus:
        return {}
    return {row[0]: Lying(*row) for row in rows.sql(_READ.format(rows.marks(skus)), skus)}


def coded(shop: str, words: str) -> list[str]:
    """The SKUs of a shop with this code or these bars."""
    text = "SELECT id FROM catalog_sku WHERE shop = %s AND (code = %s OR barcode = %s)"
    return [str(row[0]) for row in rows.sql(text, [shop, words, words])]
