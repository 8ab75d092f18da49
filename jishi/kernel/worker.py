"""The worker: deadlines, events, post, the seals of the audit, the hourly tidying; beside it, what waits for the outside.

Any number may run; each may be killed at any moment.
"""

import threading
import traceback
from collections.abc import Callable
from datetime import timedelta

import structlog
from django.db import connection

from jishi.kernel import audit, clock, deadlines, events, post, rows
from jishi.kernel.runner import act

LOG = structlog.get_logger()
IDLE_SECONDS = 0.2
STOP_SECONDS = 1.0
SWEEPS = 40
BATCH = 100
KEYS_KEPT = timedelta(hours=24)
TIDY_EVERY = timedelta(hours=1)
SEAL_EVERY = timedelta(seconds=1)
PERIODIC: list[Callable[[], None]] = []
BESIDE: list[Callable[[], int]] = []


def periodic(call: Callable[[], None]) -> Callable[[], None]:
    """Register what a module tidies once an hour of real time."""
    PERIODIC.append(call)
    return call


def beside(call: Callable[[], int]) -> Callable[[], int]:
    """Register what waits for the outside, in a thread of its own: it holds up no deadline. It returns how much was done."""
    BESIDE.append(call)
    return call


@periodic
def forget_keys() -> None:
    """Keys of idempotency are kept for 24 hours."""
    act(lambda: rows.change("DELETE FROM kernel_idempotencykey WHERE at < %s", [rows.db_time(clock.real() - KEYS_KEPT)]))


PARTS: tuple[Callable[[int], int], ...] = (deadlines.sweep, events.pump, post.deliver)


def turn() -> int:
    """Do one round of what is waiting; how much was done."""
    return sum(part(BATCH) for part in PARTS)


class Worker(threading.Thread):
    """Rounds until stopped; a part that fails is logged and tried again in the next round, and holds up no other."""

    def __init__(self) -> None:
        super().__init__(name="worker", daemon=True)
        self.stopping = threading.Event()
        self.tidied = self.sealed = clock.real()
        self.aside = [threading.Thread(target=self._run_beside, args=(call,), name=call.__name__, daemon=True) for call in BESIDE]

    def stop(self) -> None:
        """Finish the round and end; what waits for the outside is told too, and is left to its end."""
        self.stopping.set()
        self.join()
        for thread in self.aside:
            thread.join(STOP_SECONDS)

    def _run_beside(self, call: Callable[[], int]) -> None:
        while not self.stopping.is_set():
            if not self.guarded(call):
                self.stopping.wait(IDLE_SECONDS)
        connection.close()

    def run(self) -> None:
        """Work until asked to stop."""
        for thread in self.aside:
            thread.start()
        while not self.stopping.is_set():
            done = sum(self._some(part) for part in PARTS)
            self._seal()
            self._tidy()
            if not done:
                self.stopping.wait(IDLE_SECONDS)
        connection.close()

    def _some(self, part: Callable[[int], int]) -> int:
        """One batch of a part; of deadlines, which have been waited for, many."""
        if part is deadlines.sweep:
            return self.guarded(deadlines.sweep_all, SWEEPS) or 0
        return self.guarded(part, BATCH) or 0

    def _seal(self) -> None:
        if clock.real() - self.sealed >= SEAL_EVERY:
            self.sealed = clock.real()
            self.guarded(audit.seal)

    def _tidy(self) -> None:
        if clock.real() - self.tidied > TIDY_EVERY:
            self.tidied = clock.real()
            for call in PERIODIC:
                self.guarded(call)

    @staticmethod
    def guarded[**P, A](call: Callable[P, A], *args: P.args, **kwargs: P.kwargs) -> A | None:
        """What a part of the work answers; None where it raised, which is logged."""
        try:
            return call(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - a worker outlives whatever its parts raise
            LOG.error("worker.failed", error="".join(traceback.format_exception(error)))
            connection.close()
            return None
