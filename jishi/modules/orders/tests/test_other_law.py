"""The law decides, not the code: where a rule says otherwise, what happens is otherwise, and the why cites it."""

import pytest

from jishi.modules.orders.models import Order
from jishi.modules.orders.tests.scene import Scene, after, refusal
from jishi.modules.orders.tests.test_cancel import running
from jishi.modules.orders.tests.test_request import reply
from tests import people
from tests.law import Amend
from tests.rows import unchanged


@pytest.mark.covers("ORD-03", "RUL-03")
def test_silence_may_mean_no(scene: Scene, amend: Amend) -> None:
    amend("orders/cancellation.yaml", "      value: accepted\n", "      value: rejected\n")
    order = scene.to_pack()
    scene.wished(order)
    scene.later(hours=51)
    shown = scene.seen(order)
    assert (shown["state"], shown["cancellation"]["state"], shown["amounts"]["refunded"]["amount"]) == ("to_process", "rejected", "0.00")
    assert shown["history"][0]["text"] == "No answer in time: it counts as declined"
    card = scene.why(shown["cancellation"]["decision"])
    assert (card["says"], card["effect"]) == ("The shop didn’t answer in time, so the request counts as declined", "The order goes on")
    assert [rule["value_text"] for rule in card["rules"]] == ["rejected"]
    letter = scene.buyer.letters()[0]
    assert (letter["kind"], letter["text"]) == ("orders.post.request_rejected", "The request to cancel was declined; the order goes on.")
    assert scene.wished(order), "the buyer may ask again"
    scene.sound()


def ask_for_shipped(amend: Amend, states: str = "to_ship, shipped") -> None:
    amend("orders/cancellation.yaml", "      value: [to_ship]\n", f"      value: [{states}]\n")


@pytest.mark.covers("ORD-03", "ORD-05")
@pytest.mark.parametrize("event", ["collected", "delivered"])
def test_the_shop_may_be_asked_about_what_is_shipped(scene: Scene, amend: Amend, event: str) -> None:
    """Its goods are under way: the money goes back, the stock does not."""
    ask_for_shipped(amend)
    order, package = scene.packed({scene.cup: 3})
    scene.scan(package, event)
    state = scene.seen(order)["state"]
    wish = next(one for one in scene.seen(order)["verbs"] if one["verb"] == "request_cancellation")
    assert (wish["allowed"], wish["why"]) == (True, None)
    request = scene.wished(order, {scene.cup: 1})
    assert Order.objects.get(pk=order).act_by.isoformat() == after(hours=50)
    scene.sound()
    part = reply(scene, request, True).json()
    assert (part["state"], part["amounts"]["refunded"]["amount"], part["tags"]) == (state, "99.00", ["part_cancelled"])
    assert Order.objects.get(pk=order).act_by is None
    ended = reply(scene, scene.wished(order), True).json()
    assert (ended["state"], ended["ended"]["cause"], ended["amounts"]["refunded"]["amount"]) == ("cancelled", "buyer_agreed", "297.00")
    assert ended["history"][0]["text"] == "Cancelled on the way"
    assert scene.shelf(scene.cup) == (7, 0)
    assert running(order) == []
    scene.heard()
    seen = scene.did(scene.buyer, "GET", f"/orders/{order}/packages")[0]["state"]
    assert scene.scan(package, "delivered")["state"] == seen == {"collected": "in_transit", "delivered": "delivered"}[event]
    assert scene.seen(order)["state"] == "cancelled"
    scene.sound()


@pytest.mark.covers("ORD-01", "ORD-03")
def test_a_request_about_a_parcel_survives_its_way_and_holds_the_window(scene: Scene, amend: Amend) -> None:
    ask_for_shipped(amend)
    order, package = scene.packed()
    scene.wished(order)
    scene.scan(package, "collected")
    scene.sound()
    scene.later(hours=20)
    scene.scan(package, "delivered")
    seen = scene.seen(order)
    window = next(one for one in seen["deadlines"] if one["kind"] == "orders.completion")
    assert (seen["cancellation"]["state"], window["state"]) == ("open", "paused")
    assert window["paused_reason"] == "The request to cancel has yet to be answered"
    scene.sound()
    reply(scene, seen["cancellation"]["id"], False, "it is with you")
    window = next(one for one in scene.seen(order)["deadlines"] if one["kind"] == "orders.completion")
    assert (window["state"], window["due"]) == ("open", after(days=15, hours=20))
    scene.later(hours=30)
    scene.wished(order)
    scene.later(hours=32)
    scene.did(scene.buyer, "POST", f"/cancellations/{scene.seen(order)['cancellation']['id']}/withdraw")
    window = next(one for one in scene.seen(order)["deadlines"] if one["kind"] == "orders.completion")
    assert (window["state"], window["due"]) == ("open", after(days=15, hours=22)), "it waited for two hours"
    scene.later(days=15, hours=22)
    assert scene.seen(order)["state"] == "completed"
    refusal(scene.wish(order), 409, "orders.too_late_to_cancel")
    scene.sound()


@pytest.mark.covers("ORD-03", "ORD-05")
def test_silence_about_what_is_shipped_cancels_it_and_the_carrier_collects_no_cash(scene: Scene, amend: Amend) -> None:
    ask_for_shipped(amend)
    order = scene.placed({scene.cup: 2}, method="cash_on_delivery")
    scene.later(hours=2)
    package = scene.did(scene.owner, "POST", f"/orders/{order}/pack")["id"]
    scene.scan(package, "collected")
    scene.wished(order)
    scene.later(hours=49)
    assert scene.seen(order)["state"] == "in_transit"
    scene.later(hours=50)
    shown = scene.seen(order)
    assert (shown["ended"]["cause"], shown["amounts"]["paid"]["amount"]) == ("merchant_silent", "0.00")
    scene.scan(package, "delivered")
    assert scene.seen(order)["amounts"]["paid"]["amount"] == "0.00"
    scene.sound()


@pytest.mark.covers("ORD-03", "ORD-05")
def test_the_shop_may_not_be_asked_before_it_ships(scene: Scene, amend: Amend) -> None:
    ask_for_shipped(amend, "shipped")
    order, _ = scene.packed()
    answer = scene.wish(order).json()
    assert (answer["request"], answer["order"]["state"], answer["order"]["ended"]["cause"]) == (None, "cancelled", "buyer_free")
    assert answer["order"]["amounts"]["refunded"]["amount"] == "99.00"
    scene.sound()


def test_where_no_window_follows_delivery_the_request_falls_away_with_it(scene: Scene, amend: Amend) -> None:
    ask_for_shipped(amend)
    amend("orders/completion.yaml", "      value: 15\n", "      value: null\n")
    order, package = scene.packed()
    scene.wished(order)
    scene.scan(package, "delivered")
    seen = scene.seen(order)
    assert (seen["state"], seen["cancellation"]["state"], running(order)) == ("completed", "rejected", [])
    assert scene.buyer.letters()[0]["kind"] == "orders.post.request_overtaken"
    scene.sound()


def test_a_shipped_order_is_not_the_shops_to_cancel(scene: Scene, amend: Amend) -> None:
    ask_for_shipped(amend)
    order, package = scene.packed()
    scene.scan(package, "collected")
    with unchanged("kernel_idempotencykey"):
        refusal(scene.ask(scene.owner, "POST", f"/orders/{order}/cancel", {"reason": "mine"}), 409, "kernel.wrong_state")


@pytest.mark.covers("ORD-08")
def test_an_address_may_be_changed_twice(scene: Scene, amend: Amend) -> None:
    amend("orders/address.yaml", "      value: 1\n", "      value: 2\n")
    order = scene.paid()
    moved = [
        scene.ask(scene.buyer, "PUT", f"/orders/{order}/address", {"address_id": people.an_address(scene.buyer, line=f"灵隐路 {n} 号")})
        for n in range(3)
    ]
    assert [one.status_code for one in moved[:2]] == [200, 200]
    assert refusal(moved[2], 409, "orders.address_no_more")["rule"] == "orders.address.buyer_may_change_before_packing"


@pytest.mark.covers("ORD-08")
def test_another_freight_zone_may_do(scene: Scene, amend: Amend) -> None:
    amend("orders/address.yaml", "      value: true\n", "      value: false\n")
    order = scene.paid()
    far = people.an_address(scene.buyer, region="西藏自治区")
    assert scene.did(scene.buyer, "PUT", f"/orders/{order}/address", {"address_id": far})["address"]["region"] == "西藏自治区"


@pytest.mark.covers("ORD-01")
def test_an_order_may_be_complete_when_delivered(scene: Scene, amend: Amend) -> None:
    amend("orders/completion.yaml", "      value: aftersales_window_over\n", "      value: delivered\n")
    order, package = scene.packed()
    scene.scan(package, "delivered")
    shown = scene.seen(order)
    assert (shown["state"], shown["completed_at"]) == ("completed", after(hours=2))
    scene.sound()


@pytest.mark.covers("ORD-02", "CLK-01")
def test_another_limit_holds_for_new_orders_only(scene: Scene, amend: Amend) -> None:
    before = scene.placed()
    amend("orders/unpaid.yaml", "      value: 48\n", "      value: 24\n")
    then = scene.placed()
    due = {order: scene.seen(order)["deadlines"][0]["due"] for order in (before, then)}
    assert due == {before: after(hours=48), then: after(hours=24)}
    scene.later(hours=24)
    assert {order: scene.seen(order)["state"] for order in due} == {before: "unpaid", then: "cancelled"}
    assert scene.why(scene.seen(then)["ended"]["decision"])["rule"]["value_text"] == "24 hours"
    scene.sound()


@pytest.mark.covers("ORD-02")
def test_the_buyer_may_not_be_told(scene: Scene, amend: Amend) -> None:
    amend("orders/unpaid.yaml", "      value: true\n", "      value: false\n")
    order = scene.placed()
    scene.later(hours=48)
    assert scene.seen(order)["state"] == "cancelled"
    assert {one["kind"] for one in scene.buyer.letters()} == {"orders.post.reminder"}


@pytest.mark.covers("ORD-03")
def test_there_may_be_no_free_hour(scene: Scene, amend: Amend) -> None:
    amend("orders/cancellation.yaml", "      value: 1\n", "      value: null\n")
    paid, on_delivery = scene.paid(), scene.placed(method="cash_on_delivery")
    for order in (paid, on_delivery):
        assert scene.seen(order)["state"] == "to_process", "it can be packed at once"
        assert scene.wish(order).json()["request"]["state"] == "open"
    scene.sound()


@pytest.mark.covers("ORD-03")
def test_there_may_be_no_limit_to_answer_in(scene: Scene, amend: Amend) -> None:
    amend("orders/cancellation.yaml", "      value: 48\n", "      value: null\n")
    order = scene.to_pack()
    answer = scene.wish(order).json()
    assert (answer["request"]["state"], answer["request"]["deadline"]) == ("open", None)
    scene.later(days=30)
    assert scene.seen(order)["cancellation"]["state"] == "open"
    scene.sound()


@pytest.mark.covers("ORD-02")
def test_a_way_to_pay_may_not_be_offered(scene: Scene, amend: Amend) -> None:
    amend("payments/methods.yaml", "[online, cash_on_delivery, card_instalments, pay_later]\n      source", "[online]\n      source")
    answer = scene.place({scene.cup: 1}, method="cash_on_delivery")
    assert refusal(answer, 422, "orders.method_not_offered", "method")["detail"] == "CN doesn’t offer this way to pay."
    quote = scene.did(scene.buyer, "POST", "/me/quote", {"lines": [{"sku_id": scene.cup, "quantity": 1}]})
    assert quote["shops"][0]["methods"] == ["online"]
