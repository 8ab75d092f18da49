"""Small things that the kernel's tests share: a moment, a rule's limit, actions in several threads at once."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from jishi.kernel import deadlines, ids, rows
from jishi.kernel.models import Deadline, Job

NOON = datetime(2026, 3, 2, 12, 0, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Limit:
    """A ruling of so many hours; None: there is no such limit."""

    hours: int | None
    rule: str = "sample.limit"

    @property
    def applies(self) -> bool:
        return self.hours is not None

    def after(self, start: datetime) -> datetime:
        assert self.hours is not None
        return start + self.hours * HOUR

    def json(self) -> dict[str, Any]:
        return {"rule": self.rule, "key": f"{self.hours:012x}", "asked": {"market": "CN"}}


def new_job(state: str = "running", **fields: Any) -> Job:
    """A row with a state, to be added by an action."""
    given: dict[str, Any] = {"kind": "sample", "params": {}, "at": NOON, "state": state} | fields
    name = ids.new_id("job")
    return Job(**{"id": name, "key": name} | given)


def add_job(state: str = "running", **fields: Any) -> Job:
    """An action: one more such row."""
    return rows.add(new_job(state, **fields))


def add_deadline(kind: str, subject: str, start: datetime = NOON, hours: int | None = 48, **more: Any) -> Deadline | None:
    """An action: open a deadline."""
    return deadlines.open(kind, subject, Limit(hours), start, market="CN", **more)


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Run all at once, a thread each with its own connection; what each returned or raised, in order."""
    answers: list[Any] = [None] * len(calls)
    ready = threading.Barrier(len(calls))

    def run(n: int, call: Callable[[], Any]) -> None:
        try:
            ready.wait()
            answers[n] = call()
        except Exception as error:  # noqa: BLE001 - it is an answer
            answers[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, call)) for n, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    return answers
