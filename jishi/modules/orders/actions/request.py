"""A buyer asks to cancel: free within the hour, later the shop answers or its silence does."""

from collections.abc import Mapping
from typing import Any

from jishi.kernel import clock, deadlines, events, ids, rows
from jishi.kernel.access import THE_CARRIER, THE_CLOCK
from jishi.kernel.errors import WrongState
from jishi.kernel.money import Money
from jishi.lawbook import Ruling
from jishi.lawbook.decisions import Fact, Word, decide
from jishi.modules.orders import law
from jishi.modules.orders.actions.cancel import FREE, cancel, cancel_lines, check_pieces, worth
from jishi.modules.orders.actions.clocks import say_act_by
from jishi.modules.orders.actions.hold import held, hold
from jishi.modules.orders.actions.letters import tell
from jishi.modules.orders.actions.pieces import open_pieces, partly_shipped
from jishi.modules.orders.errors import AlreadyAsked, PartlyShipped, ReasonNeeded, TooLateToCancel
from jishi.modules.orders.events import CancellationAsked
from jishi.modules.orders.models import Cancellation, Order, OrderLine
from jishi.modules.orders.states import AWAITING_COLLECTION, CANCELLATION, CANCELLED, DELIVERED, ON_HOLD, ORDER, SHIPPED, TO_SHIP, UNPAID

AGREED, SILENT = "buyer_agreed", "merchant_silent"


def request_cancellation(order: Order, pieces: Mapping[str, int] | None, reason: str, *, actor: str) -> Cancellation | None:
    """The buyer wants an order, or some pieces of it, cancelled.

    Unpaid, inside the free hour, or where the shop need not be asked (rule orders.cancellation.needs_answer_from), it is
    done at once (None is returned); else a request is opened and the shop's clock starts (rule
    orders.cancellation.answer_within). Raises AlreadyAsked, NothingToCancel, TooLateToCancel with its why.
    """
    hold(order)
    asked_from = law.needs_answer_from(clock.now(), order.market)
    if order.state in (UNPAID, ON_HOLD) or (order.state in TO_SHIP and not asked_from.holds("to_ship")):
        if pieces:
            cancel_lines(order, pieces, FREE, actor=actor, reason=reason)
        else:
            cancel(order, FREE, actor=actor, reason=reason)
        return None
    if order.state not in TO_SHIP and not (order.state in SHIPPED and asked_from.holds("shipped")):
        raise _too_late(order)
    if Cancellation.objects.filter(order=order.pk, state="open").exists():
        raise AlreadyAsked
    if not pieces and order.state == AWAITING_COLLECTION and partly_shipped(order):
        raise PartlyShipped(field="lines")
    cost = _cost(order, pieces)
    assert order.person is not None
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
    parties: dict[str, Any] = {"market": order.market, "shop": order.shop, "person": order.person}
    deadlines.open("orders.cancellation", order.pk, law.answer_within(request, order.market), now, cost=cost, **parties)
    wait_for_answer(order)
    events.emit(CancellationAsked.of(request))
    return request


def wait_for_answer(order: Order) -> None:
    """While a request is open the shop has it to answer, and an order that arrived is not completed: its window waits."""
    if order.state == DELIVERED:
        deadlines.pause([order.pk], "orders.paused.request", ["orders.completion"])
    say_act_by(order)


def _goes_on(order: Order) -> None:
    """Nothing is asked any more: the window of an order that arrived runs on, and the shop has to do what it had before."""
    deadlines.resume([order.pk], ["orders.completion"])
    say_act_by(order)


def _cost(order: Order, pieces: Mapping[str, int] | None) -> dict[str, Any]:
    """What saying nothing to a request costs the shop. Raises NothingToCancel naming a line that has not so many left."""
    if not pieces:
        return {"money": Money(order.total_minor, order.currency), "what": "orders.cost.cancelled"}
    lines = {line.pk: line for line in OrderLine.objects.filter(order=order.pk)}
    check_pieces(lines, pieces, unshipped=order.state in TO_SHIP)
    return {"money": worth(order, lines, pieces), "what": "orders.cost.part_cancelled"}


def _too_late(order: Order) -> TooLateToCancel | WrongState:
    if order.state == CANCELLED:
        return WrongState(machine=ORDER.name, verb="cancel", state=order.state)
    return TooLateToCancel(why=_why_too_late(order))


def _why_too_late(order: Order) -> dict[str, Any]:
    now = clock.now()
    return {
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


def open_request(order: Order) -> Cancellation | None:
    """The request about an order that waits for its answer, if one does."""
    return next(iter(rows.fetch(Cancellation, "WHERE \"order\" = %s AND state = 'open'", [order.pk])), None)


def overtake_cancellation(order: Order) -> None:
    """The carrier has the parcel: a request that still waits for its answer falls away; the order is held.

    Where the rule says that shipped orders are asked about too, it goes on waiting.
    """
    request = open_request(order)
    if request is None:
        return
    if law.needs_answer_from(request.opened_at, order.market).holds("shipped"):
        say_act_by(order)
    else:
        fall_away(request, order)


def fall_away(request: Cancellation, order: Order) -> None:
    """The order went too far before the shop answered; the buyer is told and reads why."""
    decision = decide(**_why_too_late(order)).pk
    CANCELLATION.advance(request, "overtake", actor=THE_CARRIER, answered_at=clock.now(), decision=decision)
    deadlines.moot(["orders.cancellation"], [order.pk])
    say_act_by(order)
    tell(order, "orders.post.request_overtaken")


def answer_cancellation(request: Cancellation, order: Order, accept: bool, reason: str, *, actor: str) -> Cancellation:
    """The shop agrees or declines.

    Raises ReasonNeeded for a decline without one, WrongState when it was answered, withdrawn or overtaken meanwhile.
    """
    if not accept and not reason:
        raise ReasonNeeded(field="reason")
    hold(order)
    now = clock.now()
    CANCELLATION.advance(
        request, "accept" if accept else "reject", actor=actor, reason=reason, answered_at=now, answered_by=actor, answer_reason=reason
    )
    deadlines.meet(["orders.cancellation"], [order.pk])
    if accept:
        _fulfil(request, order, AGREED, actor=actor)
    else:
        tell(order, "orders.post.request_declined")
    _goes_on(order)
    return request


def lapse_cancellation(request: Cancellation, order: Order, meaning: Ruling, decision: str) -> None:
    """The shop said nothing, which means what the ruling says; the order is held. Raises WrongState when the request is not open."""
    accepted = meaning.value == "accepted"
    changes: dict[str, Any] = {"answered_at": clock.now(), "answered_by": THE_CLOCK, "decision": decision}
    CANCELLATION.advance(request, "lapse" if accepted else "lapse_rejected", actor=THE_CLOCK, **changes)
    if accepted:
        _fulfil(request, order, SILENT, actor=THE_CLOCK)
    else:
        tell(order, "orders.post.request_rejected")
    _goes_on(order)


def _fulfil(request: Cancellation, order: Order, cause: str, *, actor: str) -> None:
    """Do what the request asked for, as far as no carrier has it by now; of what is shipped whole, all of it."""
    told: dict[str, Any] = {"actor": actor, "reason": request.reason, "decision": request.decision}
    told["verb"] = "recall" if order.state in SHIPPED else "cancel"
    wanted = request.lines
    if order.state == AWAITING_COLLECTION and partly_shipped(order):
        wanted = open_pieces(order, wanted)
    if wanted:
        cancel_lines(order, wanted, cause, **told)
    else:
        cancel(order, cause, **told)


def withdraw_cancellation(request: Cancellation, *, actor: str) -> Cancellation:
    """The buyer takes the request back; the order goes on, its clocks never stopped. Raises WrongState when it is no longer open."""
    order = held(request.order)
    CANCELLATION.advance(request, "withdraw", actor=actor, answered_at=clock.now())
    deadlines.moot(["orders.cancellation"], [order.pk])
    _goes_on(order)
    return request
