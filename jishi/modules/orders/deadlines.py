"""What happens to orders when time runs out. Handlers take a list; each reads the orders again and works on those it concerns."""

from collections.abc import Sequence
from datetime import datetime

from jishi.kernel import post
from jishi.kernel.access import THE_CLOCK
from jishi.kernel.deadlines import moot_now, on_lapse
from jishi.kernel.models import Deadline
from jishi.kernel.money import Money
from jishi.lawbook import Ruling
from jishi.lawbook.decisions import Fact, Word, decide
from jishi.modules.identity import queries as people
from jishi.modules.orders import law
from jishi.modules.orders.actions.cancel import cancel_by_clock
from jishi.modules.orders.actions.request import fulfil_request
from jishi.modules.orders.actions.ship import complete
from jishi.modules.orders.models import Cancellation, Order
from jishi.modules.orders.states import AWAITING_COLLECTION, CANCELLATION, DELIVERED, ON_HOLD, ORDER, TO_PROCESS, UNPAID


def _orders(due: Sequence[Deadline], *states: str) -> list[tuple[Deadline, Order]]:
    """The orders of these deadlines that are still in one of the states; the other deadlines close as moot."""
    found = Order.objects.in_bulk([one.subject for one in due])
    held = [(one, found[one.subject]) for one in due if one.subject in found and found[one.subject].state in states]
    kept = {one.id for one, _ in held}
    moot_now([one for one in due if one.id not in kept])
    return held


def _tell(order: Order, kind: str, languages: dict[str, str], by: datetime | None = None) -> None:
    """Write to the buyer about an order."""
    if order.person is None:
        return
    params = {
        "order": order.pk,
        "number": order.number,
        "total": Money(order.total_minor, order.currency).json(),
        "market": order.market,
        "by": by.isoformat() if by else None,
    }
    post.send(order.person, kind, params, language=languages.get(order.person, "en"))


@on_lapse("orders.reminder_1")
def remind_first(due: list[Deadline]) -> None:
    """Fifteen minutes unpaid: the buyer is reminded."""
    _remind(due)


@on_lapse("orders.reminder_2")
def remind_again(due: list[Deadline]) -> None:
    """Sixteen hours unpaid: the buyer is reminded again."""
    _remind(due)


def _remind(due: list[Deadline]) -> None:
    held = _orders(due, UNPAID)
    languages = people.languages_of([order.person for _, order in held if order.person])
    for _, order in held:
        _tell(order, "orders.post.reminder", languages, law.unpaid_limit(order).after(order.placed_at))


@on_lapse("orders.unpaid", batch=200)
def not_paid_in_time(due: list[Deadline]) -> None:
    """Silence is a decision: the orders close and their stock goes back on sale."""
    held = _orders(due, UNPAID)
    decisions = {}
    for deadline, order in held:
        ruling = Ruling.from_json(deadline.ruling)
        decisions[order.pk] = decide(
            subject=order.pk,
            verb="orders.lapse",
            outcome="orders.decision.unpaid",
            market=order.market,
            person=order.person,
            shop=order.shop,
            rulings=[ruling],
            facts=[
                Fact("orders.fact.placed", order.placed_at, order.placed_at),
                Fact("orders.fact.due", deadline.due, deadline.due),
                Fact("orders.fact.paid", Word("orders.fact.not_by_then")),
            ],
            sum=("orders.sum.limit", {"start": order.placed_at, "limit": ruling, "due": deadline.due}),
            counterfactuals=[("orders.instead.pay_before", {"due": deadline.due})],
            deadline=deadline,
        ).pk
    closed = cancel_by_clock([order for _, order in held], "lapse", "unpaid", decisions)
    told = [order for order in closed if law.told_when_closed(order)]
    languages = people.languages_of([order.person for order in told if order.person])
    for order in told:
        _tell(order, "orders.post.closed", languages)


@on_lapse("orders.release", batch=200)
def free_hour_over(due: list[Deadline]) -> None:
    """The buyer can no longer cancel freely: the orders can be packed."""
    ORDER.advance_all([order for _, order in _orders(due, ON_HOLD)], "release", actor=THE_CLOCK)


@on_lapse("orders.cancellation")
def not_answered_in_time(due: list[Deadline]) -> None:
    """The shop said nothing: the rule says what that means."""
    held = _orders(due, ON_HOLD, TO_PROCESS, AWAITING_COLLECTION)
    requests = {one.order: one for one in Cancellation.objects.filter(order__in=[order.pk for _, order in held], state="open")}
    languages = people.languages_of([order.person for _, order in held if order.person])
    for deadline, order in held:
        request = requests.get(order.pk)
        if request is None:
            moot_now([deadline])
            continue
        meaning = law.silence_means(request, order.market)
        accepted = meaning.value == "accepted"
        decision = decide(
            subject=order.pk,
            verb="orders.answer_cancellation",
            outcome="orders.decision.silence_accepted" if accepted else "orders.decision.silence_rejected",
            market=order.market,
            person=order.person,
            shop=order.shop,
            rulings=[Ruling.from_json(deadline.ruling), meaning],
            facts=[
                Fact("orders.fact.asked", request.opened_at, request.opened_at),
                Fact("orders.fact.due", deadline.due, deadline.due),
                Fact("orders.fact.answered", Word("orders.fact.not_by_then")),
            ],
            sum=("orders.sum.limit", {"start": request.opened_at, "limit": Ruling.from_json(deadline.ruling), "due": deadline.due}),
            counterfactuals=[("orders.instead.answer_before", {"due": deadline.due})],
            deadline=deadline,
        )
        CANCELLATION.advance(
            request,
            "lapse" if accepted else "lapse_rejected",
            actor=THE_CLOCK,
            answered_at=deadline.closed_at,
            answered_by=THE_CLOCK,
            decision=decision.pk,
        )
        if accepted:
            fulfil_request(request, order, "merchant_silent", actor=THE_CLOCK)
        _tell(order, "orders.post.cancelled" if accepted else "orders.post.request_rejected", languages)


@on_lapse("orders.not_ready", batch=100)
def not_made_ready(due: list[Deadline]) -> None:
    """A pack's own limit: an order that is not made ready by then is cancelled and refunded."""
    _late(due, (ON_HOLD, TO_PROCESS), "not_ready", "orders.instead.pack_before")


@on_lapse("orders.not_collected", batch=100)
def not_collected(due: list[Deadline]) -> None:
    """A pack's own limit: an order that no carrier has collected by then is cancelled and refunded."""
    _late(due, (ON_HOLD, TO_PROCESS, AWAITING_COLLECTION), "not_collected", "orders.instead.hand_over_before")


def _late(due: list[Deadline], states: tuple[str, ...], cause: str, instead: str) -> None:
    held = _orders(due, *states)
    decisions = {}
    for deadline, order in held:
        ruling = Ruling.from_json(deadline.ruling)
        decisions[order.pk] = decide(
            subject=order.pk,
            verb="orders.cancel",
            outcome=f"orders.decision.{cause}",
            market=order.market,
            person=order.person,
            shop=order.shop,
            rulings=[ruling],
            facts=[
                Fact("orders.fact.paid", deadline.opened, deadline.opened),
                Fact("orders.fact.due", deadline.due, deadline.due),
                Fact("orders.fact.state", Word(f"orders.state.{order.state}")),
            ],
            sum=("orders.sum.limit", {"start": deadline.opened, "limit": ruling, "due": deadline.due}),
            counterfactuals=[(instead, {"due": deadline.due})],
            deadline=deadline,
        ).pk
    closed = cancel_by_clock([order for _, order in held], "cancel", cause, decisions)
    languages = people.languages_of([order.person for order in closed if order.person])
    for order in closed:
        _tell(order, "orders.post.cancelled", languages)


@on_lapse("orders.completion", batch=200)
def window_over(due: list[Deadline]) -> None:
    """The after-sales window is over and nothing holds the orders: they are complete."""
    for _, order in _orders(due, DELIVERED):
        complete(order)
