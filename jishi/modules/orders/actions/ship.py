"""The way of a parcel as the order sees it: packed, collected, delivered, completed; and the marks that lateness leaves."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from jishi.kernel import clock, deadlines, events, ids, rows
from jishi.kernel.access import THE_CARRIER, THE_CLOCK
from jishi.kernel.money import Money
from jishi.modules.catalog import actions as stock
from jishi.modules.orders import law
from jishi.modules.orders.actions.clocks import HANDING_OVER, PACKING, say_act_by
from jishi.modules.orders.actions.hold import hold
from jishi.modules.orders.actions.pieces import open_pieces
from jishi.modules.orders.actions.request import fall_away, open_request, overtake_cancellation, wait_for_answer
from jishi.modules.orders.events import OrderNoted
from jishi.modules.orders.models import Mark, Order, Waybill
from jishi.modules.orders.states import ORDER
from jishi.modules.payments import actions as payments
from jishi.modules.payments.actions import Due

CASH = "cash_on_delivery"


def pack(order: Order, waybill: str, *, actor: str) -> Order:
    """The first parcel is packed under a waybill; from now on handing all over is the shop's next clock. Raises WrongState."""
    hold(order)
    ORDER.advance(order, "pack", actor=actor, packed_at=clock.now())
    deadlines.meet(PACKING, [order.pk])
    also_under(order, waybill)
    say_act_by(order)
    return order


def also_under(order: Order, waybill: str) -> None:
    """Some of the order, which is packed, travels under this waybill too."""
    rows.add(Waybill(id=ids.new_id("wbl"), waybill=waybill, order=order.pk, shop=order.shop))


def hand_over(order: Order, pieces: Mapping[str, int]) -> None:
    """The carrier has a parcel with these pieces (line -> pieces): they leave the shelf and can no longer be cancelled.

    The order is held. A request to cancel of which nothing is left falls away.
    """
    taken = []
    for line, n in sorted(pieces.items()):
        text = "UPDATE orders_orderline SET shipped = shipped + %s WHERE id = %s RETURNING sku"
        taken.append((str(rows.sql(text, [n, line])[0][0]), n))
    stock.consume(taken, order.pk)
    asked = open_request(order)
    if asked is not None and asked.lines and not open_pieces(order, asked.lines):
        overtake_cancellation(order)


def collect(order: Order, scanned_at: datetime) -> Order:
    """The last parcel was handed over then: the promise is kept or not, an open request to cancel is overtaken. Raises WrongState."""
    hold(order)
    ORDER.advance(order, "collect", actor=THE_CARRIER, collected_at=scanned_at, act_by=None)
    deadlines.meet(HANDING_OVER, [order.pk])
    overtake_cancellation(order)
    return order


def collected_earlier(order: Order, scanned_at: datetime) -> Order:
    """A first scan, reported late, says when the last parcel was really collected."""
    rows.change("UPDATE orders_order SET collected_at = %s WHERE id = %s", [rows.db_time(scanned_at), order.pk])
    order.collected_at = scanned_at
    return order


def deliver(order: Order, delivered_at: datetime) -> Order:
    """All parcels have arrived; the after-sales window opens (rules orders.completion.*). Raises WrongState."""
    hold(order)
    ORDER.advance(order, "deliver", actor=THE_CARRIER, delivered_at=delivered_at)
    if order.method == CASH and order.total_minor:
        assert order.person is not None
        due = Due(order.pk, order.shop, Money(order.total_minor, order.currency))
        payments.collect_cash(order.person, due, market=order.market)
        order.paid_minor, order.paid_at = order.total_minor, delivered_at
        rows.change("UPDATE orders_order SET paid_minor = total_minor, paid_at = %s WHERE id = %s", [rows.db_time(delivered_at), order.pk])
    asked = open_request(order)
    if law.completes_when(order, clock.now()).value == "delivered" and not asked:
        return complete(order)
    held: dict[str, Any] = {"market": order.market, "shop": order.shop, "person": order.person}
    if deadlines.open("orders.completion", order.pk, law.aftersales_window(order), delivered_at, **held) is None:
        complete(order)
        if asked:
            fall_away(asked, order)
    elif asked:
        wait_for_answer(order)
    return order


def complete(order: Order) -> Order:
    """Nothing holds the order any more. Raises WrongState."""
    return ORDER.advance(order, "complete", actor=THE_CLOCK, completed_at=clock.now())


def complete_all(orders: Sequence[Order]) -> list[Order]:
    """Nothing holds these orders any more; those that were still delivered."""
    return ORDER.advance_all(orders, "complete", actor=THE_CLOCK, completed_at=clock.now())


def mark(order: Order, name: str, *, scored: bool, decision: str | None) -> Mark:
    """Note a fact on an order, once."""
    events.emit(OrderNoted.of(order))
    return rows.add(
        Mark(id=ids.new_id("mrk"), order=order.pk, shop=order.shop, mark=name, scored=scored, at=clock.now(), decision=decision)
    )


def withdraw_mark(order: Order, name: str) -> bool:
    """The fact turned out otherwise: the mark no longer counts, and stays readable as withdrawn."""
    text = 'UPDATE orders_mark SET withdrawn_at = %s WHERE "order" = %s AND mark = %s AND withdrawn_at IS NULL'
    withdrawn = rows.change(text, [rows.db_time(clock.now()), order.pk, name]) == 1
    if withdrawn:
        events.emit(OrderNoted.of(order))
    return withdrawn
