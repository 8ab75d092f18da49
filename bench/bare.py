"""What a lone message costs the machine alone: an echo over the loopback whose answer waits for seven pages and an fsync.

No database, no event loop, nothing stored that means anything: what a commit of a message writes, and the way there and back.
"""

import os
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench import ground

PAGES, PAGE, TURNS = 7, 4096, 100
ASKED = b"a message of some length, as people write them"


def answer(folder: str, port: int) -> None:
    """The server's side: until the line ends."""
    with open(Path(folder, "bare"), "wb+", buffering=0) as file, socket.create_connection(("127.0.0.1", port)) as line:
        file.write(bytes(PAGE * PAGES * TURNS))
        os.fsync(file.fileno())
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        turn = 0
        while said := line.recv(4096):
            for page in range(PAGES):
                os.pwrite(file.fileno(), bytes(PAGE), (turn % TURNS * PAGES + page) * PAGE)
            os.fsync(file.fileno())
            line.sendall(said)
            turn += 1


def measured(where: ground.Place, rate: float, seconds: float) -> str:
    """So many echoes a second from this process to one on the server's core: a line of their times."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        words = ["-m", "bench.bare", where.env["JISHI_DATA_DIR"], str(door.getsockname()[1])]
        server = subprocess.Popen(["taskset", "-c", ground.SERVER_CORE, sys.executable, *words], env=where.env, cwd=ground.ROOT)
        line, _ = door.accept()
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        times = []
        with line:
            for n in range(int(rate * seconds)):
                time.sleep(1 / rate)
                begun = time.perf_counter()
                line.sendall(ASKED)
                line.recv(4096)
                if n >= rate / 2:  # the first half second warms up
                    times.append(1000 * (time.perf_counter() - begun))
        server.wait(20)
    times.sort()
    return f"p50 {statistics.median(times):6.2f} p99 {times[int(len(times) * 0.99)]:6.2f} ms"


if __name__ == "__main__":
    answer(sys.argv[1], int(sys.argv[2]))
