"""A Redis or Valkey of one's own on a free loopback port, for tests and benchmarks; it keeps nothing and ends with its block.

with server() as valkey:       # valkey.url, valkey.kill(), valkey.start()
    ...
"""

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator

NAMES = ("valkey-server", "redis-server")
START_WITHIN = 30.0


class Server:
    """A server that may be killed and started again on the same port."""

    def __init__(self, program: str, port: int) -> None:
        self.program, self.port = program, port
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """As JISHI_REDIS_URL takes it."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start and wait for the first answer. Raises TimeoutError."""
        words = [self.program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + START_WITHIN
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(b"PING\r\n")
                if line.recv(7) == b"+PONG\r\n":
                    return
            time.sleep(0.02)
        raise TimeoutError(f"{self.program} does not answer on {self.port}")

    def kill(self) -> None:
        """End it at once."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)
            self.process = None


def program() -> str | None:
    """The path of the server's program; None when there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """A running server. Raises FileNotFoundError where there is no program."""
    path = program()
    if path is None:
        raise FileNotFoundError("no valkey-server or redis-server: apt-get install redis-server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    made = Server(path, port)
    made.start()
    try:
        yield made
    finally:
        made.kill()
