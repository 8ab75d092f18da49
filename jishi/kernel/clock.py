"""The two clocks. `now()` is the marketplace's and may be simulated; `real()` is for sessions, codes, limits and leases.

In demonstration and simulation the marketplace's clock follows one row {real0, sim0, speed} that every process reads;
inside a transaction it stands still at one instant. It never goes back. Production has no such row.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic

from django.conf import settings

_SET: ContextVar[datetime | None] = ContextVar("clock_set", default=None)
_REREAD_SECONDS = 0.25
_SAME = timedelta(seconds=2)
SLACK = timedelta(seconds=1)
"""Who sets the clock has read it a moment before: a step back by so much real time is a stand-still, not a mistake."""


@dataclass(frozen=True)
class ClockState:
    """What the web needs to count along: the marketplace's instant, its speed, whether it goes apart from the real one."""

    now: datetime
    speed: float
    simulated: bool


@dataclass(frozen=True)
class _Simulation:
    real0: datetime
    sim0: datetime
    speed: float

    def at(self, real_now: datetime) -> datetime:
        return self.sim0 + (real_now - self.real0) * self.speed


class _Shared:
    """This process's view of the simulation row."""

    simulation: _Simulation | None = None
    read_at: float = float("-inf")
    last: datetime = datetime.min.replace(tzinfo=UTC)
    lock = threading.Lock()


class _Machine:
    """What this process takes for the machine's clock."""

    told: Callable[[], datetime] = staticmethod(lambda: datetime.now(UTC))


def real() -> datetime:
    """The machine's clock, in UTC."""
    return _Machine.told()


@contextmanager
def machine(told: Callable[[], datetime]) -> Iterator[None]:
    """All threads of this process take this for the machine's clock: in a simulation days pass for sessions, limits and leases too."""
    before = _Machine.told
    _Machine.told = staticmethod(told)
    try:
        yield
    finally:
        _Machine.told = staticmethod(before)


def now() -> datetime:
    """The marketplace's clock, in UTC; one instant throughout a transaction."""
    fixed = _SET.get()
    return fixed if fixed is not None else _running()


def _running() -> datetime:
    simulation = _simulation()
    if simulation is None:
        return real()
    with _Shared.lock:
        _Shared.last = max(_Shared.last, simulation.at(real()))
        return _Shared.last


def _simulation() -> _Simulation | None:
    if not settings.SIMULATED_CLOCK_ALLOWED:
        return None
    if monotonic() - _Shared.read_at > _REREAD_SECONDS:
        from jishi.kernel.models import SimulatedClock

        row = SimulatedClock.objects.filter(pk=1).first()
        _Shared.simulation = _Simulation(row.real0, row.sim0, row.speed) if row else None
        _Shared.read_at = monotonic()
    return _Shared.simulation


@contextmanager
def frozen() -> Iterator[datetime]:
    """Hold the marketplace's clock for the length of a transaction."""
    token = _SET.set(now())
    try:
        yield _SET.get() or real()
    finally:
        _SET.reset(token)


@contextmanager
def at(instant: datetime) -> Iterator[datetime]:
    """Set the marketplace's clock for this context only; tests and imports use it.

    Raises ValueError for an instant without a zone.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    token = _SET.set(instant.astimezone(UTC))
    try:
        yield instant
    finally:
        _SET.reset(token)


def state() -> ClockState:
    """The clock as told to the web."""
    simulation = _simulation()
    if simulation is None:
        return ClockState(now(), 1.0, False)
    apart = simulation.speed != 1.0 or abs(simulation.sim0 - simulation.real0) > _SAME
    return ClockState(now(), simulation.speed, apart)


def simulate(start: datetime, speed: float) -> None:
    """Start, or set forward, the simulated clock from this moment on, at `speed` simulated seconds a second.

    Raises RuntimeError in production, ValueError for a step back or a clock that would not run.
    """
    from jishi.kernel.models import SimulatedClock

    if not settings.SIMULATED_CLOCK_ALLOWED:
        raise RuntimeError("production has no simulated clock")
    if start.tzinfo is None:
        raise ValueError("an instant needs a zone")
    if not speed > 0:
        raise ValueError("a clock runs forward: its speed is above 0")
    row = SimulatedClock.objects.filter(pk=1).first()
    if row is None:
        forget()
    elif start < _Simulation(row.real0, row.sim0, row.speed).at(real()) - SLACK * max(1.0, row.speed):
        raise ValueError("the marketplace's clock never goes back")
    SimulatedClock(pk=1, real0=real(), sim0=start, speed=speed).save(force_update=row is not None, force_insert=row is None)
    _Shared.read_at = float("-inf")


def forget() -> None:
    """Let go of what is known of the simulation, as after it was removed with its database."""
    with _Shared.lock:
        _Shared.read_at = float("-inf")
        _Shared.last = datetime.min.replace(tzinfo=UTC)
