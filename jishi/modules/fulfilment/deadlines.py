"""Late packing and late shipment: an order that misses its limit is marked, with the decision behind it."""

from collections.abc import Sequence
from datetime import datetime

from jishi.kernel.deadlines import moot_now, of, on_lapse
from jishi.kernel.models import Deadline
from jishi.lawbook import Ruling
from jishi.lawbook.decisions import Fact, Word, decide
from jishi.modules.fulfilment import law
from jishi.modules.orders import actions as orders
from jishi.modules.orders import queries
from jishi.modules.orders.actions import Order

WAITING = ("on_hold", "to_process", "awaiting_collection")


@on_lapse("orders.pack_by")
def packed_too_late(due: list[Deadline]) -> None:
    """Not packed by the limit: shown and warned of; whether it is scored the rule says."""
    _mark(due, "late_packing", ("on_hold", "to_process"))


@on_lapse("orders.hand_over_by")
def shipped_too_late(due: list[Deadline]) -> None:
    """Not handed over by the promise: scored."""
    _mark(due, "late_shipment", WAITING)


def _mark(due: Sequence[Deadline], name: str, states: tuple[str, ...]) -> None:
    found = queries.by_ids([one.subject for one in due])
    for deadline in due:
        order = found.get(deadline.subject)
        if order is None or order.state not in states:
            moot_now([deadline])
            continue
        marks = law.marks(deadline.opened, order.market)
        row = marks.row(mark=name)
        if row is None:
            moot_now([deadline])
            continue
        limit = Ruling.from_json(deadline.ruling)
        decision = decide(
            subject=order.pk,
            verb=f"fulfilment.{name}",
            outcome=f"fulfilment.decision.{name}",
            market=order.market,
            shop=order.shop,
            rulings=[limit, marks, law.promise(deadline.opened, order.market), law.late_unless(deadline.opened, order.market)],
            facts=[
                Fact("fulfilment.fact.paid", deadline.opened, deadline.opened),
                Fact("fulfilment.fact.due", deadline.due, deadline.due),
                Fact("fulfilment.fact.waybill", order.packed_at or Word("fulfilment.fact.not_by_then"), order.packed_at),
                Fact("fulfilment.fact.first_scan", Word("fulfilment.fact.not_by_then")),
            ],
            sum=("fulfilment.sum.limit", {"start": deadline.opened, "limit": limit, "due": deadline.due}),
            counterfactuals=[(f"fulfilment.instead.{name}", {"due": deadline.due})],
            deadline=deadline,
        )
        orders.mark(order, name, scored=bool(row["scored"]), decision=decision.pk)


def in_time_after_all(order: Order, scanned_at: datetime) -> None:
    """A first scan that lay within the promise was reported after it: the mark of late shipment no longer counts."""
    lapsed = [one for one in of([order.pk]) if one.kind == "orders.hand_over_by" and one.state == "lapsed"]
    if lapsed and scanned_at < lapsed[0].due:
        orders.withdraw_mark(order, "late_shipment")
