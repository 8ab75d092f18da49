"""An order as its reader may see it: buyer, shop or operator; lists without a query per row."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from jishi.kernel import deadlines, files, rows, words
from jishi.kernel.access import Actor
from jishi.kernel.models import Deadline, History
from jishi.kernel.money import Money
from jishi.lawbook import countdown
from jishi.modules.identity import queries as people
from jishi.modules.orders.models import Cancellation, LineCancellation, Mark, Order, OrderLine
from jishi.modules.orders.queries.verbs import verbs_of
from jishi.modules.shops import queries as shops

GLANCE = {
    "buyer": ("orders.unpaid", "orders.cancellation", "orders.release", "orders.hand_over_by", "orders.completion"),
    "shop": ("orders.cancellation", "orders.pack_by", "orders.hand_over_by", "orders.unpaid", "orders.release", "orders.completion"),
}
HIDDEN = ("orders.reminder_1", "orders.reminder_2")


def line_view(line: OrderLine, currency: str) -> dict[str, Any]:
    """A line of an order."""
    return {
        "id": line.pk,
        "product_id": line.product,
        "sku_id": line.sku,
        "title": line.title,
        "sku_name": line.sku_name,
        "picture": files.url(line.picture) if line.picture else None,
        "quantity": line.quantity,
        "cancelled": line.cancelled,
        "shipped": line.shipped,
        "price": Money(line.price_minor, currency).json(),
        "total": Money(line.total_minor, currency).json(),
    }


def cancellation_view(request: Cancellation, lang: str, clock: Deadline | None = None, number: str | None = None) -> dict[str, Any]:
    """A request to cancel."""
    return {
        "id": request.pk,
        "order_id": request.order,
        "number": number,
        "state": request.state,
        "reason": request.reason,
        "lines": request.lines,
        "opened_at": request.opened_at,
        "answered_at": request.answered_at,
        "answer_reason": request.answer_reason,
        "decision": request.decision,
        "deadline": countdown.view(clock, lang) if clock else None,
    }


def _row(order: Order, lines: Sequence[OrderLine], shop_name: str, buyer: dict[str, str] | None, view: str, lang: str) -> dict[str, Any]:
    amounts = {"goods": order.goods_minor, "total": order.total_minor, "paid": order.paid_minor, "refunded": order.refunded_minor}
    tags = ["part_cancelled"] if order.state != "cancelled" and any(line.cancelled for line in lines) else []
    return {
        "id": order.pk,
        "number": order.number,
        "state": order.state,
        "state_text": words.say(f"orders.state.{order.state}", lang),
        "tags": tags,
        "shop": {"id": order.shop, "name": shop_name},
        "buyer": buyer,
        "lines": [line_view(line, order.currency) for line in lines],
        "amounts": {name: Money(minor, order.currency).json() for name, minor in amounts.items()},
        "method": order.method,
        "placed_at": order.placed_at,
        "paid_at": order.paid_at,
        "cancelled_at": order.cancelled_at,
        "note": order.note,
        "shop_note": "" if view == "buyer" else order.shop_note,
        "clock": None,
        "cancellation": None,
        "verbs": None,
    }


def _glance(running: Iterable[Deadline], view: str) -> Deadline | None:
    """The one clock that matters most to this reader."""
    by_kind = {row.kind: row for row in running if row.state in ("open", "paused")}
    return next((by_kind[kind] for kind in GLANCE["buyer" if view == "buyer" else "shop"] if kind in by_kind), None)


def listed(orders: Sequence[Order], view: str, lang: str, actor: Actor | None = None) -> list[dict[str, Any]]:
    """Orders as a list shows them; with their verbs when the actor is given."""
    found = [order.pk for order in orders]
    lines = defaultdict(list)
    for line in OrderLine.objects.filter(order__in=found).order_by("order", "n"):
        lines[line.order].append(line)
    running = defaultdict(list)
    for row in Deadline.objects.filter(subject__in=found, state__in=["open", "paused"]):
        running[row.subject].append(row)
    asked = {one.order: one for one in Cancellation.objects.filter(order__in=found, state="open")}
    tags = defaultdict(list)
    for order_id, mark in Mark.objects.filter(order__in=found, withdrawn_at=None).values_list("order", "mark"):
        tags[order_id].append(mark)
    named = shops.named(list({order.shop for order in orders}))
    buyers = people.buyer_names(orders) if view != "buyer" else {}
    out = []
    for order in orders:
        one = _row(order, lines[order.pk], named[order.shop], buyers.get(order.pk), view, lang)
        one["tags"] += tags[order.pk]
        glance = _glance(running[order.pk], view)
        one["clock"] = countdown.view(glance, lang) if glance else None
        request = asked.get(order.pk)
        one["cancellation"] = cancellation_view(request, lang) if request else None
        one["verbs"] = verbs_of(order, request, actor, view) if actor else None
        out.append(one)
    return out


def view(order: Order, as_whom: str, actor: Actor, lang: str) -> dict[str, Any]:
    """One order, whole."""
    if order._state.adding:
        raise ValueError("an order is shown after its rows are flushed")
    lines = rows.fetch(OrderLine, 'WHERE "order" = %s ORDER BY n', [order.pk])
    clocks = [row for row in deadlines.of([order.pk]) if row.kind not in HIDDEN]
    requests = rows.fetch(Cancellation, 'WHERE "order" = %s ORDER BY opened_at DESC', [order.pk])
    cut = rows.fetch(LineCancellation, 'WHERE "order" = %s ORDER BY at, id', [order.pk])
    marks = rows.fetch(Mark, 'WHERE "order" = %s ORDER BY at', [order.pk])
    buyer = people.buyer_names([order]).get(order.pk) if as_whom != "buyer" else None
    one = _row(order, lines, shops.named([order.shop])[order.shop], buyer, as_whom, lang)
    glance = _glance(clocks, as_whom)
    last = requests[0] if requests else None
    waiting = next((row for row in clocks if row.kind == "orders.cancellation" and row.state == "open"), None)
    one["tags"] += [mark.mark for mark in marks if mark.withdrawn_at is None]
    one["clock"] = countdown.view(glance, lang) if glance else None
    one["cancellation"] = cancellation_view(last, lang, waiting if last.state == "open" else None) if last else None
    one["verbs"] = verbs_of(order, last if last and last.state == "open" else None, actor, as_whom)
    return one | {
        "view": as_whom,
        "market": order.market,
        "payment_id": order.payment if as_whom == "buyer" else None,
        "packed_at": order.packed_at,
        "collected_at": order.collected_at,
        "delivered_at": order.delivered_at,
        "completed_at": order.completed_at,
        "ended": _ended(order, lang),
        "deadlines": countdown.views(clocks, lang),
        "history": history(order, requests, cut, lang),
        "line_cancellations": [_cut(one, order, lang) for one in cut],
        "marks": [_mark(mark, as_whom, lang) for mark in marks],
        "address": asdict(people.recipient_for(order.address, actor)) if order.address else None,
        "reveals_left": _reveals_left(order, as_whom, actor),
    }


def _reveals_left(order: Order, as_whom: str, actor: Actor) -> int | None:
    """How often this reader may still unmask a recipient today; None for whoever may not at all."""
    shop = order.shop if as_whom == "shop" else None
    if as_whom == "buyer" or actor.person is None or not (actor.holds("orders.reveal", order.shop) or actor.holds("orders.reveal")):
        return None
    return people.reveals_left(actor.person, shop, order.market)


def _ended(order: Order, lang: str) -> dict[str, Any] | None:
    if order.state != "cancelled":
        return None
    return {
        "cause": order.cause,
        "text": words.say(f"orders.cause.{order.cause}", lang),
        "initiator": who(order.initiator, order),
        "reason": order.cancel_reason,
        "at": order.cancelled_at,
        "decision": order.decision,
    }


def _cut(one: LineCancellation, order: Order, lang: str) -> dict[str, Any]:
    return {
        "line_id": one.line,
        "quantity": one.quantity,
        "cause": one.cause,
        "text": words.say(f"orders.cause.{one.cause}", lang),
        "initiator": who(one.initiator, order),
        "reason": one.reason,
        "at": one.at,
        "decision": one.decision,
    }


def _mark(mark: Mark, view: str, lang: str) -> dict[str, Any]:
    """A mark; the decision behind it concerns the shop, its card is not the buyer's to read."""
    return {
        "mark": mark.mark,
        "text": words.say(f"orders.mark.{mark.mark}", lang),
        "scored": mark.scored,
        "at": mark.at,
        "decision": None if view == "buyer" else mark.decision,
        "withdrawn_at": mark.withdrawn_at,
    }


def who(actor: str, order: Order) -> str:
    """Which side acted: buyer, shop, operator, clock, carrier, provider, import or demo."""
    kind, _, name = actor.partition(":")
    if kind == "system":
        return name
    if order.cause == "platform" and actor == order.initiator:
        return "operator"
    return "buyer" if name == order.person else "shop"


def history(order: Order, requests: Sequence[Cancellation], cut: Sequence[LineCancellation], lang: str) -> list[dict[str, Any]]:
    """What happened to an order and the requests on it, latest first."""
    begun = {"verb": "place", "actor": "buyer"} if order.person else {"verb": "import", "actor": "import"}
    steps: list[dict[str, Any]] = [begun | {"at": order.placed_at, "reason": ""}]
    steps += [{"verb": "ask", "at": one.opened_at, "actor": "buyer", "reason": one.reason} for one in requests]
    acts = dict.fromkeys((one.at, one.initiator, one.reason) for one in cut)
    steps += [{"verb": "cancel_lines", "at": at, "actor": who(actor, order), "reason": reason} for at, actor, reason in acts]
    for row in History.objects.filter(subject__in=[order.pk, *[one.pk for one in requests]]).order_by("id"):
        verb = row.verb if row.machine == "order" else f"request_{row.verb}"
        steps.append({"verb": verb, "at": row.at, "actor": who(row.actor, order), "reason": row.reason})
    for step in steps:
        step["text"] = words.say(f"orders.step.{step['verb']}", lang)
    steps.reverse()
    return sorted(steps, key=lambda step: step["at"], reverse=True)
