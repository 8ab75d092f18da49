"""`jishi serve` from start to first answer, and its memory at rest."""

import time

from bench import ground


def main() -> None:
    """Measure on SQLite, three starts."""
    with ground.place("sqlite") as where:
        ground.machine(where)
        ground.seed(where, skus=20, buyers=2, stock=100, hot=1)
        for _ in range(3):
            begun = time.perf_counter()
            with ground.served(where) as up:
                first = time.perf_counter() - begun
                with ground.Client(up.port) as client:
                    status, _ = client.ask("GET", "/api/v1/markets")
                    answered = time.perf_counter() - begun
                    client.ask("GET", "/api/v1/openapi.json")
                time.sleep(1.5)
                print(f"serve: /healthz after {first:.2f} s, first API answer ({status}) after {answered:.2f} s, at rest {_memory(up)} MiB")


def _memory(up: ground.Place) -> int:
    told = ground.subprocess.run(["pgrep", "-f", f"jishi.config.cli serve --port {up.port}"], capture_output=True, text=True, check=True)
    pages = 0
    for pid in told.stdout.split():
        with open(f"/proc/{pid}/status") as file:
            pages = max(pages, next(int(line.split()[1]) for line in file if line.startswith("VmRSS")))
    return pages // 1024


if __name__ == "__main__":
    main()
