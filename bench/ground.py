"""What every benchmark stands on: a server pinned to a core of its own, a client on the other, and what machine it was."""

import contextlib
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import pg

ROOT = Path(__file__).resolve().parent.parent
SERVER_CORE, CLIENT_CORE = "0", "1"


@dataclass
class Place:
    """Where a benchmark's marketplace lives: its environment, its database, the address it is served at."""

    kind: str
    env: dict[str, str]
    port: int = 0
    data: dict[str, Any] = field(default_factory=dict)


@contextlib.contextmanager
def place(kind: str) -> Iterator[Place]:
    """A fresh marketplace on `sqlite` or `postgresql` (durable), migrated; on the disk that holds the project, never in memory."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="jishi-bench-", dir=os.environ.get("BENCH_DIR", "/var/tmp")))
        kept = {k: v for k, v in os.environ.items() if not k.startswith("JISHI_") and k != "PYTHONDONTWRITEBYTECODE"}
        env = kept | {"JISHI_ENV": "dev", "JISHI_DATA_DIR": folder, "PYTHONPATH": str(ROOT)}
        if kind == "postgresql":
            env["JISHI_DATABASE_URL"] = stack.enter_context(pg.server(durable=True))
        made = Place(kind, env)
        run(made, ["-m", "jishi.config.cli", "migrate"])
        yield made


def run(where: Place, words: list[str]) -> str:
    """Run Python in the place's environment; its standard output. Raises CalledProcessError with all that it said shown."""
    done = subprocess.run([sys.executable, *words], env=where.env, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
        done.check_returncode()
    return done.stdout


def asked(where: Place, text: str) -> list[tuple[Any, ...]]:
    """One question to the place's database, from outside of the server."""
    if where.kind == "postgresql":
        import psycopg

        with psycopg.connect(where.env["JISHI_DATABASE_URL"]) as connection:
            return connection.execute(text).fetchall()
    import pysqlite3

    connection = pysqlite3.connect(str(Path(where.env["JISHI_DATA_DIR"], "jishi.sqlite3")), timeout=20)
    try:
        return list(connection.execute(text).fetchall())
    finally:
        connection.close()


def seed(where: Place, **sizes: int) -> dict[str, Any]:
    """Fill the place through actions; the ids and sessions that a load needs."""
    where.data = json.loads(run(where, ["-m", "bench.seed", json.dumps(sizes)]))
    return where.data


@contextlib.contextmanager
def served(where: Place, *words: str, core: str | None = SERVER_CORE) -> Iterator[Place]:
    """`jishi serve` until the block ends, on a core of its own; on whichever is free where none is named."""
    where.port = free_port()
    pinned = ["taskset", "-c", core] if core else []
    command = [*pinned, sys.executable, "-m", "jishi.config.cli", "serve", "--port", str(where.port), *words]
    server = subprocess.Popen(command, env=where.env, cwd=ROOT)
    try:
        until_alive(where.port)
        yield where
    finally:
        server.terminate()
        server.wait(20)


@contextlib.contextmanager
def worked(where: Place) -> Iterator[None]:
    """`jishi work`, a process of its own as on PostgreSQL it is; on whichever core is free."""
    worker = subprocess.Popen([sys.executable, "-m", "jishi.config.cli", "work"], env=where.env, cwd=ROOT)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(20)


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def until_alive(port: int, within: float = 30.0) -> float:
    """Wait for the first answer of /healthz; seconds it took. Raises TimeoutError."""
    started = time.perf_counter()
    while time.perf_counter() - started < within:
        with contextlib.suppress(OSError), Client(port) as client:
            if client.ask("GET", "/healthz")[0] == 200:
                return time.perf_counter() - started
        time.sleep(0.01)
    raise TimeoutError(f"nothing answers on {port}")


class Client:
    """A bare HTTP client on one kept connection: what it costs itself must not be measured as the server's."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.head = f" HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n".encode()

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        """One request; status and body. What is sent is JSON, but for bytes, which are sent as they are."""
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        lines = "".join(f"{k}: {v}\r\n" for k, v in (headers or {}).items())
        head = f"{method} {path}".encode() + self.head + lines.encode()
        self.socket.sendall(head + f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content)
        return self._answer()

    def _answer(self) -> tuple[int, bytes]:
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, rest = data.partition(b"\r\n\r\n")
        length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0)
        while len(rest) < length:
            rest += self._more()
        return int(head.split(b" ", 2)[1]), rest

    def _more(self) -> bytes:
        more = self.socket.recv(65536)
        if not more:
            raise ConnectionError("the server hung up")
        return more


def signed(session: dict[str, str], key: str | None = None) -> dict[str, str]:
    """Headers of a signed-in person; with a key of idempotency."""
    headers = {"Cookie": f"jishi_session={session['cookie']}", "X-CSRFToken": session["csrf"]}
    return headers | ({"Idempotency-Key": key} if key else {})


@dataclass
class Load:
    """What a load came to."""

    seconds: float
    latencies: list[float]
    statuses: dict[int, int]

    def line(self, name: str) -> str:
        """As a line of a table."""
        ms = sorted(1000 * one for one in self.latencies)
        rate = len(ms) / self.seconds
        return f"{name:42} {rate:8.0f}/s  p50 {statistics.median(ms):6.1f} ms  p99 {ms[int(len(ms) * 0.99)]:6.1f} ms  {self.statuses}"

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds


def load(where: Place, clients: int, seconds: float, step: Callable[[Client, int, int], int], rate: float | None = None) -> Load:
    """`step(client, who, n)` again and again by so many clients for so long; it returns the status that counts.

    As fast as answers come, or `rate` a second in all: then each is timed from when it was due, so that a wait shows in those behind it.
    """
    os.sched_setaffinity(0, {int(CLIENT_CORE)})
    latencies: list[float] = []
    statuses: dict[int, int] = {}
    lock = threading.Lock()
    ready = threading.Barrier(clients + 1)
    ends = [0.0]

    def work(who: int) -> None:
        own: list[float] = []
        seen: dict[int, int] = {}
        with Client(where.port) as client:
            ready.wait()
            n = 0
            while time.perf_counter() < ends[0]:
                begun = time.perf_counter()
                if rate is not None:
                    begun = ends[0] - seconds + (n * clients + who) / rate
                    time.sleep(max(0.0, begun - time.perf_counter()))
                status = step(client, who, n)
                own.append(time.perf_counter() - begun)
                seen[status] = seen.get(status, 0) + 1
                n += 1
        with lock:
            latencies.extend(own)
            for status, count in seen.items():
                statuses[status] = statuses.get(status, 0) + count

    threads = [threading.Thread(target=work, args=(who,)) for who in range(clients)]
    for thread in threads:
        thread.start()
    ends[0] = time.perf_counter() + seconds
    started = time.perf_counter()
    ready.wait()
    for thread in threads:
        thread.join()
    return Load(time.perf_counter() - started, latencies, statuses)


def machine(where: Place) -> None:
    """Say what was measured on: cores, Python, database, path, journal mode, synchronous, and what an fsync costs there."""
    path = where.env["JISHI_DATA_DIR"]
    times = []
    with open(Path(path, "fsync"), "wb") as file:
        for _ in range(100):
            file.write(b"x" * 4096)
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - begun)
    told = run(where, ["-m", "bench.told"]).strip()
    print(f"# {os.cpu_count()} cores, Python {platform.python_version()}, {told}")
    print(f"# data in {path}; fdatasync {1000 * statistics.median(times):.2f} ms (p99 {1000 * sorted(times)[98]:.2f})")


def kinds() -> list[str]:
    """Which databases to measure: those named on the command line, else both."""
    return [word for word in sys.argv[1:] if word in ("sqlite", "postgresql")] or ["sqlite", "postgresql"]
