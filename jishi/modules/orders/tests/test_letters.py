"""Whatever someone else ends (an order, some pieces, a request), the buyer is written; what they did themselves is not."""

import pytest

from jishi.kernel.models import Deadline
from jishi.modules.orders.tests.scene import Scene
from jishi.modules.orders.tests.test_request import reply

DECLINED = "The shop declined the request to cancel. Its reason is on the order’s page."


def letters(scene: Scene) -> list[tuple[str, str]]:
    return [(one["kind"].removeprefix("orders.post."), one["text"]) for one in scene.buyer.letters()]


@pytest.mark.covers("ORD-05")
def test_the_shop_cancels_and_the_buyer_is_told(scene: Scene) -> None:
    paid, unpaid = scene.paid({scene.cup: 2}), scene.placed()
    for order in (paid, unpaid):
        scene.did(scene.owner, "POST", f"/orders/{order}/cancel", {"reason": "broken in store, call 13800006021"})
    assert letters(scene) == [
        ("shop_cancelled_unpaid", "Nothing was charged. The shop’s reason is on the order’s page."),
        ("shop_cancelled", "¥198.00 goes back the way you paid. The shop’s reason is on the order’s page."),
    ]


@pytest.mark.covers("ORD-05")
def test_only_what_goes_back_now_is_told(scene: Scene) -> None:
    order = scene.paid({scene.cup: 3})
    scene.wish(order, {scene.cup: 1})
    scene.did(scene.owner, "POST", f"/orders/{order}/cancel", {"reason": "broken"})
    assert letters(scene) == [("shop_cancelled", "¥198.00 goes back the way you paid. The shop’s reason is on the order’s page.")]


@pytest.mark.covers("ORD-03", "ORD-05")
def test_the_shops_answer_is_told(scene: Scene) -> None:
    order = scene.to_pack({scene.cup: 3})
    reply(scene, scene.wished(order), False, "engraved already")
    reply(scene, scene.wished(order, {scene.cup: 1}), True)
    reply(scene, scene.wished(order), True)
    assert letters(scene) == [
        ("cancelled", "¥198.00 goes back the way you paid."),
        ("part_cancelled", "¥99.00 goes back the way you paid. The rest goes on."),
        ("request_declined", DECLINED),
    ]


@pytest.mark.covers("ORD-03")
def test_a_request_that_the_carrier_overtook_is_told(scene: Scene) -> None:
    order, package = scene.packed()
    scene.wished(order)
    scene.scan(package, "collected")
    told = "It went too far to be cancelled before the shop answered. Ask for a return once it’s with you."
    assert letters(scene) == [("request_overtaken", told)]


@pytest.mark.covers("ORD-05")
def test_what_the_buyer_ends_at_once_is_not_written(scene: Scene) -> None:
    paid = scene.paid({scene.cup: 2})
    for wish in ({scene.cup: 1}, None):
        scene.wish(paid, wish)
    scene.wish(scene.placed())
    assert letters(scene) == []


@pytest.mark.covers("CLK-02")
def test_clocks_that_run_on_cost_what_is_left(scene: Scene) -> None:
    """Of an order that waits to be paid, and of one that waits to be shipped."""
    unpaid, paid = scene.placed({scene.cup: 3}), scene.paid({scene.cup: 3})

    def costs(order: str) -> dict[str, str]:
        running = [one for one in scene.seen(order)["deadlines"] if one["state"] == "open" and one["cost"]]
        return {one["kind"]: one["cost"]["money"]["amount"] for one in running if one["cost"]["money"]}

    assert (costs(unpaid), costs(paid)) == ({"orders.unpaid": "297.00"}, {"orders.hand_over_by": "297.00"})
    for order in (unpaid, paid):
        scene.wish(order, {scene.cup: 1})
    assert (costs(unpaid), costs(paid)) == ({"orders.unpaid": "198.00"}, {"orders.hand_over_by": "198.00"})
    scene.later(hours=2)
    reply(scene, scene.wished(paid, {scene.cup: 1}), True)
    assert costs(paid) == {"orders.hand_over_by": "99.00"}
    assert Deadline.objects.get(subject=paid, kind="orders.hand_over_by").cost == {
        "money": {"amount": "99.00", "currency": "CNY"},
        "what": "orders.cost.late_shipment",
    }
    scene.sound()


@pytest.mark.parametrize("market", ["US", "TH"])
def test_clocks_that_would_cancel_cost_what_is_left_too(db: None, market: str) -> None:
    scene = Scene.set(market)
    order = scene.paid({scene.cup: 3})
    scene.wish(order, {scene.cup: 1})
    kinds = {"US": ["orders.not_ready"], "TH": ["orders.not_ready", "orders.not_collected"]}
    found = Deadline.objects.filter(subject=order, cost__what="orders.cost.cancelled")
    assert {one.kind: one.cost["money"]["amount"] for one in found} == dict.fromkeys(kinds[market], "198.00")
