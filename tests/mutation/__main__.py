"""`python -m tests.mutation [--only EXPRESSION] [tests …]`: the last line counts the mutants; the exit code is 1 if one survived.

Without tests named, all of the server's but tidy, faults, the simulation and what tries requests at random. On SQLite, whose
database is a file that each mutant has a copy of.
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.mutation.conductor import Conductor, Result

MARKS = "not browser and not fault and not sim"
NOT_ASKING = ("tidy", "contracts/test_fuzz.py", "contracts/test_wheel.py", "mutation/test_mutation.py")
LEFT_OUT = tuple(f"--ignore=tests/{name}" for name in NOT_ASKING)
OPTIONS = ("-qq", "-s", "--no-header", "--no-summary", "-p", "no:cacheprovider")


class Podium:
    """Lets the conductor in once Django is set up, which pytest does before it collects."""

    def __init__(self, only: str) -> None:
        self.only = only
        self.conductor: Conductor | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> None:
        from tests.mutation.conductor import Conductor

        self.conductor = Conductor(self.only, lambda words: print(words, flush=True))
        session.config.pluginmanager.register(self.conductor)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("--only", default="", help="a regular expression to be found in a mutant's name")
    parser.add_argument("tests", nargs="*", help="as pytest takes them")
    args = parser.parse_args()
    os.environ["JISHI_TEST_DB"] = "sqlite"
    os.environ.pop("JISHI_TEST_GROUND", None)  # the runner's own test runs it: it takes no ground from there
    began = time.monotonic()
    podium = Podium(args.only)
    code = pytest.main([*OPTIONS, *LEFT_OUT, "-m", MARKS, *args.tests], plugins=[podium])
    if code or podium.conductor is None:
        return int(code) or 1
    result = podium.conductor.result
    made = len(result.killed) + len(result.survived)
    print("\n".join(_told(result)))
    print(f"{time.monotonic() - began:.0f} s")
    print(f"Mutants: {made} made, {len(result.killed)} killed, {len(result.survived)} survived")
    return 1 if result.survived or result.broken or not made else 0


def _told(result: "Result") -> Iterator[str]:
    modules = Counter(name.partition(".")[0] for name in result.unread)
    counted = ", ".join(f"{module} {number}" for module, number in sorted(modules.items()))
    yield f"Left out: {result.facts} published facts, which nothing asks, and {len(result.unread)} rules that no code reads yet: {counted}"
    yield from (f"Left out: words that no code names yet, of {words}" for words in result.unasked)
    yield from (f"fails without a mutant: {name}" for name in result.broken)
    yield from (f"ended because it took too long: {name}" for name, how in result.killed.items() if how == "time")
    for name, asked in sorted(result.survived.items()):
        yield f"survived {asked} tests that asked for it: {name}" if asked else f"no test asks for it: {name}"


if __name__ == "__main__":
    sys.exit(main())
