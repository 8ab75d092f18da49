"""What permission and masking cost: a list of 50 orders as staff get it, beside the same list without either; in one process."""

from bench import ground


def main() -> None:
    """Measure on each database."""
    for kind in ground.kinds():
        with ground.place(kind) as where:
            ground.machine(where)
            ground.seed(where, skus=50, buyers=50, stock=1_000, hot=1)
            print(ground.run(where, ["-m", "bench.masking_inside"]), end="")


if __name__ == "__main__":
    main()
