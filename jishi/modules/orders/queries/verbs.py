"""What this reader may do with an order now, and if not, why: the web draws its buttons from it."""

from typing import Any

from jishi.kernel import clock
from jishi.kernel.access import Actor
from jishi.modules.orders import law
from jishi.modules.orders.access import DECIDES, on_both_sides
from jishi.modules.orders.models import Cancellation, Order
from jishi.modules.orders.states import CANCELLED, COMPLETED, ON_HOLD, ORDER, SHIPPED, TO_PROCESS, TO_SHIP, UNPAID

ENDED = (COMPLETED, CANCELLED)
BUYER = ("pay", "request_cancellation", "withdraw_cancellation", "change_address", "write_note")
SHOP = (
    ("pack", "fulfilment.pack", "fulfilment.pack"),
    ("cancel", "orders.cancel", "orders.cancel"),
    ("answer_cancellation", "orders.answer_cancellation", "orders.answer"),
    ("write_note", "orders.write_note", "orders.note"),
    ("reveal_recipient", "orders.reveal_recipient", "orders.reveal"),
)


def verbs_of(order: Order, request: Cancellation | None, actor: Actor | None, view: str) -> list[dict[str, Any]]:
    """Verbs with the operation that does them, whether they are allowed now, and the code of the reason when not."""
    if view == "buyer":
        return [_verb(verb, _OPERATIONS[verb], _buyer(verb, order, request)) for verb in BUYER]
    out = []
    for verb, operation, permission in SHOP:
        if actor is not None and (actor.holds(permission, order.shop) or _as_operator(permission, order, actor)):
            out.append(_verb(verb, operation, _shop(verb, order, request)))
    return out


def _as_operator(permission: str, order: Order, actor: Actor) -> bool:
    return actor.holds(permission) and not (permission in DECIDES and on_both_sides(actor, order))


_OPERATIONS = {
    "pay": "payments.pay",
    "request_cancellation": "orders.request_cancellation",
    "withdraw_cancellation": "orders.withdraw_cancellation",
    "change_address": "orders.change_address",
    "write_note": "orders.write_note",
}


def _verb(verb: str, operation: str, why: str | None) -> dict[str, Any]:
    return {"verb": verb, "operation": operation, "allowed": why is None, "why": why}


def _buyer(verb: str, order: Order, request: Cancellation | None) -> str | None:
    """None when the buyer may, else the code of the reason."""
    match verb:
        case "pay":
            return None if order.state == UNPAID and order.payment else "orders.why.nothing_to_pay"
        case "withdraw_cancellation":
            return None if request is not None else "orders.why.no_request"
        case _ if order.state in ENDED:
            return "orders.why.ended"
        case "request_cancellation" if request is not None:
            return "orders.why.already_asked"
        case "request_cancellation":
            shipped = order.state in SHIPPED and law.needs_answer_from(clock.now(), order.market).holds("shipped")
            return None if shipped or order.state in (UNPAID, *TO_SHIP) else "orders.why.too_late"
        case "change_address":
            return None if order.state in (UNPAID, ON_HOLD, TO_PROCESS) and order.address else "orders.why.packed"
    return None if order.state in (UNPAID, ON_HOLD, TO_PROCESS) else "orders.why.packed"


def _shop(verb: str, order: Order, request: Cancellation | None) -> str | None:
    """None when the shop may, else the code of the reason."""
    match verb:
        case "pack" if order.state == ON_HOLD:
            return "orders.why.free_hour"
        case "pack":
            return None if ORDER.may(order, "pack") else "orders.why.not_to_pack"
        case "answer_cancellation":
            return None if request is not None else "orders.why.no_request"
        case "reveal_recipient":
            return None if order.address else "orders.why.no_address"
        case "cancel" if order.state in ENDED:
            return "orders.why.ended"
        case "cancel":
            return None if ORDER.may(order, "cancel") else "orders.why.too_late"
    return None
