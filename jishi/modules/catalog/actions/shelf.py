"""What stock verbs share: many SKUs changed by one statement, on SQLite and PostgreSQL alike."""

from collections.abc import Iterable, Mapping

from jishi.kernel import rows
from jishi.modules.catalog.models import StockLevel

PIECE = 1_000


def summed(lines: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Pieces per SKU, in the order of SKU ids: everyone takes the rows in that order, so that nobody waits in a circle.

    Raises ValueError for a line of no pieces.
    """
    sums: dict[str, int] = {}
    for sku, n in lines:
        if n <= 0:
            raise ValueError(f"{n} pieces of {sku}")
        sums[sku] = sums.get(sku, 0) + n
    return dict(sorted(sums.items()))


def change_levels(setting: str, sums: Mapping[str, int]) -> dict[str, str]:
    """Run `setting` (the SET of an UPDATE, the pieces as `given.column2`) for each SKU's selling level; SKU -> level.

    Raises LookupError when a SKU has no level; the table's constraints refuse what does not add up.
    """
    if rows.pending(StockLevel):
        rows.flush()
    skus = list(sums)
    changed: dict[str, str] = {}
    for start in range(0, len(skus), PIECE):
        changed |= _change(setting, {sku: sums[sku] for sku in skus[start : start + PIECE]})
    if len(changed) != len(sums):
        raise LookupError(f"no stock is kept of {sorted(sums.keys() - changed.keys())}")
    return changed


def _change(setting: str, sums: Mapping[str, int]) -> dict[str, str]:
    if rows.vendor() == "postgresql" and len(sums) > 1:
        among, keys = rows.among(sums)
        rows.sql(f"SELECT id FROM catalog_stocklevel WHERE sku_id {among} AND selling ORDER BY sku_id FOR UPDATE", keys)
    given, values = rows.given(sums, "varchar", "integer")
    text = f"UPDATE catalog_stocklevel SET {setting} FROM {given} WHERE sku_id = given.column1 AND selling RETURNING sku_id, id"
    return dict(rows.sql(text, values))
