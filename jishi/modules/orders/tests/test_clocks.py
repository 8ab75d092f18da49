"""Every limit is a deadline: what ran, when it closed and how; and whoever it concerns reads the countdown with its rule."""

from datetime import timedelta
from typing import Any

import pytest

from jishi.kernel.ids import grouped
from jishi.kernel.models import Deadline, History, Post
from jishi.lawbook.models import Decision
from jishi.modules.orders.models import Mark
from jishi.modules.orders.tests.scene import START, Scene, after, refusal
from tests import people

SAID = {
    "en": {
        "orders.unpaid": ("Payment", "If it isn’t paid by 3 Mar 10:00, the order closes and the goods go back on sale.", "The buyer pays"),
        "orders.release": ("Free hour", "Until 1 Mar 11:00 the buyer may cancel freely; then it can be packed.", "The buyer cancels"),
        "orders.pack_by": ("Pack", "If it isn’t packed by 3 Mar 10:00, late packing is noted.", "Print the label and pack"),
        "orders.hand_over_by": (
            "Hand over",
            "If the carrier hasn’t scanned it by 4 Mar 10:00, a late shipment is recorded.",
            "The carrier’s first scan",
        ),
        "orders.cancellation": (
            "Answer the request",
            "Without an answer by 3 Mar 12:00 it counts as agreed: the order is cancelled and refunded.",
            "Agree or decline",
        ),
        "orders.completion": (
            "After-sales window",
            "The after-sales window ends at 16 Mar 14:00; then the order is complete.",
            "The buyer opens a case",
        ),
    },
    "zh-Hans": {
        "orders.unpaid": ("付款", "到 3月3日 10:00 还没付款，订单会关闭，商品回到货架。", "买家付款"),
        "orders.release": ("可取消期", "3月1日 11:00 前买家可以直接取消；之后转为待打包。", "买家取消"),
        "orders.pack_by": ("打包", "到 3月3日 10:00 还没打包，就记一次打包超时。", "打印面单并打包"),
        "orders.hand_over_by": ("交给承运", "到 3月4日 10:00 承运还没有揽收，就记一次迟发。", "承运的第一次扫描"),
        "orders.cancellation": ("答复取消申请", "到 3月3日 12:00 还没答复，视为同意，订单取消并退款。", "同意或拒绝"),
        "orders.completion": ("售后期", "3月16日 14:00 售后期结束，订单完成。", "买家申请售后"),
    },
}
RULES = {
    "orders.unpaid": ("orders.unpaid.cancel_after", {"en": "48 hours", "zh-Hans": "48 小时", "zh-Hant": "48 小時"}),
    "orders.release": ("orders.cancellation.free_within", {"en": "1 hour", "zh-Hans": "1 小时", "zh-Hant": "1 小時"}),
    "orders.pack_by": ("orders.shipping.pack_within", {"en": "48 hours", "zh-Hans": "48 小时", "zh-Hant": "48 小時"}),
    "orders.hand_over_by": ("orders.shipping.hand_over_within", {"en": "72 hours", "zh-Hans": "72 小时", "zh-Hant": "72 小時"}),
    "orders.cancellation": ("orders.cancellation.answer_within", {"en": "48 hours", "zh-Hans": "48 小时", "zh-Hant": "48 小時"}),
    "orders.completion": ("orders.completion.after_delivery", {"en": "15 days", "zh-Hans": "15 天", "zh-Hant": "15 天"}),
}


def clocks(shown: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["kind"]: one for one in shown["deadlines"]}


@pytest.mark.covers("CLK-02", "RUL-03")
def test_each_clock_says_what_happens_what_stops_it_and_by_which_rule(scene: Scene) -> None:
    """Every kind of clock that an order can have, for both sides, in three languages."""
    seen: dict[str, dict[str, dict[str, Any]]] = {lang: {} for lang in RULES["orders.unpaid"][1]}

    def look(order: str) -> None:
        for lang, found in seen.items():
            shown = clocks(scene.seen(order, lang=lang))
            assert shown == clocks(scene.seen(order, scene.owner, lang))
            for kind, one in shown.items():
                found.setdefault(kind, one)

    order = scene.placed()
    look(order)
    scene.pay(order)
    look(order)
    scene.later(hours=2)
    scene.did(scene.buyer, "POST", f"/cancellations/{scene.wished(order)}/withdraw")
    look(order)
    package = scene.did(scene.owner, "POST", f"/orders/{order}/pack")["id"]
    scene.later(hours=4)
    scene.scan(package, "delivered")
    look(order)
    assert {lang: found.keys() for lang, found in seen.items()} == dict.fromkeys(seen, RULES.keys())
    for lang, found in seen.items():
        for kind, one in found.items():
            assert (one["rule"], one["value_text"]) == (RULES[kind][0], RULES[kind][1][lang])
            assert len(one["rule_key"]) == 12
            assert one["rule_says"]
            if lang in SAID:
                assert (one["title"], one["what"], one["stops"]) == SAID[lang][kind]
    texts = [(one["title"], one["what"], one["rule_says"]) for one in seen["zh-Hant"].values()]
    assert not set("".join("".join(text) for text in texts)) & set("订单货买卖时还没关闭"), "traditional characters"


@pytest.mark.covers("CLK-02")
def test_the_one_clock_at_a_glance_is_what_matters_to_the_reader(scene: Scene) -> None:
    order = scene.placed()

    def glance() -> tuple[str, str]:
        return tuple(scene.seen(order, who)["clock"]["kind"] for who in (scene.buyer, scene.owner))  # type: ignore[return-value]

    assert glance() == ("orders.unpaid", "orders.unpaid")
    scene.pay(order)
    assert glance() == ("orders.release", "orders.pack_by")
    scene.later(hours=2)
    assert glance() == ("orders.hand_over_by", "orders.pack_by")
    request = scene.wished(order)
    assert glance() == ("orders.cancellation", "orders.cancellation")
    scene.did(scene.buyer, "POST", f"/cancellations/{request}/withdraw")
    package = scene.did(scene.owner, "POST", f"/orders/{order}/pack")["id"]
    assert glance() == ("orders.hand_over_by", "orders.hand_over_by")
    scene.scan(package, "collected")
    assert scene.seen(order)["clock"] is None
    scene.scan(package, "delivered")
    assert glance() == ("orders.completion", "orders.completion")


@pytest.mark.covers("CLK-01", "CLK-02")
def test_closed_clocks_stay_readable_with_how_they_ended(scene: Scene) -> None:
    order = scene.paid()
    scene.later(hours=50)
    scene.did(scene.owner, "POST", f"/orders/{order}/pack")
    ended = {kind: (one["state"], one["closed_at"], one["late_ms"]) for kind, one in clocks(scene.seen(order)).items()}
    assert ended == {
        "orders.unpaid": ("met", after(), None),
        "orders.release": ("lapsed", after(hours=1), 0),
        "orders.pack_by": ("lapsed", after(hours=48), 0),
        "orders.hand_over_by": ("open", None, None),
    }
    assert scene.seen(order)["deadlines"][0]["kind"] == "orders.hand_over_by", "what runs comes first"


@pytest.mark.covers("CLK-01", "ORD-02", "ORD-05", "RUL-03")
def test_what_the_clock_cancelled_says_why_in_three_languages(scene: Scene) -> None:
    order = scene.placed({scene.cup: 2})
    scene.later(hours=48)
    shown = scene.seen(order)
    assert shown["ended"] | {"decision": ""} == {
        "cause": "unpaid",
        "text": "Not paid in time",
        "initiator": "clock",
        "reason": "",
        "at": after(hours=48),
        "decision": "",
    }
    cards = {lang: scene.why(shown["ended"]["decision"], lang=lang) for lang in ("zh-Hans", "zh-Hant", "en")}
    assert {lang: (card["says"], card["effect"], card["sum"], card["counterfactuals"]) for lang, card in cards.items()} == {
        "zh-Hans": (
            "没有按时付款，订单已关闭",
            "没有扣款，商品已回到货架",
            "3月1日 10:00 + 48 小时 = 3月3日 10:00",
            ["3月3日 10:00 前付款，订单就继续"],
        ),
        "zh-Hant": (
            "未按時付款，訂單已關閉",
            "沒有扣款，商品已回到貨架",
            "3月1日 10:00 + 48 小時 = 3月3日 10:00",
            ["3月3日 10:00 前付款，訂單就繼續"],
        ),
        "en": (
            "Not paid in time, so the order closed",
            "Nothing was charged; the goods are back on sale",
            "1 Mar 10:00 + 48 hours = 3 Mar 10:00",
            ["Paid before 3 Mar 10:00, it would have gone on"],
        ),
    }
    card = cards["en"]
    assert (card["rule"]["id"], card["rule"]["value_text"], card["rule"]["since"]) == (
        "orders.unpaid.cancel_after",
        "48 hours",
        "2022-01-01",
    )
    assert [(one["label"], one["value"]) for one in card["facts"]] == [
        ("Placed", "1 Mar 10:00"),
        ("Due", "3 Mar 10:00"),
        ("Paid", "Not by then"),
    ]
    assert (card["deadline"]["due"], card["deadline"]["late_ms"]) == (after(hours=48), 0)
    assert scene.why(shown["ended"]["decision"], scene.owner)["says"] == card["says"]
    refusal(scene.ask(people.a_buyer("other@example.org"), "GET", f"/decisions/{card['id']}"), 404, "kernel.not_found")


@pytest.mark.covers("ORD-04", "ORD-05", "RUL-03")
def test_a_market_whose_rule_cancels_late_orders(db: None) -> None:
    scene = Scene.set("TH")
    prepared = scene.paid({scene.cup: 1})
    forgotten = scene.paid({scene.cup: 2})
    on_delivery = scene.placed({scene.lid: 1}, method="cash_on_delivery")
    scene.later(hours=2)
    package = scene.did(scene.owner, "POST", f"/orders/{prepared}/pack")["id"]
    scene.later(days=10)
    ended = {order: scene.seen(order)["ended"] for order in (prepared, forgotten, on_delivery)}
    # Friday 1 March 2024, 09:00 in Bangkok: two working days end with Tuesday, three with Wednesday
    assert {order: (one["cause"], one["initiator"], one["at"]) for order, one in ended.items()} == {
        prepared: ("not_collected", "clock", after(days=5, hours=15)),
        forgotten: ("not_ready", "clock", after(days=4, hours=15)),
        on_delivery: ("not_ready", "clock", after(days=4, hours=15)),
    }
    card = scene.why(ended[prepared]["decision"])
    assert (card["says"], card["rule"]["regime"]) == ("Not collected in time, so the order was cancelled", "TikTok Shop, South-East Asia.")
    # both orders ended at midnight, which is quiet: one letter tells of them in the morning
    later, first = scene.buyer.letters()
    assert later["text"] == "฿99.00 goes back the way you paid."
    told = {order: f"· Order {grouped(scene.seen(order)['number'])} was cancelled. " for order in (forgotten, on_delivery)}
    assert sorted(first["text"].splitlines()) == sorted(
        [told[forgotten] + "฿198.00 goes back the way you paid.", told[on_delivery] + "Nothing was charged; you can order again."]
    )
    assert (scene.shelf(scene.cup), scene.shelf(scene.lid)) == ((10, 0), (5, 0))
    assert scene.did(scene.buyer, "GET", f"/orders/{prepared}/packages")[0]["state"] == "void"
    assert scene.scan(package, "collected")["state"] == "void"
    scene.sound()


@pytest.mark.covers("ORD-04")
def test_a_market_that_counts_in_working_days(db: None) -> None:
    scene = Scene.set("US")
    shown = clocks(scene.seen(scene.paid(), scene.owner))
    # Thursday evening, 29 February 2024: two working days end with Monday, seven with the next Monday, in summer time
    assert {kind: shown[kind]["due"] for kind in ("orders.hand_over_by", "orders.not_ready")} == {
        "orders.hand_over_by": after(days=4, hours=3),
        "orders.not_ready": after(days=11, hours=2),
    }


@pytest.mark.covers("CLK-01")
def test_a_clock_fires_once(scene: Scene) -> None:
    order = scene.placed()
    scene.later(hours=49)
    scene.later(days=9)
    assert History.objects.filter(subject=order, verb="lapse").count() == 1
    assert Decision.objects.filter(subject=order).count() == 1
    assert Post.objects.filter(kind="orders.post.closed").count() == 1
    assert Deadline.objects.filter(subject=order, state="lapsed").count() == 3


@pytest.mark.covers("ORD-04", "RUL-03")
def test_lateness_is_marked_once_each_with_its_why_for_the_shop(scene: Scene) -> None:
    order = scene.paid()
    scene.later(hours=80)
    marks = scene.seen(order, scene.owner)["marks"]
    assert [(one["mark"], one["text"], one["scored"], one["at"], one["withdrawn_at"]) for one in marks] == [
        ("late_packing", "Late packing", False, after(hours=48), None),
        ("late_shipment", "Late shipment", True, after(hours=72), None),
    ]
    cards = [scene.why(one["decision"], scene.owner) for one in marks]
    assert [(card["says"], card["effect"], card["rule"]["id"]) for card in cards] == [
        ("Late packing was noted", "Shown and warned of, not scored", "orders.shipping.pack_within"),
        ("A late shipment was recorded", "It counts against the shop", "orders.shipping.hand_over_within"),
    ]
    assert [(rule["id"], rule["value_text"]) for rule in cards[1]["rules"]] == [
        (
            "fulfilment.promise.marks",
            "mark late packing, limit orders.shipping.pack within, scored no; "
            "mark late shipment, limit fulfilment.promise.set by, scored yes",
        ),
        (
            "fulfilment.promise.set_by",
            "order all others, promise orders.shipping.hand over within; "
            "order presale after payment, promise catalog.presale.ship after payment; "
            "order presale after window, promise catalog.presale.ship after window",
        ),
        ("fulfilment.promise.late_unless", "waybill uploaded, carrier pick up scan"),
    ]
    assert cards[1]["sum"] == "1 Mar 10:00 + 72 hours = 4 Mar 10:00"
    assert [one["decision"] for one in scene.seen(order)["marks"]] == [None, None], "the shop's why is not the buyer's"
    refusal(scene.ask(scene.buyer, "GET", f"/decisions/{marks[1]['decision']}"), 404, "kernel.not_found")
    assert Mark.objects.count() == 2
    assert scene.seen(order)["tags"] == ["late_packing", "late_shipment"]
    assert scene.now - START == timedelta(hours=80)
