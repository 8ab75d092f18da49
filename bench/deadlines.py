"""Deadlines: opened in bulk, lapsed with a one-row effect, unpaid orders cancelled with all effects, and 10,000 due at once.

The last while orders come in: a hundred a second, and as many as are answered.
"""

import contextlib

from bench import ground
from bench.checkout import placing

MANY, AHEAD, OFFERED = 10_000, 4.0, 100.0


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
                ground.run(where, ["-m", "bench.deadlines_inside", "prepare", str(MANY), str(AHEAD)])
                with ground.served(where), ground.worked(where) if kind == "postgresql" else contextlib.nullcontext():
                    _due_at_once(where, rate)


def _due_at_once(where: ground.Place, rate: float | None) -> None:
    found = ground.load(where, 8, AHEAD + 6.0, placing(where), rate)
    fired, late = ground.asked(
        where, "SELECT COUNT(*), MAX(late_ms) FROM kernel_deadline WHERE kind = 'orders.unpaid' AND state = 'lapsed'"
    )[0]
    offered = f"{rate:.0f} a second" if rate else "as fast as they are answered"
    print(f"{where.kind}: {MANY:,} unpaid orders due at once: the last {late / 1000:.2f} s late, {MANY - fired} left")
    print(found.line(f"{where.kind}: orders meanwhile, {offered}"))


if __name__ == "__main__":
    main()
