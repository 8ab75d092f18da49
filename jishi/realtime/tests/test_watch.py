"""What the outbox tells those who are here: everything from when the first came on, even what is committed late."""

from dataclasses import dataclass

import pytest

from jishi.kernel import events, rows
from jishi.kernel.runner import act
from jishi.realtime.register import Register
from jishi.realtime.watch import WINDOW, Outbox

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class SampleSeen(events.Event):
    """A fact for these tests."""


def happens(subject: str) -> None:
    """A fact of that subject."""
    act(lambda: events.emit(SampleSeen(subject)))


def told(outbox: Outbox) -> list[str]:
    return [data["subject"] for _, data in outbox.look()]


def test_what_happens_between_coming_and_the_first_look_is_told() -> None:
    happens("before")
    outbox = Outbox()
    outbox.begin()
    happens("dss_1")
    outbox.begin()
    assert told(outbox) == ["dss_1"]
    assert told(outbox) == []


def test_a_fact_with_a_lower_number_that_is_committed_later_is_told() -> None:
    happens("dss_1")
    happens("dss_2")
    last = rows.sql("SELECT MAX(seq) FROM kernel_event")[0][0]
    act(lambda: rows.change("UPDATE kernel_event SET seq = %s WHERE seq = %s", [last + 1, last]))
    outbox = Outbox()
    outbox.begin()
    act(lambda: rows.change("UPDATE kernel_event SET seq = %s WHERE seq = %s", [last, last - 1]))
    assert told(outbox) == ["dss_1"]


def test_more_than_a_window_before_is_not_told() -> None:
    for n in range(WINDOW + 3):
        happens(f"before_{n}")
    outbox = Outbox()
    outbox.begin()
    happens("dss_1")
    assert told(outbox) == ["dss_1"]


def test_while_nobody_is_here_nothing_is_told_and_that_is_said() -> None:
    outbox = Outbox()
    assert not outbox.pass_over()
    outbox.begin()
    assert outbox.pass_over()
    happens("missed")
    outbox.begin()
    assert told(outbox) == []


def test_who_comes_back_after_nobody_was_here_must_look_anew() -> None:
    register = Register()
    epoch, cursor = register.epoch, register.cursor
    assert register.kept_since(epoch, cursor)
    register.renew()
    assert not register.kept_since(epoch, cursor)
