"""A request to cancel: after the free hour the shop answers, or its silence does."""

from datetime import timedelta
from typing import Any

import pytest

from jishi.kernel.ids import grouped
from jishi.kernel.models import Deadline
from jishi.modules.orders.models import Cancellation, Order
from jishi.modules.orders.tests.scene import START, Scene, after, refusal
from jishi.modules.orders.tests.test_cancel import amounts, running
from jishi.modules.payments.models import Refund
from tests.rows import unchanged

KEYS = "kernel_idempotencykey"
AUDIT = (KEYS, "lawbook_decision")


def reply(scene: Scene, request: str, accept: bool, reason: str = "") -> Any:
    return scene.ask(scene.owner, "POST", f"/cancellations/{request}/answer", {"accept": accept, "reason": reason})


@pytest.mark.covers("ORD-03", "CLK-01")
def test_after_the_hour_a_request_waits_and_the_shops_clock_runs(scene: Scene) -> None:
    order = scene.to_pack({scene.cup: 2})
    answer = scene.wish(order, reason="found a nicer one").json()
    request = Cancellation.objects.get()
    told = {
        "id": request.pk,
        "order_id": order,
        "state": "open",
        "reason": "found a nicer one",
        "lines": None,
        "opened_at": after(hours=2),
        "answered_at": None,
        "answer_reason": "",
        "decision": None,
    }
    assert {name: value for name, value in answer["request"].items() if name not in ("deadline", "number")} == told
    clock = answer["request"]["deadline"]
    assert (clock["kind"], clock["due"], clock["rule"]) == ("orders.cancellation", after(hours=50), "orders.cancellation.answer_within")
    assert clock["cost"] == {"money": {"amount": "198.00", "currency": "CNY"}, "what": "The order is cancelled and refunded"}
    assert answer["order"]["state"] == "to_process"
    assert running(order) == ["orders.cancellation", "orders.hand_over_by", "orders.pack_by"], "a request stops no clock"
    scene.sound()


def test_one_request_at_a_time(scene: Scene) -> None:
    order = scene.to_pack({scene.cup: 2})
    scene.wished(order)
    with unchanged(KEYS):
        refusal(scene.wish(order), 409, "orders.already_asked")
        refusal(scene.wish(order, {scene.cup: 1}), 409, "orders.already_asked")


@pytest.mark.covers("ORD-03", "ORD-05")
def test_the_shop_agrees_and_the_order_is_cancelled(scene: Scene) -> None:
    order = scene.to_pack({scene.cup: 2})
    request = scene.wished(order)
    scene.later(hours=3)
    shown = reply(scene, request, True).json()
    assert (shown["view"], shown["state"], shown["ended"]["cause"], shown["ended"]["initiator"]) == (
        "shop",
        "cancelled",
        "buyer_agreed",
        "shop",
    )
    assert shown["ended"]["reason"] == "changed my mind"
    assert (shown["cancellation"]["state"], shown["cancellation"]["answered_at"]) == ("accepted", after(hours=3))
    assert amounts(shown) == ("198.00", "198.00", "198.00", "198.00")
    assert running(order) == []
    assert Deadline.objects.get(subject=order, kind="orders.cancellation").state == "met"
    assert scene.shelf(scene.cup) == (10, 0)
    scene.sound()


@pytest.mark.covers("ORD-03")
def test_the_shop_declines_with_a_reason_and_the_order_goes_on(scene: Scene) -> None:
    order = scene.to_pack()
    request = scene.wished(order)
    with unchanged(KEYS):
        refusal(reply(scene, request, False), 422, "orders.reason_needed", "reason")
        refusal(reply(scene, request, False, "   "), 422, "orders.reason_needed", "reason")
    shown = reply(scene, request, False, "engraved already").json()
    assert (shown["state"], shown["cancellation"]["state"]) == ("to_process", "rejected")
    assert shown["cancellation"]["answer_reason"] == "engraved already"
    assert Refund.objects.count() == 0
    assert running(order) == ["orders.hand_over_by", "orders.pack_by"]
    scene.sound()
    assert scene.wished(order), "the buyer may ask again"


def test_a_request_is_answered_once(scene: Scene) -> None:
    order = scene.to_pack()
    request = scene.wished(order)
    reply(scene, request, False, "engraved already")
    with unchanged(KEYS):
        refusal(reply(scene, request, True), 409, "kernel.wrong_state")
        refusal(scene.ask(scene.buyer, "POST", f"/cancellations/{request}/withdraw"), 409, "kernel.wrong_state")


@pytest.mark.covers("ORD-03")
def test_the_buyer_withdraws_and_the_order_goes_on(scene: Scene) -> None:
    order = scene.to_pack()
    request = scene.wished(order)
    scene.later(hours=4)
    shown = scene.did(scene.buyer, "POST", f"/cancellations/{request}/withdraw")
    assert (shown["state"], shown["answered_at"]) == ("withdrawn", after(hours=4))
    assert Deadline.objects.get(subject=order, kind="orders.cancellation").state == "moot"
    with unchanged(KEYS):
        refusal(reply(scene, request, True), 409, "kernel.wrong_state")
    scene.later(hours=47)
    assert scene.seen(order)["state"] == "to_process"
    scene.sound()


@pytest.mark.covers("ORD-01", "ORD-05")
def test_the_shop_agrees_to_some_pieces(scene: Scene) -> None:
    order = scene.to_pack({scene.cup: 3, scene.lid: 1})
    request = scene.wished(order, {scene.cup: 2})
    shown = reply(scene, request, True).json()
    assert (shown["state"], shown["tags"], amounts(shown)) == ("to_process", ["part_cancelled"], ("307.00", "109.00", "307.00", "198.00"))
    cut = shown["line_cancellations"][0]
    assert (cut["cause"], cut["initiator"], cut["quantity"], cut["reason"]) == ("buyer_agreed", "shop", 2, "changed my mind")
    assert (scene.shelf(scene.cup), scene.shelf(scene.lid)) == ((10, 1), (5, 1))
    scene.sound()


@pytest.mark.covers("ORD-05", "RUL-03")
def test_silence_on_some_pieces_cancels_those_and_says_why(scene: Scene) -> None:
    order = scene.to_pack({scene.cup: 3})
    scene.wished(order, {scene.cup: 2})
    clock = scene.seen(order)["cancellation"]["deadline"]
    assert clock["cost"] == {"money": {"amount": "198.00", "currency": "CNY"}, "what": "These pieces are cancelled and refunded"}
    scene.later(hours=50)
    shown = scene.seen(order)
    assert (shown["state"], shown["cancellation"]["state"], amounts(shown)) == (
        "to_process",
        "accepted",
        ("297.00", "99.00", "297.00", "198.00"),
    )
    cut = shown["line_cancellations"][0]
    assert (cut["cause"], cut["initiator"], cut["decision"]) == ("merchant_silent", "clock", shown["cancellation"]["decision"])
    card = scene.why(cut["decision"])
    assert card["says"] == "The shop didn’t answer in time, so the request counts as agreed"
    assert card["effect"] == "What was asked for is cancelled; what was paid for it goes back to the buyer"
    letter = scene.buyer.letters()[0]
    assert (letter["subject"], letter["text"]) == (
        f"Part of order {grouped(shown['number'])} was cancelled",
        "¥198.00 goes back the way you paid. The rest goes on.",
    )
    scene.sound()


@pytest.mark.covers("ORD-03", "ORD-05", "RUL-03")
def test_silence_cancels_the_order_and_the_buyer_is_told(scene: Scene) -> None:
    order = scene.to_pack({scene.cup: 2})
    scene.wished(order)
    scene.later(hours=50)
    shown = scene.seen(order)
    assert (shown["ended"]["cause"], shown["ended"]["initiator"], shown["ended"]["at"]) == ("merchant_silent", "clock", after(hours=50))
    assert shown["ended"]["decision"] == shown["cancellation"]["decision"] == Order.objects.get().decision
    letter = scene.buyer.letters()[0]
    assert (letter["subject"], letter["text"]) == (f"Order {grouped(shown['number'])} was cancelled", "¥198.00 goes back the way you paid.")
    scene.sound()


def test_silence_on_cash_on_delivery_refunds_nothing_and_says_so(scene: Scene) -> None:
    order = scene.placed({scene.cup: 2}, method="cash_on_delivery")
    scene.later(hours=2)
    scene.wished(order, {scene.cup: 1})
    scene.later(hours=50)
    scene.wished(order)
    scene.later(hours=98)
    assert amounts(scene.seen(order)) == ("198.00", "99.00", "0.00", "0.00")
    assert [one["text"] for one in scene.buyer.letters()] == [
        "Nothing was charged; you can order again.",
        "There’s less to pay at the door. The rest goes on.",
    ]
    scene.sound()


@pytest.mark.covers("ORD-03", "RUL-03", "RUL-08")
def test_once_collected_it_is_too_late_and_the_buyer_reads_why(scene: Scene) -> None:
    order, package = scene.packed()
    request = scene.wished(order)
    scene.later(hours=3)
    scene.scan(package, "collected")
    shown = scene.seen(order)
    assert (shown["cancellation"]["id"], shown["cancellation"]["state"]) == (request, "rejected")
    assert shown["history"][0] | {"at": ""} == {
        "verb": "request_overtake",
        "at": "",
        "actor": "carrier",
        "text": "Already collected; the request fell away",
        "reason": "",
    }
    assert scene.why(shown["cancellation"]["decision"])["effect"] == "It stays on its way; ask for a return once it arrives"
    with unchanged(*AUDIT):
        problem = refusal(scene.wish(order), 409, "orders.too_late_to_cancel")
    assert problem["rule"] == "orders.cancellation.needs_answer_from"
    card = scene.why(problem["why"])
    assert card["says"] == "It’s with the carrier and can’t be cancelled"
    assert card["rule"]["value_text"] == "to ship"
    assert [(one["label"], one["value"]) for one in card["facts"]] == [("State", "In transit"), ("Collected", "1 Mar 13:00")]
    assert card["counterfactuals"] == ["Asked before collection, the shop could have agreed"]
    scene.sound()


@pytest.mark.covers("ORD-04")
def test_what_the_shop_must_do_next_counts_the_request_too(scene: Scene) -> None:
    order, _ = scene.packed()

    def due() -> timedelta:
        return Order.objects.get(pk=order).act_by - START

    assert due() == timedelta(hours=72)
    request = scene.wished(order)
    assert due() == timedelta(hours=50), "the answer is due before the parcel"
    reply(scene, request, False, "packed already")
    assert due() == timedelta(hours=72)
    scene.did(scene.buyer, "POST", f"/cancellations/{scene.wished(order)}/withdraw")
    assert due() == timedelta(hours=72)


@pytest.mark.covers("ORD-03")
def test_requests_stand_in_lists_all_to_handle_accepted_rejected(scene: Scene) -> None:
    orders = [scene.paid() for _ in range(4)]
    scene.later(hours=2)
    asked = [scene.wished(order) for order in orders]
    reply(scene, asked[0], True)
    reply(scene, asked[1], False, "engraved already")
    scene.did(scene.buyer, "POST", f"/cancellations/{asked[2]}/withdraw")
    path = f"/shops/{scene.shop.id}/cancellations"

    def listed(which: str) -> list[str]:
        return [one["id"] for one in scene.did(scene.owner, "GET", f"{path}?list={which}")["items"]]

    assert listed("to_handle") == [asked[3]]
    assert listed("accepted") == [asked[0]]
    assert listed("rejected") == [asked[1]]
    everything = scene.did(scene.owner, "GET", path)
    assert ({one["id"] for one in everything["items"]}, everything["total"]) == (set(asked), 4)
    numbers = {one["order_id"]: one["number"] for one in everything["items"]}
    assert numbers == {order: Order.objects.get(pk=order).number for order in orders}
    clocks = {one["id"]: one["deadline"] and one["deadline"]["due"] for one in everything["items"]}
    assert clocks == {asked[0]: None, asked[1]: None, asked[2]: None, asked[3]: after(hours=50)}
    refusal(scene.ask(scene.owner, "GET", f"{path}?list=lost"), 422, "kernel.bad_input", "list")
    first = scene.did(scene.owner, "GET", f"{path}?limit=3")
    second = scene.did(scene.owner, "GET", f"{path}?limit=3&cursor={first['next_cursor']}")
    assert [len(first["items"]), len(second["items"]), second["next_cursor"]] == [3, 1, None]
    assert {one["id"] for one in first["items"] + second["items"]} == set(asked)
