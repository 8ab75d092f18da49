"""`python -m tests.run all|quick`: the whole test run, part by part; its last line adds up the parts.

Every part runs even if one before it failed. What this machine lacks is named, with the command to install it, and is a failure
with JISHI_TEST_ALL=1. What measures what a person waits for runs alone, the rest on all cores.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from tests import needs, pg

ROOT = Path(__file__).parent.parent
NO_TESTS = 5
WORKERS = ("-n", str(min(4, os.cpu_count() or 1)))
PARALLEL = (*WORKERS, "--dist", "loadfile")


@dataclass(frozen=True)
class Part:
    """One run of pytest (or of npm, when `npm` names scripts)."""

    name: str
    marks: str = ""
    options: tuple[str, ...] = ()
    database: str = "sqlite"
    npm: tuple[str, ...] = ()


@dataclass
class Outcome:
    """How a part went."""

    part: Part
    failed_to_run: bool = False
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("passed", "failed", "skipped"), 0))
    seconds: float = 0.0

    @property
    def bad(self) -> bool:
        return self.failed_to_run or self.counts["failed"] > 0


def parts_of(extent: str) -> list[Part]:
    """The parts of a run: `quick` is the first alone, without what is slow."""
    if extent == "quick":
        return [Part("server, SQLite", "not browser and not fault and not sim and not slow", PARALLEL)]
    parts = [
        Part("server, SQLite", "not browser and not fault and not sim", PARALLEL),
        Part("faults, SQLite", "fault", ("--ignore=tests/tidy", *PARALLEL)),
        Part("simulation", "sim", ("--ignore=tests/tidy", *WORKERS, "--dist", "worksteal")),
        Part("web", npm=("lint", "test")),
    ]
    if pg.available():
        parts += [
            Part("server, PostgreSQL", "not browser and not fault and not sim", ("--ignore=tests/tidy", *PARALLEL), "postgresql"),
            Part("faults, PostgreSQL", "fault", ("--ignore=tests/tidy", *PARALLEL), "postgresql"),
        ]
    return [*parts, Part("browser", "browser and not alone", PARALLEL), Part("browser, alone", "browser and alone")]


def run(part: Part) -> Outcome:
    """Runs one part, its output to the terminal."""
    print(f"\n== {part.name} ==", flush=True)
    began = time.monotonic()
    outcome = Outcome(part)
    if part.npm:
        codes = [subprocess.run(["npm", "run", "--silent", script], cwd=ROOT / "web", check=False).returncode for script in part.npm]
        outcome.failed_to_run = any(codes)
    else:
        with tempfile.TemporaryDirectory(prefix="jishi-report-") as directory:
            report = Path(directory, "report.xml")
            command = [sys.executable, "-m", "pytest", "-q", "-m", part.marks, f"--junit-xml={report}", *part.options]
            code = subprocess.run(command, cwd=ROOT, env=os.environ | {"JISHI_TEST_DB": part.database}, check=False).returncode
            outcome.failed_to_run = code not in (0, 1, NO_TESTS) or not report.exists()
            if report.exists():
                outcome.counts = count(report)
    outcome.seconds = time.monotonic() - began
    return outcome


def count(report: Path) -> dict[str, int]:
    """Passed, failed and skipped of a JUnit report; an error counts as failed."""
    totals = dict.fromkeys(("passed", "failed", "skipped"), 0)
    for suite in ElementTree.parse(report).iter("testsuite"):
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped = int(suite.get("skipped", 0))
        totals["failed"] += failed
        totals["skipped"] += skipped
        totals["passed"] += int(suite.get("tests", 0)) - failed - skipped
    return totals


def report(outcomes: Iterable[Outcome], missing: Iterable[needs.Missing]) -> bool:
    """Prints what ran and what did not; the answer is whether all is well."""
    outcomes = list(outcomes)
    print()
    for outcome in outcomes:
        numbers = " · ".join(f"{number} {kind}" for kind, number in outcome.counts.items() if number)
        how = "FAILED" if outcome.bad else "passed"
        print(f"{outcome.part.name:<20} {how}  {outcome.seconds:6.0f} s  {numbers}")
    missing = list(missing)
    for thing in missing:
        print(f"not run here: {thing}")
    total = {kind: sum(outcome.counts[kind] for outcome in outcomes) for kind in ("passed", "failed", "skipped")}
    total["failed"] += sum(outcome.failed_to_run for outcome in outcomes)
    if needs.all_required():
        total["failed"] += len(missing)
    print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped", flush=True)
    return total["failed"] == 0 and total["passed"] > 0


def main() -> int:
    extent = sys.argv[1] if len(sys.argv) == 2 else ""
    if extent not in ("all", "quick"):
        print("python -m tests.run all|quick", file=sys.stderr)
        return 2
    outcomes = [run(part) for part in parts_of(extent)]
    return 0 if report(outcomes, needs.missing() if extent == "all" else []) else 1


if __name__ == "__main__":
    sys.exit(main())
