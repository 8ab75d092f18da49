"""Notes of both sides on an order."""

from typing import Literal

from jishi.kernel import rows
from jishi.modules.orders.models import Order


def write_note(order: Order, side: Literal["buyer", "shop"], text: str) -> Order:
    """Replace the buyer's or the shop's note."""
    column = "note" if side == "buyer" else "shop_note"
    rows.change(f"UPDATE orders_order SET {column} = %s WHERE id = %s", [text, order.pk])
    setattr(order, column, text)
    return order
