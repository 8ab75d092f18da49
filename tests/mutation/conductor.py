"""A pytest plugin in place of the run: once through all tests to see which ask what, then those that could notice, for each mutant.

Everything runs in children of one process in which Django is set up, the tests are collected and the database is made. What a
test reads from files or from a process that it starts isn't traced, so pages and pictures kill nothing.
"""

import os
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from pytest_django import DjangoDbBlocker

from tests.mutation import children, mutants
from tests.mutation.children import Task
from tests.mutation.mutants import Mutant
from tests.mutation.traced import Notes

JOBS = os.cpu_count() or 1
TRACE_SECONDS = 1800.0
PATIENCE, SLOWNESS = 60.0, 5.0
"""A mutant's tests may take so many seconds and so many times what they took unchanged; one that hangs is noticed."""


@dataclass
class Result:
    """What became of the mutants, and of the tests without any."""

    killed: dict[str, str] = field(default_factory=dict)  # mutant -> the test that failed, or "time"
    survived: dict[str, int] = field(default_factory=dict)  # mutant -> how many tests asked for what it changes
    unread: list[str] = field(default_factory=list)  # rules that no code reads
    unasked: list[str] = field(default_factory=list)  # words of a rule's lists that no code names
    facts: int = 0  # rules that are never asked
    broken: list[str] = field(default_factory=list)  # tests that fail without a mutant, and count for none


class Conductor:
    """Makes the mutants in whose names the regular expression `only` is found, and gathers the result."""

    def __init__(self, only: str, say: Callable[[str], None]) -> None:
        self.only, self.say = only, say
        self.result = Result()
        self.notes = Notes()
        self.reports: list[pytest.TestReport] = []
        self.items: dict[str, pytest.Item] = {}
        self.seconds: dict[str, float] = {}
        self.askers: dict[str, set[str]] = defaultdict(set)
        self.blocker: DjangoDbBlocker | None = None

    @pytest.fixture(scope="session", autouse=True)
    def made(self, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
        """The first test makes the database, whether or not it wants it."""
        self.blocker = django_db_blocker

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keeps what pytest tells of each part of a test."""
        self.reports.append(report)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """The whole run."""
        items = session.items
        if not items:
            raise pytest.UsageError("no test was collected")
        self._run(items[0], items[-1])
        connections.close_all()
        database = Path(settings.DATA_DIR, "before.sqlite3")
        shutil.copyfile(connections["default"].settings_dict["NAME"], database)
        self.items = {item.nodeid: item for item in items}
        self._trace(database)
        every = [*mutants.of_tables(), *mutants.of_rules()]
        self._leave_out()
        self._hunt([mutant for mutant in every if re.search(self.only, mutant.name)], database)
        return True

    def _leave_out(self) -> None:
        rules, read = mutants.rulebook().rules, mutants.rules_read()
        self.result.facts = sum(rule.is_fact for rule in rules.values())
        self.result.unread = [name for name, rule in rules.items() if name not in read and not rule.is_fact]
        self.result.unasked = [f"{name}: {', '.join(sorted(words))}" for name in sorted(read) if (words := mutants.unasked(name))]

    def _trace(self, database: Path) -> None:
        """Every test once, by file, in one child a core."""
        files: dict[Path, list[str]] = defaultdict(list)
        for name, item in self.items.items():
            files[item.path].append(name)
        shares: list[list[str]] = [[] for _ in range(JOBS)]
        for names in sorted(files.values(), key=len, reverse=True):
            min(shares, key=len).extend(names)
        tasks = [Task("the tests without a mutant", partial(self._traced, share), TRACE_SECONDS) for share in shares if share]
        for subject, told in children.run(tasks, database, JOBS):
            if told is None:
                raise RuntimeError(f"{subject} took longer than {TRACE_SECONDS:.0f} s")
            for name, (seconds, failed, asked) in told.items():
                self.seconds[name] = seconds
                if failed:
                    self.result.broken.append(name)
                    continue
                for one in asked:
                    self.askers[one].add(name)
        self.say(f"{len(self.seconds)} tests ran without a mutant, {len(self.result.broken)} failed")

    def _traced(self, names: Sequence[str]) -> dict[str, Any]:
        self.notes.begin()
        told = {}
        for name, failed in self._one_by_one(names):
            told[name] = sum(report.duration for report in self.reports), failed, sorted(self.notes.take())
        return told

    def _hunt(self, hunted: Iterable[Mutant], database: Path) -> None:
        """Each mutant against its tests; a test that fails alone without a mutant has proved nothing, and its kills are tried again."""
        unsound: set[str] = set()
        left = list(hunted)
        while left:
            unasked = [mutant for mutant in left if not self._witnesses(mutant, unsound)]
            self.result.survived |= dict.fromkeys((mutant.name for mutant in unasked), 0)
            left = [mutant for mutant in left if mutant.name not in self.result.survived]
            tried = {mutant.name: mutant for mutant in left}
            for mutant, killer in children.run((self._task(one, unsound) for one in left), database, JOBS):
                if killer == "":
                    self.result.survived[mutant.name] = len(self._witnesses(mutant, unsound))
                    self.say(f"survived: {mutant.name}")
                else:
                    self.result.killed[mutant.name] = "time" if killer is None else killer
            killers = {self.result.killed[name] for name in tried if name in self.result.killed} - {"time"}
            alone = [Task(killer, partial(self._first_failure, [killer], None), self._patience([killer])) for killer in sorted(killers)]
            failing = {killer for killer, failed in children.run(alone, database, JOBS) if failed != ""}
            unsound |= failing
            left = [mutant for name, mutant in tried.items() if self.result.killed.get(name) in failing]
            for mutant in left:
                del self.result.killed[mutant.name]
        self.result.broken += sorted(unsound)

    def _task(self, mutant: Mutant, unsound: set[str]) -> Task[Mutant]:
        names = self._witnesses(mutant, unsound)
        return Task(mutant, partial(self._first_failure, names, mutant), self._patience(names))

    def _witnesses(self, mutant: Mutant, unsound: set[str]) -> list[str]:
        """The tests that could notice. First those that noticed the like, then files that did, the mutant's own module, the quickest."""
        family = mutant.name.rpartition(":")[0].rpartition(".")[0]
        tests = Counter(killer for name, killer in self.result.killed.items() if name.startswith(family))
        files = Counter({killer.partition("::")[0]: 1 for killer in tests})
        module = f"/{mutant.name.partition('.')[0]}"

        def rank(name: str) -> tuple[int, int, bool, float]:
            return -tests[name], -files[name.partition("::")[0]], module not in name, self.seconds[name]

        return sorted(self.askers[mutant.asked] - unsound, key=rank)

    def _patience(self, names: Sequence[str]) -> float:
        return PATIENCE + SLOWNESS * sum(self.seconds[name] for name in names)

    def _first_failure(self, names: Sequence[str], mutant: Mutant | None) -> str:
        """The first of these tests that fails, "" if none does."""
        if mutant:
            assert self.blocker is not None
            with self.blocker.unblock():
                mutant.plant()
        return next((name for name, failed in self._one_by_one(names) if failed), "")

    def _one_by_one(self, names: Sequence[str]) -> Iterator[tuple[str, bool]]:
        """Each test, and whether it failed."""
        for name, after in pairwise([*names, None]):
            assert name is not None
            yield name, self._run(self.items[name], self.items[after] if after else None)

    def _run(self, item: pytest.Item, after: pytest.Item | None) -> bool:
        """Whether the test fails, set up and taken down as in any run; what ends with the session ends with it if none comes after."""
        self.reports.clear()
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        return any(report.failed for report in self.reports)
