"""`jishi import orders` of the 69,659 real purchases, with postings: the command as a person runs it."""

import json
import time

from bench import ground


def main() -> None:
    """Measure on each database."""
    for kind in ground.kinds():
        with ground.place(kind) as where:
            ground.machine(where)
            begun = time.perf_counter()
            words = ["tests/data/cdnow.csv.gz", "--mapping", "cdnow", "--shop", "new:Imported records:US", "--json"]
            told = json.loads(ground.run(where, ["-m", "jishi.config.cli", "import", "orders", *words]))
            whole = time.perf_counter() - begun
            print(
                f"{kind}: {told['orders']:,} orders in {told['seconds']} s = {told['per_second']:,}/s; with start and checks {whole:.1f} s"
            )


if __name__ == "__main__":
    main()
