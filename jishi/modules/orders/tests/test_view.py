"""One order as its reader may see it: the buyer in full, the shop and the operator masked; its history, its money, its verbs."""

from typing import Any

import pytest

from jishi.modules.orders.models import Order
from jishi.modules.orders.tests.scene import Scene, after, refusal
from tests import people
from tests.rows import unchanged

MASKED = {
    "masked": True,
    "name": "许**",
    "phone": "138 **** 6021",
    "country": "CN",
    "region": "浙江省",
    "city": "杭州市",
    "district": "西湖区",
    "line": "文三****",
    "postcode": "310***",
}


def place(shown: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in shown["address"].items() if name not in ("id", "zone")}


def verbs(shown: dict[str, Any]) -> dict[str, str | None]:
    """Verb -> None when allowed, else why not."""
    assert all(one["allowed"] == (one["why"] is None) for one in shown["verbs"])
    return {one["verb"]: one["why"] for one in shown["verbs"]}


@pytest.mark.covers("ORD-01", "ORD-08")
def test_the_buyer_sees_it_whole(scene: Scene) -> None:
    order = scene.placed({scene.cup: 2, scene.lid: 1}, note="Ring twice")
    row = Order.objects.get(pk=order)
    shown = scene.seen(order)
    clocks = shown.pop("deadlines")
    assert [one["kind"] for one in clocks] == ["orders.unpaid"], "reminders are nobody's countdown"
    assert shown.pop("clock") == clocks[0]
    cup, lid = shown.pop("lines")
    assert shown == {
        "id": order,
        "number": row.number,
        "view": "buyer",
        "market": "CN",
        "state": "unpaid",
        "state_text": "Unpaid",
        "tags": [],
        "shop": {"id": scene.shop.id, "name": "Shop of CN"},
        "buyer": None,
        "amounts": {
            "goods": {"amount": "208.00", "currency": "CNY"},
            "total": {"amount": "208.00", "currency": "CNY"},
            "paid": {"amount": "0.00", "currency": "CNY"},
            "refunded": {"amount": "0.00", "currency": "CNY"},
        },
        "method": "online",
        "placed_at": after(),
        "paid_at": None,
        **dict.fromkeys(("packed_at", "collected_at", "delivered_at", "completed_at", "cancelled_at")),
        "note": "Ring twice",
        "shop_note": "",
        "cancellation": None,
        "verbs": shown["verbs"],
        "payment_id": row.payment,
        "reveals_left": None,
        "ended": None,
        "history": [{"verb": "place", "at": after(), "actor": "buyer", "text": "Placed", "reason": ""}],
        "line_cancellations": [],
        "marks": [],
        "address": {
            "id": scene.buyer.address,
            "zone": "CN:浙江省",
            "masked": False,
            "name": "许晴",
            "phone": "+8613800006021",
            **people.ADDRESS["CN"],
        },
    }
    assert cup | {"id": "", "product_id": ""} == {
        "id": "",
        "product_id": "",
        "sku_id": scene.cup,
        "title": "青瓷盖碗",
        "sku_name": "Cup",
        "picture": None,
        "quantity": 2,
        **dict.fromkeys(("cancelled", "shipped"), 0),
        "price": {"amount": "99.00", "currency": "CNY"},
        "total": {"amount": "198.00", "currency": "CNY"},
    }
    assert (lid["sku_id"], lid["total"]["amount"]) == (scene.lid, "10.00")


@pytest.mark.covers("ORD-08")
def test_the_shop_and_the_operator_see_it_masked(scene: Scene) -> None:
    order = scene.placed(note="Ring twice")
    for who, view in ((scene.owner, "shop"), (scene.shop.hire("agent"), "shop"), (people.an_operator("support"), "operator")):
        shown = scene.seen(order, who)
        assert (shown["view"], place(shown)) == (view, MASKED)
        assert shown["buyer"] == {"id": scene.buyer.id, "name": "许**"}
        assert (shown["payment_id"], shown["note"]) == (None, "Ring twice")
        assert "13800006021" not in str(shown)
        assert "许晴" not in str(shown)


def test_texts_are_the_readers(scene: Scene) -> None:
    order = scene.placed()
    texts = {}
    for lang in ("zh-Hans", "zh-Hant", "en"):
        shown = scene.seen(order, lang=lang)
        texts[lang] = (shown["state_text"], shown["history"][0]["text"])
    assert texts == {"zh-Hans": ("待付款", "下单"), "zh-Hant": ("待付款", "下單"), "en": ("Unpaid", "Placed")}


@pytest.mark.covers("ORD-01")
def test_the_history_tells_who_did_what_when_the_latest_first(scene: Scene) -> None:
    order = scene.placed()
    scene.later(minutes=5)
    scene.pay(order)
    scene.later(hours=3)
    scene.did(scene.buyer, "POST", f"/cancellations/{scene.wished(order)}/withdraw")
    scene.later(hours=4)
    package = scene.did(scene.owner, "POST", f"/orders/{order}/pack")["id"]
    scene.later(hours=5)
    scene.scan(package, "collected")
    scene.later(hours=30)
    scene.scan(package, "delivered")
    scene.later(days=20)
    told = [(one["verb"], one["at"], one["actor"], one["text"], one["reason"]) for one in scene.seen(order)["history"]]
    assert told == [
        ("complete", after(days=15, hours=30), "clock", "The after-sales window ended; completed", ""),
        ("deliver", after(hours=30), "carrier", "Delivered", ""),
        ("collect", after(hours=5), "carrier", "Collected by the carrier", ""),
        ("pack", after(hours=4), "shop", "Packed", ""),
        ("request_withdraw", after(hours=3), "buyer", "The buyer withdrew the request", ""),
        ("ask", after(hours=3), "buyer", "The buyer asked to cancel", "changed my mind"),
        ("release", after(hours=1, minutes=5), "clock", "The free hour ended; it can be packed", ""),
        ("pay", after(minutes=5), "provider", "Paid", ""),
        ("place", after(), "buyer", "Placed", ""),
    ]
    scene.sound()


@pytest.mark.covers("ORD-01", "ORD-03", "ORD-08")
def test_verbs_say_what_the_reader_may_do_now_and_if_not_why(scene: Scene) -> None:
    order = scene.placed()
    too_late, packed, none, done = "orders.why.too_late", "orders.why.packed", "orders.why.no_request", "orders.why.nothing_to_pay"
    buyer = {"pay": None, "request_cancellation": None, "withdraw_cancellation": none, "change_address": None, "write_note": None}
    shop: dict[str, Any] = {"pack": "orders.why.not_to_pack", "cancel": None, "answer_cancellation": none}
    shop |= {"write_note": None, "reveal_recipient": None}

    def now(own: dict[str, Any], staff: dict[str, Any]) -> None:
        assert verbs(scene.seen(order)) == buyer | own
        assert verbs(scene.seen(order, scene.owner)) == shop | staff

    now({}, {})
    scene.pay(order)
    now({"pay": done}, {"pack": "orders.why.free_hour"})
    scene.later(hours=2)
    now({"pay": done}, {"pack": None})
    request = scene.wished(order)
    asked = {"pay": done, "request_cancellation": "orders.why.already_asked", "withdraw_cancellation": None}
    now(asked, {"pack": None, "answer_cancellation": None})
    package = scene.did(scene.owner, "POST", f"/orders/{order}/pack")["id"]
    now(asked | {"change_address": packed, "write_note": packed}, {"answer_cancellation": None})
    scene.did(scene.buyer, "POST", f"/cancellations/{request}/withdraw")
    scene.scan(package, "collected")
    gone = {"pay": done, "request_cancellation": too_late, "change_address": packed, "write_note": packed}
    now(gone, {"cancel": too_late})
    scene.scan(package, "delivered")
    now(gone, {"cancel": too_late})
    scene.later(days=20)
    over = "orders.why.ended"
    now({"pay": done, "request_cancellation": over, "change_address": over, "write_note": over}, {"cancel": over})


def test_verbs_are_those_of_the_readers_role(scene: Scene) -> None:
    order = scene.to_pack()
    roles = {
        "manager": {"pack", "cancel", "answer_cancellation", "write_note", "reveal_recipient"},
        "supervisor": {"cancel", "answer_cancellation", "write_note", "reveal_recipient"},
        "agent": {"cancel", "answer_cancellation", "write_note", "reveal_recipient"},
        "warehouse": {"pack", "write_note", "reveal_recipient"},
        "finance": set(),
    }
    assert {role: set(verbs(scene.seen(order, scene.shop.hire(role)))) for role in roles} == roles
    seen = {role: set(verbs(scene.seen(order, people.an_operator(role)))) for role in ("admin", "governance", "support")}
    assert seen == {"admin": {"cancel"}, "governance": {"cancel"}, "support": {"reveal_recipient"}}


@pytest.mark.covers("ORD-05")
def test_the_money_of_an_order_is_told_to_the_last_cent(scene: Scene) -> None:
    order = scene.paid({scene.cup: 2})
    scene.wish(order, {scene.cup: 1})
    scene.later(hours=2)
    scene.did(scene.owner, "POST", f"/orders/{order}/cancel", {"reason": "broken"})
    shown = scene.did(scene.owner, "GET", f"/orders/{order}/ledger")
    moves = [(one["cause"], one["what"], [entry["amount"]["amount"] for entry in one["entries"]]) for one in shown["postings"]]
    assert moves == [
        ("payments.captured", "The buyer paid", ["-198.00", "198.00"]),
        ("payments.refunded", "Refunded to the buyer", ["-99.00", "99.00"]),
        ("payments.refunded", "Refunded to the buyer", ["-99.00", "99.00"]),
    ]
    assert {one["account"].split(":")[1]: one["balance"]["amount"] for one in shown["accounts"]} == {
        "provider.clearing": "0.00",
        "order.pending": "0.00",
    }
    picture = shown["picture"]
    assert {side: [(one["term"], one["amount"]["amount"]) for one in picture[side]] for side in ("sources", "uses")} == {
        "sources": [("paid", "198.00")],
        "uses": [("refunded", "198.00")],
    }
    assert picture["balanced"] is True


def test_who_may_read_the_money(scene: Scene) -> None:
    order = scene.paid()
    path = f"/orders/{order}/ledger"
    for may in (scene.owner, scene.shop.hire("finance"), people.an_operator("finance")):
        assert scene.did(may, "GET", path)["picture"]["balanced"] is True
    with unchanged():
        refusal(scene.ask(scene.buyer, "GET", path), 403, "kernel.not_allowed")


def test_someone_on_both_sides_reads_it_as_the_shop(scene: Scene) -> None:
    scene.owner.address = people.an_address(scene.owner)
    order = scene.placed(who=scene.owner)
    assert scene.seen(order, scene.owner)["view"] == "shop"
    scene.pay(order, who=scene.owner)
    assert scene.did(scene.owner, "POST", f"/orders/{order}/cancellations", {"reason": "own use"})["order"]["view"] == "buyer"
