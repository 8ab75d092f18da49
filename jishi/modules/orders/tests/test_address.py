"""Change of address: once before packing, inside the freight zone; each refusal shows its why in the reader's language."""

from typing import Any

import pytest

from jishi.modules.orders.models import Order
from jishi.modules.orders.tests.scene import Scene, refusal
from tests import people
from tests.rows import unchanged

AUDIT = ("kernel_idempotencykey", "lawbook_decision")
FAR = {"region": "新疆维吾尔自治区", "city": "乌鲁木齐市", "district": "天山区"}


def move(scene: Scene, order: str, address: str, lang: str = "") -> Any:
    return scene.ask(scene.buyer, "PUT", f"/orders/{order}/address", {"address_id": address}, lang=lang)


@pytest.mark.covers("ORD-08")
@pytest.mark.parametrize("hours", [None, 0, 2])
def test_the_buyer_changes_the_address_before_packing(scene: Scene, hours: int | None) -> None:
    new = people.an_address(scene.buyer, line="灵隐路 1 号")
    order = scene.placed() if hours is None else scene.paid()
    scene.later(hours=hours or 0)
    shown = move(scene, order, new).json()
    assert (shown["address"]["id"], shown["address"]["line"], shown["address"]["masked"]) == (new, "灵隐路 1 号", False)
    assert scene.seen(order, scene.owner)["address"]["line"] == "灵隐****"
    assert Order.objects.values_list("address", "address_changes").get(pk=order) == (new, 1)


@pytest.mark.covers("ORD-08", "RUL-03", "RUL-08")
def test_the_second_change_is_refused_with_its_why_in_three_languages(scene: Scene) -> None:
    order = scene.paid()
    first, second = (people.an_address(scene.buyer, line=f"灵隐路 {n} 号") for n in (1, 2))
    assert move(scene, order, first).status_code == 200
    with unchanged(*AUDIT):
        problem = refusal(move(scene, order, second), 409, "orders.address_no_more")
    assert problem["rule"] == "orders.address.buyer_may_change_before_packing"
    said = {lang: scene.why(problem["why"], lang=lang) for lang in ("zh-Hans", "zh-Hant", "en")}
    assert {lang: (card["says"], card["effect"], card["counterfactuals"]) for lang, card in said.items()} == {
        "zh-Hans": ("地址已经改过，不能再改", "按现在的地址送", ["让店铺取消后重新下单"]),
        "zh-Hant": ("地址已經改過，不能再改", "按現在的地址送", ["讓店家取消後重新下單"]),
        "en": ("The address was changed before", "It goes to the present address", ["Ask the shop to cancel, then order again"]),
    }
    assert {lang: card["rule"]["says"] for lang, card in said.items()} == {
        "zh-Hans": "打包前买家可修改收货地址的次数。",
        "zh-Hant": "打包前買家可修改收貨地址的次數。",
        "en": "Before the parcel is packed the buyer may change the address this often.",
    }
    card = said["en"]
    assert (card["rule"]["id"], card["rule"]["value_text"], card["rule"]["source"]["kind"]) == (problem["rule"], "1", "default")
    assert [(one["label"], one["value"]) for one in card["facts"]] == [("State", "On hold"), ("Changed so far", "1")]
    assert scene.why(problem["why"], scene.owner)["id"] == problem["why"], "the shop reads it too"
    refusal(scene.ask(people.a_buyer("other@example.org"), "GET", f"/decisions/{problem['why']}"), 404, "kernel.not_found")


@pytest.mark.covers("ORD-08", "RUL-08")
def test_another_freight_zone_is_refused_with_its_why(scene: Scene) -> None:
    order = scene.paid()
    far = people.an_address(scene.buyer, **FAR)
    with unchanged(*AUDIT):
        problem = refusal(move(scene, order, far), 409, "orders.other_zone", "address_id")
    assert problem["rule"] == "orders.address.same_freight_zone"
    card = scene.why(problem["why"])
    assert (card["says"], card["effect"]) == ("The new address is in another freight zone", "It goes to the first address")
    assert card["counterfactuals"] == ["An address in the same freight zone would do"]
    assert move(scene, order, people.an_address(scene.buyer)).status_code == 200


@pytest.mark.covers("ORD-08", "RUL-08")
def test_once_packed_the_address_stays(scene: Scene) -> None:
    order, _ = scene.packed()
    new = people.an_address(scene.buyer)
    with unchanged(*AUDIT):
        problem = refusal(move(scene, order, new, "zh-Hant"), 409, "orders.address_no_more")
    assert problem["detail"] == "地址不能再改了。"
    assert scene.why(problem["why"], lang="zh-Hant")["says"] == "已經打包，地址不能改了"


def test_the_address_it_has_already_is_no_change(scene: Scene) -> None:
    order = scene.paid()
    with unchanged("kernel_idempotencykey"):
        assert move(scene, order, scene.buyer.address).status_code == 200
    assert move(scene, order, people.an_address(scene.buyer)).status_code == 200


def test_a_cancelled_order_goes_nowhere(scene: Scene) -> None:
    order = scene.paid()
    scene.wish(order)
    new = people.an_address(scene.buyer)
    with unchanged("kernel_idempotencykey"):
        refusal(move(scene, order, new), 409, "kernel.wrong_state")


def test_an_address_that_is_not_the_buyers_is_refused(scene: Scene) -> None:
    order = scene.paid()
    other = people.a_buyer("other@example.org")
    retired = people.an_address(scene.buyer)
    scene.ask(scene.buyer, "DELETE", f"/me/addresses/{retired}")
    with unchanged("kernel_idempotencykey"):
        for address in (other.address, retired, "adr_0"):
            refusal(move(scene, order, address), 422, "orders.no_such_address", "address_id")


@pytest.mark.covers("ORD-08")
def test_an_order_keeps_the_address_it_was_placed_with(scene: Scene) -> None:
    order = scene.paid()
    place = {"name": "许晴", "phone": people.PHONE["CN"], **people.ADDRESS["CN"], "line": "别处 9 号"}
    scene.did(scene.buyer, "PATCH", f"/me/addresses/{scene.buyer.address}", place)
    assert scene.seen(order)["address"]["line"] == people.ADDRESS["CN"]["line"]


@pytest.mark.covers("ORD-08")
def test_both_sides_write_their_notes(scene: Scene) -> None:
    order = scene.placed(note="Ring twice")
    text = "Leave at the door\nthank you"
    assert scene.did(scene.buyer, "PUT", f"/orders/{order}/note", {"text": f" {text} "})["note"] == text
    shown = scene.did(scene.owner, "PUT", f"/orders/{order}/note", {"text": "regular customer"})
    assert (shown["note"], shown["shop_note"]) == (text, "regular customer")
    assert (scene.seen(order)["note"], scene.seen(order)["shop_note"]) == (text, ""), "the shop's is its own"
    assert scene.did(scene.buyer, "PUT", f"/orders/{order}/note", {"text": ""})["note"] == ""
    agent = scene.shop.hire("agent")
    assert scene.did(agent, "PUT", f"/orders/{order}/note", {"text": "seen"})["shop_note"] == "seen"
    with unchanged():
        for text in ("x" * 501, None, 5, "a\x00b"):
            assert scene.ask(scene.buyer, "PUT", f"/orders/{order}/note", {"text": text}).status_code == 422


def test_once_packed_only_the_shop_writes_notes(scene: Scene) -> None:
    order, _ = scene.packed()
    with unchanged("kernel_idempotencykey"):
        refusal(scene.ask(scene.buyer, "PUT", f"/orders/{order}/note", {"text": "blue ribbon"}), 409, "orders.note_no_more")
    assert scene.did(scene.owner, "PUT", f"/orders/{order}/note", {"text": "gone"})["shop_note"] == "gone"
