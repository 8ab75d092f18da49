"""Notes of both sides on an order."""

from typing import Literal

from jishi.kernel import events, rows
from jishi.modules.orders.actions.hold import hold
from jishi.modules.orders.errors import NoteNoMore
from jishi.modules.orders.events import OrderNoted
from jishi.modules.orders.models import Order
from jishi.modules.orders.states import ON_HOLD, TO_PROCESS, UNPAID


def write_note(order: Order, side: Literal["buyer", "shop"], text: str) -> Order:
    """Replace the buyer's note to the shop, or the shop's own. Raises NoteNoMore for the buyer's once the parcel is packed."""
    hold(order)
    if side == "buyer" and order.state not in (UNPAID, ON_HOLD, TO_PROCESS):
        raise NoteNoMore
    column = "note" if side == "buyer" else "shop_note"
    rows.change(f"UPDATE orders_order SET {column} = %s WHERE id = %s", [text, order.pk])
    setattr(order, column, text)
    events.emit(OrderNoted.of(order))
    return order


def forget_notes(person: str) -> None:
    """Take away the notes on all orders of a person who was erased: free text may name them."""
    for order in rows.update(Order, "SET note = '', shop_note = '' WHERE person = %s AND (note <> '' OR shop_note <> '')", [person]):
        events.emit(OrderNoted.of(order))
