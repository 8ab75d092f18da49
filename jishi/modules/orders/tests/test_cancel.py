"""Cancelled at once: by the buyer while it is unpaid or inside the free hour, by the shop until it is collected; whole or in part."""

from typing import Any

import pytest

from jishi.kernel.models import Deadline, Event
from jishi.modules.ledger import queries as ledger
from jishi.modules.orders.models import LineCancellation, Order
from jishi.modules.orders.tests.scene import Scene, after, refusal
from jishi.modules.payments.models import Part, Payment, Refund
from tests.rows import unchanged

KEYS = "kernel_idempotencykey"


def running(order: str) -> list[str]:
    """The clocks that still run for an order."""
    return sorted(Deadline.objects.filter(subject=order, state__in=["open", "paused"]).values_list("kind", flat=True))


def amounts(shown: dict[str, Any]) -> tuple[str, str, str, str]:
    return tuple(shown["amounts"][name]["amount"] for name in ("goods", "total", "paid", "refunded"))  # type: ignore[return-value]


@pytest.mark.covers("ORD-03", "ORD-05")
def test_an_unpaid_order_is_cancelled_by_its_buyer(scene: Scene) -> None:
    order = scene.placed({scene.cup: 2, scene.lid: 1})
    answer = scene.wish(order, reason="  Ordered by mistake ").json()
    assert answer["request"] is None
    assert answer["order"]["ended"] == {
        "cause": "buyer_free",
        "text": "Cancelled by the buyer within the free hour",
        "initiator": "buyer",
        "reason": "Ordered by mistake",
        "at": after(),
        "decision": None,
    }
    assert amounts(answer["order"]) == ("208.00", "208.00", "0.00", "0.00")
    assert (scene.shelf(scene.cup), scene.shelf(scene.lid)) == ((10, 0), (5, 0))
    assert running(order) == []
    assert Payment.objects.get().state == "closed"
    refusal(scene.pay(order), 409, "payments.closed")
    scene.sound()


@pytest.mark.covers("ORD-03", "ORD-05")
def test_inside_the_free_hour_a_paid_order_is_cancelled_and_refunded(scene: Scene) -> None:
    order = scene.paid({scene.cup: 2})
    scene.later(minutes=59)
    shown = scene.wish(order).json()["order"]
    assert (shown["state"], shown["ended"]["cause"], shown["ended"]["at"]) == ("cancelled", "buyer_free", after(minutes=59))
    assert amounts(shown) == ("198.00", "198.00", "198.00", "198.00")
    assert (Refund.objects.get().cause, Refund.objects.get().amount_minor) == ("orders.cancelled.buyer_free", 19_800)
    assert ledger.pending(order, "CNY").minor == 0
    assert running(order) == []
    assert scene.shelf(scene.cup) == (10, 0)
    scene.sound()


def test_what_is_cancelled_is_not_cancelled_again(scene: Scene) -> None:
    order = scene.paid()
    scene.wish(order)
    with unchanged(KEYS):
        refusal(scene.wish(order), 409, "kernel.wrong_state")
        refusal(scene.ask(scene.owner, "POST", f"/orders/{order}/cancel", {"reason": "again"}), 409, "kernel.wrong_state")


def test_the_same_key_cancels_once(scene: Scene) -> None:
    order = scene.paid({scene.cup: 3})
    body = {"reason": "too many", "lines": [{"line_id": scene.seen(order)["lines"][0]["id"], "quantity": 1}]}
    first = scene.ask(scene.buyer, "POST", f"/orders/{order}/cancellations", body, key="once")
    with unchanged():
        again = scene.ask(scene.buyer, "POST", f"/orders/{order}/cancellations", body, key="once")
    assert (again.status_code, again.content) == (200, first.content)
    assert amounts(scene.seen(order)) == ("297.00", "198.00", "297.00", "99.00")


@pytest.mark.covers("ORD-01", "ORD-05")
def test_some_pieces_are_cancelled_and_written_down_with_cause_initiator_and_reason(scene: Scene) -> None:
    order = scene.paid({scene.cup: 3, scene.lid: 2})
    scene.later(minutes=10)
    shown = scene.wish(order, {scene.cup: 1, scene.lid: 2}, "too many").json()["order"]
    assert (shown["state"], shown["tags"]) == ("on_hold", ["part_cancelled"])
    assert amounts(shown) == ("317.00", "198.00", "317.00", "119.00")
    cup, lid = shown["lines"]
    assert [(one["quantity"], one["cancelled"]) for one in (cup, lid)] == [(3, 1), (2, 2)]
    told = {"cause": "buyer_free", "text": "Cancelled by the buyer within the free hour", "initiator": "buyer"}
    told |= {"reason": "too many", "at": after(minutes=10), "decision": None}
    assert sorted(shown["line_cancellations"], key=lambda one: one["quantity"]) == [
        {"line_id": cup["id"], "quantity": 1} | told,
        {"line_id": lid["id"], "quantity": 2} | told,
    ]
    assert shown["history"][0] == {
        "verb": "cancel_lines",
        "at": after(minutes=10),
        "actor": "buyer",
        "text": "Some pieces were cancelled",
        "reason": "too many",
    }
    assert (scene.shelf(scene.cup), scene.shelf(scene.lid)) == ((10, 2), (5, 0))
    assert ledger.pending(order, "CNY").text() == "198.00"
    fact = Event.objects.get(type="orders.LinesCancelled")
    assert (fact.subject, fact.data["lines"]) == (order, {cup["id"]: 1, lid["id"]: 2})
    scene.sound()
    scene.later(hours=2)
    assert scene.seen(order)["state"] == "to_process", "the rest goes on"


def test_pieces_of_an_unpaid_order_are_cancelled_and_less_is_due(scene: Scene) -> None:
    order = scene.placed({scene.cup: 3})
    shown = scene.wish(order, {scene.cup: 2}).json()["order"]
    assert (shown["state"], amounts(shown)) == ("unpaid", ("297.00", "99.00", "0.00", "0.00"))
    assert Part.objects.get().due_minor == 9_900
    assert scene.pay(order).json()["captured"]["amount"] == "99.00"
    assert amounts(scene.seen(order)) == ("297.00", "99.00", "99.00", "0.00")
    scene.sound()


def test_all_the_pieces_there_are_end_the_order_and_let_go_of_its_stock(scene: Scene) -> None:
    order = scene.paid({scene.cup: 3, scene.lid: 1})
    scene.wish(order, {scene.cup: 1})
    shown = scene.wish(order, {scene.cup: 2, scene.lid: 1}).json()["order"]
    assert (shown["state"], shown["ended"]["cause"], amounts(shown)) == (
        "cancelled",
        "buyer_free",
        ("307.00", "208.00", "307.00", "307.00"),
    )
    assert (scene.shelf(scene.cup), scene.shelf(scene.lid)) == ((10, 0), (5, 0))
    assert [one["quantity"] for one in shown["line_cancellations"]] == [1]
    scene.sound()


def test_more_pieces_than_are_left_are_refused_by_their_line(scene: Scene) -> None:
    order = scene.paid({scene.cup: 3})
    scene.wish(order, {scene.cup: 2})
    line = scene.seen(order)["lines"][0]["id"]
    foreign = scene.seen(scene.paid({scene.cup: 1}))["lines"][0]["id"]
    with unchanged(KEYS):
        refusal(scene.wish(order, {scene.cup: 2}), 422, "orders.nothing_to_cancel", f"lines.{line}")
        refusal(scene.wish(order, {foreign: 1}), 422, "orders.nothing_to_cancel", f"lines.{foreign}")
        refusal(scene.wish(order, {"orl_0": 1}), 422, "orders.nothing_to_cancel", "lines.orl_0")
        refusal(scene.wish(order, {}), 422, "kernel.bad_fields", "lines")
        refusal(scene.wish(order, {scene.cup: 0}), 422, "kernel.bad_fields", "lines.0.quantity")
    twice = {"reason": "both", "lines": [{"line_id": line, "quantity": 1}] * 2}
    with unchanged(KEYS):
        answer = scene.ask(scene.buyer, "POST", f"/orders/{order}/cancellations", twice)
        refusal(answer, 422, "orders.nothing_to_cancel", f"lines.{line}")


@pytest.mark.parametrize("reason", ["", "   ", "x" * 121, None, 7, "a\nb"])
def test_a_reason_is_a_line_of_text(scene: Scene, reason: Any) -> None:
    order = scene.paid()
    with unchanged():
        refusal(scene.ask(scene.buyer, "POST", f"/orders/{order}/cancellations", {"reason": reason}), 422, "kernel.bad_fields", "reason")
        refusal(scene.ask(scene.owner, "POST", f"/orders/{order}/cancel", {"reason": reason}), 422, "kernel.bad_fields", "reason")


@pytest.mark.covers("ORD-05")
@pytest.mark.parametrize("hours", [0, 2])
def test_the_shop_cancels_and_the_buyer_has_the_money_back(scene: Scene, hours: int) -> None:
    order = scene.paid({scene.cup: 2})
    scene.later(hours=hours)
    shown = scene.did(scene.owner, "POST", f"/orders/{order}/cancel", {"reason": "broken in store"})
    assert shown["view"] == "shop"
    assert (shown["ended"]["cause"], shown["ended"]["initiator"], shown["ended"]["reason"]) == ("merchant", "shop", "broken in store")
    assert amounts(shown) == ("198.00", "198.00", "198.00", "198.00")
    assert running(order) == []
    assert Order.objects.get(pk=order).act_by is None
    scene.sound()


def test_the_shop_cancels_an_unpaid_order(scene: Scene) -> None:
    order = scene.placed()
    shown = scene.did(scene.owner, "POST", f"/orders/{order}/cancel", {"reason": "sold in the shop"})
    assert (shown["state"], shown["ended"]["cause"]) == ("cancelled", "merchant")
    refusal(scene.pay(order), 409, "payments.closed")
    scene.sound()


def test_what_the_shop_cancels_settles_a_request_that_waits(scene: Scene) -> None:
    order = scene.to_pack({scene.cup: 2})
    scene.wished(order, {scene.cup: 1})
    shown = scene.did(scene.owner, "POST", f"/orders/{order}/cancel", {"reason": "none left"})
    assert (shown["ended"]["cause"], shown["cancellation"]["state"]) == ("merchant", "accepted")
    assert [(one["verb"], one["actor"]) for one in shown["history"][:2]] == [("request_accept", "shop"), ("cancel", "shop")]
    assert LineCancellation.objects.count() == 0, "the whole order ended, not the piece that was asked for"
    scene.sound()


@pytest.mark.covers("ORD-05")
def test_a_packed_order_that_is_cancelled_leaves_a_void_parcel(scene: Scene) -> None:
    order, package = scene.packed()
    scene.did(scene.owner, "POST", f"/orders/{order}/cancel", {"reason": "broken while packing"})
    scene.sound()
    scene.heard()
    assert [one["state"] for one in scene.did(scene.buyer, "GET", f"/orders/{order}/packages")] == ["void"]
    assert scene.scan(package, "collected")["state"] == "void", "a scan of it is kept, not applied"
    assert scene.seen(order)["state"] == "cancelled"
    scene.sound()


def test_a_cash_on_delivery_order_is_cancelled_without_a_refund(scene: Scene) -> None:
    order = scene.placed({scene.cup: 3}, method="cash_on_delivery")
    scene.wish(order, {scene.cup: 1})
    assert amounts(scene.seen(order)) == ("297.00", "198.00", "0.00", "0.00")
    assert scene.wish(order).json()["order"]["state"] == "cancelled"
    assert Refund.objects.count() == 0
    scene.sound()
