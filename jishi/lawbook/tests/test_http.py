"""The law over HTTP: rules for everyone, decisions for those they concern, markets opened by operators who may."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from jishi import lawbook
from jishi.kernel import clock
from jishi.kernel.models import Audit
from jishi.kernel.runner import act
from jishi.lawbook.decisions import Decision, Fact, decide
from jishi.lawbook.models import Market, MarketPack
from tests import people

pytestmark = pytest.mark.django_db
NOON = datetime(2024, 6, 3, 4, tzinfo=UTC)
ANSWER = "orders.cancellation.answer_within"


def get(path: str, client: Client | None = None, lang: str = "en", at: datetime = NOON, **query: Any) -> tuple[int, Any]:
    """Status and body of a read."""
    with clock.at(at):
        answer = (client or Client()).get(f"/api/v1{path}", query, headers={"Accept-Language": lang})
    return answer.status_code, answer.json()


def stored() -> list[int]:
    """How many rows a write could have added."""
    return [model.objects.count() for model in (Market, MarketPack, Audit, Decision)]


@pytest.mark.covers("RUL-01")
def test_the_list_is_paged_both_ways_and_filtered() -> None:
    seen: list[str] = []
    status, page = get("/rules", module="orders", limit=7)
    total = page["total"]
    before: list[list[str]] = []
    while True:
        assert status == 200
        before.append([line["id"] for line in page["items"]])
        seen += before[-1]
        if page["next_cursor"] is None:
            break
        status, page = get("/rules", module="orders", limit=7, cursor=page["next_cursor"])
    assert len(seen) == len(set(seen)) == total
    assert seen == sorted(seen)
    for expected in reversed(before[:-1]):
        status, page = get("/rules", module="orders", limit=7, cursor=page["prev_cursor"])
        assert [line["id"] for line in page["items"]] == expected
    assert page["prev_cursor"] is None
    status, page = get("/rules", q="未支付则自动取消", lang="zh-Hant")
    assert [(line["id"], line["name"], line["says"], line["converted"]) for line in page["items"]] == [
        ("orders.unpaid.cancel_after", "未支付自動取消", "訂單超過此時長未支付則自動取消並告知買家。", True)
    ]
    assert get("/rules", market="CN", at=datetime(1999, 1, 1, tzinfo=UTC))[1]["total"] == 0


@pytest.mark.covers("RUL-01", "RUL-04", "API-06")
def test_a_rule_tells_value_unit_words_sources_and_what_comes_next() -> None:
    people.a_market("MY")
    status, page = get("/rules/desk.response.headline", market="MY", on="2025-08-14", lang="zh-Hans")
    assert status == 200
    assert (page["in_force"]["value_text"], page["in_force"]["layer"], page["unit"]) == ("24 小时响应率", "tiktok-sea", "enum")
    assert (page["in_force"]["regime"], page["in_force"]["source"]["kind"]) == ("TikTok Shop,东南亚。", "seed")
    status, page = get("/rules/aftersales.guarantee.multiple", market="UK", on="2023-02-23")
    assert (page["in_force"]["value_text"], [value["value"] for value in page["next"]]) == ("3 times", [4])
    assert page["next"][0]["notice"] == {"begins": "2023-02-16", "ends": "2023-02-23"}
    assert {value["layer"] for value in page["history"]} == {"base"}
    status, page = get("/rules/settlement.period.days_after_delivery", market="UK", shop_tier="good")
    assert (page["in_force"]["value_text"], page["in_force"]["asked"]) == (
        "1 day",
        {"market": "UK", "on": "2024-06-03", "shop_tier": "good"},
    )
    status, page = get("/rules/settlement.period.days_after_delivery")
    assert (page["in_force"], page["asked_with"], page["market"], page["on"]) == (None, ["shop_tier"], None, "2024-06-03")


@pytest.mark.parametrize(("second", "value"), [(-1, "3 times"), (0, "4 times"), (1, "4 times")])
@pytest.mark.covers("RUL-01")
def test_today_is_the_markets_own_day(second: int, value: str) -> None:
    midnight = datetime(2023, 2, 23, 16, tzinfo=UTC)  # 24 February in China
    status, page = get("/rules/aftersales.guarantee.multiple", market="CN", at=midnight + timedelta(seconds=second))
    assert (status, page["in_force"]["value_text"]) == (200, value)


@pytest.mark.parametrize(
    ("path", "query", "status", "field"),
    [
        ("/rules/orders.unpaid.nothing", {}, 404, None),
        ("/rules/Orders", {}, 422, "rule"),
        ("/rules/orders.unpaid.cancel_after", {"market": "XX"}, 422, "market"),
        ("/rules/orders.unpaid.cancel_after", {"on": "yesterday"}, 422, "on"),
        ("/rules/orders.unpaid.cancel_after", {"shop_tier": "good"}, 422, "shop_tier"),
        ("/rules/settlement.period.reserve", {"shop_tier": "best"}, 422, "shop_tier"),
        ("/rules", {"market": "XX"}, 422, "market"),
        ("/rules", {"limit": "0"}, 422, "limit"),
        ("/rules", {"limit": "201"}, 422, "limit"),
        ("/rules", {"cursor": "!"}, 422, "cursor"),
        ("/rules", {"cursor": "AAAA"}, 422, "cursor"),
        ("/rules", {"q": "x" * 121}, 422, "q"),
        ("/rules", {"q": "a\nb"}, 422, "q"),
    ],
)
def test_bad_questions_are_refused_by_name(path: str, query: dict[str, str], status: int, field: str | None) -> None:
    answered, problem = get(path, **query)
    assert answered == status
    assert [error["field"] for error in problem["errors"]] == ([field] if field else [])


@pytest.mark.covers("API-06")
def test_an_operator_opens_a_market_once() -> None:
    admin = people.an_operator("admin")
    body = {"code": "MY", "pack": "tiktok-sea", "since": "2024-06-03"}
    with clock.at(NOON):
        first = admin.ask("POST", "/markets", body, key="open-my")
        again = admin.ask("POST", "/markets", body, key="open-my")
        anew = admin.ask("POST", "/markets", body)
    assert [answer.status_code for answer in (first, again, anew)] == [201, 201, 201]
    expected = {
        "code": "MY",
        "currency": "MYR",
        "places": 2,
        "zone": "Asia/Kuala_Lumpur",
        "opened": "2024-06-03",
        "pack": "tiktok-sea",
        "next_pack": None,
        "next_since": None,
    }
    assert first.json() == again.json() == anew.json() == expected
    assert (Market.objects.count(), MarketPack.objects.count()) == (1, 1)
    assert get("/markets") == (200, [expected])
    assert get(f"/rules/{ANSWER}", market="MY")[1]["market"] == "MY"
    assert Audit.objects.get(act="lawbook.open_market").actor == f"person:{admin.id}"


@pytest.mark.covers("API-06")
def test_only_operators_who_may_open_markets_do() -> None:
    body = {"code": "MY", "pack": "tiktok-sea", "since": "2024-06-03"}
    shop = people.a_shop("CN")
    asking = {401: Client(), 404: shop.owner, 403: people.an_operator("support").client}
    before = stored()
    for status, client in asking.items():
        answer = client.post("/api/v1/markets", people.body(body), content_type="application/json")
        assert answer.status_code == status
    assert stored() == before


@pytest.mark.parametrize(
    ("changed", "status", "field"),
    [
        ({"code": "XX"}, 422, "code"),
        ({"code": "cn"}, 422, "code"),
        ({"code": None}, 422, "code"),
        ({"pack": "nobody"}, 422, "pack"),
        ({"pack": "douyin-cn"}, 422, "pack"),
        ({"pack": 7}, 422, "pack"),
        ({"pack": "a\x00b"}, 422, "body"),
        ({"since": "soon"}, 422, "since"),
        ({"since": -1}, 422, "since"),
        ({"more": 1}, 422, "more"),
    ],
)
def test_bad_markets_are_refused_by_name(changed: dict[str, Any], status: int, field: str) -> None:
    admin = people.an_operator("admin")
    before = stored()
    with clock.at(NOON):
        answer = admin.ask("POST", "/markets", {"code": "MY", "pack": "tiktok-sea", "since": "2024-06-03", **changed})
    assert answer.status_code == status
    assert field in [error["field"] for error in answer.json()["errors"]]
    assert stored() == before


@pytest.mark.covers("RUL-03", "API-06")
def test_a_refusal_by_a_rule_leaves_its_why() -> None:
    admin = people.an_operator("admin")
    people.a_market("CN")
    before = stored()
    with clock.at(NOON):
        answer = admin.ask("POST", "/markets/CN/pack-changes", {"pack": "kuaishou-cn", "since": "2024-06-10", "reason": "As agreed"})
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["rule"]) == (409, "lawbook.pack_backdated", "lawbook.changes.notice_for")
    assert problem["errors"][0]["field"] == "since"
    assert stored() == [*before[:3], before[3] + 1]
    status, card = get(f"/decisions/{problem['why']}", admin.client, "zh-Hans")
    assert (status, card["says"], card["effect"]) == (200, "CN 的规则包没有更换。", "2024年6月10日 仍按原来的规则包执行。")
    assert card["sum"] == "6月3日 12:00 + 公示 7 个自然日：2024年6月11日 起"
    assert card["counterfactuals"] == ["生效日定在 2024年6月11日 或以后就能通过。"]
    assert (card["rule"]["id"], card["rule"]["value_text"], card["changed_since"]) == ("lawbook.changes.notice_for", "7 个自然日", False)
    assert [(fact["label"], fact["value"]) for fact in card["facts"]] == [
        ("公示开始", "6月3日 12:00"),
        ("申请生效日", "2024年6月10日"),
    ]
    with clock.at(NOON):
        later = {"pack": "kuaishou-cn", "since": "2024-06-11", "reason": "As agreed"}
        assert admin.ask("POST", "/markets/CN/pack-changes", later).status_code == 201


@pytest.mark.covers("RUL-03")
def test_a_decision_is_there_only_for_those_it_concerns() -> None:
    shop = people.a_shop("CN")
    buyer, stranger = people.a_buyer(), people.signed_in("stranger@example.org")
    agent, other = shop.hire("agent"), people.a_shop("MY")
    with clock.at(NOON):
        ruling = lawbook.at(ANSWER, on=NOON, market="CN")
        decision = act(
            decide,
            subject="ord_1",
            verb="orders.cancel",
            outcome="lawbook.decision.pack_refused",
            market="CN",
            person=buyer.id,
            shop=shop.id,
            rulings=[ruling],
            facts=[
                Fact("lawbook.fact.announced", NOON, NOON),
                Fact("lawbook.fact.to_begin", date(2024, 6, 4), audience="shop"),
                Fact("lawbook.fact.to_begin", "per_9", audience="operator"),
            ],
            params={"market": "CN", "since": NOON},
        )
    path = f"/decisions/{decision.id}"
    seen = {}
    for name, client in (
        ("buyer", buyer.client),
        ("owner", shop.owner),
        ("agent", agent.client),
        ("operator", people.an_operator("support").client),
    ):
        status, card = get(path, client)
        assert status == 200
        seen[name] = len(card["facts"])
    assert seen == {"buyer": 1, "owner": 2, "agent": 2, "operator": 3}
    for client, refused in ((stranger.client, 404), (other.owner, 404), (Client(), 401)):
        assert get(path, client)[0] == refused
        assert get("/decisions/dec_none", client)[0] == refused
    assert get("/decisions/!", buyer.client)[0] == 422
