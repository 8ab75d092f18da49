"""What happens to orders when time runs out. Handlers take a list; each reads the orders again and works on those it concerns."""

from collections.abc import Sequence

from jishi.kernel import clock, private, rows
from jishi.kernel.access import THE_CLOCK
from jishi.kernel.deadlines import moot_now, on_lapse
from jishi.kernel.models import Deadline
from jishi.lawbook import Ruling
from jishi.lawbook.decisions import Decision, Fact, Word, decide
from jishi.modules.identity import queries as people
from jishi.modules.orders import law
from jishi.modules.orders.actions.cancel import cancel_by_clock
from jishi.modules.orders.actions.hold import hold
from jishi.modules.orders.actions.letters import tell, tell_cancelled
from jishi.modules.orders.actions.pieces import partly_shipped
from jishi.modules.orders.actions.request import lapse_cancellation
from jishi.modules.orders.actions.ship import complete_all
from jishi.modules.orders.models import Cancellation, Order
from jishi.modules.orders.states import AWAITING_COLLECTION, DELIVERED, ON_HOLD, ORDER, SHIPPED, TO_PROCESS, TO_SHIP, UNPAID


def _orders(due: Sequence[Deadline], *states: str) -> list[tuple[Deadline, Order]]:
    """The orders of these deadlines that are still in one of the states; the other deadlines close as moot."""
    among, keys = rows.among([one.subject for one in due])
    found = {order.pk: order for order in rows.fetch(Order, f"WHERE id {among}", keys)}
    held = [(one, found[one.subject]) for one in due if one.subject in found and found[one.subject].state in states]
    kept = {one.id for one, _ in held}
    moot_now([one for one in due if one.id not in kept])
    return held


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
        tell(order, "orders.post.reminder", languages, by=law.unpaid_limit(order).after(order.placed_at))


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
    cancel_by_clock([order for _, order in held], "lapse", "unpaid", decisions, _tell_closed)


def _tell_closed(closed: list[Order]) -> None:
    told = [order for order in closed if law.told_when_closed(order)]
    languages = people.languages_of([order.person for order in told if order.person])
    for order in told:
        tell(order, "orders.post.closed", languages)


@on_lapse("orders.release", batch=200)
def free_hour_over(due: list[Deadline]) -> None:
    """The buyer can no longer cancel freely: the orders can be packed."""
    ORDER.advance_all([order for _, order in _orders(due, ON_HOLD)], "release", actor=THE_CLOCK)


@on_lapse("orders.cancellation")
def not_answered_in_time(due: list[Deadline]) -> None:
    """The shop said nothing: the rule says what that means."""
    for deadline, order in _orders(due, *TO_SHIP, *SHIPPED):
        hold(order)
        request = Cancellation.objects.filter(order=order.pk, state="open").first()
        if request is None:
            moot_now([deadline])
            continue
        meaning = law.silence_means(request, order.market)
        lapse_cancellation(request, order, meaning, _silence(deadline, request, order, meaning).pk)


def _silence(deadline: Deadline, request: Cancellation, order: Order, meaning: Ruling) -> Decision:
    limit = Ruling.from_json(deadline.ruling)
    return decide(
        subject=order.pk,
        verb="orders.answer_cancellation",
        outcome=f"orders.decision.silence_{meaning.value}",
        market=order.market,
        person=order.person,
        shop=order.shop,
        rulings=[limit, meaning],
        facts=[
            Fact("orders.fact.asked", request.opened_at, request.opened_at),
            Fact("orders.fact.due", deadline.due, deadline.due),
            Fact("orders.fact.answered", Word("orders.fact.not_by_then")),
        ],
        sum=("orders.sum.limit", {"start": request.opened_at, "limit": limit, "due": deadline.due}),
        counterfactuals=[("orders.instead.answer_before", {"due": deadline.due})],
        deadline=deadline,
    )


@on_lapse("orders.not_ready", batch=100)
def not_made_ready(due: list[Deadline]) -> None:
    """A pack's own limit: an order that is not made ready by then is cancelled and refunded."""
    _late(due, (ON_HOLD, TO_PROCESS), "not_ready", "orders.instead.pack_before")


@on_lapse("orders.not_collected", batch=100)
def not_collected(due: list[Deadline]) -> None:
    """A pack's own limit: an order of which no carrier has anything by then is cancelled and refunded."""
    held = _orders(due, ON_HOLD, TO_PROCESS, AWAITING_COLLECTION)
    partly = {one.id for one, order in held if order.state == AWAITING_COLLECTION and partly_shipped(order)}
    moot_now([one for one in due if one.id in partly])
    due = [one for one, _ in held if one.id not in partly]
    _late(due, (ON_HOLD, TO_PROCESS, AWAITING_COLLECTION), "not_collected", "orders.instead.hand_over_before")


def _late(due: list[Deadline], states: tuple[str, ...], cause: str, instead: str) -> None:
    held = _orders(due, *states)
    refunded_before = {order.pk: order.refunded_minor for _, order in held}
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

    def tell_all(closed: list[Order]) -> None:
        languages = people.languages_of([order.person for order in closed if order.person])
        for order in closed:
            tell_cancelled(order, cause, refunded_before[order.pk], languages)

    cancel_by_clock([order for _, order in held], "cancel", cause, decisions, tell_all)


@on_lapse("orders.completion", batch=200)
def window_over(due: list[Deadline]) -> None:
    """The after-sales window is over and nothing holds the orders: they are complete."""
    complete_all([order for _, order in _orders(due, DELIVERED)])


@on_lapse("orders.export_kept")
def export_goes(due: list[Deadline]) -> None:
    """A file of orders was kept for as long as the rule says: it goes, and the record of it says when."""
    among, keys = rows.among([one.subject for one in due])
    rows.change(f"UPDATE orders_export SET gone_at = %s WHERE gone_at IS NULL AND id {among}", [rows.db_time(clock.now()), *keys])
    private.drop(keys)
