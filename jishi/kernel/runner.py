"""Who runs an action, and in which transaction.

`act(action, …)` is called from routes, sockets, deadlines, jobs and commands. An action called inside another shares its
transaction. On SQLite in `jishi serve` one writer thread runs many commands in one commit, each undone alone, and nobody
is answered before it; elsewhere each action has a transaction of its own. Actions may run twice: only rows, no other effect.
"""

import threading
import traceback
from collections.abc import Callable, Iterable
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction

from jishi.kernel import clock, rows
from jishi.kernel.commit import Commit
from jishi.kernel.errors import Refused, Unavailable
from jishi.kernel.unseen import Unseen

LOG = structlog.get_logger()
BATCH_MOST = 64
BATCH_SECONDS = 0.05
QUEUE_MOST = 1024
WAIT_SECONDS = 10.0
TRIES = 4
_DEADLOCK = ("40P01", "40001")
_SQLITE_BUSY = 5
# What is the database's trouble and not that of what was asked: SQLite's busy, locked, no memory, read-only, I/O, full and
# cannot open; PostgreSQL's classes of connection, rollback, resources, locks, operator and system.
_SQLITE_TROUBLE = frozenset({_SQLITE_BUSY, 6, 7, 8, 10, 13, 14})
_POSTGRESQL_TROUBLE = ("08", "40", "53", "55", "57", "58")


def act[**P, A](action: Callable[P, A], *args: P.args, **kwargs: P.kwargs) -> A:
    """Run an action and return its answer once it is committed.

    Raises what the action raises (and then nothing of it is kept), and Unavailable when the database is too busy to take it.
    """
    if rows.collecting():
        return action(*args, **kwargs)
    writer = Writer.running
    if writer is not None:
        return writer.ask(lambda: action(*args, **kwargs))  # type: ignore[no-any-return]
    return own_transaction(lambda: action(*args, **kwargs))


def act_soon[A](action: Callable[[], A], done: Callable[[A | None, BaseException | None], None]) -> None:
    """Have the one writer run an action without waiting; `done` gets its answer or its error after the commit, in the writer's thread.

    Where no writer runs, the action runs here and now. Raises Unavailable when the writer's queue is full.
    """
    writer = Writer.running
    if writer is not None:
        writer.post(action, done)
        return
    try:
        answer = own_transaction(action)
    except Exception as error:  # noqa: BLE001 - it is told to whoever asked
        done(None, error)
    else:
        done(answer, None)


def act_or[A](action: Callable[[], A], instead: Callable[[Refused], A]) -> A:
    """Run an action; when it is refused nothing of it is kept and `instead` runs in its place, where one writer serves in the same commit.

    What `instead` raises is raised. Not to be called inside an action.
    """
    writer = Writer.running
    if writer is not None:
        return writer.ask(action, instead=instead)  # type: ignore[no-any-return]
    try:
        return own_transaction(action)
    except Refused as error:
        refusal = error
    return own_transaction(lambda: instead(refusal))


def act_until_idle(action: Callable[[], int], most: int) -> int:
    """Run an action again and again, each time in a commit of its own, until it has nothing to do (0) or has run `most` times.

    The sum of what it returned. Where one writer serves, whoever waits gets a turn in between, and nobody has to wake up for
    the next run to begin. Not to be called inside an action.
    """
    writer = Writer.running
    if writer is not None:
        return writer.ask(action, runs=most)  # type: ignore[no-any-return]
    done = 0
    for _ in range(most):
        some = own_transaction(action)
        if not some:
            break
        done += some
    return done


def after_commit(hook: Callable[[], None]) -> None:
    """Run `hook` once the running action is committed; never if it is refused. What it raises is logged: the action stands."""
    rows.current().after.append(hook)


def own_transaction[A](call: Callable[[], A]) -> A:
    """Run in a transaction of its own; a deadlock among transactions is tried again.

    Raises Unavailable when SQLite's file stays locked by another process, or another transaction holds a lock too long.
    """
    for left in range(TRIES - 1, -1, -1):
        with rows.collect() as collected:
            try:
                with transaction.atomic(), clock.frozen():
                    answer = call()
                    rows.write(collected.rows)
                    _whole()
                hooks = list(collected.after)
                break
            except OperationalError as error:
                collected.revert()
                if _locked(error) or waited_too_long(error):
                    raise Unavailable from error
                if not left or getattr(error.__cause__, "sqlstate", None) not in _DEADLOCK:
                    raise
            except BaseException:
                collected.revert()
                raise
    _run(hooks)
    return answer


def waited_too_long(error: OperationalError) -> bool:
    """Did PostgreSQL give up waiting for another transaction's lock (lock_timeout)?"""
    return getattr(error.__cause__, "sqlstate", None) == "55P03"


def trouble(error: BaseException) -> bool:
    """Is it the database's trouble (lost, busy, full), to be tried again later, rather than the fault of what was asked?"""
    if isinstance(error, Unavailable | InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    if code is not None:
        return int(code) & 0xFF in _SQLITE_TROUBLE
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state[:2] in _POSTGRESQL_TROUBLE


def _locked(error: BaseException) -> bool:
    """Did SQLite give up waiting for its file?"""
    return isinstance(error, OperationalError) and int(getattr(error.__cause__, "sqlite_errorcode", None) or 0) & 0xFF == _SQLITE_BUSY


def _whole() -> None:
    """Raises TransactionManagementError when the action swallowed a database error: Django would roll back without a word."""
    if rows.here().needs_rollback:
        raise transaction.TransactionManagementError("the action went on after an error of the database: nothing of it is kept")


def _run(hooks: Iterable[Callable[[], None]]) -> None:
    for hook in hooks:
        try:
            hook()
        except Exception as error:  # noqa: BLE001 - what it follows is committed, whatever the hook says
            LOG.error("hook.failed", error="".join(traceback.format_exception(error)))


@dataclass
class Command:
    """One action on its way through the writer, in the context (the clock of a test, say) of whoever asked."""

    call: Callable[[], Any]
    instead: Callable[[Refused], Any] | None = None
    runs: int = 1
    context: Context = field(default_factory=copy_context)
    done: threading.Event | None = None
    then: Callable[[Any, BaseException | None], None] | None = None
    collected: rows.Collected = field(default_factory=rows.Collected)
    answer: Any = None
    error: BaseException | None = None
    given_up: bool = False
    done_before: int = 0

    def run(self) -> None:
        """Run inside the writer's transaction."""
        self.error = None
        self.context.run(self._run, self.call)

    def run_instead(self) -> bool:
        """Run what stands in for a refusal, now that nothing is left of what was refused; False when there is nothing to run."""
        refusal, instead = self.error, self.instead
        if instead is None or not isinstance(refusal, Refused) or isinstance(refusal, Unavailable):
            return False
        self.error = None
        self.context.run(self._run, lambda: instead(refusal))
        return True

    def _run(self, call: Callable[[], Any]) -> None:
        with rows.collect(self.collected), clock.frozen():
            self.answer = call()
            _whole()

    def goes_on(self) -> bool:
        """It is committed: is another run of it to come? Its answer is the sum of all."""
        if self.runs == 1 or self.error is not None or not self.answer:
            if self.done_before and self.error is None:
                self.answer += self.done_before
            return False
        self.done_before += self.answer
        self.runs -= 1
        self.collected = rows.Collected(after=self.collected.after)
        return True

    def tell(self) -> None:
        """It is committed, or failed: whoever waits goes on, and whoever did not wait is told."""
        if self.done is not None:
            self.done.set()
        if self.then is not None:
            then, answer, error = self.then, self.answer, self.error
            _run([*([] if error else self.collected.after), lambda: then(None if error else answer, error)])

    def fail(self, error: BaseException) -> None:
        """Nothing of it is kept, and this is its answer."""
        self.collected.revert()
        if _locked(error):
            self.error = Unavailable()
            self.error.__cause__ = error
        else:
            self.error = error


class Writer:
    """The one thread that writes to a SQLite file: many commands in a commit, each in its own savepoint."""

    running: "Writer | None" = None

    def __init__(self) -> None:
        self.queue: SimpleQueue[Command | None] = SimpleQueue()
        self.held: Command | None = None
        self.thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self.stopping = False

    def start(self) -> None:
        """Take over all writing of this process."""
        Writer.running = self
        self.thread.start()

    def stop(self) -> None:
        """Finish what is queued, then give writing back to the callers."""
        Writer.running = None
        self.queue.put(None)
        self.thread.join()
        self._refuse_rest()

    def ask(
        self, call: Callable[[], Any], wait: float = WAIT_SECONDS, instead: Callable[[Refused], Any] | None = None, runs: int = 1
    ) -> Any:
        """Have the writer run `call`; its answer after the commit. Raises Unavailable when it takes too long to get its turn."""
        done = threading.Event()
        command = Command(call, instead, runs, done=done)
        self._queue(command)
        if not done.wait(wait):
            command.given_up = True
            if not done.wait(wait):
                raise Unavailable
        if command.error is not None:
            raise command.error
        _run(command.collected.after)
        return command.answer

    def post(self, call: Callable[[], Any], then: Callable[[Any, BaseException | None], None]) -> None:
        """Have the writer run `call` and tell `then` in its own thread after the commit. Raises Unavailable when the queue is full."""
        self._queue(Command(call, then=then))

    def _queue(self, command: Command) -> None:
        """Have it wait for its turn. Several who come at once may each find the last place free. Raises Unavailable when none is."""
        if self.queue.qsize() >= QUEUE_MOST:
            raise Unavailable
        self.queue.put(command)
        if self.stopping and not self.thread.is_alive():
            self._refuse_rest()

    def _refuse_rest(self) -> None:
        """Whoever asked while the writer ended is told at once."""
        while True:
            try:
                command = self.queue.get_nowait()
            except Empty:
                return
            if command is not None:
                command.fail(Unavailable())
                command.tell()

    def _work(self) -> None:
        while not self.stopping:
            first, self.held = self.held or self.queue.get(), None
            if first is None:
                self.stopping = True
                break
            batch = [first]
            try:
                self._together(batch)
            except BaseException:  # noqa: BLE001 - whatever it was, it is found out command by command
                self._singly(batch)
            for command in batch:
                if not (command.goes_on() and self._again(command)):
                    command.tell()
        connection.close()

    def _again(self, command: Command) -> bool:
        """Put it behind those who wait; False, and it ends here, when so many do that there is no room."""
        if self.queue.qsize() >= QUEUE_MOST:
            command.answer = command.done_before
            return False
        self.queue.put(command)
        return True

    def _together(self, batch: list[Command]) -> None:
        """Run the first command and those that are waiting in one commit."""
        started = monotonic()
        unseen = Unseen()
        with Commit(unseen):
            while True:
                self._in_turn(batch[-1], unseen, first=len(batch) == 1)
                if len(batch) >= BATCH_MOST or monotonic() - started > BATCH_SECONDS:
                    break
                try:
                    following = self.queue.get_nowait()
                except Empty:
                    break
                if following is None:
                    self.stopping = True
                    break
                if following.runs > 1:  # a long one: those before it need not wait for it
                    self.held = following
                    break
                batch.append(following)
            unseen.write()

    @staticmethod
    def _in_turn(command: Command, unseen: Unseen, *, first: bool) -> None:
        """Run one command so that it can be undone alone: in a savepoint, but the first, with which all that is in the commit yet goes."""
        if command.given_up:
            command.fail(Unavailable())
            return

        def tried(run: Callable[[], Any]) -> bool:
            try:
                kept = run() is not False
            except BaseException as error:  # noqa: BLE001 - kept, and raised where it was asked
                rows.here().needs_rollback = False
                for text in ("ROLLBACK", "BEGIN IMMEDIATE") if first else ("ROLLBACK TO SAVEPOINT command",):
                    rows.change(text)
                command.fail(error)
                unseen.back()
                return False
            if kept:
                unseen.add(command.collected.rows)
            return True

        if not first:
            rows.change("SAVEPOINT command")
        if not tried(command.run):
            tried(command.run_instead)
        if not first:
            rows.change("RELEASE SAVEPOINT command")
        if unseen.failed is not None:
            raise unseen.failed

    @staticmethod
    def _singly(batch: list[Command]) -> None:
        """The common commit failed: each command again, in a transaction of its own, so that only the culprit suffers."""
        for command in batch:
            command.collected.revert()
        for command in batch:
            if command.given_up:
                command.fail(Unavailable())
                continue
            for run in (command.run, command.run_instead):
                try:
                    with transaction.atomic():
                        run()
                        rows.write(command.collected.rows)
                    break
                except BaseException as error:  # noqa: BLE001 - kept, and raised where it was asked
                    command.fail(error)
