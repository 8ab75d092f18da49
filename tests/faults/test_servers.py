"""What goes on around the processes: the database restarts, the machine's clock jumps, a worker is frozen and wakes up again."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench import ground
from bench.ground import Client, Place, asked, signed
from tests import pg
from tests.faults.test_kill import checked, serving

pytestmark = [pytest.mark.fault, pytest.mark.slow]
BUYERS = 4


class Persisting(threading.Thread):
    """A buyer who orders and pays without pause, and asks again under the same key until there is an answer."""

    def __init__(self, where: Place, who: int) -> None:
        super().__init__(daemon=True)
        self.where, self.who = where, who
        self.stopping = threading.Event()
        self.placed: list[str] = []
        self.paid: list[str] = []
        self.strange: list[tuple[int, bytes]] = []
        self.troubled = 0

    def run(self) -> None:
        """Until asked to stop."""
        data = self.where.data
        buyer = data["buyers"][self.who]
        n = 0
        while not self.stopping.is_set():
            n += 1
            sku = data["skus"][(self.who + n) % len(data["skus"])]
            body = {"lines": [{"sku_id": sku, "quantity": 1}], "address_id": buyer["address"], "method": "online"}
            placed = self._until_answered("/api/v1/me/orders", body, signed(buyer, f"o{self.who}-{n}"))
            if placed is None:
                return
            self.placed.append(placed["orders"][0]["id"])
            payment = placed["payment"]["id"]
            if self._until_answered(f"/api/v1/payments/{payment}/pay", {"card": "ok"}, signed(buyer, f"p{self.who}-{n}")) is None:
                return
            self.paid.append(placed["orders"][0]["id"])

    def _until_answered(self, path: str, body: Any, headers: dict[str, str]) -> Any:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with contextlib.suppress(OSError), Client(self.where.port) as client:
                status, answer = client.ask("POST", path, body, headers)
                if status in (200, 201):
                    return dict(json.loads(answer))
                if status != 503:
                    self.strange.append((status, answer))
                    return None
            self.troubled += 1
            time.sleep(0.05)
        self.strange.append((0, b"no answer"))
        return None


@contextlib.contextmanager
def persisting(where: Place) -> Iterator[list[Persisting]]:
    """Buyers who order as long as the block lasts."""
    buyers = [Persisting(where, who) for who in range(BUYERS)]
    for buyer in buyers:
        buyer.start()
    yield buyers
    for buyer in buyers:
        buyer.stopping.set()
    for buyer in buyers:
        buyer.join(90)
    assert [one for buyer in buyers for one in buyer.strange] == []


def once_each(where: Place, buyers: list[Persisting]) -> None:
    """What was answered is there once, and nothing else."""
    held = {str(row[0]): row[1] for row in asked(where, "SELECT id, paid_minor FROM orders_order")}
    placed = [one for buyer in buyers for one in buyer.placed]
    assert sorted(placed) == sorted(held)
    assert [one for buyer in buyers for one in buyer.paid if not held[one]] == []
    captured = "SELECT subject FROM ledger_posting WHERE cause = 'payments.captured' GROUP BY subject HAVING COUNT(*) > 1"
    assert asked(where, captured) == []


def wait_for(what: str, where: Place, text: str, wanted: int, within: float = 60.0) -> None:
    """Ask the database until it answers with this number."""
    until = time.monotonic() + within
    found = None
    while time.monotonic() < until:
        found = asked(where, text)[0][0]
        if found == wanted:
            return
        time.sleep(0.05)
    raise AssertionError(f"{what}: {found} instead of {wanted}")


@contextlib.contextmanager
def restartable(tmp_path: Path) -> Iterator[tuple[Place, pg.Server]]:
    """A marketplace on a PostgreSQL of its own that can be stopped and started."""
    server = pg.Server(durable=True)
    try:
        server.start()
        kept = {k: v for k, v in os.environ.items() if not k.startswith("JISHI_") and k != "PYTHONDONTWRITEBYTECODE"}
        env = kept | {"JISHI_ENV": "dev", "JISHI_DATA_DIR": str(tmp_path), "PYTHONPATH": str(ground.ROOT), "JISHI_DATABASE_URL": server.url}
        where = Place("postgresql", env)
        ground.run(where, ["-m", "jishi.config.cli", "migrate"])
        yield where, server
    finally:
        server.remove()


@pytest.mark.postgresql
def test_postgresql_restarts_while_orders_come_in(tmp_path: Path) -> None:
    """Whoever asks meanwhile is told to try again; afterwards the same processes go on, and everything is there once."""
    with restartable(tmp_path) as (where, server):
        ground.seed(where, skus=20, buyers=BUYERS, stock=1_000_000, hot=1)
        where.port = ground.free_port()
        with serving(where):
            with persisting(where) as buyers:
                for _ in range(2):
                    time.sleep(1.0)
                    server.stop()
                    time.sleep(0.5)
                    server.start()
                before = sum(len(buyer.paid) for buyer in buyers)
                until = time.monotonic() + 30
                while sum(len(buyer.paid) for buyer in buyers) < before + BUYERS and time.monotonic() < until:
                    time.sleep(0.05)
            assert sum(len(buyer.paid) for buyer in buyers) >= before + BUYERS
            assert sum(buyer.troubled for buyer in buyers) > 0
            once_each(where, buyers)
        checked(where)


SET_CLOCK = "import sys, django; django.setup(); from jishi.kernel import clock; from datetime import timedelta; \
clock.simulate(clock.real() + timedelta(hours=float(sys.argv[1])), 1.0)"


def set_clock(where: Place, hours: float) -> None:
    """Let the marketplace's clock stand so far ahead of the machine's."""
    where.env["DJANGO_SETTINGS_MODULE"] = "jishi.config.settings"
    ground.run(where, ["-c", SET_CLOCK, str(hours)])


@contextlib.contextmanager
def working(where: Place) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker of its own."""
    worker = subprocess.Popen([sys.executable, "-m", "jishi.config.cli", "work"], env=where.env, cwd=ground.ROOT)
    try:
        yield worker
    finally:
        worker.send_signal(signal.SIGCONT)
        worker.terminate()
        worker.wait(30)


OVERDUE = "SELECT COUNT(*) FROM orders_order WHERE state = 'unpaid'"
LEASES_RUN_OUT = """UPDATE kernel_post SET leased_until = leased_until - INTERVAL '10 minutes'
    WHERE id IN (SELECT id FROM kernel_post WHERE sent_at IS NULL FOR UPDATE SKIP LOCKED)"""
"""Of messages that the frozen worker does not hold: else whoever says so would wait for it."""
SEALED = "SELECT COUNT(*) FROM kernel_auditseal"
UNSENT = "SELECT COUNT(*) FROM kernel_post WHERE sent_at IS NULL"


@pytest.mark.postgresql
@pytest.mark.covers("CLK-01")
def test_a_worker_that_is_frozen_and_wakes_up_does_nothing_twice(tmp_path: Path) -> None:
    """Two workers at what is due; one is stopped in the middle for longer than its leases, the other goes on, the first wakes up."""
    orders = 240
    with restartable(tmp_path) as (where, _):
        ground.seed(where, skus=20, buyers=BUYERS, stock=1_000_000, hot=1)
        set_clock(where, 0)
        where.port = ground.free_port()
        words = [sys.executable, "-m", "jishi.config.cli", "serve", "--port", str(where.port)]
        server = subprocess.Popen(words, env=where.env, cwd=ground.ROOT)
        try:
            ground.until_alive(where.port)
            _order(where, orders)
        finally:
            server.terminate()
            server.wait(20)
        with working(where) as one:
            wait_for("seals of a worker that is at rest", where, SEALED, 1)
            for hours in (1, 17, 72):
                frozen_in_the_middle(where, one, hours)
                with working(where):
                    time.sleep(2.5)
                    change(where, LEASES_RUN_OUT)
                    time.sleep(0.5)
                    one.send_signal(signal.SIGCONT)
                    time.sleep(0.5)
            wait_for("unpaid orders", where, OVERDUE, 0)
            wait_for("letters", where, UNSENT, 0)
        lapses = "SELECT COUNT(*), COUNT(DISTINCT subject) FROM kernel_history WHERE machine = 'order' AND verb = 'lapse'"
        assert asked(where, lapses) == [(orders, orders)]
        decided = "SELECT COUNT(*), COUNT(DISTINCT deadline) FROM lawbook_decision WHERE outcome = 'orders.decision.unpaid'"
        assert asked(where, decided) == [(orders, orders)]
        told = """SELECT kind, COUNT(*), COUNT(DISTINCT params ->> 'order') FROM notices_notice
            WHERE kind LIKE 'orders.%' GROUP BY kind ORDER BY kind"""
        lapsed = "SELECT COUNT(*) FROM kernel_deadline WHERE kind LIKE 'orders.reminder%' AND state = 'lapsed'"
        reminded = int(str(asked(where, lapsed)[0][0]))
        assert asked(where, told) == [("orders.post.closed", orders, orders), ("orders.post.reminder", reminded, orders)]
        checked(where)


def frozen_in_the_middle(where: Place, worker: "subprocess.Popen[bytes]", hours: float) -> None:
    """Let deadlines fall due and stop the worker, the only one, inside a transaction that works them off.

    It waits there for a lock that is let go of once it is frozen: its transaction stays open and still. Where it stands still
    between two transactions after all, it goes on and is stopped anew.
    """
    import psycopg

    waiting = "SELECT pid FROM pg_locks WHERE NOT granted AND relation = 'kernel_post'::regclass"
    for again in (False, True, True):
        with psycopg.connect(where.env["JISHI_DATABASE_URL"]) as connection:
            connection.execute("LOCK TABLE kernel_post IN SHARE MODE")
            if again:
                worker.send_signal(signal.SIGCONT)
            else:
                set_clock(where, hours)
            until = time.monotonic() + 30
            while not (caught := asked(where, waiting)):
                assert time.monotonic() < until, "the worker never came to what is due"
                time.sleep(0.02)
            worker.send_signal(signal.SIGSTOP)
        if holds_still(where, str(caught[0][0])):
            return
    raise AssertionError("the worker was never caught inside a transaction")


def holds_still(where: Place, backend: str) -> bool:
    """Does this process of the database come to wait for its client within a transaction, soon?"""
    still = f"SELECT COUNT(*) FROM pg_stat_activity WHERE pid = {backend} AND xact_start IS NOT NULL AND wait_event = 'ClientRead'"
    until = time.monotonic() + 5
    while asked(where, still)[0][0] == 0:
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _order(where: Place, orders: int) -> None:
    with Client(where.port) as client:
        for n in range(orders):
            buyer = where.data["buyers"][n % BUYERS]
            body = {"lines": [{"sku_id": where.data["skus"][n % 20], "quantity": 1}], "address_id": buyer["address"], "method": "online"}
            status, answer = client.ask("POST", "/api/v1/me/orders", body, signed(buyer, f"w{n}"))
            assert status == 201, answer


def change(where: Place, text: str) -> None:
    """Change rows from outside, as time would."""
    import psycopg

    with psycopg.connect(where.env["JISHI_DATABASE_URL"]) as connection:
        connection.execute(text)


@pytest.mark.sqlite
@pytest.mark.covers("CLK-01")
def test_the_machines_clock_jumps() -> None:
    """Forth by hours, back by more: nothing fires early, nothing twice, what was answered is there, and fsck finds nothing."""
    with ground.place("sqlite") as where:
        ground.seed(where, skus=20, buyers=BUYERS, stock=1_000_000, hot=1)
        where.port = ground.free_port()
        offset = Path(where.env["JISHI_DATA_DIR"], "offset")
        offset.write_text("0")
        words = [sys.executable, "-m", "tests.faults.jumping", str(offset), "serve", "--port", str(where.port)]
        server = subprocess.Popen(words, env=where.env, cwd=ground.ROOT)
        try:
            ground.until_alive(where.port)
            with persisting(where) as buyers:
                for seconds in (3 * 3600, -2 * 3600, 20 * 3600, -5, 0):
                    time.sleep(0.8)
                    offset.write_text(str(seconds))
                time.sleep(0.8)
            assert sum(len(buyer.paid) for buyer in buyers) > 5 * BUYERS
            once_each(where, buyers)
        finally:
            server.terminate()
            server.wait(20)
        early = "SELECT COUNT(*) FROM kernel_deadline WHERE state = 'lapsed' AND closed_at < due"
        assert asked(where, early) == [(0,)]
        assert asked(where, "SELECT COUNT(*) FROM kernel_deadline WHERE state = 'lapsed'")[0][0] > 0
        checked(where)
