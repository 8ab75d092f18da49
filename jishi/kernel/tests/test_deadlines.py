"""A deadline is opened once, and then met, moot or lapsed; it can be paused and, once, extended."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from jishi.kernel import clock, deadlines
from jishi.kernel.models import Deadline
from jishi.kernel.money import Money
from jishi.kernel.runner import act
from jishi.kernel.tests.ground import HOUR, MILLISECOND, NOON, Limit, add_deadline, together
from tests.rows import unchanged

pytestmark = pytest.mark.django_db

KIND, OTHER = "sample.pay", "sample.ship"


@pytest.fixture(autouse=True)
def kinds() -> None:
    deadlines.on_lapse(KIND)(lambda due: None)
    deadlines.on_lapse(OTHER)(lambda due: None)


def opened(subject: str = "ord_1", kind: str = KIND, **more: object) -> Deadline:
    return act(add_deadline, kind, subject, **more)


def states() -> dict[tuple[str, str], str]:
    return {(row.subject, row.kind): row.state for row in Deadline.objects.all()}


def test_it_is_opened_with_its_ruling_and_what_missing_it_costs() -> None:
    row = opened(shop="shp_1", person="per_1", cost={"money": Money(500, "CNY"), "what": "sample.lost"})
    found = Deadline.objects.get()
    assert found.pk == row.pk
    assert found.pk.startswith("dln_")
    assert (found.kind, found.subject, found.market, found.shop, found.person, found.state) == (
        KIND, "ord_1", "CN", "shp_1", "per_1", "open"
    )  # fmt: skip
    assert (found.opened, found.due, found.soon_at) == (NOON, NOON + 48 * HOUR, NOON + 36 * HOUR)
    assert (found.rule, found.ruling) == ("sample.limit", Limit(48).json())
    assert found.cost == {"money": {"amount": "5.00", "currency": "CNY"}, "what": "sample.lost"}
    assert (found.closed_at, found.late_ms, found.remainder_ms, found.extended_by, found.set_aside_at) == (None,) * 5


def test_it_may_be_due_at_another_time_than_the_rulings_own() -> None:
    opened(due=NOON + HOUR)
    assert Deadline.objects.get().due == NOON + HOUR


def test_where_the_rule_says_there_is_no_limit_nothing_is_opened() -> None:
    with unchanged():
        assert act(add_deadline, KIND, "ord_1", hours=None) is None


def test_a_kind_that_nobody_handles_is_a_mistake_of_ours() -> None:
    with unchanged(), pytest.raises(ValueError, match="nobody says"):
        opened(kind="sample.unknown")


def test_a_kind_has_one_handler() -> None:
    with pytest.raises(ValueError, match="two say"):
        deadlines.on_lapse(KIND)(lambda due: None)


def test_a_subject_has_one_open_deadline_of_a_kind() -> None:
    opened()
    opened(kind=OTHER)
    opened("ord_2")
    with pytest.raises(IntegrityError):
        opened()


def test_a_closed_one_makes_room_for_another() -> None:
    opened()
    act(deadlines.meet, [KIND], ["ord_1"])
    opened(start=NOON + HOUR)
    assert sorted(Deadline.objects.values_list("state", flat=True)) == ["met", "open"]


@pytest.mark.parametrize(("close", "state"), [(deadlines.meet, "met"), (deadlines.moot, "moot")])
def test_it_closes_as_met_or_moot_for_the_kinds_and_subjects_named(close: object, state: str) -> None:
    for subject in ("ord_1", "ord_2", "ord_3"):
        opened(subject)
        opened(subject, OTHER)
    act(deadlines.pause, ["ord_2"], "waiting", [KIND])
    with clock.at(NOON + HOUR):
        assert act(close, [KIND], ["ord_1", "ord_2"]) == 2
        assert act(close, [KIND], ["ord_1", "ord_2"]) == 0
    assert states() == {
        ("ord_1", KIND): state, ("ord_1", OTHER): "open", ("ord_2", KIND): state, ("ord_2", OTHER): "open",
        ("ord_3", KIND): "open", ("ord_3", OTHER): "open",
    }  # fmt: skip
    assert set(Deadline.objects.filter(state=state).values_list("closed_at", flat=True)) == {NOON + HOUR}


def test_naming_nobody_closes_nothing() -> None:
    opened()
    with unchanged():
        assert act(deadlines.meet, [], ["ord_1"]) == 0
        assert act(deadlines.moot, [KIND], []) == 0


def test_one_opened_in_the_same_action_is_found_by_all_verbs() -> None:
    def verbs() -> list[object]:
        seen: list[object] = []
        add_deadline(KIND, "ord_1")
        seen.append(len(deadlines.of(["ord_1"])))
        add_deadline(KIND, "ord_2")
        seen.append(deadlines.pause(["ord_2"], "waiting", [KIND]))
        add_deadline(KIND, "ord_3")
        seen.append(deadlines.meet([KIND], ["ord_3"]))
        row = add_deadline(KIND, "ord_4")
        seen.append(deadlines.extend(row, Limit(1)))
        return seen

    with clock.at(NOON):
        assert act(verbs) == [1, 1, 1, True]
    assert [state for _, state in sorted(states().items())] == ["open", "paused", "met", "open"]


def test_paused_it_keeps_what_remains_and_runs_on_with_it() -> None:
    opened()
    with clock.at(NOON + 10 * HOUR):
        assert act(deadlines.pause, ["ord_1"], "buyer asked", [KIND, OTHER]) == 1
        assert act(deadlines.pause, ["ord_1"], "again", [KIND]) == 0
    row = Deadline.objects.get()
    assert (row.state, row.remainder_ms, row.paused_reason) == ("paused", 38 * 3_600_000, "buyer asked")
    with clock.at(NOON + 100 * HOUR):
        assert deadlines.sweep() == 0
        assert act(deadlines.resume, ["ord_1"], [KIND]) == 1
        assert act(deadlines.resume, ["ord_1"], [KIND]) == 0
    row = Deadline.objects.get()
    assert (row.state, row.due, row.remainder_ms, row.paused_reason) == ("open", NOON + 138 * HOUR, None, "")
    assert row.soon_at == NOON + 0.75 * 138 * HOUR
    assert row.opened == NOON


def test_a_pause_takes_no_part_of_a_millisecond_away() -> None:
    opened()
    with clock.at(NOON + timedelta(microseconds=1)):
        act(deadlines.pause, ["ord_1"], "a moment", [KIND])
        act(deadlines.resume, ["ord_1"], [KIND])
    assert NOON + 48 * HOUR <= Deadline.objects.get().due <= NOON + 48 * HOUR + MILLISECOND


def test_one_that_has_run_out_can_be_paused_before_it_fires() -> None:
    opened()
    with clock.at(NOON + 50 * HOUR):
        act(deadlines.pause, ["ord_1"], "late", [KIND])
        assert deadlines.sweep() == 0
    assert Deadline.objects.get().remainder_ms == 0


def test_it_is_extended_once_by_a_ruling_of_its_own() -> None:
    row = opened()
    with clock.at(NOON + HOUR):
        assert act(deadlines.extend, row, Limit(24, "sample.more")) is True
        assert act(deadlines.extend, row, Limit(24, "sample.more")) is False
        assert act(deadlines.extend, Deadline.objects.get(), Limit(24, "sample.more")) is False
    found = Deadline.objects.get()
    assert (found.due, found.state, found.extended_by) == (NOON + 72 * HOUR, "open", Limit(24, "sample.more").json())
    assert (found.soon_at, found.ruling) == (NOON + 54 * HOUR, Limit(48).json())


def test_an_extension_adds_to_what_holds_now_not_to_what_was_read() -> None:
    stale = opened()
    with clock.at(NOON + 10 * HOUR):
        act(deadlines.pause, ["ord_1"], "waiting", [KIND])
        assert act(deadlines.extend, stale, Limit(24)) is False
    with clock.at(NOON + 20 * HOUR):
        act(deadlines.resume, ["ord_1"], [KIND])
        assert act(deadlines.extend, stale, Limit(24)) is True
    assert Deadline.objects.get().due == NOON + 82 * HOUR


@pytest.mark.django_db(transaction=True)
def test_extended_by_several_at_once_it_is_extended_once() -> None:
    for n in range(5):
        row = opened(f"ord_{n}")
        assert sorted(together(*[lambda row=row: act(deadlines.extend, row, Limit(24))] * 4)) == [False, False, False, True]
        assert Deadline.objects.get(pk=row.pk).due == NOON + 72 * HOUR


@pytest.mark.parametrize("close", [deadlines.meet, deadlines.moot])
def test_a_closed_one_is_neither_extended_nor_paused_nor_resumed(close: object) -> None:
    row = opened()
    act(close, [KIND], ["ord_1"])
    with unchanged():
        assert act(deadlines.extend, row, Limit(24)) is False
        assert act(deadlines.pause, ["ord_1"], "late", [KIND]) == 0
        assert act(deadlines.resume, ["ord_1"], [KIND]) == 0


def test_those_of_a_subject_come_by_opening_and_due() -> None:
    opened(kind=OTHER, start=NOON + HOUR)
    opened(hours=10)
    act(deadlines.meet, [KIND], ["ord_1"])
    opened(hours=5)
    opened("ord_2")
    assert [(row.kind, row.state) for row in deadlines.of(["ord_1"])] == [(KIND, "open"), (KIND, "met"), (OTHER, "open")]


def test_the_next_one_due_is_known() -> None:
    assert deadlines.next_due() is None
    opened(hours=10)
    opened("ord_2", hours=5)
    assert deadlines.next_due() == NOON + 5 * HOUR
    act(deadlines.moot, [KIND], ["ord_2"])
    assert deadlines.next_due() == NOON + 10 * HOUR


def test_some_kinds_are_met_and_others_moot_at_once() -> None:
    for kind in (KIND, OTHER):
        opened(kind=kind)
        opened("ord_2", kind)
    with clock.at(NOON + HOUR):
        assert act(deadlines.settle, ["ord_1"], [KIND], [OTHER]) == 2
        assert act(deadlines.settle, [], [KIND], [OTHER]) == 0
    assert states() == {("ord_1", KIND): "met", ("ord_1", OTHER): "moot", ("ord_2", KIND): "open", ("ord_2", OTHER): "open"}
    assert set(Deadline.objects.filter(subject="ord_1").values_list("closed_at", flat=True)) == {NOON + HOUR}


@pytest.mark.parametrize(
    ("met", "mooted", "expected"), [([KIND], [], ("met", "open")), ([], [OTHER], ("open", "moot")), ([], [], ("open", "open"))]
)
def test_settled_may_be_of_one_sort_only(met: list[str], mooted: list[str], expected: tuple[str, str]) -> None:
    opened()
    opened(kind=OTHER)
    act(deadlines.settle, ["ord_1"], met, mooted)
    assert (states()["ord_1", KIND], states()["ord_1", OTHER]) == expected
