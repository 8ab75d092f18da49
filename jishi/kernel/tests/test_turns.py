"""Acts that take more than one turn: a refusal whose stand-in runs in its place, and work that goes on until there is none left."""

from collections.abc import Iterator

import pytest
from django.db import connection

from jishi.kernel import clock, deadlines, rows
from jishi.kernel.errors import Refused
from jishi.kernel.models import Deadline, Quota
from jishi.kernel.runner import Writer, act, act_or, act_until_idle, after_commit
from jishi.kernel.tests.ground import HOUR, add_deadline
from jishi.kernel.tests.test_writer import Gate
from tests.ground import on_postgresql

pytestmark = pytest.mark.django_db(transaction=True)


class Full(Refused):
    """A refusal for these tests."""

    code = "sample.full"
    status = 409


@pytest.fixture(params=["own", "writer"])
def writer(request: pytest.FixtureRequest) -> Iterator[Writer | None]:
    """Both runners: each action its own transaction, and the one writer (of SQLite)."""
    if request.param == "own" or on_postgresql():
        yield None
        return
    one = Writer()
    one.start()
    yield one
    one.stop()


def note(key: str) -> None:
    rows.add(Quota(id=key, used=1))


def noted() -> list[str]:
    return list(Quota.objects.order_by("id").values_list("id", flat=True))


def refuse() -> str:
    note("refused")
    rows.flush()
    raise Full(field="sample")


def test_what_stands_in_for_a_refusal_is_kept_and_what_was_refused_is_not(writer: Writer | None) -> None:
    seen: list[str] = []

    def instead(error: Refused) -> str:
        note("instead")
        after_commit(lambda: seen.append("after"))
        return error.code

    assert act_or(refuse, instead) == "sample.full"
    assert (noted(), seen) == (["instead"], ["after"])


def test_where_nothing_is_refused_nothing_stands_in(writer: Writer | None) -> None:
    assert act_or(lambda: note("done"), lambda error: note("instead")) is None
    assert noted() == ["done"]


def test_a_stand_in_that_fails_leaves_nothing_and_is_what_the_caller_hears(writer: Writer | None) -> None:
    def instead(error: Refused) -> None:
        note("instead")
        rows.flush()
        raise LookupError("the stand-in")

    with pytest.raises(LookupError, match="the stand-in"):
        act_or(refuse, instead)
    assert noted() == []
    act(note, "later")
    assert noted() == ["later"]


def test_other_errors_have_no_stand_in(writer: Writer | None) -> None:
    def broken() -> None:
        note("broken")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act_or(broken, lambda error: note("instead"))
    assert noted() == []


def test_work_goes_on_until_there_is_none_and_the_sum_is_told(writer: Writer | None) -> None:
    left = [3, 2, 4]

    def some() -> int:
        if not left:
            return 0
        note(f"turn{len(left)}")
        return left.pop()

    assert act_until_idle(some, 10) == 9
    assert noted() == ["turn1", "turn2", "turn3"]
    assert act_until_idle(some, 10) == 0


def test_work_stops_after_as_many_turns_as_were_given(writer: Writer | None) -> None:
    turns: list[int] = []

    def endless() -> int:
        turns.append(1)
        return 5

    assert act_until_idle(endless, 3) == 15
    assert len(turns) == 3


def test_what_fails_in_a_later_turn_undoes_that_turn_alone(writer: Writer | None) -> None:
    turns: list[int] = []

    def third_fails() -> int:
        turns.append(1)
        note(f"turn{len(turns)}")
        if len(turns) == 3:
            raise ZeroDivisionError
        return 1

    with pytest.raises(ZeroDivisionError):
        act_until_idle(third_fails, 10)
    assert noted() == ["turn1", "turn2"]


@pytest.mark.sqlite
def test_whoever_waits_gets_a_turn_in_between() -> None:
    import threading

    writer = Writer()
    writer.start()
    order: list[str] = []

    def some() -> int:
        order.append("work")
        return 1

    def ask(what: str) -> None:
        act(lambda: order.append(what)) if what != "work" else act_until_idle(some, 3)
        connection.close()

    threads = [threading.Thread(target=ask, args=(what,)) for what in ("work", "one", "two")]
    with Gate(writer):
        for waiting, thread in enumerate(threads, 1):
            thread.start()
            while writer.queue.qsize() < waiting:
                threading.Event().wait(0.001)
    for thread in threads:
        thread.join(20)
    writer.stop()
    assert order == ["work", "one", "two", "work", "work"]


@pytest.mark.sqlite
def test_whoever_came_before_long_work_is_answered_before_it_begins() -> None:
    import threading

    writer = Writer()
    writer.start()
    answered = threading.Event()
    seen: list[bool] = []

    def long() -> int:
        seen.append(answered.wait(5))
        return 0

    def before() -> None:
        act(lambda: None)
        answered.set()
        connection.close()

    def work() -> None:
        act_until_idle(long, 3)
        connection.close()

    threads = [threading.Thread(target=call) for call in (before, work)]
    with Gate(writer):
        for waiting, thread in enumerate(threads, 1):
            thread.start()
            while writer.queue.qsize() < waiting:
                threading.Event().wait(0.001)
    for thread in threads:
        thread.join(20)
    writer.stop()
    assert seen == [True]


def test_all_that_is_due_is_swept_batch_by_batch_and_a_culprit_is_set_aside(writer: Writer | None) -> None:
    seen: list[int] = []

    def lapse(due: list[Deadline]) -> None:
        if any(row.subject == "ord_3" for row in due):
            raise ZeroDivisionError
        seen.append(len(due))

    deadlines.on_lapse("sample.turns", batch=2)(lapse)
    try:
        act(lambda: [add_deadline("sample.turns", f"ord_{n}", clock.now() - 2 * HOUR, 1) for n in range(7)])
        swept = 0
        while some := deadlines.sweep_all(40):
            swept += some
    finally:
        del deadlines.HANDLERS["sample.turns"]
    assert sum(seen) == 6
    assert max(seen) == 2
    assert Deadline.objects.filter(state="lapsed").count() == 6
    aside = Deadline.objects.get(state="open")
    assert (aside.subject, aside.error.partition(":")[0]) == ("ord_3", "ZeroDivisionError")
