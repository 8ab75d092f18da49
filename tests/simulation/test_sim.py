"""`jishi sim` as a person runs it: it holds, it repeats itself, it says which seed broke."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
MUST_HAPPEN = (
    "a buyer orders",
    *("a shop packs", "a shop splits", "a shop merges", "a shop packs anew", "refused fulfilment.other_recipient"),
    "a scan collected",
    "the worker came round",
    "died in a request",
    "died in an action",
    "died at work",
    "the answer was lost",
    "the worker goes down",
    "the provider tells captured",
    "refused payments.bad_signature",
    "refused orders.too_late_to_cancel",
    "refused catalog.too_few_left",
    "refused kernel.not_found",
    "refused fulfilment.scan_time",
    *("a buyer writes", "died with frames of sockets", "a socket comes back", "a ban is lifted", "refused desk.banned"),
    *("locked out", "an old session is tried", "an agent signs out everywhere else", "refused kernel.not_signed_in"),
    *("refused lawbook.same_person", "refused lawbook.override_backdated", "an operator withdraws", "an operator wants a repeal"),
    *("a receiver is 500", "a receiver is silent", "a receiver is late", "a receiver is good", "a shop ends its webhook"),
)
"""A hundred stories in which one of these never happens would prove nothing of it."""


pytestmark = pytest.mark.sqlite  # a simulation runs on SQLite, whatever the run is on


def simulated(*words: str, code: int = 0) -> list[dict[str, Any]]:
    """What `jishi sim --json` tells, a line a story."""
    command = [sys.executable, "-m", "jishi.config.cli", "sim", "--json", *words]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == code, told.stdout[-3000:] + told.stderr[-3000:]
    return [json.loads(line) for line in told.stdout.splitlines()]


@pytest.mark.slow
@pytest.mark.covers("CLK-03")
def test_a_week_passes_in_seconds_and_the_same_seed_tells_the_same() -> None:
    """Of two runs, the second in the company of another story."""
    (alone,) = simulated("--seed", "8", "--days", "7")
    _, after_another = simulated("--seed", "7", "--days", "7", "--seeds", "2")
    assert alone["broke"] == ""
    assert alone["happened"] == after_another["happened"]
    assert alone["story"] == after_another["story"]
    assert alone["seconds"] < 60


@pytest.mark.slow
def test_other_seeds_tell_otherwise() -> None:
    one, other = simulated("--seed", "1", "--days", "3", "--seeds", "2")
    assert one["story"] != other["story"]


@pytest.mark.sim
@pytest.mark.covers("CLK-03")
def test_a_hundred_seeds_of_thirty_days() -> None:
    """Nothing breaks, and everything that is meant to happen does."""
    told = simulated("--seed", "1", "--seeds", "100", "--days", "30", "--jobs", "2")
    assert [one["seed"] for one in told if one["broke"]] == []
    assert sorted(one["seed"] for one in told) == list(range(1, 101))
    happened = {what for one in told for what in one["happened"]}
    assert [what for what in MUST_HAPPEN if what not in happened] == []
