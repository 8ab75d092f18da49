"""RUL-02 in full: "authentic guarantee" gives way to "fake one, pay four", and later the operator adds a floor and takes it back.

Told through HTTP alone: what was announced when, what held on which day, and what governs an order of which day.
"""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from jishi.kernel import clock, deadlines
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.covers("RUL-02", "RUL-06")]
CHINA = ZoneInfo("Asia/Shanghai")
STANDARD, MULTIPLE, FLOOR = "aftersales.guarantee.standard", "aftersales.guarantee.multiple", "aftersales.guarantee.floor"
NOTICE = {"begins": "2023-02-16", "ends": "2023-02-23"}
NONE = "does not apply"


def at(text: str) -> datetime:
    """A wall-clock time in China."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def get(path: str, moment: datetime, **query: str) -> Any:
    """What anyone reads at a moment."""
    with clock.at(moment):
        answer = Client().get(f"/api/v1{path}", query, headers={"Accept-Language": "en"})
    assert answer.status_code == 200, answer.content
    return answer.json()


def held(rule: str, moment: datetime, **query: str) -> str:
    """What a rule says in China to whoever asks at a moment."""
    return str(get(f"/rules/{rule}", moment, market="CN", **query)["in_force"]["value_text"])


def announced(moment: datetime) -> dict[str, tuple[str, str, bool]]:
    """The guarantee's changes on the public notice: from, to, and whether begun."""
    found = get("/markets/CN/changes", moment)
    return {
        one["rule"]: (one["before"]["value_text"], one["after"]["value_text"], one["begun"])
        for one in found
        if one["rule"].startswith("aftersales.guarantee.") and not one["where"]
    }


def test_authentic_guarantee_becomes_fake_one_pay_four() -> None:
    people.a_market("CN")
    assert announced(at("2023-02-15T23:59:59")) == {}
    assert get(f"/rules/{MULTIPLE}", at("2023-02-15T23:59:59"), market="CN")["next"] == []
    first = announced(at("2023-02-16T00:00:00"))
    assert {rule: first[rule] for rule in (STANDARD, MULTIPLE, FLOOR)} == {
        STANDARD: ("authentic", "fake one, pay four", False),
        MULTIPLE: ("3 times", "4 times", False),
        FLOOR: ("¥500.00", NONE, False),
    }
    told = next(one for one in get("/markets/CN/changes", at("2023-02-20T12:00:00")) if one["rule"] == MULTIPLE)
    assert (told["notice"], told["begins"], told["judged_on"]) == (NOTICE, "2023-02-23T16:00:00+00:00", "order_placed")
    assert told["before"]["sentence"] == (
        "For a counterfeit the merchant refunds the price and pays this many times the price on top: 3 times."
    )
    assert told["after"]["sentence"].endswith("on top: 4 times.")
    for second, now in ((-1, ("3 times", "¥500.00", "authentic")), (0, ("4 times", NONE, "fake one, pay four"))):
        moment = at("2023-02-24T00:00:00") + timedelta(seconds=second)
        assert tuple(held(rule, moment) for rule in (MULTIPLE, FLOOR, STANDARD)) == now
    assert announced(at("2023-02-24T00:00:00"))[MULTIPLE] == ("3 times", "4 times", True)
    assert announced(at("2023-03-10T00:00:00")) == {}


@pytest.mark.parametrize(("day", "multiple", "floor"), [("2023-02-20", "3 times", "¥500.00"), ("2023-02-24", "4 times", NONE)])
def test_an_order_keeps_the_guarantee_of_its_day_whenever_it_is_judged(day: str, multiple: str, floor: str) -> None:
    people.a_market("CN")
    later = at("2023-09-01T10:00:00")
    assert (held(MULTIPLE, later, on=day), held(FLOOR, later, on=day)) == (multiple, floor)
    assert held(MULTIPLE, later, on=day, guarantee="pay_ten") == "10 times"


def test_the_operator_adds_a_floor_after_its_notice_and_repeals_it_after_another() -> None:
    people.a_market("CN")
    governance, admin = people.an_operator("governance"), people.an_operator("admin")
    floor = {
        "rule": FLOOR,
        "value": {"amount": "300.00", "currency": "CNY"},
        "since": "2026-12-05",
        "reason": "小额商品按倍数赔付不足以弥补。",
    }
    with clock.at(at("2026-11-20T15:00:00")):
        drafted = governance.ask("POST", "/markets/CN/overrides", floor)
        assert drafted.status_code == 201, drafted.content
        own = drafted.json()
    assert (own["state"], own["mine"], own["persons"], own["notice"]) == ("draft", True, 2, None)
    assert announced(at("2026-11-20T15:00:01")) == {}
    with clock.at(at("2026-11-20T16:00:00")):
        published = admin.ask("POST", f"/overrides/{own['id']}/publish").json()
    assert (published["state"], published["notice"]) == ("public_notice", {"begins": "2026-11-20", "ends": "2026-12-04"})
    assert published["deadline"]["due"] == "2026-12-04T16:00:00+00:00"
    assert announced(at("2026-11-20T16:00:01"))[FLOOR] == (NONE, "¥300.00", False)
    midnight = at("2026-12-05T00:00:00")
    assert [held(FLOOR, midnight + timedelta(seconds=second)) for second in (-1, 0)] == [NONE, "¥300.00"]
    assert shown(admin, own["id"], midnight)["state"] == "in_force"
    rule = get(f"/rules/{FLOOR}", midnight, market="CN")
    lane = sorted((one["version"], one["since"], one["layer"]) for one in rule["history"] if one["where"])
    assert lane == [(1, "2022-01-01", "base"), (2, "2023-02-24", "base"), (3, "2026-12-05", "override")]
    page = rule["in_force"]
    assert (page["layer"], page["version"], page["emergency"]) == ("override", 3, False)
    assert (page["source"]["kind"], page["source"]["quote"]) == ("operator", floor["reason"])
    with clock.at(at("2027-01-10T09:00:00")):
        ending = governance.ask("POST", f"/overrides/{own['id']}/repeal", {"since": "2027-01-18", "reason": "改由运费险承担。"}).json()
        assert (ending["state"], ending["repeals"]) == ("draft", own["id"])
        assert admin.ask("POST", f"/overrides/{ending['id']}/publish").status_code == 200
    assert announced(at("2027-01-17T23:59:59"))[FLOOR] == ("¥300.00", NONE, False)
    over = at("2027-01-18T00:00:00")
    assert [held(FLOOR, over + timedelta(seconds=second)) for second in (-1, 0)] == ["¥300.00", NONE]
    assert shown(admin, own["id"], over)["state"] == "repealed"
    later = at("2027-03-01T00:00:00")
    assert [held(FLOOR, later, on=day) for day in ("2026-12-04", "2026-12-05", "2027-01-17", "2027-01-18")] == [
        NONE,
        "¥300.00",
        "¥300.00",
        NONE,
    ]


def shown(operator: people.Signed, override: str, moment: datetime) -> dict[str, Any]:
    """An override after the clock has come by."""
    with clock.at(moment):
        while deadlines.sweep():
            pass
        return dict(operator.ask("GET", f"/overrides/{override}").json())
