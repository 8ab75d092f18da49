"""Who runs an action, and in which transaction.

`act(action, …)` is called from routes, sockets, deadlines, jobs and commands. An action called inside another shares its
transaction. On SQLite in `jishi serve` one writer thread runs many commands in one commit, a savepoint each, and nobody
is answered before it; elsewhere each action has a transaction of its own. Actions may run twice: only rows, no other effect.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, Full, Queue
from time import monotonic
from typing import Any

from django.db import OperationalError, connection, transaction

from jishi.kernel import clock, rows
from jishi.kernel.errors import Unavailable

BATCH_MOST = 64
BATCH_SECONDS = 0.05
QUEUE_MOST = 1024
WAIT_SECONDS = 10.0
TRIES = 4


def act[**P, A](action: Callable[P, A], *args: P.args, **kwargs: P.kwargs) -> A:
    """Run an action and return its answer once it is committed.

    Raises what the action raises (and then nothing of it is kept), and Unavailable when the writer's queue is full.
    """
    if rows.collecting():
        return action(*args, **kwargs)
    writer = Writer.running
    if writer is not None:
        return writer.ask(lambda: action(*args, **kwargs))  # type: ignore[no-any-return]
    return own_transaction(lambda: action(*args, **kwargs))


def after_commit(hook: Callable[[], None]) -> None:
    """Run `hook` once the running action is committed; never if it is refused."""
    rows.current().after.append(hook)


def own_transaction[A](call: Callable[[], A]) -> A:
    """Run in a transaction of its own; a deadlock among transactions is tried again."""
    for left in range(TRIES - 1, -1, -1):
        with rows.collect() as collected:
            try:
                with transaction.atomic(), clock.frozen():
                    answer = call()
                    rows.write(collected.rows)
                hooks = list(collected.after)
                break
            except OperationalError as error:
                collected.revert()
                if not left or not _deadlocked(error):
                    raise
            except BaseException:
                collected.revert()
                raise
    for hook in hooks:
        hook()
    return answer


def _deadlocked(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlstate", None) in ("40P01", "40001")


@dataclass
class Command:
    """One action on its way through the writer."""

    call: Callable[[], Any]
    done: threading.Event = field(default_factory=threading.Event)
    collected: rows.Collected = field(default_factory=rows.Collected)
    answer: Any = None
    error: BaseException | None = None
    given_up: bool = False

    def run(self) -> None:
        """Run inside the writer's transaction; what it raises is kept in `error`."""
        self.error = None
        with rows.collect(self.collected), clock.frozen():
            self.answer = self.call()


class Writer:
    """The one thread that writes to a SQLite file: many commands in a commit, each in its own savepoint."""

    running: "Writer | None" = None

    def __init__(self) -> None:
        self.queue: Queue[Command | None] = Queue(QUEUE_MOST)
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

    def ask(self, call: Callable[[], Any], wait: float = WAIT_SECONDS) -> Any:
        """Have the writer run `call`; its answer after the commit. Raises Unavailable when it takes too long to get its turn."""
        command = Command(call)
        try:
            self.queue.put_nowait(command)
        except Full:
            raise Unavailable from None
        if not command.done.wait(wait):
            command.given_up = True
            if not command.done.wait(wait):
                raise Unavailable
        if command.error is not None:
            raise command.error
        for hook in command.collected.after:
            hook()
        return command.answer

    def _work(self) -> None:
        while True:
            first = self.queue.get()
            if first is None:
                break
            batch: list[Command] = []
            try:
                self._together(first, batch)
            except BaseException:
                self._singly(batch)
            for command in batch:
                command.done.set()
            if self.stopping:
                break
        connection.close()

    def _together(self, first: Command, batch: list[Command]) -> None:
        """Run the first command and those that are waiting in one commit."""
        started = monotonic()
        command: Command | None = first
        kept: dict[Any, list[Any]] = {}
        with transaction.atomic(), connection.cursor() as cursor:
            while command is not None:
                batch.append(command)
                self._in_savepoint(command, cursor)
                for model, objects in command.collected.rows.items():
                    kept.setdefault(model, []).extend(objects)
                if len(batch) >= BATCH_MOST or monotonic() - started > BATCH_SECONDS:
                    break
                try:
                    command = self.queue.get_nowait()
                except Empty:
                    break
                self.stopping = command is None
            rows.write(kept)

    @staticmethod
    def _in_savepoint(command: Command, cursor: Any) -> None:
        if command.given_up:
            command.error = Unavailable()
            return
        cursor.execute("SAVEPOINT command")
        try:
            command.run()
        except BaseException as error:
            cursor.execute("ROLLBACK TO SAVEPOINT command")
            command.collected.revert()
            command.error = error
        cursor.execute("RELEASE SAVEPOINT command")

    @staticmethod
    def _singly(batch: list[Command]) -> None:
        """The common commit failed: each command again, in a transaction of its own, so that only the culprit suffers."""
        for command in batch:
            command.collected.revert()
        for command in batch:
            try:
                with transaction.atomic():
                    command.run()
                    rows.write(command.collected.rows)
            except BaseException as error:
                command.collected.revert()
                command.error = error
