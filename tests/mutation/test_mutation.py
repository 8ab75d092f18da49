"""The runner itself: a change that the tests notice is counted, one that they don't is listed, and then the run fails."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.slow
@pytest.mark.parametrize(
    ("only", "counts", "listed"),
    [
        ("orders.unpaid.cancel_after", "1 made, 1 killed, 0 survived", []),
        (
            "orders.unpaid.first_reminder_after",
            "1 made, 0 killed, 1 survived",
            ["survived 1 tests that asked for it: orders.unpaid.first_reminder_after (base, 2022-01-01): 15 → 16"],
        ),
        (
            "delivery.deliver: ",
            "4 made, 1 killed, 3 survived",
            [
                "survived 1 tests that asked for it: delivery.deliver: also from delivered",
                "survived 1 tests that asked for it: delivery.deliver: also from failed",
                "survived 1 tests that asked for it: delivery.deliver: to failed instead of delivered",
            ],
        ),
        ("shop.suspend: no longer", "1 made, 0 killed, 1 survived", ["no test asks for it: shop.suspend: no longer from open"]),
    ],
    ids=["killed", "rule that survives", "states", "not asked for"],
)
def test_survivors_are_listed(only: str, counts: str, listed: list[str]) -> None:
    command = [sys.executable, "-m", "tests.mutation", "--only", only, "tests/mutation/planted.py"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    lines = told.stdout.splitlines()
    assert lines[-1] == f"Mutants: {counts}", told.stdout + told.stderr
    assert [line for line in lines if re.match(r"(survived \d+ tests|no test|fails|ended)", line)] == listed
    assert told.returncode == (1 if listed else 0)
