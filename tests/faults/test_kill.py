"""kill -9 with work in flight: what was acknowledged is there once, nothing is half done, every deadline has one outcome."""

import contextlib
import csv
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import ground
from bench.ground import Client, Place, asked, signed

pytestmark = [pytest.mark.fault, pytest.mark.slow]
KILLS = {"sqlite": 50, "postgresql": 15}
"""How often, with work in flight: the long run is on the database that a single file is."""
if "JISHI_TEST_KILLS" in os.environ:
    KILLS = dict.fromkeys(KILLS, int(os.environ["JISHI_TEST_KILLS"]))
ORDERING = 6
BOTH = [pytest.param(kind, marks=getattr(pytest.mark, kind)) for kind in KILLS]


class Ordering(threading.Thread):
    """A buyer who orders and pays without pause until the server is gone; remembers what was acknowledged."""

    def __init__(self, where: Place, who: int, round_: int) -> None:
        super().__init__(daemon=True)
        self.where, self.who, self.round = where, who, round_
        self.placed: list[str] = []
        self.paid: list[str] = []
        self.flying = False

    def run(self) -> None:
        """Until the connection breaks."""
        with contextlib.suppress(OSError), Client(self.where.port) as client:
            for n in range(10_000):
                self._once(client, n)

    def _once(self, client: Client, n: int) -> None:
        data = self.where.data
        buyer = data["buyers"][self.who]
        sku = data["skus"][(self.who + n) % len(data["skus"])]
        body = {"lines": [{"sku_id": sku, "quantity": 1}], "address_id": buyer["address"], "method": "online"}
        self.flying = True
        status, answer = client.ask("POST", "/api/v1/me/orders", body, signed(buyer, f"{self.round}-{self.who}-{n}"))
        assert status == 201, answer
        placed = json.loads(answer)
        self.placed.append(placed["orders"][0]["id"])
        payment = placed["payment"]["id"]
        status, answer = client.ask(
            "POST", f"/api/v1/payments/{payment}/pay", {"card": "ok"}, signed(buyer, f"p{self.round}-{self.who}-{n}")
        )
        assert status == 200, answer
        self.paid.append(placed["orders"][0]["id"])
        self.flying = False


def _until_acknowledged(buyers: list[Ordering], within: float = 20.0) -> None:
    """Wait until some orders were answered, so that a kill has something to lose."""
    until = time.monotonic() + within
    while sum(len(buyer.placed) for buyer in buyers) < ORDERING and time.monotonic() < until:
        time.sleep(0.005)


@contextlib.contextmanager
def serving(where: Place) -> Iterator["subprocess.Popen[bytes]"]:
    """A server that is killed, not stopped."""
    words = [sys.executable, "-m", "jishi.config.cli", "serve", "--port", str(where.port), "--with-worker"]
    server = subprocess.Popen(words, env=where.env, cwd=ground.ROOT)
    try:
        ground.until_alive(where.port)
        yield server
    finally:
        with contextlib.suppress(ProcessLookupError):
            server.send_signal(signal.SIGKILL)
        server.wait(10)


def checked(where: Place) -> None:
    """fsck and the ledger find nothing."""
    for words in (["fsck", "--json"], ["ledger", "verify", "--json"]):
        done = subprocess.run(
            [sys.executable, "-m", "jishi.config.cli", *words], env=where.env, cwd=ground.ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout[:4000] + done.stderr[:2000]


@pytest.mark.parametrize("kind", BOTH)
def test_killed_while_ordering(kind: str) -> None:
    """Every order and payment that was answered is there once, after fifty kills with requests in flight."""
    dice = random.Random(7)
    placed: list[str] = []
    paid: list[str] = []
    flying = 0
    with ground.place(kind) as where:
        ground.seed(where, skus=40, buyers=ORDERING, stock=1_000_000, hot=1)
        where.port = ground.free_port()
        round_ = 0
        while flying < KILLS[kind]:
            round_ += 1
            with serving(where) as server:
                buyers = [Ordering(where, who, round_) for who in range(ORDERING)]
                for buyer in buyers:
                    buyer.start()
                _until_acknowledged(buyers)
                time.sleep(dice.random() * 0.3)
                flying += any(buyer.flying for buyer in buyers)
                server.send_signal(signal.SIGKILL)
                for buyer in buyers:
                    buyer.join(30)
            placed += [one for buyer in buyers for one in buyer.placed]
            paid += [one for buyer in buyers for one in buyer.paid]
        held = {str(row[0]): row[1] for row in asked(where, "SELECT id, paid_minor FROM orders_order")}
        assert len(placed) == len(set(placed)) > KILLS[kind]
        assert [one for one in placed if one not in held] == []
        assert [one for one in paid if not held[one]] == []
        open_twice = (
            "SELECT subject, kind FROM kernel_deadline WHERE state IN ('open', 'paused') GROUP BY subject, kind HAVING COUNT(*) > 1"
        )
        assert asked(where, open_twice) == []
        captured = "SELECT subject FROM ledger_posting WHERE cause = 'payments.captured' GROUP BY subject HAVING COUNT(*) > 1"
        assert asked(where, captured) == []
        checked(where)


@pytest.mark.parametrize("kind", BOTH)
def test_killed_while_importing(kind: str, tmp_path: Path) -> None:
    """An import killed again and again goes on where it was; in the end every row is there once."""
    rows = 80_000
    path = tmp_path / "many.csv"
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["customer", "date", "items", "amount"])
        out.writerows([f"c{n % 977}", "1997-05-01", 1 + n % 3, f"{n % 50}.00"] for n in range(rows))
    dice = random.Random(11)
    kills = 0
    with ground.place(kind) as where:
        words = [sys.executable, "-m", "jishi.config.cli", "import", "orders", str(path), "--shop", "new:Imported records:US", "--json"]
        while kills < KILLS[kind]:
            before = _done(where)
            importing = subprocess.Popen(words, env=where.env, cwd=ground.ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            until = time.monotonic() + 20
            while _done(where) == before and importing.poll() is None and time.monotonic() < until:
                time.sleep(0.005)
            time.sleep(dice.random() * 0.03)
            kills += importing.poll() is None
            importing.send_signal(signal.SIGKILL)
            importing.wait(10)
            assert _done(where) < rows, "it came to its end before it was killed often enough"
        subprocess.run(words, env=where.env, cwd=ground.ROOT, check=True, capture_output=True)
        assert kills == KILLS[kind]
        assert asked(where, "SELECT COUNT(*), COUNT(DISTINCT import_key) FROM orders_order") == [(rows, rows)]
        assert asked(where, "SELECT COUNT(*) FROM identity_contact") == [(977,)]
        checked(where)


def _done(where: Place) -> int:
    found = asked(where, "SELECT done FROM kernel_job")
    return int(str(found[0][0])) if found else 0
