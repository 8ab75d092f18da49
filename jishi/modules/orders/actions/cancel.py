"""Cancel: an order, or some of its pieces, ends before it is shipped; stock goes back on sale and what was paid is refunded."""

from collections.abc import Callable, Mapping, Sequence

from jishi.kernel import clock, events, ids, rows
from jishi.kernel.access import THE_CLOCK
from jishi.kernel.errors import WrongState
from jishi.kernel.money import Money
from jishi.modules.catalog import actions as stock
from jishi.modules.orders.actions.clocks import reprice, stop_all
from jishi.modules.orders.actions.hold import hold
from jishi.modules.orders.actions.letters import MERCHANT, tell_cancelled
from jishi.modules.orders.actions.pieces import partly_shipped
from jishi.modules.orders.errors import NothingToCancel, PartlyShipped
from jishi.modules.orders.events import LinesCancelled
from jishi.modules.orders.models import Cancellation, LineCancellation, Order, OrderLine
from jishi.modules.orders.states import AWAITING_COLLECTION, CANCELLATION, ORDER
from jishi.modules.payments import actions as payments

FREE = "buyer_free"
"""The one cause of which the buyer need not be told: they did it themselves, at once."""


def cancel(order: Order, cause: str, *, actor: str, reason: str = "", decision: str | None = None, verb: str = "cancel") -> Order:
    """End an order that is not shipped, refund what was paid and tell the buyer.

    Raises WrongState once it is collected, PartlyShipped while a carrier has some of it.
    `verb` "recall" ends one that is shipped instead: its goods are on their way and do not go back on sale by that.
    """
    hold(order)
    if verb == "cancel" and order.state == AWAITING_COLLECTION and partly_shipped(order):
        raise PartlyShipped
    refunded_before, now = order.refunded_minor, clock.now()
    ORDER.advance(
        order,
        verb,
        actor=actor,
        reason=reason,
        cause=cause,
        initiator=actor,
        cancel_reason=reason,
        cancelled_at=now,
        decision=decision,
        act_by=None,
    )
    _let_go([order], actor)
    _refund_rest(order, cause)
    if cause != FREE:
        tell_cancelled(order, cause, refunded_before)
    if verb == "cancel":
        _back_on_sale([order])
    return order


def cancel_for_shop(order: Order, *, actor: str, reason: str) -> Order:
    """The shop ends an order on its own account. Raises as `cancel`."""
    return cancel(order, MERCHANT, actor=actor, reason=reason)


def cancel_by_clock(
    orders: Sequence[Order], verb: str, cause: str, decisions: Mapping[str, str], tell: Callable[[list[Order]], None]
) -> None:
    """Time ran out for these orders: they end together (`decisions`: order -> decision). `tell` writes to the buyers of those that did."""
    now = clock.now()
    moved = ORDER.advance_all(orders, verb, actor=THE_CLOCK, cause=cause, initiator=THE_CLOCK, cancelled_at=now, act_by=None)
    _let_go(moved, THE_CLOCK)
    set_decisions({order.pk: decisions[order.pk] for order in moved if order.pk in decisions})
    for order in moved:
        if order.paid_minor:
            order.refresh_from_db()  # pieces may have been refunded between reading it and ending it
            _refund_rest(order, cause)
    tell(moved)
    rows.flush()
    _back_on_sale(moved)


def set_decisions(decisions: Mapping[str, str]) -> None:
    """Note on each order which decision ended it."""
    if decisions:
        given, values = rows.given(decisions, "varchar", "varchar")
        rows.change(f"UPDATE orders_order SET decision = given.column2 FROM {given} WHERE id = given.column1", values)


def cancel_lines(
    order: Order, pieces: Mapping[str, int], cause: str, *, actor: str, reason: str = "", decision: str | None = None, verb: str = "cancel"
) -> None:
    """End some pieces of some lines (line id -> pieces); the rest of the order goes on. All that is left: the order ends.

    `verb` as for `cancel`: "cancel" ends what no carrier has, "recall" what is with one, of an order that may still wait for the rest.

    Raises NothingToCancel naming the line that has not so many left, WrongState once the order is collected.
    """
    hold(order)
    if not ORDER.may(order, verb) and not (verb == "recall" and order.state == AWAITING_COLLECTION):
        raise WrongState(machine=ORDER.name, verb=verb, state=order.state)
    lines = {line.pk: line for line in OrderLine.objects.filter(order=order.pk)}
    check_pieces(lines, pieces, unshipped=verb == "cancel")
    if all(line.quantity == line.cancelled + pieces.get(line.pk, 0) for line in lines.values()):
        cancel(order, cause, actor=actor, reason=reason, decision=decision, verb=verb)
        return
    refunded_before, now = order.refunded_minor, clock.now()
    for line, n in pieces.items():
        back_from_carrier = n if verb == "recall" else 0
        text = "UPDATE orders_orderline SET cancelled = cancelled + %s, shipped = shipped - %s WHERE id = %s"
        rows.change(text, [n, back_from_carrier, line])
        note = {"cause": cause, "initiator": actor, "reason": reason, "decision": decision, "at": now}
        rows.add(LineCancellation(id=ids.new_id("orc"), order=order.pk, line=line, quantity=n, **note))
    if verb == "cancel":
        stock.release([(lines[line].sku, n) for line, n in pieces.items()])
    back = worth(order, lines, pieces)
    left = order.total_minor - back.minor
    rows.change("UPDATE orders_order SET total_minor = %s WHERE id = %s", [left, order.pk])
    order.total_minor = left
    reprice(order)
    if order.paid_minor:
        refund(order, back, cause, key=f"lines:{order.pk}:{left}")
    elif order.payment:
        payments.reduce(order.pk, back)
    events.emit(LinesCancelled(order.pk, order.shop, order.market, dict(pieces)))
    if cause != FREE:
        tell_cancelled(order, cause, refunded_before)


def check_pieces(lines: Mapping[str, OrderLine], pieces: Mapping[str, int], *, unshipped: bool) -> None:
    """Has each line so many pieces left, `unshipped` ones where so wanted? Raises NothingToCancel naming the first that has not."""
    for line, n in pieces.items():
        held = lines.get(line)
        if held is None or n > held.quantity - held.cancelled - (held.shipped if unshipped else 0):
            raise NothingToCancel(field=f"lines.{line}")


def worth(order: Order, lines: Mapping[str, OrderLine], pieces: Mapping[str, int]) -> Money:
    """What these pieces cost."""
    return Money(sum(lines[line].price_minor * n for line, n in pieces.items()), order.currency)


def refund(order: Order, amount: Money, cause: str, *, key: str) -> None:
    """Send back part of what an order's buyer paid."""
    payments.refund(order.pk, amount, f"orders.cancelled.{cause}", key=key)
    rows.change("UPDATE orders_order SET refunded_minor = refunded_minor + %s WHERE id = %s", [amount.minor, order.pk])
    order.refunded_minor += amount.minor


def _refund_rest(order: Order, cause: str) -> None:
    left = order.paid_minor - order.refunded_minor
    if left:
        refund(order, Money(left, order.currency), cause, key=f"cancel:{order.pk}")


def _let_go(orders: Sequence[Order], actor: str) -> None:
    """Clocks stop, open requests are settled by the end itself, unpaid payments close."""
    if not orders:
        return
    stop_all(orders)
    found = [order.pk for order in orders]
    among, keys = rows.among(found)
    open_requests = rows.fetch(Cancellation, f"WHERE \"order\" {among} AND state = 'open'", keys)
    CANCELLATION.advance_all(open_requests, "accept", actor=actor, answered_at=clock.now(), answered_by=actor)
    if any(order.payment and not order.paid_minor for order in orders):
        payments.close_for(found, actor=THE_CLOCK)


def _back_on_sale(orders: Sequence[Order]) -> None:
    """The stock these orders held is sold again. The last thing of a cancellation: new orders wait for these rows until its commit."""
    if not orders:
        return
    among, keys = rows.among([order.pk for order in orders])
    stock.release(rows.sql(f'SELECT sku, quantity - cancelled FROM orders_orderline WHERE "order" {among} AND quantity > cancelled', keys))
