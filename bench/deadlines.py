"""Deadlines: opened in bulk, lapsed with a one-row effect, unpaid orders cancelled with all effects, and 10,000 due at once.

The last while orders come in: a hundred a second, and as many as are answered. They are counted from the moment at which all is
due; for two seconds before it the server answers orders that are not counted, so that its first connections are not measured.
"""

import contextlib
import time

from bench import ground
from bench.checkout import placing

MANY, AHEAD, OFFERED = 10_000, 8.0, 100.0
WARM, MEANWHILE = 2.0, 5.0
WORKERS = 2


LAPSED = "SELECT COUNT(*), MAX(late_ms) FROM kernel_deadline WHERE kind = 'orders.unpaid' AND state = 'lapsed'"


def main() -> None:
    """Measure on each database: in process, then 10,000 due at once while orders come in."""
    for kind in ground.kinds():
        with ground.place(kind) as where:
            ground.machine(where)
            ground.seed(where, skus=200, buyers=64, stock=10_000_000, hot=1)
            print(ground.run(where, ["-m", "bench.deadlines_inside"]), end="")
        for rate in (OFFERED, None):
            with ground.place(kind) as where:
                ground.seed(where, skus=200, buyers=64, stock=10_000_000, hot=1)
                due = float(ground.run(where, ["-m", "bench.deadlines_inside", "prepare", str(MANY), str(AHEAD)]).split()[-1])
                with ground.served(where), contextlib.ExitStack() as workers:
                    for _ in range(WORKERS if kind == "postgresql" else 0):  # on SQLite the server itself works
                        workers.enter_context(ground.worked(where))
                    _due_at_once(where, due, rate)


def _due_at_once(where: ground.Place, due: float, rate: float | None) -> None:
    step = placing(where)
    time.sleep(max(0.0, due - WARM - time.time()))
    ground.load(where, 8, due - time.time(), step, rate)
    found = ground.load(where, 8, MEANWHILE, step, rate)
    while time.time() < due + 4 * MEANWHILE and ground.asked(where, LAPSED)[0][0] < MANY:
        time.sleep(0.2)
    fired, late = ground.asked(where, LAPSED)[0]
    offered = f"{rate:.0f} a second" if rate else "as fast as they are answered"
    print(f"{where.kind}: {MANY:,} unpaid orders due at once: the last {late / 1000:.2f} s late, {MANY - fired} left")
    print(found.line(f"{where.kind}: orders meanwhile, {offered}"))


if __name__ == "__main__":
    main()
