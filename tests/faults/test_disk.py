"""The disk under ten critical operations: kill -9 at every sync, syncs that fail once or for good, and no space left.

What was acknowledged is there, what was not is wholly there or not at all, and asked again it is there once. `trials.py` does it.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import needs

ROOT = Path(__file__).parent.parent.parent
pytestmark = [
    pytest.mark.fault,
    pytest.mark.slow,
    pytest.mark.sqlite,
]
TEN = [
    *("place", "pay", "a provider's notice", "cancel and refund", "pack"),
    *("a first scan", "a delivery", "time runs out", "a fact is heard", "count a shelf"),
]


def tried(kind: str) -> list[dict[str, Any]]:
    """Every trial of a kind of fault."""
    needs.program("strace", package="strace")
    done = subprocess.run([sys.executable, "-m", "tests.faults.trials", kind], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def whole(trials: list[dict[str, Any]]) -> None:
    """All ten were tried up to where the fault lay beyond their end, and nothing was lost, halved or doubled."""
    assert list(dict.fromkeys(one["operation"] for one in trials)) == TEN
    assert [one for one in trials if one["found"] or one["found_again"]] == []
    assert [one for one in trials if one["done"] > 1 or one["done_again"] != 1] == []
    assert [one for one in trials if one["acknowledged"] and not one["done"]] == []
    last = {one["operation"]: one for one in trials}
    assert all(one["acknowledged"] for one in last.values())


@pytest.mark.covers("CLK-01")
def test_killed_at_every_sync() -> None:
    """Also between the sync and the answer: then the work is there, and nobody was told."""
    trials = tried("kill")
    whole(trials)
    killed = [one for one in trials if one["killed"]]
    assert len(killed) >= 30
    assert {one["operation"] for one in killed} == set(TEN)
    assert {one["done"] for one in killed if not one["acknowledged"]} == {0, 1}


def test_a_sync_that_fails_once() -> None:
    """The writer tries again by itself, and nobody notices."""
    trials = tried("eio")
    whole(trials)
    assert all(one["acknowledged"] for one in trials)


def test_a_disk_that_syncs_no_more() -> None:
    """Nothing is acknowledged that was not synced; whoever asked over HTTP is told to try again."""
    _refused(tried("broken"))


def test_no_space_left() -> None:
    """From each write on; with space again everything goes on as if nothing had been."""
    _refused(tried("full"))


def _refused(trials: list[dict[str, Any]]) -> None:
    whole(trials)
    refused = [one for one in trials if not one["acknowledged"]]
    assert {one["operation"] for one in refused} == set(TEN)
    assert all("503" in said and "kernel.unavailable" in said for one in refused for said in one["refused"] if "Operational" not in said)
