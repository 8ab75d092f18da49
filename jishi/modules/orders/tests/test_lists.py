"""Lists of orders: a shop's by tab, words and time, by what is due first; a buyer's own. As many questions for fifty rows as for one."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jishi.kernel import clock
from jishi.modules.catalog.tests import goods
from jishi.modules.orders.models import Order
from jishi.modules.orders.tests.scene import START, Scene, after
from tests import people
from tests.rows import unchanged


def listed(scene: Scene, query: str = "", who: people.Signed | None = None) -> list[str]:
    """The ids of a shop's list."""
    return [one["id"] for one in page(scene, query, who)["items"]]


def page(scene: Scene, query: str = "", who: people.Signed | None = None) -> dict[str, Any]:
    return dict(scene.did(who or scene.owner, "GET", f"/shops/{scene.shop.id}/orders?{query}"))


def mine(scene: Scene, query: str = "", who: people.Signed | None = None) -> list[str]:
    return [one["id"] for one in scene.did(who or scene.buyer, "GET", f"/me/orders?{query}")["items"]]


@pytest.fixture
def told(scene: Scene) -> dict[str, str]:
    """An order in each state, by state, and one whose request waits."""
    found = {}
    found["completed"], package = scene.packed()
    scene.later(hours=3)
    scene.scan(package, "delivered")
    scene.later(days=16)
    for state in ("in_transit", "delivered", "awaiting_collection", "to_process", "cancelling"):
        found[state] = scene.paid()
    scene.now += timedelta(hours=2)
    scene.later(days=16, hours=2)
    for state in ("in_transit", "delivered", "awaiting_collection"):
        package = scene.did(scene.owner, "POST", f"/orders/{found[state]}/pack")["id"]
        if state != "awaiting_collection":
            scene.scan(package, {"in_transit": "collected"}.get(state, state))
    scene.wished(found["cancelling"])
    found["on_hold"] = scene.paid()
    found["unpaid"] = scene.placed()
    found["cancelled"] = scene.placed()
    scene.wish(found["cancelled"])
    return found


@pytest.mark.covers("ORD-01", "ORD-03")
def test_tabs_and_their_parts(scene: Scene, told: dict[str, str]) -> None:
    tabs: dict[str, list[str]] = {
        "tab=unpaid": ["unpaid"],
        "tab=to_ship": ["on_hold", "to_process", "awaiting_collection", "cancelling"],
        "tab=to_ship&sub=on_hold": ["on_hold"],
        "tab=to_ship&sub=pack": ["to_process", "cancelling"],
        "tab=to_ship&sub=collect": ["awaiting_collection"],
        "tab=shipped": ["in_transit", "delivered"],
        "tab=completed": ["completed"],
        "tab=cancelled": ["cancelled"],
        "tab=cancelling": ["cancelling"],
        "tab=all": list(told),
        "": list(told),
    }
    for query, names in tabs.items():
        assert set(listed(scene, query)) == {told[name] for name in names}, query
        if "sub" not in query:
            assert set(mine(scene, query)) == {told[name] for name in names}, query
    assert scene.did(scene.owner, "GET", f"/shops/{scene.shop.id}/orders/counts") == {
        "all": 9,
        "unpaid": 1,
        "to_ship": 4,
        "shipped": 2,
        "completed": 1,
        "cancelled": 1,
        "cancelling": 1,
        "sub": {"on_hold": 1, "pack": 2, "collect": 1},
    }
    scene.sound()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("tab=lost", "tab"),
        ("tab=to_ship&sub=lost", "sub"),
        ("tab=completed&sub=pack", "sub"),
        ("sort=price", "sort"),
        ("with=all", "with"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("cursor=x", "cursor"),
        ("paid_from=yesterday", "paid_from"),
        ("paid_to=2024-03-01T10:00:00", "paid_to"),
        ("placed_from=0001-01-01T00:00:00%2B14:00", "placed_from"),
        ("placed_to=9999-12-31T23:59:59-12:00", "placed_to"),
        (f"q={'x' * 121}", "q"),
    ],
)
def test_what_cannot_be_listed_is_refused_by_name(scene: Scene, query: str, field: str) -> None:
    with unchanged():
        for who, path in ((scene.owner, f"/shops/{scene.shop.id}/orders"), (scene.buyer, "/me/orders")):
            answer = scene.ask(who, "GET", f"{path}?{query}")
            assert answer.status_code == 422, answer.content
            assert [one["field"] for one in answer.json()["errors"]] == [field]


@pytest.mark.covers("ORD-04")
def test_sorted_by_what_is_due_first(scene: Scene) -> None:
    first = scene.paid()
    scene.later(minutes=30)
    second = scene.paid()
    scene.later(hours=2)
    third = scene.paid()
    unpaid = scene.placed()
    assert listed(scene) == [unpaid, third, second, first], "the latest placed comes first"
    assert listed(scene, "sort=due") == [first, second, third], "what waits for nothing of the shop's is left out"
    scene.did(scene.owner, "POST", f"/orders/{first}/pack")
    assert listed(scene, "sort=due") == [second, third, first], "now the parcel is to be handed over, by 72 hours"
    scene.wished(first)
    assert listed(scene, "sort=due") == [second, first, third], "its answer is due at 50 hours, between theirs"
    scene.later(hours=60)
    assert listed(scene, "sort=due") == [second, third], "what is overdue stays; silence cancelled the first"


def test_words_find_orders(scene: Scene) -> None:
    tea = goods.skus(goods.product(goods.variant("TEA", "30.00", name="50% 绿茶", stock=9), shop=scene.shop.id, title="Spring Tea"))[0].pk
    other = people.a_buyer("+86 138 0000 6021", "陈晨")
    cup = scene.placed()
    leaves = scene.placed({tea: 1}, who=other)
    number = Order.objects.get(pk=leaves).number
    grouped = " ".join(number[n : n + 4] for n in range(0, 18, 4))
    for q in (
        leaves,
        number,
        grouped,
        number[:9],
        tea,
        "spring tea",
        "TEA",
        "绿茶",
        "50%",
        "13800006021",
        "138 0000 6021",
        "+8613800006021",
    ):
        assert listed(scene, f"q={q.replace('%', '%25').replace('+', '%2B')}") == [leaves], q
    assert listed(scene, "q=buyer@example.org") == listed(scene, "q=BUYER@example.org") == [cup]
    for q in ("青瓷", "盖碗", scene.cup, "Cup"):
        assert listed(scene, f"q={q}") == [cup], q
    for q in ("nothing", "1380000602", "%25%25", "_", "陈晨", "example.org", "'"):
        assert listed(scene, f"q={q}") == [], q
    assert set(listed(scene, "q=%20%20")) == {cup, leaves}
    assert mine(scene, "q=Cup") == [cup]
    assert mine(scene, "q=buyer@example.org") == [], "a buyer's words do not find buyers"


def test_a_shop_finds_nothing_of_another(scene: Scene) -> None:
    order = scene.placed()
    other = people.a_shop("CN", "Second shop", "second@example.org")
    for q in (order, Order.objects.get(pk=order).number, "buyer@example.org", "Cup"):
        assert scene.did(other.person, "GET", f"/shops/{other.id}/orders?q={q}")["items"] == []
    assert mine(scene, who=people.a_buyer("other@example.org")) == []


def test_a_buyers_orders_in_one_shop(scene: Scene) -> None:
    own = scene.placed()
    with clock.at(START):
        another = people.a_buyer("another@example.org")
    theirs = scene.placed(who=another)
    assert listed(scene, f"buyer_id={scene.buyer.id}") == [own]
    assert listed(scene, f"buyer_id={another.id}") == [theirs]
    assert mine(scene, f"shop={scene.shop.id}") == [own]
    assert mine(scene, "shop=shp_none") == []


def test_times_are_half_open(scene: Scene) -> None:
    first = scene.paid()
    scene.later(hours=1)
    second = scene.paid()
    third = scene.placed()
    hour = after(hours=1).replace("+00:00", "Z")
    assert listed(scene, f"paid_from={hour}") == [second]
    assert listed(scene, f"paid_to={hour}") == [first]
    assert set(listed(scene, f"placed_from={hour}")) == {second, third}
    assert listed(scene, f"placed_to={hour}") == [first]
    assert listed(scene, "placed_from=2024-03-01T10:00:00%2B08:00&placed_to=2024-03-01T10:00:01%2B08:00") == [first]


def test_marks_are_found(scene: Scene) -> None:
    late = scene.paid()
    scene.later(hours=48)
    scene.paid()
    assert listed(scene, "mark=late_packing") == [late]
    assert listed(scene, "mark=late_shipment") == []


@pytest.mark.parametrize("sort", ["placed", "due"])
def test_cursors_skip_nothing_and_lead_back(scene: Scene, sort: str) -> None:
    for _ in range(5):
        scene.paid({scene.cup: 1})
        scene.now += timedelta(seconds=1)
    scene.paid({scene.lid: 1})
    whole = listed(scene, f"sort={sort}")
    assert len(whole) == 6
    pages, cursor = [], ""
    while cursor is not None:
        got = page(scene, f"sort={sort}&limit=2{cursor and f'&cursor={cursor}'}")
        assert got["total"] == 6
        pages.append(got)
        cursor = got["next_cursor"]
    assert [one["id"] for got in pages for one in got["items"]] == whole
    back = page(scene, f"sort={sort}&limit=2&cursor={pages[2]['prev_cursor']}")
    assert back["items"] == pages[1]["items"]
    assert pages[0]["prev_cursor"] is None


def test_verbs_come_when_asked_for(scene: Scene) -> None:
    scene.to_pack()
    assert page(scene)["items"][0]["verbs"] is None
    shown = {one["verb"]: (one["operation"], one["allowed"], one["why"]) for one in page(scene, "with=verbs")["items"][0]["verbs"]}
    assert shown == {
        "pack": ("fulfilment.pack", True, None),
        "cancel": ("orders.cancel", True, None),
        "answer_cancellation": ("orders.answer_cancellation", False, "orders.why.no_request"),
        "write_note": ("orders.write_note", True, None),
        "reveal_recipient": ("orders.reveal_recipient", True, None),
    }
    finance = scene.shop.hire("finance")
    assert page(scene, "with=verbs", finance)["items"][0]["verbs"] == []
    verbs = scene.did(scene.buyer, "GET", "/me/orders?with=verbs")["items"][0]["verbs"]
    assert {one["verb"]: one["allowed"] for one in verbs} == {
        "pay": False,
        "request_cancellation": True,
        "withdraw_cancellation": False,
        "change_address": True,
        "write_note": True,
    }


def test_a_row_of_a_list(scene: Scene) -> None:
    order = scene.to_pack({scene.cup: 2}, note="Ring twice")
    scene.did(scene.owner, "PUT", f"/orders/{order}/note", {"text": "regular"})
    row = page(scene)["items"][0]
    assert (row["buyer"]["id"], row["buyer"]["name"]) == (scene.buyer.id, "许**")
    assert (row["state"], row["state_text"], row["note"], row["shop_note"]) == ("to_process", "To pack", "Ring twice", "regular")
    assert (row["clock"]["kind"], row["clock"]["due"]) == ("orders.pack_by", after(hours=48))
    own = scene.did(scene.buyer, "GET", "/me/orders")["items"][0]
    assert (own["buyer"], own["shop_note"], own["shop"]["name"]) == (None, "", "Shop of CN")
    assert own["clock"]["kind"] == "orders.hand_over_by"
    assert set(row) == set(own)


BY_THE_SECOND = ("lawbook_marketpack", "kernel_simulatedclock")
"""Read again each second, whoever asks: on a busy machine within any request."""


@pytest.mark.parametrize("query", ["", "with=verbs", "tab=to_ship&sort=due"])
def test_a_long_list_asks_no_more_questions_than_a_short_one(scene: Scene, query: str) -> None:
    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(scene, query)
        return sum(not any(table in one["sql"] for table in BY_THE_SECOND) for one in asked)

    def more(n: int) -> None:
        for _ in range(n):
            order = scene.paid({scene.cup: 1})
            scene.now += timedelta(hours=2)
            scene.later(seconds=int((scene.now - START).total_seconds()))
            scene.wished(order)

    more(1)
    page(scene, query)
    short = questions()
    more(4)
    assert len(listed(scene, query)) == 5
    assert questions() == short
