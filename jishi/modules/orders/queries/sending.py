"""What of an order is to be sent: its lines less what was cancelled."""

from collections.abc import Collection
from dataclasses import dataclass

from jishi.modules.orders.models import OrderLine


@dataclass(frozen=True, slots=True)
class Piece:
    """So many pieces of a line, as the line was called when it was ordered."""

    line: str
    sku: str
    title: str
    sku_name: str
    quantity: int


def to_send(orders: Collection[str]) -> dict[str, list[Piece]]:
    """Order -> what of it is to be sent, or was, line by line; lines that were cancelled whole are left out."""
    return _pieces(orders, here=False)


def still_here(orders: Collection[str]) -> dict[str, list[Piece]]:
    """Order -> what of it is to be sent and no carrier has yet."""
    return _pieces(orders, here=True)


def lines_of(orders: Collection[str]) -> dict[str, OrderLine]:
    """All lines of these orders by their ids."""
    return {line.pk: line for line in OrderLine.objects.filter(order__in=orders)}


def _pieces(orders: Collection[str], *, here: bool) -> dict[str, list[Piece]]:
    found: dict[str, list[Piece]] = {order: [] for order in orders}
    for line in OrderLine.objects.filter(order__in=found).order_by("order", "n"):
        left = line.quantity - line.cancelled - (line.shipped if here else 0)
        if left > 0:
            found[line.order].append(Piece(line.pk, line.sku, line.title, line.sku_name, left))
    return found
