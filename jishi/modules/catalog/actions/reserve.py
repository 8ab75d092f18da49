"""Reserve: pieces are promised to an order. One conditional statement per SKU, so that no concurrency sells what is not there."""

from collections.abc import Iterable
from dataclasses import dataclass

from jishi.kernel import rows
from jishi.modules.catalog.actions.shelf import summed
from jishi.modules.catalog.errors import SoldOut, TooFewLeft
from jishi.modules.catalog.models import StockLevel

_TAKE = (
    "UPDATE catalog_stocklevel SET reserved = reserved + %s WHERE sku_id = %s AND selling AND on_hand - reserved >= %s "
    "RETURNING warehouse_id, on_hand - reserved"
)
_REFUSED = (
    "SELECT p.title, s.name, l.on_hand - l.reserved FROM catalog_sku s JOIN catalog_product p ON p.id = s.product_id "
    "LEFT JOIN catalog_stocklevel l ON l.sku_id = s.id AND l.selling WHERE s.id = %s"
)


@dataclass(frozen=True, slots=True)
class Taken:
    """Pieces of a SKU held in a warehouse for an order, and how many can still be bought."""

    sku: str
    warehouse: str
    quantity: int
    left: int


def reserve(lines: Iterable[tuple[str, int]]) -> list[Taken]:
    """Hold pieces of SKUs, all or none; in the order of their ids.

    Call it once for all lines of a checkout. Raises SoldOut or TooFewLeft naming the SKU (`field` = lines.<sku>), and
    ValueError for a line of no pieces.
    """
    if rows.pending(StockLevel):
        rows.flush()
    taken = []
    for sku, n in summed(lines).items():
        found = rows.sql(_TAKE, [n, sku, n])
        if not found:
            raise _refusal(sku)
        warehouse, left = found[0]
        taken.append(Taken(sku, warehouse, n, left))
    return taken


def _refusal(sku: str) -> SoldOut | TooFewLeft:
    title, name, held = next(iter(rows.sql(_REFUSED, [sku])), (sku, "", 0))
    left = max(held or 0, 0)
    title = f"{title} {name}".strip()
    return (TooFewLeft if left else SoldOut)(field=f"lines.{sku}", sku=sku, title=title, left=left)
