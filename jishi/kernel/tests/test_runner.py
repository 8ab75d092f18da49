"""An action has one transaction: all of it is kept, or nothing, in the database and in memory."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, transaction

from jishi.kernel import clock, rows, runner
from jishi.kernel.errors import Refused, Unavailable
from jishi.kernel.machine import Machine
from jishi.kernel.models import Audit, History, Job
from jishi.kernel.runner import act, after_commit
from jishi.kernel.tests.ground import NOON, add_job, together


def note(text: str) -> Audit:
    """An action: one row."""
    return rows.add(Audit(actor="person:p", act=text, subject="s", at=NOON))


def acts() -> list[str]:
    return sorted(Audit.objects.values_list("act", flat=True))


@pytest.mark.django_db
def test_an_action_is_answered_and_kept() -> None:
    def action(one: int, *, two: int) -> int:
        note("done")
        return one + two

    assert act(action, 1, two=2) == 3
    assert acts() == ["done"]
    assert not rows.collecting()


@pytest.mark.django_db
@pytest.mark.parametrize("flushed", [False, True])
def test_a_refused_action_keeps_nothing(flushed: bool) -> None:
    def action() -> None:
        note("half done")
        if flushed:
            rows.flush()
        rows.change("INSERT INTO kernel_quota (id, used) VALUES ('k', 1)")
        raise Refused

    with pytest.raises(Refused):
        act(action)
    assert acts() == []
    assert rows.sql("SELECT * FROM kernel_quota") == []
    assert not rows.collecting()


@pytest.mark.django_db
def test_an_action_within_an_action_shares_its_transaction() -> None:
    def inner() -> tuple[datetime, bool]:
        note("inner")
        return clock.now(), rows.pending(Audit)

    def outer() -> tuple[Any, Any]:
        note("outer")
        return clock.now(), act(inner)

    outside, (inside, pending) = act(outer)
    assert outside == inside
    assert pending
    assert acts() == ["inner", "outer"]

    def refusing() -> None:
        act(inner)
        raise Refused

    with pytest.raises(Refused):
        act(refusing)
    assert acts() == ["inner", "outer"]


@pytest.mark.django_db
def test_what_an_inner_action_refuses_the_outer_may_take_as_an_answer() -> None:
    """There is one transaction: what the inner one did before it refused stays with the outer."""

    def inner() -> None:
        note("inner")
        raise Refused

    def outer() -> str:
        with pytest.raises(Refused):
            act(inner)
        note("outer")
        return "went on"

    assert act(outer) == "went on"
    assert acts() == ["inner", "outer"]


@pytest.mark.django_db
def test_hooks_follow_the_commit_in_order_and_a_refusal_has_none() -> None:
    seen: list[Any] = []

    def action(name: str, refuse: bool) -> str:
        note(name)
        after_commit(lambda: seen.append((name, acts())))
        after_commit(lambda: seen.append(name))
        assert seen == before
        if refuse:
            raise Refused
        return name

    before: list[Any] = []
    with pytest.raises(Refused):
        act(action, "refused", True)
    assert seen == []
    assert act(action, "kept", False) == "kept"
    assert seen == [("kept", ["kept"]), "kept"]


@pytest.mark.django_db
def test_a_hook_that_fails_undoes_nothing_and_stops_no_other() -> None:
    seen: list[str] = []

    def action() -> str:
        note("done")
        after_commit(lambda: seen.append(str(1 // 0)))
        after_commit(lambda: seen.append("second"))
        return "answer"

    assert act(action) == "answer"
    assert (acts(), seen) == (["done"], ["second"])


@pytest.mark.django_db
def test_a_hook_outside_of_an_action_is_refused() -> None:
    with pytest.raises(RuntimeError, match="by actions only"):
        after_commit(lambda: None)


@pytest.mark.django_db
def test_objects_in_memory_are_put_back_when_the_action_is_undone() -> None:
    machine = Machine("sample", Job, {"go": ({"running"}, "done"), "back": ({"done"}, "running")})
    job = act(add_job)

    def action() -> None:
        machine.advance(job, "go", actor="person:p", done=5)
        machine.advance(job, "back", actor="person:p", done=6, total=9)
        assert (job.state, job.done, job.total) == ("running", 6, 9)
        raise Refused

    with pytest.raises(Refused):
        act(action)
    assert (job.state, job.done, job.total) == ("running", 0, 0)
    assert not History.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_action_that_swallows_an_error_of_the_database_is_not_answered_as_done() -> None:
    """Django marks the transaction as broken and would roll it back without a word."""
    act(add_job, id="job_1")

    def action() -> str:
        rows.change("INSERT INTO kernel_quota (id, used) VALUES ('k', 1)")
        with pytest.raises(IntegrityError):
            Job(id="job_1", key="other", kind="k", params={}, at=NOON).save(force_insert=True)
        return "done"

    with pytest.raises(transaction.TransactionManagementError):
        act(action)
    assert rows.sql("SELECT * FROM kernel_quota") == []


@pytest.mark.django_db(transaction=True)
def test_96_commands_of_which_some_fail_after_writing() -> None:
    answers = together(*[batch_of_twelve(n) for n in range(8)])
    check_96([answer for twelve in answers for answer in twelve])


def batch_of_twelve(thread: int) -> Callable[[], list[Any]]:
    return lambda: [one_of_many(thread * 12 + n) for n in range(12)]


def one_of_many(n: int) -> Any:
    """Every third fails after it has written rows of both kinds."""

    def action() -> int:
        note(f"{n:02}")
        rows.change("INSERT INTO kernel_quota (id, used) VALUES (%s, %s)", [f"q{n:02}", n])
        after_commit(lambda: hooked.append(n))
        if n % 3 == 0:
            raise Refused(number=n)
        return n

    hooked: list[int] = []
    try:
        return act(action), hooked
    except Refused as error:
        return error.params["number"], hooked, "refused"


def check_96(answers: list[Any]) -> None:
    """Each was answered once, with its own answer; exactly what failed is undone."""
    kept = [n for n in range(96) if n % 3]
    assert sorted(answers) == [(n, [], "refused") if n % 3 == 0 else (n, [n]) for n in range(96)]
    assert acts() == [f"{n:02}" for n in kept]
    assert rows.sql("SELECT id, used FROM kernel_quota ORDER BY id") == [(f"q{n:02}", n) for n in kept]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_deadlock_is_tried_again() -> None:
    act(lambda: [rows.change("INSERT INTO kernel_quota (id, used) VALUES (%s, 0)", [key]) for key in "ab"])
    met = threading.Barrier(2)
    runs: list[str] = []

    def crosswise(first: str, second: str) -> None:
        runs.append(first)
        note(first)
        add = "UPDATE kernel_quota SET used = used + 1 WHERE id = %s"
        rows.change(add, [first])
        if len(runs) <= 2:
            met.wait(10)
        rows.change(add, [second])

    assert together(lambda: act(crosswise, "a", "b"), lambda: act(crosswise, "b", "a")) == [None, None]
    assert len(runs) == 3
    assert rows.sql("SELECT id, used FROM kernel_quota ORDER BY id") == [("a", 2), ("b", 2)]
    assert acts() == ["a", "b"]


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_file_that_another_process_holds_is_busy_not_broken() -> None:
    locked, release = threading.Event(), threading.Event()

    def hold() -> None:
        act(lambda: (note("held"), rows.flush(), locked.set(), release.wait(10)))

    def wait_in_vain() -> None:
        locked.wait(10)
        rows.sql("PRAGMA busy_timeout = 20")
        try:
            act(note, "late")
        finally:
            release.set()

    _, answer = together(hold, wait_in_vain)
    assert isinstance(answer, Unavailable)
    assert isinstance(answer.__cause__, OperationalError)
    assert runner.trouble(answer.__cause__)
    assert acts() == ["held"]


@pytest.mark.django_db(transaction=True)
def test_a_mistake_in_a_statement_is_no_trouble_of_the_database() -> None:
    with pytest.raises(Exception, match="nowhere") as caught:
        act(rows.sql, "SELECT one FROM nowhere")
    assert not runner.trouble(caught.value)
    assert not runner.trouble(ValueError())
    assert runner.trouble(Unavailable())
