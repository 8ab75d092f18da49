"""Standings: what a subject may not, or only so much of, for a while, and by which rule."""

from datetime import datetime

import pytest

from jishi.kernel import clock, standing
from jishi.kernel.models import Standing
from jishi.kernel.runner import act
from jishi.kernel.tests.ground import HOUR, MILLISECOND, NOON, Limit
from tests.rows import unchanged

pytestmark = pytest.mark.django_db

SHOP, OTHER_SHOP = "shp_1", "shp_2"
SPAM, LATE = Limit(1, "governance.spam"), Limit(1, "governance.late")


@pytest.fixture(autouse=True)
def nudging() -> str:
    standing.declare("sample.publish", "may put goods on sale")
    return standing.declare("sample.nudge", "may ask buyers to pay")


@pytest.fixture(autouse=True)
def noon() -> object:
    with clock.at(NOON):
        yield


def restrict(ruling: Limit = SPAM, **how: object) -> Standing:
    return act(standing.restrict, SHOP, "sample.nudge", ruling, **how)


def verdict(subject: str = SHOP, privilege: str = "sample.nudge", at: datetime = NOON) -> tuple[bool, int | None, int]:
    with clock.at(at):
        found = standing.allows(subject, privilege)
    return found.allowed, found.limit, found.factor


FREE = (True, None, 10_000)


def test_who_has_no_standing_is_free() -> None:
    assert verdict() == FREE
    assert standing.allows(SHOP, "sample.nudge").rows == ()


def test_a_restriction_holds_for_its_subject_and_privilege_alone() -> None:
    row = restrict(decision="dec_1")
    assert verdict() == (False, None, 10_000)
    assert verdict(OTHER_SHOP) == FREE
    assert verdict(privilege="sample.publish") == FREE
    held = standing.allows(SHOP, "sample.nudge").rows
    assert [(one.pk, one.rule, one.ruling, one.decision, one.since) for one in held] == [(row.pk, SPAM.rule, SPAM.json(), "dec_1", NOON)]


def test_it_holds_within_the_action_that_made_it() -> None:
    def action() -> bool:
        row = standing.restrict(SHOP, "sample.nudge", SPAM)
        before = standing.allows(SHOP, "sample.nudge").allowed
        standing.lift(row)
        return (before, standing.allows(SHOP, "sample.nudge").allowed)

    assert act(action) == (False, True)


def test_it_ends_at_its_time() -> None:
    restrict(until=NOON + HOUR)
    assert verdict(at=NOON + HOUR - MILLISECOND) == (False, None, 10_000)
    assert verdict(at=NOON + HOUR) == FREE


def test_it_does_not_hold_before_it_began() -> None:
    restrict()
    assert verdict(at=NOON - MILLISECOND) == FREE


def test_lifted_it_ends_now_and_once() -> None:
    row = restrict()
    with clock.at(NOON + HOUR):
        act(standing.lift, row)
    with clock.at(NOON + 2 * HOUR):
        act(standing.lift, row)
    assert verdict(at=NOON + HOUR) == FREE
    assert Standing.objects.get().lifted_at == NOON + HOUR


def test_the_tightest_limit_holds() -> None:
    for amount in (5, 3, 9):
        restrict(effect="limit", amount=amount)
    assert verdict() == (True, 3, 10_000)


def test_a_limit_of_nothing_is_a_limit() -> None:
    restrict(effect="limit", amount=0)
    assert verdict() == (True, 0, 10_000)


def test_factors_multiply() -> None:
    restrict(effect="factor", amount=5_000)
    restrict(effect="factor", amount=8_000)
    assert verdict() == (True, None, 4_000)


def test_a_restriction_beats_a_grant() -> None:
    restrict()
    act(standing.grant, SHOP, "sample.nudge", LATE)
    assert verdict() == (False, None, 10_000)


def test_a_grant_beats_the_rule_that_it_waives_and_no_other() -> None:
    restrict(SPAM)
    restrict(LATE, effect="limit", amount=3)
    act(standing.grant, SHOP, "sample.nudge", Limit(1, "programmes.pilot"), waives=SPAM.rule, until=NOON + HOUR)
    assert verdict() == (True, 3, 10_000)
    assert verdict(at=NOON + HOUR) == (False, 3, 10_000)


def test_a_privilege_that_nobody_declared_is_a_mistake() -> None:
    with unchanged():
        for wrong in (standing.restrict, standing.grant):
            with pytest.raises(ValueError, match="declared by no module"):
                act(wrong, SHOP, "sample.unknown", SPAM)


def test_a_privilege_means_one_thing() -> None:
    assert standing.declare("sample.nudge", "may ask buyers to pay") == "sample.nudge"
    with pytest.raises(ValueError, match="declared twice"):
        standing.declare("sample.nudge", "may do something else")


@pytest.mark.parametrize(
    "how", [{"effect": "limit"}, {"effect": "factor"}, {"effect": "off", "amount": 1}, {"effect": "on"}, {"effect": "on", "amount": 1}]
)
def test_a_restriction_that_says_nothing_is_a_mistake(how: dict[str, object]) -> None:
    with unchanged(), pytest.raises(ValueError, match="says nothing"):
        restrict(**how)
