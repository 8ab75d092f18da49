"""What can be done with orders: one file a verb, the only writers."""

from jishi.modules.orders.actions.address import change_address
from jishi.modules.orders.actions.cancel import cancel_by_clock, cancel_for_shop, cancel_lines
from jishi.modules.orders.actions.cancel_for_platform import cancel_for_platform
from jishi.modules.orders.actions.cart import put_in_cart, take_from_cart
from jishi.modules.orders.actions.change_terms import change_terms
from jishi.modules.orders.actions.export import Asked, export, keep_export
from jishi.modules.orders.actions.hold import held
from jishi.modules.orders.actions.lost_on_the_way import lost_on_the_way
from jishi.modules.orders.actions.note import write_note
from jishi.modules.orders.actions.paid import take_payment
from jishi.modules.orders.actions.pieces import needs_packing, open_pieces
from jishi.modules.orders.actions.place import place
from jishi.modules.orders.actions.request import answer_cancellation, request_cancellation, withdraw_cancellation
from jishi.modules.orders.actions.reveal_recipient import reveal_recipient
from jishi.modules.orders.actions.ship import (
    also_under,
    collect,
    collected_earlier,
    complete,
    deliver,
    hand_over,
    mark,
    pack,
    withdraw_mark,
)
from jishi.modules.orders.actions.views import forget_view, save_view
from jishi.modules.orders.models import Order

__all__ = [
    "Asked",
    "Order",
    "also_under",
    "answer_cancellation",
    "cancel_by_clock",
    "cancel_for_platform",
    "cancel_for_shop",
    "cancel_lines",
    "change_address",
    "change_terms",
    "collect",
    "collected_earlier",
    "complete",
    "deliver",
    "export",
    "forget_view",
    "hand_over",
    "held",
    "keep_export",
    "lost_on_the_way",
    "mark",
    "needs_packing",
    "open_pieces",
    "pack",
    "place",
    "put_in_cart",
    "request_cancellation",
    "reveal_recipient",
    "save_view",
    "take_from_cart",
    "take_payment",
    "withdraw_cancellation",
    "withdraw_mark",
    "write_note",
]
