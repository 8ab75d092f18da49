"""Deadlines: opened in bulk, lapsed with a one-row effect, unpaid orders cancelled with all effects, and 10,000 due at once."""

import json
import threading
import time

from bench import ground
from bench.checkout import placing


def main() -> None:
    """Measure on each database: in process, then 10,000 due at once while orders come in."""
    for kind in ground.kinds():
        with ground.place(kind) as where:
            ground.machine(where)
            ground.seed(where, skus=200, buyers=64, stock=10_000_000, hot=1)
            print(ground.run(where, ["-m", "bench.deadlines_inside"]), end="")
        with ground.place(kind) as where:
            ground.seed(where, skus=200, buyers=64, stock=10_000_000, hot=1)
            ground.run(where, ["-m", "bench.deadlines_inside", "prepare", "10000"])
            with ground.served(where, *([] if kind == "sqlite" else ["--with-worker"])):
                _due_at_once(where)


def _due_at_once(where: ground.Place) -> None:
    found = {}

    def order() -> None:
        found["load"] = ground.load(where, 8, 8.0, placing(where))

    ordering = threading.Thread(target=order)
    ordering.start()
    time.sleep(1.0)
    told = json.loads(ground.run(where, ["-m", "bench.deadlines_inside", "due"]))
    ordering.join()
    print(f"{where.kind}: 10,000 unpaid orders due at once: the last {told['late']:.1f} s late, {told['left']} left")
    print(found["load"].line(f"{where.kind}: orders meanwhile, 8 clients"))


if __name__ == "__main__":
    main()
