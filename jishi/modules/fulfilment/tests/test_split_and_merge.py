"""Orders in several parcels, and several orders in one: through HTTP, with all that follows."""

from typing import Any

import pytest

from jishi.kernel.models import Deadline
from jishi.modules.fulfilment.models import Content, Package
from jishi.modules.ledger import queries as ledger
from jishi.modules.orders.models import Order, OrderLine
from jishi.modules.orders.tests.scene import START, Scene, after, refusal
from tests import people
from tests.rows import unchanged

KEYS = "kernel_idempotencykey"


def lines(scene: Scene, order: str) -> dict[str, str]:
    """SKU -> line."""
    return dict(OrderLine.objects.filter(order=order).values_list("sku", "pk"))


def split(scene: Scene, order: str, *parts: dict[str, int]) -> Any:
    held = lines(scene, order)
    parcels = [{"lines": [{"line_id": held.get(sku, sku), "quantity": n} for sku, n in part.items()]} for part in parts]
    return scene.ask(scene.owner, "POST", f"/orders/{order}/split", {"parcels": parcels})


def cut(scene: Scene, order: str, *parts: dict[str, int]) -> list[str]:
    """The parcels of an order that was split so."""
    answer = split(scene, order, *parts)
    assert answer.status_code == 200, answer.content
    return [one["id"] for one in answer.json()]


def merge(scene: Scene, *orders: str) -> Any:
    return scene.ask(scene.owner, "POST", f"/shops/{scene.shop.id}/packages", {"order_ids": list(orders)})


def merged(scene: Scene, *orders: str) -> dict[str, Any]:
    answer = merge(scene, *orders)
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def held(package: str) -> dict[str, int]:
    """What is in a parcel: SKU -> pieces."""
    sku = dict(OrderLine.objects.values_list("pk", "sku"))
    return {sku[line]: n for line, n in Content.objects.filter(package=package).values_list("line", "quantity")}


def states(scene: Scene, order: str) -> list[str]:
    return [one["state"] for one in scene.did(scene.owner, "GET", f"/orders/{order}/packages")]


def clock_of(order: str, kind: str) -> str:
    return Deadline.objects.get(subject=order, kind=kind).state


@pytest.mark.covers("FUL-01", "ORD-04")
def test_a_split_order_is_collected_and_delivered_with_its_last_parcel(scene: Scene) -> None:
    order = scene.to_pack({scene.cup: 3, scene.lid: 1})
    one, two = cut(scene, order, {scene.cup: 2}, {scene.cup: 1, scene.lid: 1})
    assert (held(one), held(two)) == ({scene.cup: 2}, {scene.cup: 1, scene.lid: 1})
    assert scene.seen(order)["state"] == "awaiting_collection"
    assert clock_of(order, "orders.pack_by") == "met"
    scene.later(hours=10)
    scene.scan(one, "collected")
    seen = scene.seen(order)
    assert (seen["state"], seen["collected_at"], [line["shipped"] for line in seen["lines"]]) == ("awaiting_collection", None, [2, 0])
    assert (scene.shelf(scene.cup), scene.shelf(scene.lid)) == ((8, 1), (5, 1)), "two cups left the shelf"
    assert clock_of(order, "orders.hand_over_by") == "open"
    scene.later(hours=20)
    scene.scan(one, "delivered")
    scene.scan(two, "collected")
    seen = scene.seen(order)
    assert (seen["state"], seen["collected_at"], seen["delivered_at"]) == ("in_transit", after(hours=20), None)
    assert (clock_of(order, "orders.hand_over_by"), scene.shelf(scene.cup), scene.shelf(scene.lid)) == ("met", (7, 0), (4, 0))
    scene.later(hours=40)
    scene.scan(two, "delivered")
    seen = scene.seen(order)
    assert (seen["state"], seen["delivered_at"], states(scene, order)) == ("delivered", after(hours=40), ["delivered", "delivered"])
    assert ledger.pending(order, "CNY").text() == "307.00"
    scene.sound()


@pytest.mark.covers("FUL-01", "FUL-02")
def test_the_promise_is_kept_only_when_the_last_parcel_is_handed_over(scene: Scene) -> None:
    order = scene.to_pack({scene.cup: 2})
    one, two = cut(scene, order, {scene.cup: 1}, {scene.cup: 1})
    scene.scan(one, "collected")
    scene.later(hours=73)
    assert [mark["mark"] for mark in scene.seen(order)["marks"]] == ["late_shipment"]
    scene.scan(two, "collected")
    assert scene.seen(order)["collected_at"] == after(hours=73)
    scene.sound()


@pytest.mark.covers("FUL-01")
def test_parcels_hold_each_piece_once(scene: Scene) -> None:
    order = scene.to_pack({scene.cup: 3})
    other = scene.to_pack({scene.lid: 1})
    cup = scene.cup
    theirs = lines(scene, other)[scene.lid]
    for parts in ([{cup: 2}, {cup: 2}], [{cup: 1}, {cup: 1}], [{cup: 3}, {theirs: 1}], [{cup: 2}, {cup: 1, "orl_none": 1}]):
        with unchanged(KEYS):
            refusal(split(scene, order, *parts), 422, "fulfilment.not_what_is_sent", "parcels")
    for body in ({"parcels": []}, {"parcels": [{"lines": []}, {"lines": []}]}, {}):
        with unchanged(KEYS):
            assert scene.ask(scene.owner, "POST", f"/orders/{order}/split", body).status_code == 422
    assert Package.objects.count() == 0


@pytest.mark.covers("FUL-01")
def test_the_rule_bounds_the_parcels(scene: Scene) -> None:
    order, more = scene.paid({scene.cup: 10}), scene.paid({scene.lid: 5})
    scene.later(hours=2)
    assert len(cut(scene, order, *[{scene.cup: 1}] * 10)) == 10
    with unchanged(KEYS):
        problem = refusal(split(scene, more, *[{scene.lid: 1}] * 11), 409, "fulfilment.too_many_parcels", "parcels")
    assert problem["rule"] == "fulfilment.packing.parcels_per_order"
    scene.sound()


@pytest.mark.covers("FUL-01")
def test_until_the_carrier_has_it_an_order_is_packed_anew(scene: Scene) -> None:
    order, package = scene.packed({scene.cup: 3})
    one, two = cut(scene, order, {scene.cup: 1}, {scene.cup: 2})
    assert states(scene, order) == ["void", "packed", "packed"]
    assert Order.objects.get(pk=order).state == "awaiting_collection"
    whole = scene.did(scene.owner, "POST", f"/orders/{order}/repack")
    assert (held(whole["id"]), held(package)) == ({scene.cup: 3}, {scene.cup: 3}), "a void parcel says what it held"
    one, two = cut(scene, order, {scene.cup: 1}, {scene.cup: 2})
    scene.scan(one, "collected")
    with unchanged(KEYS):
        refusal(split(scene, order, {scene.cup: 2}, {scene.cup: 1}), 422, "fulfilment.not_what_is_sent", "parcels")
    again = cut(scene, order, {scene.cup: 1}, {scene.cup: 1})
    assert Package.objects.get(pk=two).state == "void"
    for parcel in again:
        scene.scan(parcel, "collected")
    with unchanged(KEYS):
        refusal(scene.ask(scene.owner, "POST", f"/orders/{order}/repack"), 409, "kernel.wrong_state")
    scene.sound()


def test_only_what_waits_is_packed_anew(scene: Scene) -> None:
    unpaid, on_hold = scene.placed({scene.cup: 2}), scene.paid({scene.cup: 2})
    with unchanged(KEYS):
        for order in (unpaid, on_hold):
            refusal(split(scene, order, {scene.cup: 1}, {scene.cup: 1}), 409, "kernel.wrong_state")
            refusal(scene.ask(scene.owner, "POST", f"/orders/{order}/repack"), 409, "kernel.wrong_state")
            refusal(merge(scene, unpaid, on_hold), 409, "kernel.wrong_state")
    scene.later(hours=2)
    with unchanged(KEYS):
        refusal(scene.ask(scene.owner, "POST", f"/orders/{on_hold}/repack"), 409, "kernel.wrong_state")


@pytest.mark.covers("FUL-01", "ORD-05")
def test_what_is_handed_over_can_no_longer_be_cancelled(scene: Scene) -> None:
    order = scene.to_pack({scene.cup: 3, scene.lid: 2})
    one, two = cut(scene, order, {scene.cup: 2}, {scene.cup: 1, scene.lid: 2})
    scene.scan(one, "collected")
    with unchanged(KEYS):
        refusal(scene.ask(scene.owner, "POST", f"/orders/{order}/cancel", {"reason": "none left"}), 409, "orders.partly_shipped")
        refusal(scene.wish(order), 409, "orders.partly_shipped", "lines")
        refusal(scene.wish(order, {scene.cup: 2}), 422, "orders.nothing_to_cancel", f"lines.{lines(scene, order)[scene.cup]}")
    wish = scene.wished(order, {scene.cup: 1, scene.lid: 1})
    scene.did(scene.owner, "POST", f"/cancellations/{wish}/answer", {"accept": True})
    scene.heard()
    assert (held(one), held(two)) == ({scene.cup: 2}, {scene.lid: 1})
    assert (scene.shelf(scene.cup), scene.shelf(scene.lid)) == ((8, 0), (5, 1))
    assert scene.seen(order)["amounts"]["refunded"]["amount"] == "109.00"
    scene.scan(two, "collected")
    assert scene.seen(order)["state"] == "in_transit"
    scene.sound()


@pytest.mark.covers("FUL-01", "ORD-05")
def test_an_order_of_which_the_rest_is_cancelled_is_on_its_way(scene: Scene) -> None:
    order = scene.to_pack({scene.cup: 1, scene.lid: 1})
    one, two = cut(scene, order, {scene.cup: 1}, {scene.lid: 1})
    wish = scene.wished(order)
    scene.later(hours=9)
    scene.scan(one, "collected")
    scene.did(scene.owner, "POST", f"/cancellations/{wish}/answer", {"accept": True})
    scene.heard()
    seen = scene.seen(order)
    assert (seen["state"], seen["collected_at"], Package.objects.get(pk=two).state) == ("in_transit", after(hours=9), "void")
    assert (seen["amounts"]["refunded"]["amount"], scene.shelf(scene.lid)) == ("10.00", (5, 0))
    scene.scan(one, "delivered")
    assert scene.seen(order)["state"] == "delivered"
    scene.sound()


@pytest.mark.covers("FUL-01", "ORD-05")
def test_a_request_of_which_all_is_handed_over_falls_away(scene: Scene) -> None:
    order = scene.to_pack({scene.cup: 2, scene.lid: 1})
    one, _ = cut(scene, order, {scene.cup: 2}, {scene.lid: 1})
    scene.wished(order, {scene.cup: 1})
    scene.scan(one, "collected")
    assert scene.seen(order)["cancellation"]["state"] == "rejected"
    scene.sound()


@pytest.mark.covers("FUL-01", "FUL-02")
def test_what_was_in_a_lost_parcel_is_refunded_and_the_rest_goes_on(scene: Scene) -> None:
    order = scene.to_pack({scene.cup: 2, scene.lid: 1})
    one, two = cut(scene, order, {scene.cup: 2}, {scene.lid: 1})
    scene.scan(one, "collected")
    scene.scan(one, "failed")
    seen = scene.seen(order)
    assert (seen["state"], seen["amounts"]["refunded"]["amount"]) == ("awaiting_collection", "198.00")
    scene.scan(two, "delivered")
    seen = scene.seen(order)
    parcels = {parcel["id"]: parcel["state"] for parcel in scene.did(scene.owner, "GET", f"/orders/{order}/packages")}
    assert (seen["state"], parcels) == ("delivered", {one: "failed", two: "delivered"})
    scene.sound()


@pytest.mark.covers("FUL-01")
def test_the_last_of_an_order_that_is_lost_ends_it(scene: Scene) -> None:
    order = scene.to_pack({scene.cup: 2})
    one, two = cut(scene, order, {scene.cup: 1}, {scene.cup: 1})
    for parcel in (one, two):
        scene.scan(parcel, "collected")
    scene.scan(one, "destroyed")
    assert scene.seen(order)["state"] == "in_transit"
    scene.scan(two, "failed")
    seen = scene.seen(order)
    assert (seen["state"], seen["amounts"]["refunded"]["amount"]) == ("cancelled", "198.00")
    scene.heard().sound()


@pytest.mark.covers("FUL-01")
def test_orders_of_one_buyer_travel_in_one_parcel(scene: Scene) -> None:
    first, second = scene.paid({scene.cup: 1}), scene.paid({scene.cup: 1, scene.lid: 1})
    scene.later(hours=2)
    old = scene.did(scene.owner, "POST", f"/orders/{first}/pack")["id"]
    both = merged(scene, first, second)
    assert {one["order_id"] for one in both["contents"]} == {first, second}
    assert sum(one["quantity"] for one in both["contents"]) == 3
    assert Package.objects.get(pk=old).state == "void"
    assert [scene.seen(order)["state"] for order in (first, second)] == ["awaiting_collection"] * 2
    for order in (first, second):
        found = scene.did(scene.owner, "GET", f"/shops/{scene.shop.id}/orders?q={both['waybill']}")["items"]
        assert order in [one["id"] for one in found], "both are found by the waybill"
    printed = scene.did(scene.owner, "POST", f"/shops/{scene.shop.id}/labels", {"order_ids": [first, second]})
    assert sorted(printed["done"]) == sorted([first, second])
    scene.later(hours=5)
    scene.scan(both["id"], "collected")
    assert [scene.seen(order)["collected_at"] for order in (first, second)] == [after(hours=5)] * 2
    assert (scene.shelf(scene.cup), scene.shelf(scene.lid)) == ((8, 0), (4, 0))
    scene.scan(both["id"], "delivered")
    assert [scene.seen(order)["state"] for order in (first, second)] == ["delivered"] * 2
    scene.sound()


@pytest.mark.covers("FUL-01")
def test_only_orders_of_one_buyer_to_one_address_travel_together(scene: Scene) -> None:
    other = people.a_buyer("other@example.org", "何田田")
    elsewhere = people.an_address(scene.buyer, line="别处 1 号")
    same = people.an_address(scene.buyer)
    mine, theirs = scene.paid(), scene.placed(who=other)
    assert scene.pay(theirs, who=other).status_code == 200
    far, near = scene.paid(address_id=elsewhere), scene.paid(address_id=same)
    scene.later(hours=2)
    shop = people.a_shop("CN", name="Another", owner="another@example.org")
    with unchanged(KEYS):
        refusal(merge(scene, mine, theirs), 409, "fulfilment.other_recipient", "order_ids")
        refusal(merge(scene, mine, far), 409, "fulfilment.other_recipient", "order_ids")
        assert merge(scene, mine, "ord_none").status_code == 404
        assert merge(scene, mine).status_code == 422
        assert merge(scene, mine, mine).status_code == 422
        answer = scene.ask(shop.person, "POST", f"/shops/{shop.id}/packages", {"order_ids": [mine, near]})
        assert answer.status_code == 404
    assert merged(scene, mine, near)["state"] == "packed", "the same address, written down twice"


@pytest.mark.covers("FUL-01")
def test_the_rule_bounds_the_orders_of_a_parcel(scene: Scene) -> None:
    with unchanged(KEYS):
        problem = refusal(merge(scene, *[f"ord_{n}" for n in range(21)]), 409, "fulfilment.too_many_orders", "order_ids")
    assert problem["rule"] == "fulfilment.packing.orders_per_parcel"


@pytest.mark.covers("FUL-01", "ORD-05")
def test_a_cancelled_order_leaves_the_parcel_that_it_shared(scene: Scene) -> None:
    first, second = scene.paid(), scene.paid({scene.lid: 1})
    scene.later(hours=2)
    both = merged(scene, first, second)["id"]
    scene.did(scene.owner, "POST", f"/orders/{first}/cancel", {"reason": "none left"})
    scene.heard()
    assert (held(both), Package.objects.get(pk=both).state) == ({scene.lid: 1}, "packed")
    whole = scene.did(scene.owner, "POST", f"/orders/{second}/repack")
    assert (held(whole["id"]), Package.objects.get(pk=both).state) == ({scene.lid: 1}, "void")
    scene.sound()


@pytest.mark.covers("FUL-01", "ORD-05")
def test_a_parcel_collected_before_the_warehouse_heard_of_the_cancellation_holds_the_others_alone(scene: Scene) -> None:
    first, second = scene.paid(), scene.paid({scene.lid: 1})
    scene.later(hours=2)
    both = merged(scene, first, second)["id"]
    scene.did(scene.owner, "POST", f"/orders/{first}/cancel", {"reason": "none left"})
    scene.scan(both, "collected")
    assert held(both) == {scene.lid: 1}
    assert [scene.seen(order)["state"] for order in (first, second)] == ["cancelled", "in_transit"]
    assert (scene.shelf(scene.cup), scene.shelf(scene.lid)) == ((10, 0), (4, 0))
    scene.heard().sound()


@pytest.mark.covers("FUL-01")
def test_who_may_not_pack_may_neither_split_nor_merge(scene: Scene) -> None:
    first, second = scene.paid({scene.cup: 2}), scene.paid()
    scene.later(hours=2)
    agent = scene.shop.hire("agent")
    body = {"parcels": [{"lines": [{"line_id": lines(scene, first)[scene.cup], "quantity": 1}]}] * 2}
    with unchanged(KEYS):
        for who, status in ((agent, 403), (scene.buyer, 403)):
            assert scene.ask(who, "POST", f"/orders/{first}/split", body).status_code == status
            assert scene.ask(who, "POST", f"/orders/{first}/repack").status_code == status
        assert scene.ask(agent, "POST", f"/shops/{scene.shop.id}/packages", {"order_ids": [first, second]}).status_code == 403
        assert scene.ask(scene.buyer, "POST", f"/shops/{scene.shop.id}/packages", {"order_ids": [first, second]}).status_code == 404
    assert scene.now > START
