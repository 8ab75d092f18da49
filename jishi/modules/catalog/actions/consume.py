"""Consume: reserved pieces leave the shelf with the parcel."""

from collections.abc import Iterable

from jishi.kernel import clock, ids, rows
from jishi.kernel.access import THE_CARRIER
from jishi.modules.catalog.actions.shelf import change_levels, summed
from jishi.modules.catalog.models import StockMove


def consume(lines: Iterable[tuple[str, int]], subject: str = "", *, actor: str = THE_CARRIER) -> None:
    """Take the reserved pieces of one order off the shelf; `subject` is the order or package. Raises as `consume_all`."""
    consume_all([(sku, n, subject) for sku, n in lines], actor=actor)


def consume_all(lines: Iterable[tuple[str, int, str]], *, actor: str = THE_CARRIER) -> None:
    """Take reserved pieces off the shelf for many orders at once: (SKU, pieces, order or package).

    Raises LookupError for a SKU without stock, and the database's IntegrityError when more leaves than was reserved.
    """
    gone = list(lines)
    sums = summed((sku, n) for sku, n, _ in gone)
    if not sums:
        return
    levels = change_levels("reserved = reserved - given.column2, on_hand = on_hand - given.column2", sums)
    now = clock.now()
    rows.many(
        StockMove,
        ["id", "level", "delta", "cause", "subject", "reason", "actor", "at"],
        [(ids.new_id("stm"), levels[sku], -n, "shipped", subject, "", actor, now) for sku, n, subject in gone],
    )
