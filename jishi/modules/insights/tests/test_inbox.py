"""The inbox of a shop: ranked by what missing it costs, by day of the market, each line the list of just its orders."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from jishi.kernel.deadlines import HANDLERS
from jishi.lawbook import zone
from jishi.modules.insights.queries.kinds import AWAITED, DUTIES, UNTOLD
from jishi.modules.orders.tests.scene import Scene, refusal
from tests import people


def day(scene: Scene, who: people.Signed | None = None, lang: str = "") -> dict[str, Any]:
    """The shop's day, as its owner or someone else sees it."""
    return dict(scene.did(who or scene.owner, "GET", f"/shops/{scene.shop.id}/today", lang=lang))


def lines(seen: dict[str, Any]) -> list[tuple[str, str | None, int, str | None]]:
    """The inbox in short: kind, day, count, amount."""
    return [(one["kind"], one["day"], one["count"], one["money"] and one["money"]["amount"]) for one in seen["inbox"]]


def behind(scene: Scene, line: dict[str, Any]) -> list[str]:
    """The orders of a line, by the list that it leads to."""
    query = f"tab={line['tab']}&clock={line['kind']}&sort=due"
    for name in ("due_from", "due_to"):
        if line[name]:
            query += f"&{name}={line[name].replace('+', '%2B')}"
    return [one["id"] for one in scene.did(scene.owner, "GET", f"/shops/{scene.shop.id}/orders?{query}")["items"]]


def at_midnight(market: str, **more: int) -> datetime:
    """An instant so long after midnight of 5 March 2024 in a market's zone."""
    return datetime(2024, 3, 5, tzinfo=zone(market)).astimezone(UTC) + timedelta(**more)


@pytest.mark.covers("CLK-04")
def test_what_costs_most_comes_first_then_what_is_due_first(scene: Scene) -> None:
    cheap = scene.paid({scene.lid: 1})
    scene.later(hours=20)
    dear = scene.paid({scene.cup: 3})
    scene.later(hours=22)
    asked = scene.paid({scene.cup: 1})
    scene.later(hours=24)
    scene.wished(asked)
    seen = day(scene)
    assert lines(seen) == [
        ("orders.hand_over_by", "2024-03-05", 2, "396.00"),
        ("orders.cancellation", "2024-03-04", 1, "99.00"),
        ("orders.hand_over_by", "2024-03-04", 1, "10.00"),
        ("orders.pack_by", "2024-03-03", 1, None),
        ("orders.pack_by", "2024-03-04", 2, None),
    ]
    assert seen["first"] == {"things": 3, "money": {"amount": "406.00", "currency": "CNY"}}
    assert [behind(scene, one) for one in seen["inbox"]] == [[dear, asked], [asked], [cheap], [cheap], [dear, asked]]
    first = seen["inbox"][0]
    assert first["order"] == {"id": dear, "number": scene.seen(dear)["number"]}
    assert (first["first"]["rule"], first["first"]["cost"]["money"]["amount"]) == ("orders.shipping.hand_over_within", "297.00")
    assert [one["acts"] for one in seen["inbox"]] == [["pack"], ["answer"], ["pack"], ["pack"], ["pack"]]


def test_what_is_due_on_one_day_is_one_line_and_what_was_done_leaves_it(scene: Scene) -> None:
    orders = [scene.paid({scene.lid: 1}) for _ in range(3)]
    scene.later(hours=2)
    assert lines(day(scene)) == [("orders.hand_over_by", "2024-03-04", 3, "30.00"), ("orders.pack_by", "2024-03-03", 3, None)]
    package = scene.did(scene.owner, "POST", f"/orders/{orders[0]}/pack")["id"]
    left = day(scene)
    assert lines(left) == [("orders.hand_over_by", "2024-03-04", 3, "30.00"), ("orders.pack_by", "2024-03-03", 2, None)]
    assert behind(scene, left["inbox"][1]) == orders[1:]
    scene.scan(package, "collected")
    assert lines(day(scene))[0] == ("orders.hand_over_by", "2024-03-04", 2, "20.00")
    assert day(scene)["orders"] == {"unpaid": 0, "on_hold": 0, "pack": 2, "collect": 0, "cancelling": 0}


def test_an_order_that_several_deadlines_would_cost_counts_once_in_what_is_kept(db: None) -> None:
    """In the US an order that is not made ready is cancelled: two clocks of one order bear its worth."""
    scene = Scene.set("US")
    scene.to_pack({scene.cup: 1})
    scene.paid({scene.lid: 1})
    seen = day(scene)
    assert lines(seen)[:2] == [("orders.hand_over_by", "2024-03-05", 2, "109.00"), ("orders.not_ready", None, 2, "109.00")]
    assert seen["first"] == {"things": 3, "money": {"amount": "109.00", "currency": "USD"}}
    assert len(behind(scene, seen["inbox"][1])) == 2


@pytest.mark.covers("CLK-04")
@pytest.mark.parametrize("market", ["CN", "UK"])
def test_a_day_begins_at_the_markets_midnight(db: None, market: str) -> None:
    scene = Scene.set(market)
    before, midnight, after = [], [], []
    for orders, moment in (
        (before, at_midnight(market, seconds=-1)),
        (midnight, at_midnight(market)),
        (after, at_midnight(market, seconds=1)),
    ):
        scene.now = moment
        orders.append(scene.paid({scene.lid: 1}))
    found = {one["day"]: one for one in day(scene)["inbox"] if one["kind"] == "orders.pack_by"}
    assert list(found) == ["2024-03-06", "2024-03-07"]
    assert behind(scene, found["2024-03-06"]) == before
    assert behind(scene, found["2024-03-07"]) == midnight + after
    assert datetime.fromisoformat(found["2024-03-07"]["due_from"]) == at_midnight(market, days=2)
    assert day(scene)["day"] == "2024-03-05"


def test_today_holds_what_is_due_and_not_fired_yet(scene: Scene) -> None:
    order = scene.to_pack({scene.lid: 1})
    scene.now += timedelta(days=3)
    line = next(one for one in day(scene)["inbox"] if one["kind"] == "orders.pack_by")
    assert (line["day"], line["due_from"], line["first"]["state"], behind(scene, line)) == ("2024-03-04", None, "open", [order])


def test_what_others_do_is_told_apart(scene: Scene) -> None:
    scene.placed({scene.cup: 2})
    scene.paid({scene.lid: 1})
    others = day(scene, lang="en")["others"]
    assert [(one["kind"], one["move"], one["count"], one["money"] and one["money"]["amount"]) for one in others] == [
        ("orders.release", "moving", 1, None)
    ]
    scene.later(hours=20)
    assert [(one["kind"], one["move"], one["money"]["amount"]) for one in day(scene)["others"]] == [("orders.unpaid", "theirs", "198.00")]


def test_every_kind_of_deadline_has_its_place() -> None:
    """A kind that a module adds is for the shop to stop, for others, or not the shop's at all."""
    assert {*DUTIES, *AWAITED, *UNTOLD} == set(HANDLERS)
    assert len(DUTIES) + len(AWAITED) + len(UNTOLD) == len(HANDLERS)


def test_as_many_questions_for_many_as_for_one(scene: Scene) -> None:
    scene.to_pack({scene.lid: 1})
    scene.paid({scene.lid: 1})
    day(scene)
    with people.questions() as for_one:
        assert sum(one["count"] for one in day(scene)["inbox"]) == 4
    for _ in range(3):
        scene.paid({scene.lid: 1})
    with people.questions() as for_many:
        assert sum(one["count"] for one in day(scene)["inbox"]) == 10
    assert len(for_many) == len(for_one)


def test_an_instant_without_a_clock_is_refused(scene: Scene) -> None:
    path = f"/shops/{scene.shop.id}/orders?due_to=2024-03-05T00:00:00Z"
    refusal(scene.ask(scene.owner, "GET", path), 422, "kernel.bad_input", "clock")
