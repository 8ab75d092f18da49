"""The outbox: a fact is written with what made it true, and each listener hears it once, in order, whatever others do."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connection

from jishi.kernel import clock, events, rows
from jishi.kernel.errors import Refused, Unavailable
from jishi.kernel.events import Heard
from jishi.kernel.models import Audit, Cursor, Event, EventSetAside
from jishi.kernel.money import Money
from jishi.kernel.runner import act
from jishi.kernel.tests.ground import HOUR, NOON, together


@dataclass(frozen=True)
class SampleDone(events.Event):
    number: int


@dataclass(frozen=True)
class SampleOther(events.Event):
    pass


@dataclass(frozen=True)
class SampleRich(events.Event):
    paid: Money
    refunded: Money | None
    at: datetime
    lines: dict[str, int]
    tags: list[str]


@pytest.fixture(autouse=True)
def only_ours() -> Iterator[None]:
    """Listeners of modules have their own tests."""
    kept = dict(events.LISTENERS)
    events.LISTENERS.clear()
    yield
    events.LISTENERS.update(kept)


def done(*numbers: int) -> None:
    """An action: so many facts."""
    for number in numbers:
        events.emit(SampleDone(subject=f"s{number}", number=number))


def listener(name: str, *types: type[events.Event], poisoned: Callable[[Any], bool] = lambda fact: False) -> list[Any]:
    """Register a listener that writes down what it hears, in the database and in the list returned."""
    heard: list[Any] = []

    def handler(one: Heard) -> None:
        heard.append(one)
        rows.add(Audit(actor=name, act="heard", subject=one.fact.subject, at=clock.now()))
        if poisoned(one.fact):
            raise ZeroDivisionError("poisoned")

    events.listen(*types or (SampleDone,), name=name)(handler)
    return heard


def noted(name: str) -> list[str]:
    return list(Audit.objects.filter(actor=name).order_by("pk").values_list("subject", flat=True))


def pump_all() -> int:
    """Deliver until nothing is left; other databases' transactions may hold events back on PostgreSQL for a while."""
    total = sum(iter(events.pump, 0))
    until = monotonic() + 20
    while connection.vendor == "postgresql" and held_back() and monotonic() < until:
        sleep(0.02)
        total += sum(iter(events.pump, 0))
    return total


def held_back() -> bool:
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    return Cursor.objects.count() < len(events.LISTENERS) or Cursor.objects.exclude(seq=last).exists()


@pytest.mark.django_db
def test_a_fact_is_written_with_its_time_and_read_again() -> None:
    rich = SampleRich(
        subject="ord_1", paid=Money(9900, "CNY"), refunded=None, at=NOON.replace(microsecond=1), lines={"a": 2}, tags=["集", "市"]
    )
    with clock.at(NOON + HOUR):
        act(events.emit, rich)
    row = Event.objects.get()
    assert (row.type, row.subject, row.at) == ("kernel.SampleRich", "ord_1", NOON + HOUR)
    assert events.read(row) == Heard(rich, NOON + HOUR, row.seq)


@pytest.mark.django_db
def test_a_refused_action_told_nothing() -> None:
    heard = listener("sample.a")

    def refused() -> None:
        done(1)
        raise Refused

    with pytest.raises(Refused):
        act(refused)
    assert not Event.objects.exists()
    assert events.pump() == 0
    assert heard == []


@pytest.mark.django_db
def test_outside_of_an_action_nothing_is_told() -> None:
    with pytest.raises(RuntimeError, match="by actions only"):
        done(1)


@pytest.mark.django_db
def test_each_listener_hears_each_fact_of_its_kinds_once_and_in_order() -> None:
    first, both, other = listener("sample.a"), listener("sample.b", SampleDone, SampleOther), listener("sample.c", SampleOther)
    act(done, 1, 2)
    act(events.emit, SampleOther(subject="o1"))
    act(done, 3)
    assert events.waiting() == 3 + 4 + 1
    assert events.pump() == 3 + 4 + 1
    assert (events.waiting(), events.pump()) == (0, 0)
    assert [one.fact.number for one in first] == [1, 2, 3]
    assert [one.fact.subject for one in both] == ["s1", "s2", "o1", "s3"]
    assert [one.fact.subject for one in other] == ["o1"]
    assert [one.seq for one in both] == sorted(one.seq for one in both)
    assert (noted("sample.a"), noted("sample.b")) == (["s1", "s2", "s3"], ["s1", "s2", "o1", "s3"])


@pytest.mark.django_db
def test_who_hears_many_at_once_hears_each_once_and_only_the_culprit_is_set_aside() -> None:
    batches: list[list[int]] = []

    def handler(heard: list[Heard]) -> None:
        for one in heard:
            rows.add(Audit(actor="sample.many", act="heard", subject=one.fact.subject, at=clock.now()))
        if any(one.fact.number == 5 for one in heard):
            raise ZeroDivisionError("poisoned")
        batches.append([one.fact.number for one in heard])

    events.listen_all(SampleDone, name="sample.many", batch=4)(handler)
    act(done, *range(10))
    assert pump_all() == 10
    assert batches == [[0, 1, 2, 3], [4], [6, 7], [8, 9]]
    assert noted("sample.many") == [f"s{n}" for n in range(10) if n != 5]
    [aside] = EventSetAside.objects.all()
    assert (aside.listener, aside.error) == ("sample.many", "ZeroDivisionError: poisoned")
    act(done, 10)
    assert pump_all() == 1


@pytest.mark.django_db
def test_each_listener_has_its_own_place() -> None:
    first = listener("sample.a")
    act(done, 1, 2)
    events.pump()
    late = listener("sample.b")
    act(done, 3)
    events.pump()
    assert [one.fact.number for one in first] == [1, 2, 3]
    assert [one.fact.number for one in late] == [1, 2, 3]
    seq = dict(Cursor.objects.values_list("listener", "seq"))
    assert seq == dict.fromkeys(("sample.a", "sample.b"), Event.objects.order_by("-pk")[0].pk)


@pytest.mark.django_db
def test_a_round_delivers_no_more_than_its_limit_a_listener() -> None:
    first, second = listener("sample.a"), listener("sample.b")
    act(done, *range(5))
    assert [events.pump(limit=2) for _ in range(4)] == [4, 4, 2, 0]
    assert [one.fact.number for one in first] == [one.fact.number for one in second] == [0, 1, 2, 3, 4]


@pytest.mark.django_db
def test_a_poisoned_fact_is_set_aside_and_blocks_nobody() -> None:
    bad, good = listener("sample.a", poisoned=lambda fact: fact.number == 2), listener("sample.b")
    act(done, 1, 2, 3)
    with clock.at(NOON):
        assert events.pump() == 6
    assert [one.fact.number for one in bad] == [1, 2, 3]
    assert [one.fact.number for one in good] == [1, 2, 3]
    assert (noted("sample.a"), noted("sample.b")) == (["s1", "s3"], ["s1", "s2", "s3"])
    aside = EventSetAside.objects.get()
    assert (aside.listener, Event.objects.get(pk=aside.seq).subject) == ("sample.a", "s2")
    assert (aside.at, aside.error) == (NOON, "ZeroDivisionError: poisoned")
    assert events.pump() == 0


@pytest.mark.django_db
def test_a_fact_that_cannot_be_read_is_set_aside() -> None:
    heard = listener("sample.a")
    act(done, 1, 2)
    Event.objects.filter(subject="s1").update(data={"nonsense": 1})
    events.pump()
    assert [one.fact.number for one in heard] == [2]
    assert EventSetAside.objects.get().error.startswith("TypeError: ")


@pytest.mark.django_db
def test_trouble_of_the_database_sets_no_fact_aside() -> None:
    troubled = [True]
    heard: list[int] = []

    def handler(one: Heard) -> None:
        if troubled:
            raise Unavailable
        heard.append(one.fact.number)

    events.listen(SampleDone, name="sample.a")(handler)
    act(done, 1)
    with pytest.raises(Unavailable):
        events.pump()
    assert not EventSetAside.objects.exists()
    troubled.clear()
    assert events.pump() == 1
    assert heard == [1]


@pytest.mark.django_db
def test_a_listeners_own_facts_are_heard_in_their_turn() -> None:
    def handler(one: Heard) -> None:
        events.emit(SampleOther(subject=f"after {one.fact.subject}"))

    events.listen(SampleDone, name="sample.a")(handler)
    heard = listener("sample.b", SampleOther)
    act(done, 1)
    assert sum(iter(events.pump, 0)) == 2
    assert [one.fact.subject for one in heard] == ["after s1"]


def test_a_listener_has_a_name_of_its_own_and_hears_something() -> None:
    listener("sample.a")
    with pytest.raises(ValueError, match=r"sample\.a"):
        events.listen(SampleOther, name="sample.a")
    with pytest.raises(ValueError, match=r"sample\.b"):
        events.listen(name="sample.b")


def test_a_kind_of_fact_is_one_class() -> None:
    with pytest.raises(TypeError, match=r"two events kernel\.SampleDone"):
        type("SampleDone", (events.Event,), {"__module__": __name__, "__qualname__": "elsewhere.SampleDone"})
    assert events.TYPES["kernel.SampleDone"] is SampleDone


@pytest.mark.parametrize(
    ("module", "name"),
    [("jishi.modules.orders.events", "orders.Paid"), ("jishi.lawbook.events", "lawbook.Paid"), ("jishi.kernel.x", "kernel.Paid")],
)
def test_a_kind_is_named_by_its_module(module: str, name: str) -> None:
    made: Any = type("Paid", (events.Event,), {"__module__": module})
    assert made.type_name() == name


@pytest.mark.django_db(transaction=True)
def test_two_workers_deliver_each_fact_once_and_in_order() -> None:
    first, second = listener("sample.a"), listener("sample.b", poisoned=lambda fact: fact.number % 10 == 0)
    for n in range(0, 60, 6):
        act(done, *range(n, n + 6))
    subjects = [f"s{n}" for n in range(60)]
    assert [answer for answer in together(pump_all, pump_all, pump_all) if not isinstance(answer, int)] == []
    assert noted("sample.a") == subjects
    assert noted("sample.b") == [subject for n, subject in enumerate(subjects) if n % 10]
    assert EventSetAside.objects.count() == 6
    assert len(first) >= 60
    assert len(second) >= 60


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_late_commit_is_not_skipped() -> None:
    """The first transaction to take a number commits last: its fact must still be heard, and before the later one's."""
    heard = listener("sample.a")
    act(done, 0)
    pump_all()
    written, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        def action() -> None:
            done(1)
            rows.flush()
            written.set()
            assert go_on.wait(20)

        act(action)

    def quick() -> list[int]:
        assert written.wait(20)
        act(done, 2)
        before = [events.pump() for _ in range(3)]
        go_on.set()
        return before

    _, before = together(slow, quick)
    assert before == [0, 0, 0]
    assert pump_all() == 2
    assert [one.fact.number for one in heard] == [0, 1, 2]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_running_transaction_does_not_hold_up_what_was_told_before_it() -> None:
    heard = listener("sample.a")
    act(done, 1)
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        def action() -> None:
            done(2)
            rows.flush()
            begun.set()
            assert go_on.wait(30)

        act(action)

    def quick() -> list[int]:
        assert begun.wait(20)
        until = monotonic() + 20
        while not heard and monotonic() < until:
            events.pump()
        seen = [one.fact.number for one in heard]
        go_on.set()
        return seen

    assert together(slow, quick)[1] == [1]
    pump_all()
    assert [one.fact.number for one in heard] == [1, 2]
