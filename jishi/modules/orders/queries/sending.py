"""What of an order is to be sent: its lines less what was cancelled."""

from collections.abc import Collection
from dataclasses import dataclass

from jishi.modules.orders.models import OrderLine


@dataclass(frozen=True, slots=True)
class Piece:
    """So many pieces of a line that are to be sent, as the line was called when it was ordered."""

    line: str
    sku: str
    title: str
    sku_name: str
    quantity: int


def to_send(orders: Collection[str]) -> dict[str, list[Piece]]:
    """Order -> what of it is to be sent, line by line; lines that were cancelled whole are left out."""
    found: dict[str, list[Piece]] = {order: [] for order in orders}
    for line in OrderLine.objects.filter(order__in=found).order_by("order", "n"):
        if line.quantity > line.cancelled:
            found[line.order].append(Piece(line.pk, line.sku, line.title, line.sku_name, line.quantity - line.cancelled))
    return found
