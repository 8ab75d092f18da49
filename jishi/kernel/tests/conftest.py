"""What several of the kernel's tests need: registries put back, a rule of when something is due soon, a clock let go."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from jishi.kernel import clock, deadlines, events, machine, post, standing, worker


@pytest.fixture(autouse=True)
def registries() -> Iterator[None]:
    """What a test registers is gone after it."""
    dicts = (deadlines.HANDLERS, events.LISTENERS, events.TYPES, machine.MACHINES, standing.PRIVILEGES, post.ADAPTERS)
    before = [dict(one) for one in dicts]
    periodic = list(worker.PERIODIC)
    yield
    for one, kept in zip(dicts, before, strict=True):
        one.clear()
        one.update(kept)
    worker.PERIODIC[:] = periodic


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    """Here a deadline is due soon when three quarters of its time are over; the lawbook's way is put back afterwards."""
    before = deadlines._Soon.at
    deadlines.set_soon(three_quarters)
    yield
    deadlines._Soon.at = before


@pytest.fixture(autouse=True)
def let_go_of_the_clock() -> Iterator[None]:
    """A simulation that a test started ends with its database."""
    yield
    clock.forget()


def three_quarters(opened: datetime, due: datetime, market: str) -> datetime:
    return opened + (due - opened) * 3 / 4
