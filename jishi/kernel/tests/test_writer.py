"""The one writer of a SQLite file: many commands in a commit, each as if it were alone."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from jishi.kernel import clock, deadlines, rows, runner
from jishi.kernel.errors import Refused, Unavailable
from jishi.kernel.machine import Machine
from jishi.kernel.models import Audit, Deadline, Job, Quota
from jishi.kernel.runner import Writer, act, after_commit
from jishi.kernel.tests.ground import NOON, add_deadline, add_job, together
from jishi.kernel.tests.test_runner import acts, batch_of_twelve, check_96, note

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def writer() -> Iterator[Writer]:
    one = Writer()
    one.start()
    yield one
    one.stop()


class Gate:
    """Holds the writer in a command of its own, which ends with `first`, so that what is asked meanwhile makes one batch with it."""

    def __init__(self, writer: Writer, first: Callable[[], Any] = lambda: None) -> None:
        self.writer, self.first = writer, first
        self.held, self.opened = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._hold)
        self.error: Exception | None = None

    def _hold(self) -> None:
        try:
            act(lambda: (self.held.set(), self.opened.wait(20), self.first()))
        except Exception as error:  # noqa: BLE001 - a test looks at it
            self.error = error
        connection.close()

    def __enter__(self) -> "Gate":
        self.thread.start()
        assert self.held.wait(10)
        return self

    def __exit__(self, *_: Any) -> None:
        self.opened.set()
        self.thread.join(30)


def in_one_batch(writer: Writer, *actions: Callable[[], Any], gate: Gate | None = None) -> list[Any]:
    """Ask for all of them, in this order, while the writer is held; what each returned or raised."""
    answers: list[Any] = [None] * len(actions)

    def ask(n: int) -> None:
        try:
            answers[n] = act(actions[n])
        except Exception as error:  # noqa: BLE001 - it is an answer
            answers[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(len(actions))]
    with gate or Gate(writer):
        for waiting, thread in enumerate(threads, 1):
            thread.start()
            while writer.queue.qsize() < waiting:
                sleep(0.001)
    for thread in threads:
        thread.join(30)
    return answers


def test_96_commands_of_which_some_fail_after_writing(writer: Writer) -> None:
    answers = together(*[batch_of_twelve(n) for n in range(8)])
    check_96([answer for twelve in answers for answer in twelve])


def test_one_batch_is_one_commit_and_a_command_that_fails_is_alone_undone(writer: Writer) -> None:
    def failing() -> None:
        note("failing")
        rows.flush()
        raise Refused

    found = in_one_batch(writer, lambda: note("a").act, failing, lambda: note("c").act)
    assert [found[0], type(found[1]), found[2]] == ["a", Refused, "c"]
    assert acts() == ["a", "c"]


@pytest.mark.parametrize("broken", [False, True], ids=["refused", "broken"])
def test_the_first_of_a_batch_is_undone_alone_too(writer: Writer, broken: bool) -> None:
    """It has no savepoint: nothing is in the commit yet that would have to stay."""
    act(add_job, id="job_1")

    def failing() -> None:
        note("failing")
        rows.flush()
        if broken:
            Job(id="job_1", key="other", kind="k", params={}, at=NOON).save(force_insert=True)
        raise Refused

    gate = Gate(writer, failing)
    assert in_one_batch(writer, lambda: note("b").act, lambda: note("c").act, gate=gate) == ["b", "c"]
    assert type(gate.error) is (IntegrityError if broken else Refused)
    assert acts() == ["b", "c"]


def test_a_connection_that_is_lost_in_a_command_fails_that_one_alone(writer: Writer) -> None:
    def losing() -> None:
        note("lost")
        rows.flush()
        connection.close()

    with pytest.raises(Exception, match="the action went on after an error of the database"):
        act(losing)
    found = in_one_batch(writer, lambda: note("b").act, losing, lambda: note("d").act)
    assert [found[0], found[2]] == ["b", "d"]
    assert isinstance(found[1], Exception)
    assert acts() == ["b", "d"]


def test_hooks_of_django_run_after_the_commit_of_one_that_stands(writer: Writer) -> None:
    heard: list[list[str]] = []

    def acting() -> None:
        note("a")
        transaction.on_commit(lambda: heard.append(acts()))

    act(acting)
    act(lambda: note("b"))
    assert heard == [["a"]]


def test_nobody_is_answered_before_the_commit(writer: Writer) -> None:
    """The first command's row is not to be seen while the batch still runs, and nor is its answer."""
    seen: list[Any] = []

    def second() -> None:
        seen.append(together(acts)[0])
        seen.append(list(answered))

    answered: list[str] = []

    def first() -> str:
        note("first")
        after_commit(lambda: answered.append("first"))
        return "first"

    in_one_batch(writer, first, second)
    assert seen == [[], []]
    assert (answered, acts()) == (["first"], ["first"])


def test_a_common_insert_that_fails_hurts_only_the_culprit(writer: Writer) -> None:
    act(add_job, id="job_1")
    found = in_one_batch(writer, lambda: add_job(id="job_2").id, lambda: add_job(id="job_1").id, lambda: add_job(id="job_3").id)
    assert [found[0], type(found[1]), found[2]] == ["job_2", IntegrityError, "job_3"]
    assert sorted(Job.objects.values_list("id", flat=True)) == ["job_1", "job_2", "job_3"]


def test_an_error_of_the_orm_breaks_only_its_command(writer: Writer) -> None:
    """Django marks the whole transaction as broken, which the savepoint has mended."""
    act(add_job, id="job_1")

    def clashing() -> None:
        Job(id="job_1", key="other", kind="k", params={}, at=NOON).save(force_insert=True)

    found = in_one_batch(writer, lambda: note("a").act, clashing, lambda: note("c").act)
    assert [found[0], type(found[1]), found[2]] == ["a", IntegrityError, "c"]
    assert acts() == ["a", "c"]


def test_an_error_of_the_orm_that_is_swallowed_fails_its_command(writer: Writer) -> None:
    act(add_job, id="job_1")

    def clashing() -> str:
        with pytest.raises(IntegrityError):
            Job(id="job_1", key="other", kind="k", params={}, at=NOON).save(force_insert=True)
        return "done"

    found = in_one_batch(writer, lambda: note("a").act, clashing, lambda: note("c").act)
    assert [found[0], type(found[1]).__name__, found[2]] == ["a", "TransactionManagementError", "c"]
    assert acts() == ["a", "c"]


def test_a_command_sees_the_rows_of_those_before_it_in_the_batch(writer: Writer) -> None:
    """Else a deadline opened in one command could not be met in the next, and would fire."""
    deadlines.on_lapse("sample.kind")(lambda due: None)
    found = in_one_batch(
        writer,
        lambda: add_deadline("sample.kind", "job_1").state,
        lambda: note("between").act,
        lambda: deadlines.meet(["sample.kind"], ["job_1"]),
        Job.objects.count,
        lambda: list(Deadline.objects.values_list("state", flat=True)),
    )
    assert found == ["open", "between", 1, 0, ["met"]]
    assert Deadline.objects.get().state == "met"


def test_rows_shown_to_a_command_that_fails_are_kept(writer: Writer) -> None:
    def looking() -> None:
        seen.append(Job.objects.filter(pk="job_1").exists())
        add_job(id="job_2")
        raise Refused

    seen: list[bool] = []
    found = in_one_batch(writer, lambda: add_job(id="job_1").id, looking, Job.objects.count, lambda: add_job(id="job_3").id)
    assert [found[0], type(found[1]), found[2], found[3]] == ["job_1", Refused, 1, "job_3"]
    assert seen == [True]
    assert sorted(Job.objects.values_list("id", flat=True)) == ["job_1", "job_3"]


def test_rows_that_cannot_be_shown_hurt_only_who_added_them(writer: Writer) -> None:
    act(add_job, id="job_1")
    found = in_one_batch(writer, lambda: note("a").act, lambda: add_job(id="job_1").id, Job.objects.count, lambda: note("d").act)
    assert [found[0], type(found[1]), found[2], found[3]] == ["a", IntegrityError, 1, "d"]
    assert acts() == ["a", "d"]


def test_the_same_row_is_moved_once_by_two_commands_of_a_batch(writer: Writer) -> None:
    machine = Machine("sample", Job, {"go": ({"running"}, "done")})
    act(add_job, id="job_1")
    found = in_one_batch(writer, *[lambda: machine.advance(Job.objects.get(), "go", actor="person:p").state] * 2)
    assert [found[0], found[1].code] == ["done", "kernel.wrong_state"]


def test_more_than_a_batch_goes_in_several(writer: Writer) -> None:
    found = in_one_batch(writer, *[lambda n=n: note(f"{n:03}").act for n in range(runner.BATCH_MOST * 2 + 5)])
    assert found == [f"{n:03}" for n in range(runner.BATCH_MOST * 2 + 5)]
    assert acts() == found


def test_objects_in_memory_are_put_back_when_a_command_is_undone(writer: Writer) -> None:
    machine = Machine("sample", Job, {"go": ({"running"}, "done")})
    job = act(add_job)

    def action() -> None:
        machine.advance(job, "go", actor="person:p")
        raise Refused

    with pytest.raises(Refused):
        act(action)
    assert (job.state, Job.objects.get().state) == ("running", "running")


def test_a_command_runs_by_the_clock_of_who_asked(writer: Writer) -> None:
    with clock.at(NOON):
        assert act(clock.now) == NOON
    assert act(clock.now) - clock.real() < timedelta(seconds=5)


def test_a_command_within_a_command_shares_its_place(writer: Writer) -> None:
    assert act(lambda: act(lambda: (note("inner"), threading.current_thread().name)[1])) == "writer"
    assert acts() == ["inner"]


def test_a_full_queue_refuses_at_once(writer: Writer) -> None:
    with Gate(writer):
        for _ in range(runner.QUEUE_MOST):
            writer.queue.put_nowait(runner.Command(lambda: None))
        before = monotonic()
        with pytest.raises(Unavailable):
            act(note, "too much")
        assert monotonic() - before < 1
    assert act(lambda: note("again").act) == "again"
    assert acts() == ["again"]


def test_who_waits_too_long_is_told_and_nothing_of_it_is_done(writer: Writer) -> None:
    with Gate(writer), pytest.raises(Unavailable):
        writer.ask(lambda: note("late"), wait=0.05)
    assert act(lambda: note("next").act) == "next"
    assert acts() == ["next"]


def test_what_is_queued_at_the_end_is_still_done() -> None:
    writer = Writer()
    writer.start()
    found: list[Any] = []
    with Gate(writer):
        asking = threading.Thread(target=lambda: (found.append(act(lambda: note("queued").act)), connection.close()))
        asking.start()
        while not writer.queue.qsize():
            sleep(0.001)
        ending = threading.Thread(target=writer.stop)
        ending.start()
        while Writer.running is not None:
            sleep(0.001)
    ending.join(10)
    asking.join(10)
    assert found == ["queued"]
    assert acts() == ["queued"]
    assert act(lambda: threading.current_thread().name) == threading.current_thread().name


def test_who_asks_a_writer_that_has_ended_is_told_at_once() -> None:
    writer = Writer()
    writer.start()
    writer.stop()
    before = monotonic()
    with pytest.raises(Unavailable):
        writer.ask(lambda: note("too late"))
    assert monotonic() - before < 1
    assert acts() == []


@pytest.mark.sqlite
def test_a_file_that_another_process_holds_is_busy_and_the_next_command_is_served() -> None:
    locked, release = threading.Event(), threading.Event()

    def hold() -> None:
        connection.ensure_connection()
        connection.connection.execute("BEGIN IMMEDIATE")
        locked.set()
        release.wait(20)
        connection.connection.execute("ROLLBACK")
        connection.close()

    holding = threading.Thread(target=hold)
    writer = Writer()
    writer.start()
    try:
        act(rows.sql, "PRAGMA busy_timeout = 20")
        holding.start()
        locked.wait(10)
        with pytest.raises(Unavailable):
            act(note, "in vain")
        release.set()
        holding.join(10)
        assert act(lambda: note("served").act) == "served"
    finally:
        release.set()
        writer.stop()
    assert acts() == ["served"]


def test_quota_and_rows_agree_after_a_crowd(writer: Writer) -> None:
    """A hundred left, 160 who want one: a hundred get it, and each has the row that says so."""
    act(rows.change, "INSERT INTO kernel_quota (id, used) VALUES ('left', 100)")

    def take(n: int) -> str:
        if not rows.change("UPDATE kernel_quota SET used = used - 1 WHERE id = 'left' AND used >= 1"):
            raise Refused
        return note(f"{n:03}").act

    def eight(thread: int) -> list[str]:
        won = []
        for n in range(thread * 20, thread * 20 + 20):
            try:
                won.append(act(take, n))
            except Refused:
                continue
        return won

    won = sorted(name for some in together(*[lambda t=t: eight(t) for t in range(8)]) for name in some)
    assert len(won) == 100
    assert acts() == won
    assert Quota.objects.get().used == 0
    assert Audit.objects.count() == 100
