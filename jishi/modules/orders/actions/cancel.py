"""Cancel: an order, or some of its lines, ends before it is shipped; stock goes back on sale and what was paid is refunded."""

from collections.abc import Mapping, Sequence

from jishi.kernel import clock, events, rows
from jishi.kernel.access import THE_CLOCK
from jishi.kernel.money import Money
from jishi.modules.catalog import actions as stock
from jishi.modules.orders.actions.clocks import stop_all
from jishi.modules.orders.errors import NothingToCancel
from jishi.modules.orders.events import LinesCancelled
from jishi.modules.orders.models import Order, OrderLine
from jishi.modules.orders.states import CANCELLATION, ORDER
from jishi.modules.payments import actions as payments


def cancel(order: Order, cause: str, *, actor: str, reason: str = "", decision: str | None = None) -> Order:
    """End an order that is not shipped and refund what was paid. Raises WrongState once it is collected."""
    now = clock.now()
    ORDER.advance(
        order,
        "cancel",
        actor=actor,
        reason=reason,
        cause=cause,
        initiator=actor,
        cancel_reason=reason,
        cancelled_at=now,
        decision=decision,
        act_by=None,
    )
    _let_go([order])
    left = order.paid_minor - order.refunded_minor
    if left:
        refund(order, Money(left, order.currency), cause, key=f"cancel:{order.pk}")
    return order


def cancel_by_clock(orders: Sequence[Order], verb: str, cause: str, decisions: Mapping[str, str]) -> list[Order]:
    """Time ran out for these orders: they end together (`decisions`: order -> decision). Returns those that really ended."""
    now = clock.now()
    moved = ORDER.advance_all(orders, verb, actor=THE_CLOCK, cause=cause, initiator=THE_CLOCK, cancelled_at=now, act_by=None)
    _let_go(moved)
    set_decisions({order.pk: decisions[order.pk] for order in moved if order.pk in decisions})
    for order in moved:
        left = order.paid_minor - order.refunded_minor
        if left:
            refund(order, Money(left, order.currency), cause, key=f"cancel:{order.pk}")
    return moved


def set_decisions(decisions: Mapping[str, str]) -> None:
    """Note on each order which decision ended it."""
    if decisions:
        rows.change_many("UPDATE orders_order SET decision = %s WHERE id = %s", [(dec, order) for order, dec in decisions.items()])


def cancel_lines(order: Order, pieces: Mapping[str, int], cause: str, *, actor: str, reason: str = "") -> None:
    """End some pieces of some lines (line id -> pieces); the rest of the order goes on. All that is left: the order ends.

    Raises NothingToCancel naming the line that has not so many left.
    """
    lines = {line.pk: line for line in OrderLine.objects.filter(order=order.pk)}
    for line, n in pieces.items():
        text = 'UPDATE orders_orderline SET cancelled = cancelled + %s WHERE id = %s AND "order" = %s AND cancelled + %s <= quantity'
        if rows.change(text, [n, line, order.pk, n]) != 1:
            raise NothingToCancel(field=f"lines.{line}")
    if all(line.quantity == line.cancelled + pieces.get(line.pk, 0) for line in lines.values()):
        cancel(order, cause, actor=actor, reason=reason)
        return
    stock.release([(lines[line].sku, n) for line, n in pieces.items()])
    back = sum(lines[line].price_minor * n for line, n in pieces.items())
    rows.change("UPDATE orders_order SET total_minor = total_minor - %s WHERE id = %s", [back, order.pk])
    order.total_minor -= back
    if order.paid_minor:
        refund(order, Money(back, order.currency), cause, key=f"lines:{order.pk}:{order.paid_minor - order.refunded_minor}")
    elif order.payment:
        payments.reduce(order.pk, Money(back, order.currency))
    events.emit(LinesCancelled(order.pk, order.shop, order.market, dict(pieces)))


def refund(order: Order, amount: Money, cause: str, *, key: str) -> None:
    """Send back part of what an order's buyer paid."""
    payments.refund(order.pk, amount, f"orders.cancelled.{cause}", key=key)
    rows.change("UPDATE orders_order SET refunded_minor = refunded_minor + %s WHERE id = %s", [amount.minor, order.pk])
    order.refunded_minor += amount.minor


def _let_go(orders: Sequence[Order]) -> None:
    """Clocks stop, held stock goes back on sale, open requests are settled by the end itself, unpaid payments close."""
    if not orders:
        return
    stop_all(orders)
    ids = [order.pk for order in orders]
    left = OrderLine.objects.filter(order__in=ids).values_list("sku", "quantity", "cancelled")
    stock.release([(sku, quantity - gone) for sku, quantity, gone in left if quantity > gone])
    unpaid = [order.payment for order in orders if order.payment and not order.paid_minor]
    if unpaid:
        payments.close_for(ids, actor=THE_CLOCK)
    open_requests = CANCELLATION.model.objects.filter(order__in=ids, state="open")
    CANCELLATION.advance_all(open_requests, "accept", actor=THE_CLOCK, reason="ended", answered_at=clock.now())
