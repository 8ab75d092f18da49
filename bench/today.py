"""What a merchant's first page asks: a shop's day of 70,000 orders, of which some three thousand deadlines are the shop's to meet."""

from bench import ground


def main() -> None:
    """Measure on each database."""
    for kind in ground.kinds():
        with ground.place(kind) as where:
            ground.machine(where)
            ground.seed(where, skus=50, buyers=50, stock=1_000, hot=1)
            print(ground.run(where, ["-m", "bench.today_inside"]), end="")


if __name__ == "__main__":
    main()
