"""A buyer asks to cancel: free within the hour, later the shop answers or its silence does."""

from collections.abc import Mapping
from typing import Any

from jishi.kernel import clock, deadlines, ids, rows
from jishi.kernel.errors import WrongState
from jishi.kernel.money import Money
from jishi.lawbook.decisions import Fact, Word
from jishi.modules.orders import law
from jishi.modules.orders.actions.cancel import cancel, cancel_lines
from jishi.modules.orders.errors import AlreadyAsked, NothingToCancel, TooLateToCancel
from jishi.modules.orders.models import Cancellation, Order, OrderLine
from jishi.modules.orders.states import CANCELLATION, ON_HOLD, TO_SHIP, UNPAID

FREE, AGREED = "buyer_free", "buyer_agreed"


def request_cancellation(order: Order, pieces: Mapping[str, int] | None, reason: str, *, actor: str) -> Cancellation | None:
    """The buyer wants an order, or some pieces of it, cancelled.

    Unpaid or inside the free hour it is done at once (None is returned); later a request is opened and the shop's clock
    starts (rule orders.cancellation.answer_within). Raises AlreadyAsked, NothingToCancel, TooLateToCancel with its why.
    """
    assert order.person is not None
    if order.state in (UNPAID, ON_HOLD):
        if pieces:
            cancel_lines(order, pieces, FREE, actor=actor, reason=reason)
        else:
            cancel(order, FREE, actor=actor, reason=reason)
        return None
    if order.state not in TO_SHIP:
        raise _too_late(order)
    if Cancellation.objects.filter(order=order.pk, state="open").exists():
        raise AlreadyAsked
    _check_pieces(order, pieces)
    now = clock.now()
    request = Cancellation(
        id=ids.new_id("can"),
        order=order.pk,
        shop=order.shop,
        person=order.person,
        state="open",
        reason=reason,
        lines=dict(pieces) if pieces else None,
        opened_at=now,
    )
    rows.add(request)
    deadlines.open(
        "orders.cancellation",
        order.pk,
        law.answer_within(request, order.market),
        now,
        market=order.market,
        shop=order.shop,
        person=order.person,
        cost={"money": Money(order.total_minor, order.currency), "what": "orders.cost.cancelled"},
    )
    return request


def _check_pieces(order: Order, pieces: Mapping[str, int] | None) -> None:
    left = {line.pk: line.quantity - line.cancelled for line in OrderLine.objects.filter(order=order.pk)} if pieces else {}
    for line, n in (pieces or {}).items():
        if n > left.get(line, 0):
            raise NothingToCancel(field=f"lines.{line}")


def _too_late(order: Order) -> TooLateToCancel | WrongState:
    if order.state == "cancelled":
        return WrongState(machine="order", verb="cancel", state=order.state)
    now = clock.now()
    why: dict[str, Any] = {
        "subject": order.pk,
        "verb": "orders.request_cancellation",
        "outcome": "orders.decision.too_late_to_cancel",
        "market": order.market,
        "person": order.person,
        "shop": order.shop,
        "rulings": [law.needs_answer_from(now, order.market)],
        "facts": [
            Fact("orders.fact.state", Word(f"orders.state.{order.state}"), now),
            Fact("orders.fact.collected", order.collected_at, order.collected_at),
        ],
        "counterfactuals": [("orders.instead.ask_before_collection", {})],
    }
    return TooLateToCancel(why=why)


def answer_cancellation(request: Cancellation, order: Order, accept: bool, reason: str, *, actor: str) -> Cancellation:
    """The shop agrees or declines. Raises WrongState when it was answered, withdrawn or overtaken meanwhile."""
    now = clock.now()
    CANCELLATION.advance(
        request, "accept" if accept else "reject", actor=actor, reason=reason, answered_at=now, answered_by=actor, answer_reason=reason
    )
    deadlines.meet(["orders.cancellation"], [order.pk])
    if accept:
        fulfil_request(request, order, AGREED, actor=actor)
    return request


def fulfil_request(request: Cancellation, order: Order, cause: str, *, actor: str) -> None:
    """Do what the request asked for."""
    if request.lines:
        cancel_lines(order, request.lines, cause, actor=actor, reason=request.reason)
    else:
        cancel(order, cause, actor=actor, reason=request.reason, decision=request.decision)


def withdraw_cancellation(request: Cancellation, *, actor: str) -> Cancellation:
    """The buyer takes the request back; the order goes on, its clocks never stopped."""
    CANCELLATION.advance(request, "withdraw", actor=actor, answered_at=clock.now())
    deadlines.moot(["orders.cancellation"], [request.order])
    return request
