"""The rest of a shop's day: what lapsed, who waits, what was sold; and who sees which part of it."""

from typing import Any

import pytest

from jishi.kernel import clock
from jishi.modules.insights.tests.test_inbox import at_midnight, day, lines
from jishi.modules.orders.tests.scene import START, Scene, nobody, refusal
from tests import people
from tests.rows import unchanged


def told(seen: dict[str, Any]) -> list[tuple[str, str, int]]:
    """What lapsed, in short."""
    return [(one["day"], one["outcome"], one["count"]) for one in seen["lapsed"]]


@pytest.mark.covers("CLK-04")
def test_what_lapsed_is_told_with_its_decisions(scene: Scene) -> None:
    orders = [scene.paid({scene.lid: 1}), scene.paid({scene.cup: 1})]
    unpaid = scene.placed({scene.lid: 1})
    scene.later(hours=47, minutes=59)
    assert day(scene)["lapsed"] == []
    scene.later(hours=49)
    seen = day(scene, lang="en")
    assert sorted(told(seen)) == [
        ("2024-03-03", "fulfilment.decision.late_packing", 2),
        ("2024-03-03", "orders.decision.unpaid", 1),
    ]
    packing = next(one for one in seen["lapsed"] if "packing" in one["outcome"])
    closed = next(one for one in seen["lapsed"] if "unpaid" in one["outcome"])
    assert {one["order"]["id"] for one in packing["decisions"]} == set(orders)
    assert (packing["money"], packing["late_ms"]) == (None, 0)
    assert (closed["says"], closed["money"]) == ("Not paid in time, so the order closed", {"amount": "10.00", "currency": "CNY"})
    (decision,) = closed["decisions"]
    assert decision["order"] == {"id": unpaid, "number": scene.seen(unpaid)["number"]}
    assert scene.why(decision["decision"], scene.owner)["outcome"] == "orders.decision.unpaid"


def test_what_lapsed_yesterday_stays_a_day(scene: Scene) -> None:
    """Its day is the one in which it ran out, by the market's midnight."""
    scene.now = at_midnight("CN", seconds=-1)
    scene.paid({scene.lid: 1})
    scene.now = at_midnight("CN")
    scene.paid({scene.lid: 1})
    for moment, expected in (
        (at_midnight("CN", days=2), [("2024-03-07", 1), ("2024-03-06", 1)]),
        (at_midnight("CN", days=3, seconds=-1), [("2024-03-07", 1), ("2024-03-06", 1)]),
        (at_midnight("CN", days=3), [("2024-03-07", 1)]),
    ):
        scene.later(seconds=int((moment - START).total_seconds()))
        seen = [one for one in told(day(scene)) if one[1] == "fulfilment.decision.late_packing"]
        assert [(when, count) for when, _, count in seen] == expected, moment


@pytest.mark.parametrize("market", ["CN", "UK"])
def test_sales_are_those_of_the_markets_day_up_to_now(db: None, market: str) -> None:
    scene = Scene.set(market)
    for seconds, basket in ((-86_401, {scene.cup: 2}), (-86_400, {scene.lid: 1}), (-40_000, {scene.cup: 1}), (-1, {scene.cup: 1})):
        scene.now = at_midnight(market, seconds=seconds)
        scene.paid(basket)
    for seconds in (0, 1):
        scene.now = at_midnight(market, seconds=seconds)
        scene.paid({scene.lid: 1})
    scene.placed({scene.lid: 1})
    scene.now = at_midnight(market, hours=2)
    sales = day(scene)["sales"]
    today, yesterday = sales["today"], sales["yesterday"]
    currency = scene.shop.currency
    assert (today["amount"], today["orders"], today["buyers"]) == ({"amount": "20.00", "currency": currency}, 2, 1)
    assert (yesterday["amount"], yesterday["orders"]) == ({"amount": "10.00", "currency": currency}, 1)
    assert [one["amount"] for one in sales["today_hours"]] == ["20.00", "20.00"]
    assert [one["amount"] for one in sales["yesterday_hours"]] == ["10.00"] * 12 + ["109.00"] * 11 + ["208.00"]


def test_who_pays_at_this_moment_yesterday_is_not_in_yet(scene: Scene) -> None:
    for seconds in (-1, 0):
        scene.now = at_midnight("CN", hours=-12, seconds=seconds)
        scene.paid({scene.lid: 1})
    scene.now = at_midnight("CN", hours=12)
    assert day(scene)["sales"]["yesterday"]["orders"] == 1


def test_the_same_time_of_day_where_clocks_are_put_forward(db: None) -> None:
    """In the UK 31 March 2024 has 23 hours: noon of the next day is beside its noon, 24 hours before and 11 after its midnight."""
    scene = Scene.set("UK")
    scene.now = at_midnight("UK", days=27, hours=11)
    sales = day(scene)["sales"]
    assert (sales["yesterday"]["begins"], sales["yesterday"]["ends"]) == ("2024-03-31T00:00:00+00:00", "2024-03-31T11:00:00+00:00")
    assert (sales["today"]["begins"], sales["today"]["ends"]) == ("2024-03-31T23:00:00+00:00", "2024-04-01T11:00:00+00:00")
    assert len(sales["yesterday_hours"]) == 23


def say(scene: Scene, who: people.Signed, conversation: str, n: int, seen: int = 0) -> None:
    body = {"client_id": f"m{n}", "seen_seq": seen, "body": {"kind": "text", "text": f"no {n}"}}
    scene.did(who, "POST", f"/conversations/{conversation}/send", body)


def test_who_waits_for_an_answer_in_the_queue_and_in_ones_own_sessions(scene: Scene) -> None:
    buyers = [scene.buyer, *[people.a_buyer(f"more{n}@example.org") for n in range(2)]]
    talks = []
    for n, buyer in enumerate(buyers):
        scene.later(minutes=n)
        talks.append(scene.did(buyer, "POST", f"/shops/{scene.shop.id}/conversations")["id"])
        say(scene, buyer, talks[n], n)
    agent = scene.shop.hire("agent")
    scene.did(agent, "POST", f"/conversations/{talks[0]}/take")
    scene.did(scene.owner, "POST", f"/conversations/{talks[1]}/take")
    waiting = day(scene, agent)["chats"]
    assert waiting["waiting"] == 2
    assert [(one["conversation"], one["agent"]) for one in waiting["longest"]] == [(talks[0], agent.id), (talks[2], "")]
    say(scene, agent, talks[0], 10, seen=1)
    waiting = day(scene, agent)["chats"]
    assert (waiting["waiting"], [one["conversation"] for one in waiting["longest"]]) == (1, [talks[2]])
    assert [one["conversation"] for one in day(scene)["chats"]["longest"]] == [talks[1], talks[2]]


def test_first_answers_that_are_due_are_in_the_inbox_of_those_who_answer(scene: Scene) -> None:
    talk = scene.did(scene.buyer, "POST", f"/shops/{scene.shop.id}/conversations")["id"]
    say(scene, scene.buyer, talk, 1)
    with clock.at(scene.now):
        agent, packer = scene.shop.hire("agent"), scene.shop.hire("warehouse")
    (line,) = day(scene, agent)["inbox"]
    assert (line["kind"], line["count"], line["money"], line["order"], line["acts"]) == ("desk.response", 1, None, None, ["reply"])
    assert (line["place"], line["tab"], line["first"]["rule"]) == ("desk", "open", "desk.response.within")
    assert day(scene, packer)["inbox"] == []
    scene.did(agent, "POST", f"/conversations/{talk}/take")
    say(scene, agent, talk, 2, seen=1)
    assert day(scene, agent)["inbox"] == []


@pytest.mark.parametrize(
    ("role", "acts", "chats", "sales"),
    [
        ("owner", [["pack"], ["answer"]], True, True),
        ("manager", [["pack"], ["answer"]], True, True),
        ("supervisor", [[], ["answer"]], True, False),
        ("agent", [[], ["answer"]], True, False),
        ("warehouse", [["pack"], []], False, False),
        ("finance", [[], []], False, True),
    ],
)
def test_each_role_sees_its_part(scene: Scene, role: str, acts: list[list[str]], chats: bool, sales: bool) -> None:
    scene.to_pack({scene.cup: 2})
    asked = scene.paid({scene.lid: 1})
    scene.later(hours=4)
    scene.wished(asked)
    with clock.at(scene.now):
        who = scene.owner if role == "owner" else scene.shop.hire(role)
    seen = day(scene, who)
    assert [one[0] for one in lines(seen)] == ["orders.hand_over_by", "orders.cancellation", "orders.pack_by"]
    assert [one["acts"] for one in seen["inbox"]][:2] == acts
    assert (seen["chats"] is not None, seen["sales"] is not None) == (chats, sales)
    kept = "208.00" if acts[0] else "10.00" if acts[1] else None
    assert seen["first"]["money"] == (kept and {"amount": kept, "currency": "CNY"})


@pytest.mark.covers("CLK-04")
def test_nobody_else_sees_it(scene: Scene) -> None:
    other = people.a_shop("CN", name="Another", owner="another@example.org")
    reviewer = people.an_operator("reviewer")
    path = f"/shops/{scene.shop.id}/today"
    with unchanged():
        refusal(scene.ask(nobody(), "GET", path), 401, "kernel.not_signed_in")
        refusal(scene.ask(scene.buyer, "GET", path), 404, "kernel.not_found")
        refusal(scene.ask(other.person, "GET", path), 404, "kernel.not_found")
        refusal(scene.ask(reviewer, "GET", path), 403, "kernel.not_allowed")


def test_a_shop_is_told_of_its_own_day_only(scene: Scene) -> None:
    other = people.a_shop("CN", name="Another", owner="another@example.org")
    scene.to_pack()
    seen = scene.did(other.person, "GET", f"/shops/{other.id}/today")
    assert (seen["inbox"], seen["others"], seen["lapsed"], seen["first"]) == ([], [], [], {"things": 0, "money": None})
    assert (seen["chats"], seen["orders"]["pack"], seen["sales"]["today"]["orders"]) == ({"waiting": 0, "longest": []}, 0, 0)
