"""Open pieces: which of an order can still be cancelled before they are shipped, those that no carrier has."""

from collections.abc import Mapping

from jishi.kernel import rows
from jishi.kernel.errors import WrongState
from jishi.modules.orders.models import Order
from jishi.modules.orders.states import AWAITING_COLLECTION, ORDER, TO_PROCESS

_OPEN = 'SELECT id, quantity - cancelled - shipped FROM orders_orderline WHERE "order" = %s AND quantity > cancelled + shipped'


def open_pieces(order: Order, wanted: Mapping[str, int] | None = None) -> dict[str, int]:
    """Line -> pieces that are neither cancelled nor with a carrier: all there are, or as many of those wanted."""
    found = {str(line): int(n) for line, n in rows.sql(_OPEN, [order.pk])}
    if wanted is None:
        return found
    return {line: min(n, found[line]) for line, n in wanted.items() if line in found}


def partly_shipped(order: Order) -> bool:
    """Does a carrier have some of it?"""
    return bool(rows.sql('SELECT 1 FROM orders_orderline WHERE "order" = %s AND shipped > 0 LIMIT 1', [order.pk]))


def needs_packing(order: Order, *, first: bool = True, again: bool = False) -> dict[str, int]:
    """The pieces (line -> pieces) that a held order has to be packed: for the first time, or anew while no carrier has them.

    Raises WrongState when it waits for neither of those that are meant, or nothing of it is here.
    """
    here = open_pieces(order)
    if not here or order.state not in ((TO_PROCESS,) * first + (AWAITING_COLLECTION,) * again):
        raise WrongState(machine=ORDER.name, verb="pack", state=order.state)
    return here
