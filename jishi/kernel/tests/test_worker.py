"""The worker's round: deadlines, events and post, none holding up another, and a tidying once an hour."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic, sleep

import pytest

from jishi.kernel import clock, deadlines, events, post, worker
from jishi.kernel.events import Heard
from jishi.kernel.models import Deadline, Event, Post
from jishi.kernel.runner import Writer, act
from jishi.kernel.tests.ground import HOUR, add_deadline
from jishi.kernel.worker import Worker


@dataclass(frozen=True)
class SampleLapsed(events.Event):
    pass


@pytest.fixture(autouse=True)
def chain() -> Iterator[list[str]]:
    """A lapse tells a fact, whose listener writes a letter."""
    kept = dict(events.LISTENERS)
    events.LISTENERS.clear()
    heard: list[str] = []

    def lapse(due: list[Deadline]) -> None:
        for row in due:
            events.emit(SampleLapsed(subject=row.subject))

    def write(one: Heard) -> None:
        heard.append(one.fact.subject)
        post.send("per_1", "sample.hello", {}, language="en")

    deadlines.on_lapse("sample.kind")(lapse)
    events.listen(SampleLapsed, name="sample.letters")(write)
    yield heard
    events.LISTENERS.update(kept)


def eventually(done: Callable[[], bool]) -> None:
    until = monotonic() + 20
    while not done():
        assert monotonic() < until
        sleep(0.02)


def all_sent() -> bool:
    return Post.objects.exclude(sent_at=None).count() == 3


@pytest.mark.django_db
def test_a_round_does_what_is_waiting(chain: list[str]) -> None:
    act(lambda: [add_deadline("sample.kind", f"ord_{n}", clock.now() - 2 * HOUR, 1) for n in range(3)])
    assert [worker.turn(), worker.turn()] == [3 + 3 + 3, 0]
    assert sorted(chain) == ["ord_0", "ord_1", "ord_2"]
    assert all_sent()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("with_writer", [False, True])
def test_a_worker_goes_on_until_it_is_stopped(chain: list[str], with_writer: bool) -> None:
    writer = Writer() if with_writer else None
    if writer:
        writer.start()
    running = Worker()
    running.start()
    try:
        act(lambda: [add_deadline("sample.kind", f"ord_{n}", clock.now() - 2 * HOUR, 1) for n in range(3)])
        eventually(all_sent)
    finally:
        running.stop()
        if writer:
            writer.stop()
    assert not running.is_alive()
    assert sorted(chain) == ["ord_0", "ord_1", "ord_2"]
    assert Event.objects.filter(type="kernel.SampleLapsed").count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_part_that_fails_holds_up_no_other_and_is_tried_again(chain: list[str]) -> None:
    parts, rounds = worker.PARTS, []

    def failing(limit: int) -> int:
        rounds.append(limit)
        raise ZeroDivisionError("a part of the worker")

    worker.PARTS = (failing, *parts)
    running = Worker()
    try:
        running.start()
        act(add_deadline, "sample.kind", "ord_0", clock.now() - 2 * HOUR, 1)
        eventually(lambda: Post.objects.exclude(sent_at=None).exists() and len(rounds) > 2)
    finally:
        running.stop()
        worker.PARTS = parts
    assert chain == ["ord_0"]


@pytest.mark.django_db
def test_tidying_is_done_once_an_hour_and_one_that_fails_stops_no_other() -> None:
    done: list[str] = []
    worker.PERIODIC.clear()
    worker.periodic(lambda: done.append(str(1 // 0)))
    worker.periodic(lambda: done.append("tidied"))
    idle = Worker()
    idle._tidy()
    assert done == []
    idle.tidied -= worker.TIDY_EVERY + timedelta(seconds=1)
    idle._tidy()
    idle._tidy()
    assert done == ["tidied"]
