"""Chat: messages stored, acknowledged after the commit and delivered, alone and while orders come in; latency at 200 a second;
memory of idle sockets; two processes on PostgreSQL and Redis. Each socket keeps to its 20 frames a second.
"""

import asyncio
import contextlib
import dataclasses
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uvloop

from bench import bare, checkout, ground
from bench.lines import Line
from tests import valkey

PAIRS, IN_FLIGHT, PACE = 700, 4, 1 / 19
SECONDS, SLOW_PAIRS, SLOW_RATE, QUIET_TIMES = 6.0, 50, 200, 5
BUSIER = (100, 400, 800)
IDLE = 1_000


class Pair:
    """A buyer and an agent: one of them writes, the other listens."""

    def __init__(self, n: int, buyer: dict[str, str], agent: dict[str, str], ports: tuple[int, int]) -> None:
        self.talk, self.by_buyer = buyer["conversation"], n % 2 == 0
        self.who = (buyer, agent) if self.by_buyer else (agent, buyer)
        self.ports = ports
        self.sent: dict[int, float] = {}
        self.acked: list[float] = []
        self.delivered: list[float] = []
        self.refused: list[str] = []
        self.flying = self.count = 0
        self.next_at = 0.0
        self.wanted = 0

    async def open(self) -> None:
        """Both say hello; the buyer has written once, so that a session is open."""
        self.writer = await Line.opened(self.ports[0], self.who[0]["cookie"], self._told, resume={self.talk: 0})
        self.listener = await Line.opened(self.ports[1], self.who[1]["cookie"], self._heard, resume={self.talk: 0})
        self.first = asyncio.get_running_loop().create_future()
        first = self.writer if self.by_buyer else self.listener
        self.send(first, -1, "hello")
        await asyncio.wait_for(self.first, 60)

    def send(self, line: Line, n: int, text: str) -> float:
        """One message, its number is its client_id; when it went."""
        body = {"kind": "text", "text": text}
        return line.say(frame="send", client_id=f"{n}-{self.talk[-6:]}", conversation_id=self.talk, seen_seq=1, body=body)

    def _told(self, frame: dict[str, Any]) -> None:
        if frame["frame"] == "ack":
            n = int(frame["client_id"].rsplit("-", 1)[0])
            if n < 0:
                self._opened()
                return
            self.acked.append(self.writer.came - self.sent[n])
            self.flying -= 1
            if self.wanted:
                self.fill()
        elif frame["frame"] == "refused":
            self.refused.append(frame["code"])

    def _heard(self, frame: dict[str, Any]) -> None:
        if frame["frame"] == "ack":
            self._opened()
        elif frame["frame"] == "event" and frame["type"] == "message" and frame["data"]["body"]["text"] != "hello":
            self.delivered.append(self.listener.came - self.sent[int(frame["data"]["body"]["text"].split(" ", 1)[0])])

    def _opened(self) -> None:
        if not self.first.done():
            self.first.set_result(None)

    def write(self) -> None:
        """The next message, now."""
        n = self.count
        self.count += 1
        self.flying += 1
        self.sent[n] = self.send(self.writer, n, f"{n} 请问这款有现货吗？今天下单什么时候发货呢")

    def fill(self) -> None:
        """Write as long as so few are in flight and the pace allows."""
        now = time.perf_counter()
        while self.flying < self.wanted and now >= self.next_at:
            self.next_at = max(self.next_at + PACE, now - 4 * PACE)
            self.write()

    def close(self) -> None:
        """Leave."""
        self.writer.transport.close()
        self.listener.transport.close()


def _pairs(where: ground.Place, count: int, ports: tuple[int, int]) -> list[Pair]:
    buyers, agents = where.data["buyers"], where.data["agents"]
    by_shop: dict[str, list[dict[str, str]]] = {}
    for one in agents:
        by_shop.setdefault(one["shop"], []).append(one)
    return [Pair(n, buyer, by_shop[buyer["shop"]][n % len(by_shop[buyer["shop"]])], ports) for n, buyer in enumerate(buyers[:count])]


async def _opened(pairs: list[Pair]) -> None:
    for n in range(0, len(pairs), 20):
        await asyncio.gather(*(one.open() for one in pairs[n : n + 20]))


async def _flood(pairs: list[Pair], seconds: float) -> float:
    """As much as each may; seconds until the last was acknowledged."""
    begun = time.perf_counter()
    for one in pairs:
        one.acked, one.delivered, one.wanted = [], [], IN_FLIGHT
    while time.perf_counter() - begun < seconds:
        for one in pairs:
            one.fill()
        await asyncio.sleep(0.005)
    for one in pairs:
        one.wanted = 0
    took = time.perf_counter() - begun
    await _settled(pairs)
    return took


async def _steady(pairs: list[Pair], rate: float, seconds: float) -> None:
    """So many a second over all pairs, evenly."""
    for one in pairs:
        one.acked, one.delivered = [], []
    begun, n = time.perf_counter(), 0
    while (now := time.perf_counter() - begun) < seconds:
        if now >= n / rate:
            pairs[n % len(pairs)].write()
            n += 1
        await asyncio.sleep(max(0.0, n / rate - (time.perf_counter() - begun)))
    await _settled(pairs)


async def _settled(pairs: list[Pair]) -> None:
    until = time.perf_counter() + 20
    while time.perf_counter() < until and any(one.flying or len(one.delivered) < len(one.acked) for one in pairs):
        await asyncio.sleep(0.01)


def _told(name: str, acked: list[float], delivered: list[float], refused: int, seconds: float) -> str:
    acked, delivered = sorted(acked), sorted(delivered)
    marks = [f"p50 {statistics.median(t):6.2f} p99 {t[int(len(t) * 0.99)]:6.2f} ms" if t else "none" for t in (acked, delivered)]
    lost = len(acked) - len(delivered)
    return f"{name:44} {len(acked) / seconds:7.0f}/s  ack {marks[0]}  delivered {marks[1]}  lost {lost}  refused {refused}"


def _all(pairs: list[Pair], name: str, seconds: float) -> str:
    acked = [1000 * t for one in pairs for t in one.acked]
    delivered = [1000 * t for one in pairs for t in one.delivered]
    return _told(name, acked, delivered, sum(len(one.refused) for one in pairs), seconds)


async def _measured(where: ground.Place, ports: tuple[int, int], name: str, *, orders: bool, count: int) -> None:
    pairs = _pairs(where, count, ports)
    await _opened(pairs[:SLOW_PAIRS])
    await _quiet(where, pairs[:SLOW_PAIRS])
    await _opened(pairs[SLOW_PAIRS:])
    await _flood(pairs, 1.0)
    print(_all(pairs, f"{name}: {count} pairs, all they may", await _flood(pairs, SECONDS)), flush=True)
    if orders:
        words = [sys.executable, "-m", "bench.chat", "orders", str(ports[0]), str(SECONDS + 2)]
        env = where.env | {"BENCH_ORDERS": json.dumps(where.data["orders"])}
        load = await asyncio.create_subprocess_exec(*words, env=env, cwd=ground.ROOT, stdout=subprocess.PIPE)
        await asyncio.sleep(1.5)
        took = await _flood(pairs, SECONDS)
        told = (await load.communicate())[0].decode().strip()
        print(_all(pairs, f"{name}: while orders come in", took), f" {told}", flush=True)
    for one in pairs[SLOW_PAIRS:]:
        one.close()
    await asyncio.sleep(0.5)
    await _steady(pairs[:SLOW_PAIRS], SLOW_RATE, SECONDS)
    print(_all(pairs[:SLOW_PAIRS], f"{name}: at {SLOW_RATE}/s", SECONDS), flush=True)
    for one in pairs[:SLOW_PAIRS]:
        one.close()


async def _quiet(where: ground.Place, pairs: list[Pair]) -> None:
    """A quiet desk, again and again, each time after what the machine alone takes; then a quieter and busier ones beside it."""
    await _steady(pairs, SLOW_RATE, 2.0)
    for _ in range(QUIET_TIMES):
        alone = await asyncio.to_thread(bare.measured, where, SLOW_RATE, 3.0)
        await _steady(pairs, SLOW_RATE, SECONDS)
        print(f"{_all(pairs, f'{where.kind}, quiet: at {SLOW_RATE}/s', SECONDS)}  machine alone {alone}", flush=True)
    for rate in BUSIER:
        await _steady(pairs, rate, SECONDS)
        print(_all(pairs, f"{where.kind}, for comparison: at {rate}/s", SECONDS), flush=True)


def orders(port: int, seconds: float) -> None:
    """Place orders by eight clients; prints their rate."""
    where = ground.Place("sqlite", dict(os.environ), port, json.loads(os.environ["BENCH_ORDERS"]))
    found = ground.load(where, 8, seconds, checkout.placing(where))
    print(f"[{found.rate:.0f} orders/s {found.statuses}]")


async def _idle(where: ground.Place) -> None:
    people = [*where.data["buyers"], *where.data["agents"]]
    first = await Line.opened(where.port, people[0]["cookie"], lambda _: None)
    await asyncio.sleep(1.5)
    before = _rss(where.port)
    lines = []
    for n in range(0, IDLE, 20):
        some = (Line.opened(where.port, people[k % len(people)]["cookie"], lambda _: None) for k in range(n, n + 20))
        lines += await asyncio.gather(*some)
    await asyncio.sleep(3)
    after = _rss(where.port)
    print(f"idle sockets: {IDLE} cost {(after - before) / IDLE:.1f} KiB each ({before // 1024} -> {after // 1024} MiB)")
    for one in [first, *lines]:
        one.transport.close()


def _rss(port: int) -> int:
    """KiB of the server that listens there."""
    told = subprocess.run(["pgrep", "-f", f"jishi.config.cli serve --port {port}"], capture_output=True, text=True, check=True)
    sizes = []
    for pid in told.stdout.split():
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
            sizes.append(next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")))
    return max(sizes)


def talkers(where: ground.Place, **sizes: int) -> None:
    """People who talk."""
    where.data |= json.loads(ground.run(where, ["-m", "bench.chat_seed", json.dumps(sizes)]))


@contextlib.contextmanager
def _redis(where: ground.Place) -> Iterator[None]:
    with valkey.server() as server:
        where.env["JISHI_REDIS_URL"] = server.url
        yield


def main() -> None:
    """Measure: one process on SQLite, then two on PostgreSQL and Redis."""
    os.sched_setaffinity(0, {int(ground.CLIENT_CORE)})
    for kind in ground.kinds():
        with ground.place(kind) as where, contextlib.ExitStack() as stack:
            ground.machine(where)
            sold = ground.seed(where, skus=200, buyers=16, stock=10_000_000, hot=1)
            where.data = {"orders": sold}
            talkers(where, shops=10, agents=100, buyers=PAIRS)
            if kind == "sqlite":
                with ground.served(where):
                    uvloop.run(_measured(where, (where.port, where.port), "sqlite", orders=True, count=PAIRS))
                with ground.served(where):
                    uvloop.run(_idle(where))
            else:
                stack.enter_context(_redis(where))
                first = stack.enter_context(ground.served(where, core=None))  # two servers, and the two databases, on what is free
                second = stack.enter_context(ground.served(dataclasses.replace(where), core=None))
                ports = (first.port, second.port)
                uvloop.run(_measured(where, ports, "postgresql and redis, 2 processes", orders=False, count=PAIRS))


if __name__ == "__main__":
    if sys.argv[1:2] == ["orders"]:
        orders(int(sys.argv[2]), float(sys.argv[3]))
    else:
        main()
