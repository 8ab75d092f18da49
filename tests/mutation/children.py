"""Processes forked from the warm one, each with a copy of the database and a data directory of its own; as many as there are cores."""

import json
import os
import shutil
import signal
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

POLL_SECONDS = 0.01
STEP_MOST = 1.0
"""A longer time between two looks at the children is one in which this process, and they with it, stood still."""


@dataclass(frozen=True)
class Task[T]:
    """What a child does, for whom, and how long it may take."""

    subject: T
    call: Callable[[], Any]
    seconds: float


@dataclass
class _Child[T]:
    task: Task[T]
    place: Path
    left: float


def run[T](tasks: Iterable[Task[T]], database: Path, jobs: int) -> Iterator[tuple[T, Any]]:
    """Each task's subject and what its call answered (plain JSON), as they end; None for one that took too long and was ended.

    Raises RuntimeError, with the child's own words, when one broke.
    """
    running: dict[int, _Child[T]] = {}
    with tempfile.TemporaryDirectory(prefix="children-", dir=settings.DATA_DIR) as folder, closing(_Reaper(running)):
        for task in tasks:
            while len(running) >= jobs:
                yield from _ended(running)
            place = Path(tempfile.mkdtemp(dir=folder))
            running[_fork(task, place, database)] = _Child(task, place, task.seconds)
        while running:
            yield from _ended(running)


class _Reaper:
    """Ends what still runs when the run is broken off."""

    def __init__(self, running: dict[int, Any]) -> None:
        self.running = running

    def close(self) -> None:
        for pid in self.running:
            _end(pid)


def _fork(task: Task[Any], place: Path, database: Path) -> int:
    pid = os.fork()
    if pid:
        os.setpgid(pid, pid)
        return pid
    os.setpgid(0, 0)
    code = 1
    try:
        _settle(place, database)
        (place / "answer").write_text(json.dumps(task.call()), encoding="utf-8")
        code = 0
    except BaseException:
        (place / "broke").write_text(traceback.format_exc(), encoding="utf-8")
        raise
    finally:
        os._exit(code)  # whatever it was: a child never goes on as its parent would


def _end(pid: int) -> None:
    """The child and what it started."""
    os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def _settle(place: Path, database: Path) -> None:
    """Another database file, data directory and output; the compiled rulebook goes along."""
    with (place / "output").open("wb") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    shutil.copyfile(database, place / "test.sqlite3")
    shutil.copytree(Path(os.environ["JISHI_DATA_DIR"], "cache"), place / "cache")
    os.environ["JISHI_DATA_DIR"] = str(place)
    connections["default"].settings_dict["NAME"] = str(place / "test.sqlite3")


def _ended[T](running: dict[int, _Child[T]]) -> Iterator[tuple[T, Any]]:
    """Those that ended by now, or whose time was up."""
    pid, status = os.waitpid(-1, os.WNOHANG)
    if pid == 0:
        since = time.monotonic()
        time.sleep(POLL_SECONDS)
        for child in running.values():
            child.left -= min(time.monotonic() - since, STEP_MOST)
        late = [pid for pid, child in running.items() if child.left < 0]
        for pid in late:
            _end(pid)
            yield running.pop(pid).task.subject, None
        return
    child = running.pop(pid)
    if status:
        broke = child.place / "broke"
        said = broke.read_text(encoding="utf-8") if broke.exists() else (child.place / "output").read_text(errors="replace")
        raise RuntimeError(f"{child.task.subject}: ended with {status}: {said[-3000:]}")
    answer = json.loads((child.place / "answer").read_text(encoding="utf-8"))
    shutil.rmtree(child.place)
    yield child.task.subject, answer
