"""Look-ups of the law a second: one question, mixed ones with market and keys, days never asked before; and loading the rulebook."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import product

RUNS, ASKED = 5, 100_000
REACH = 100_000


def main() -> None:
    """Measure in this process, on SQLite with three markets open; one process, one thread."""
    with tempfile.TemporaryDirectory(prefix="jishi-bench-") as data:
        os.environ |= {"JISHI_ENV": "test", "JISHI_DATA_DIR": data, "DJANGO_SETTINGS_MODULE": "jishi.config.settings"}
        os.environ.pop("JISHI_DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _loading()
        _asking()


def _loading() -> None:
    from jishi.lawbook import files, rulebook

    source = files.Files.read(files.folder())
    begun = time.perf_counter()
    rulebook.compiled(source)
    cold = time.perf_counter() - begun
    rulebook.load(files.folder())
    warm = _median(lambda: rulebook.load(files.folder()))
    law = rulebook.rulebook()
    print(
        f"rulebook: {len(law.rules)} rules, {len(law.by_key)} values; "
        f"read and checked in {cold * 1000:.0f} ms, from its compiled form in {warm * 1000:.0f} ms"
    )


def _asking() -> None:
    from jishi import lawbook
    from jishi.kernel.runner import act

    for code, pack in (("CN", "douyin-cn"), ("MY", "tiktok-sea"), ("US", "tiktok-us")):
        act(lawbook.open_market, code, pack, date(2024, 1, 1))
    start = datetime(2024, 6, 1, tzinfo=UTC)
    tiers, markets = ("new", "good", "standard", "at_risk", None), ("CN", "MY", "UK", "US")
    mixed = [
        (start + timedelta(hours=7 * n), m, tier) for n, (m, tier) in zip(range(2_000), list(product(markets, tiers)) * 100, strict=True)
    ]
    at, rule = lawbook.at, "settlement.period.days_after_delivery"

    def same() -> None:
        for _ in range(ASKED):
            at("orders.unpaid.cancel_after", on=start, market="CN")

    def keyed() -> None:
        for _ in range(ASKED // len(mixed)):
            for on, market, tier in mixed:
                at(rule, on=on, market=market, shop_tier=tier)

    fresh = iter(range(10**9))

    def new() -> None:
        for n in range(ASKED // 10):
            at(rule, on=start + timedelta(days=next(fresh) % 40_000 + n % 2), market="US", shop_tier="good")

    print(f"lawbook.at, one question: {ASKED / _median(same):,.0f}/s")
    rate = ASKED / _median(keyed)
    print(
        f"lawbook.at, market and where keys, 2,000 instants: {rate:,.0f}/s "
        f"(to reach: {REACH:,}/s; {'reached' if rate >= REACH else 'NOT REACHED'})"
    )
    print(f"lawbook.at, days asked for the first time: {ASKED / 10 / _median(new):,.0f}/s")
    ruling = at("orders.unpaid.cancel_after", on=start, market="CN")
    print(f"ruling.after: {ASKED / _median(lambda: [ruling.after(start) for _ in range(ASKED)]):,.0f}/s")
    print(f"soon_at: {ASKED / _median(lambda: [lawbook.soon_at(start, start + timedelta(hours=48), 'CN') for _ in range(ASKED)]):,.0f}/s")


def _median(call: Callable[[], object]) -> float:
    took = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        call()
        took.append(time.perf_counter() - begun)
    return statistics.median(took)


if __name__ == "__main__":
    main()
