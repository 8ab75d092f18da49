"""What is due fires: never early, once, in order, and one that cannot fire holds up no other."""

import threading
from datetime import datetime, timedelta

import pytest

from jishi.kernel import clock, deadlines, rows
from jishi.kernel.errors import Unavailable
from jishi.kernel.models import Audit, Deadline
from jishi.kernel.runner import act
from jishi.kernel.tests.ground import HOUR, MILLISECOND, NOON, add_deadline, together

DUE = NOON + 48 * HOUR
KIND, OTHER = "sample.pay", "sample.ship"
Batches = list[list[str]]


@pytest.fixture
def fired() -> Batches:
    """What the handlers were given, batch by batch; each deadline leaves a row of its own. `bad…` subjects raise."""
    seen: Batches = []

    def handler(due: list[Deadline]) -> None:
        seen.append([row.subject for row in due])
        for row in due:
            rows.add(Audit(actor="system:clock", act=row.kind, subject=row.subject, at=clock.now()))
            if row.subject.startswith("bad"):
                raise ZeroDivisionError("poisoned")

    deadlines.on_lapse(KIND, batch=8)(handler)
    deadlines.on_lapse(OTHER)(handler)
    return seen


def effects() -> list[tuple[str, str]]:
    return sorted(Audit.objects.values_list("act", "subject"))


def sweep_at(moment: datetime) -> int:
    """Sweep until nothing is due; how many were dealt with."""
    total = 0
    with clock.at(moment):
        while done := deadlines.sweep():
            total += done
    return total


def open_all(*subjects: str, kind: str = KIND, **more: object) -> None:
    act(lambda: [add_deadline(kind, subject, **more) for subject in subjects])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("after", "fires"),
    [(-HOUR, 0), (-MILLISECOND, 0), (timedelta(microseconds=-1), 0), (timedelta(0), 1), (MILLISECOND, 1), (HOUR, 1)],
    ids=["an hour early", "1 ms early", "1 us early", "on time", "1 ms late", "an hour late"],
)
def test_it_fires_when_due_and_never_early(fired: Batches, after: timedelta, fires: int) -> None:
    open_all("ord_1")
    assert sweep_at(DUE + after) == fires
    row = Deadline.objects.get()
    if fires:
        assert (row.state, row.closed_at, row.late_ms) == ("lapsed", DUE + after, after // MILLISECOND)
        assert (fired, effects()) == ([["ord_1"]], [(KIND, "ord_1")])
    else:
        assert (row.state, row.closed_at, row.late_ms) == ("open", None, None)
        assert (fired, effects()) == ([], [])


@pytest.mark.django_db
def test_it_fires_once(fired: Batches) -> None:
    open_all("ord_1")
    assert sweep_at(DUE) == 1
    assert sweep_at(DUE + 1000 * HOUR) == 0
    assert fired == [["ord_1"]]


@pytest.mark.django_db
def test_what_is_met_moot_or_paused_does_not_fire(fired: Batches) -> None:
    open_all("met", "moot", "paused", "open")
    act(deadlines.meet, [KIND], ["met"])
    act(deadlines.moot, [KIND], ["moot"])
    act(deadlines.pause, ["paused"], "waiting", [KIND])
    assert sweep_at(DUE) == 1
    assert fired == [["open"]]


@pytest.mark.django_db
def test_a_handler_gets_a_batch_by_due_time_and_no_more_than_its_size(fired: Batches) -> None:
    for n in (3, 1, 2):
        open_all(*[f"ord_{n}_{m}" for m in range(4)], hours=n)
    with clock.at(DUE):
        assert [deadlines.sweep(), deadlines.sweep(), deadlines.sweep()] == [8, 4, 0]
        assert [len(batch) for batch in fired] == [8, 4]
        assert [subject[:5] for batch in fired for subject in batch] == [f"ord_{n}" for n in (1, 2, 3) for _ in range(4)]
    assert set(Deadline.objects.values_list("state", flat=True)) == {"lapsed"}


@pytest.mark.django_db
def test_a_sweep_can_be_limited(fired: Batches) -> None:
    open_all(*[f"ord_{n}" for n in range(5)])
    with clock.at(DUE):
        assert deadlines.sweep(limit=2) == 2
    assert Deadline.objects.filter(state="open").count() == 3


@pytest.mark.django_db
def test_of_one_subject_the_earlier_fires_first_whatever_its_kind(fired: Batches) -> None:
    """The later one may have lost its reason by then: here the first one's effect makes it moot."""

    def handler(due: list[Deadline]) -> None:
        fired.append(sorted(f"first {row.subject}" for row in due))
        deadlines.moot([OTHER], [row.subject for row in due if row.subject == "ord_1"])

    deadlines.on_lapse("sample.first")(handler)
    open_all("ord_0", kind=OTHER, hours=1)
    open_all("ord_1", "ord_2", kind=OTHER, hours=20)
    open_all("ord_1", "ord_2", kind="sample.first", hours=10)
    with clock.at(DUE):
        assert [deadlines.sweep() for _ in range(4)] == [1, 2, 1, 0]
    assert fired == [["ord_0"], ["first ord_1", "first ord_2"], ["ord_2"]]
    assert Deadline.objects.get(subject="ord_1", kind=OTHER).state == "moot"


@pytest.mark.django_db
def test_of_two_due_at_once_the_one_opened_first_fires_first(fired: Batches) -> None:
    open_all("ord_1", kind=OTHER, start=NOON, due=DUE)
    Deadline.objects.filter(kind=OTHER).update(id="dln_B")
    open_all("ord_1", kind=KIND, start=NOON, due=DUE)
    Deadline.objects.filter(kind=KIND).update(id="dln_A")
    assert sweep_at(DUE) == 2
    assert [act_ for act_, _ in Audit.objects.order_by("pk").values_list("act", "subject")] == [KIND, OTHER]


@pytest.mark.django_db
def test_a_handler_that_finds_its_fact_gone_closes_the_row_without_effect(fired: Batches) -> None:
    def handler(due: list[Deadline]) -> None:
        deadlines.moot_now([row for row in due if row.subject == "ord_1"])

    deadlines.on_lapse("sample.look")(handler)
    open_all("ord_1", "ord_2", kind="sample.look")
    assert sweep_at(DUE + HOUR) == 2
    first, second = Deadline.objects.order_by("subject")
    assert (first.state, first.closed_at, first.late_ms) == ("moot", DUE + HOUR, None)
    assert (second.state, second.closed_at, second.late_ms) == ("lapsed", DUE + HOUR, 3_600_000)


@pytest.mark.django_db
def test_only_what_is_being_fired_becomes_moot_now(fired: Batches) -> None:
    open_all("ord_1")
    act(deadlines.moot_now, list(Deadline.objects.all()))
    assert Deadline.objects.get().state == "open"


@pytest.mark.django_db
def test_one_poisoned_row_is_set_aside_and_all_others_fire(fired: Batches) -> None:
    open_all("ord_1", "ord_2", "bad_1", "ord_3", "ord_4")
    assert sweep_at(DUE) == 5
    assert effects() == [(KIND, f"ord_{n}") for n in (1, 2, 3, 4)]
    culprit = Deadline.objects.get(subject="bad_1")
    assert (culprit.state, culprit.closed_at, culprit.set_aside_at) == ("open", None, DUE)
    assert culprit.error == "ZeroDivisionError: poisoned"
    assert Deadline.objects.filter(state="lapsed", set_aside_at=None, error="").count() == 4
    assert sweep_at(DUE + HOUR) == 0
    assert deadlines.next_due() is None


@pytest.mark.django_db
def test_many_poisoned_rows_are_each_found(fired: Batches) -> None:
    open_all(*[f"bad_{n}" if n % 3 == 0 else f"ord_{n}" for n in range(20)])
    assert sweep_at(DUE) == 20
    assert effects() == sorted((KIND, f"ord_{n}") for n in range(20) if n % 3)
    assert sorted(Deadline.objects.exclude(set_aside_at=None).values_list("subject", flat=True)) == sorted(
        f"bad_{n}" for n in range(0, 20, 3)
    )


@pytest.mark.django_db
def test_the_lapse_and_its_effect_are_one_or_nothing(fired: Batches) -> None:
    open_all("bad_1")
    sweep_at(DUE)
    row = Deadline.objects.get()
    assert (row.state, row.closed_at, row.late_ms) == ("open", None, None)
    assert effects() == []


@pytest.mark.django_db
def test_one_set_aside_holds_up_no_later_one_of_its_subject(fired: Batches) -> None:
    open_all("bad_1", hours=1)

    def handler(due: list[Deadline]) -> None:
        fired.append(["later"])

    deadlines.on_lapse("sample.later")(handler)
    open_all("bad_1", kind="sample.later", hours=2)
    assert sweep_at(DUE) == 2
    assert fired[-1] == ["later"]


@pytest.mark.django_db
def test_one_set_aside_can_still_be_met(fired: Batches) -> None:
    open_all("bad_1")
    sweep_at(DUE)
    assert act(deadlines.meet, [KIND], ["bad_1"]) == 1
    assert Deadline.objects.get().state == "met"


@pytest.mark.django_db
def test_a_kind_whose_handler_is_gone_is_set_aside(fired: Batches) -> None:
    open_all("ord_1")
    del deadlines.HANDLERS[KIND]
    assert sweep_at(DUE) == 1
    assert Deadline.objects.get().error == f"LookupError: nobody says what happens when {KIND} lapses"


@pytest.mark.django_db
def test_trouble_of_the_database_is_no_fault_of_a_row(fired: Batches) -> None:
    troubled = [True]

    def handler(due: list[Deadline]) -> None:
        if troubled:
            raise Unavailable
        fired.append([row.subject for row in due])

    deadlines.on_lapse("sample.troubled")(handler)
    open_all("ord_1", "ord_2", kind="sample.troubled")
    with clock.at(DUE), pytest.raises(Unavailable):
        deadlines.sweep()
    assert list(Deadline.objects.values_list("state", "set_aside_at")) == [("open", None)] * 2
    troubled.clear()
    assert sweep_at(DUE) == 2
    assert [sorted(batch) for batch in fired] == [["ord_1", "ord_2"]]


@pytest.mark.django_db
def test_a_very_long_error_is_kept_in_part(fired: Batches) -> None:
    def handler(due: list[Deadline]) -> None:
        raise ValueError("x" * 10_000)

    deadlines.on_lapse("sample.long")(handler)
    open_all("ord_1", kind="sample.long")
    sweep_at(DUE)
    assert Deadline.objects.get().error == ("ValueError: " + "x" * 10_000)[:2000]


@pytest.mark.django_db
def test_what_a_handler_opens_fires_in_its_turn(fired: Batches) -> None:
    def handler(due: list[Deadline]) -> None:
        for row in due:
            add_deadline(KIND, row.subject, row.due, 1)

    deadlines.on_lapse("sample.chain")(handler)
    open_all("ord_1", kind="sample.chain")
    assert sweep_at(DUE + HOUR - MILLISECOND) == 1
    assert sweep_at(DUE + HOUR) == 1
    assert fired == [["ord_1"]]


@pytest.mark.django_db(transaction=True)
def test_two_sweepers_fire_each_exactly_once(fired: Batches) -> None:
    subjects = [f"ord_{n:03}" for n in range(120)]
    open_all(*subjects[:60])
    open_all(*subjects[60:], kind=OTHER, hours=47)
    open_all("bad_1")

    def sweeper() -> int:
        total, idle = 0, 0
        with clock.at(DUE):
            while idle < 5:
                done = deadlines.sweep(10)
                idle = 0 if done else idle + 1
                total += done
        return total

    answers = together(sweeper, sweeper, sweeper)
    assert [answer for answer in answers if not isinstance(answer, int)] == []
    assert sum(answers) >= 121
    assert effects() == sorted([(KIND, subject) for subject in subjects[:60]] + [(OTHER, subject) for subject in subjects[60:]])
    assert Deadline.objects.filter(state="lapsed").count() == 120
    assert Deadline.objects.exclude(set_aside_at=None).get().subject == "bad_1"


@pytest.mark.django_db(transaction=True)
def test_met_at_the_moment_it_lapses_it_is_one_or_the_other(fired: Batches) -> None:
    for n in range(10):
        open_all(f"ord_{n}")

        def meet(subject: str = f"ord_{n}") -> int:
            with clock.at(DUE):
                return act(deadlines.meet, [KIND], [subject])

        def sweep() -> int:
            with clock.at(DUE):
                return deadlines.sweep()

        met, swept = together(meet, sweep)
        row = Deadline.objects.get(subject=f"ord_{n}")
        assert (met, row.state) in [(1, "met"), (0, "lapsed")]
        assert swept == (row.state == "lapsed")
        assert Audit.objects.filter(subject=f"ord_{n}").count() == swept


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_while_the_earlier_is_being_fired_the_later_of_its_subject_waits(fired: Batches) -> None:
    """One worker holds as much of the front as it reads; a second one must not fire what lies behind it out of its turn."""
    entered, go_on = threading.Event(), threading.Event()

    def slow(due: list[Deadline]) -> None:
        entered.set()
        assert go_on.wait(20)
        deadlines.moot([KIND], [row.subject for row in due])

    deadlines.on_lapse("sample.slow")(slow)
    open_all("ord_1", kind="sample.slow", hours=1)
    open_all(*[f"fill_{n}" for n in range(deadlines.LOOK - 1)], kind=OTHER, hours=2)
    open_all("ord_1", "ord_2", hours=3)

    def first() -> int:
        with clock.at(DUE):
            return deadlines.sweep()

    def second() -> list[int]:
        assert entered.wait(20)
        with clock.at(DUE):
            done = [deadlines.sweep(), deadlines.sweep()]
        go_on.set()
        return done

    assert together(first, second) == [1, [1, 0]]
    assert fired == [["ord_2"]]
    assert Deadline.objects.get(subject="ord_1", kind=KIND).state == "moot"
