"""Far more reveals than a shop's usual alarm its owner and the operator, once a day; the days before today say what is usual."""

from datetime import date, timedelta

import pytest

from jishi.kernel import quota
from jishi.kernel.models import Audit
from jishi.kernel.runner import act
from jishi.modules.orders.tests.scene import Scene
from jishi.modules.orders.tests.test_reveal import reveal
from tests import people

TODAY = date(2024, 3, 1)
KIND = "identity.reveal_alarm"


def revealed(scene: Scene, times: int, days_ago: int = 0) -> None:
    """The shop has revealed so often on a day, whoever it was."""
    assert act(quota.take, f"identity.reveal:{scene.shop.id}", (TODAY - timedelta(days=days_ago)).isoformat(), 500, times)


def alarms(scene: Scene, *whom: people.Signed) -> list[list[str]]:
    """What each of them was written about it."""
    scene.heard()
    return [[one["text"] for one in who.letters() if one["kind"] == KIND] for who in whom]


@pytest.mark.covers("FUL-01")
@pytest.mark.parametrize(("nth", "alarmed"), [(49, False), (50, True), (51, True)])
def test_a_new_shop_alarms_at_ten_times_five(scene: Scene, nth: int, alarmed: bool) -> None:
    order = scene.paid()
    revealed(scene, nth - 1)
    assert reveal(scene, order, scene.owner).status_code == 200
    rows = list(Audit.objects.filter(act=KIND))
    assert [(row.actor, row.subject, row.data) for row in rows] == [
        (f"person:{scene.owner.id}", scene.shop.id, {"used": nth, "usual": 5, "rule": "identity.reveal.alarm_at"})
    ] * alarmed
    assert [len(told) for told in alarms(scene, scene.owner)] == [int(alarmed)]


@pytest.mark.covers("FUL-01")
def test_owner_and_guards_are_told_once_a_day_and_nobody_else(scene: Scene) -> None:
    order = scene.paid()
    agent = scene.shop.hire("agent")
    admin, governance, finance = (people.an_operator(role) for role in ("admin", "governance", "finance"))
    revealed(scene, 48)
    for who in (agent, scene.owner, agent):
        assert reveal(scene, order, who).status_code == 200
    text = (
        "Personal data were unmasked 50 times today at Shop of CN; 5 a day is its usual. The audit says who looked and why. "
        "If nobody can explain it, take the member off and write to the marketplace."
    )
    assert alarms(scene, scene.owner, admin, governance) == [[text]] * 3
    assert alarms(scene, agent, finance, scene.buyer) == [[]] * 3
    scene.later(hours=24)
    assert act(quota.take, f"identity.reveal:{scene.shop.id}", "2024-03-02", 500, 69)
    assert reveal(scene, order, agent).status_code == 200
    assert [len(told) for told in alarms(scene, scene.owner)] == [2], "the next day it tells anew"


@pytest.mark.covers("FUL-01")
@pytest.mark.parametrize(("nth", "alarmed"), [(199, False), (200, True), (201, True)])
def test_what_a_shop_did_in_the_four_weeks_before_is_its_usual(scene: Scene, nth: int, alarmed: bool) -> None:
    order = scene.paid()
    for days_ago, times in ((29, 500), (28, 140), (14, 280), (1, 140)):
        revealed(scene, times, days_ago)
    revealed(scene, nth - 1)
    assert reveal(scene, order, scene.owner).status_code == 200
    assert Audit.objects.filter(act=KIND).count() == alarmed


@pytest.mark.covers("FUL-01")
def test_a_busy_shop_alarms_when_its_day_is_used_up(scene: Scene) -> None:
    order = scene.paid()
    for days_ago in range(1, 29):
        revealed(scene, 60, days_ago)
    revealed(scene, 498)
    assert reveal(scene, order, scene.owner).status_code == 200
    assert not Audit.objects.filter(act=KIND).exists()
    assert reveal(scene, order, scene.owner).status_code == 200
    assert Audit.objects.get(act=KIND).data == {"used": 500, "usual": 60, "rule": "identity.reveal.alarm_at"}


def test_an_operators_own_look_is_nobodys_alarm(scene: Scene) -> None:
    order = scene.paid()
    revealed(scene, 49)
    assert reveal(scene, order, people.an_operator("support")).status_code == 200
    assert not Audit.objects.filter(act=KIND).exists()
