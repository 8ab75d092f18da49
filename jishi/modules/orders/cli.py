"""`jishi import orders`: completed orders from elsewhere, from a CSV file; dry run first, resumable, wrong rows to an error file."""

import argparse
import csv
import json
import sys
from pathlib import Path
from typing import Any

from jishi import lawbook
from jishi.kernel import clock, jobs, rows
from jishi.kernel.access import THE_IMPORT
from jishi.kernel.money import Money
from jishi.kernel.runner import act
from jishi.modules.catalog import actions as catalog
from jishi.modules.catalog.actions import ProductDraft, SkuDraft
from jishi.modules.catalog.queries.codes import by_code
from jishi.modules.orders.actions.import_rows import Target, import_rows
from jishi.modules.orders.queries.import_file import MAPPINGS, BadFile, Checked, read
from jishi.modules.shops import actions as shops
from jishi.modules.shops import queries as shop_queries

PIECE = 500
TITLE = "Imported goods"
CODE = "IMPORTED"
CATEGORY = "home"
BAR = 32


def register(add: Any) -> None:
    """Add `import orders` to the parser; other modules add to `import` too."""
    importing = add.choices.get("import") or add.add_parser("import", help="data from elsewhere")
    kinds = getattr(importing, "kinds", None) or importing.add_subparsers(dest="kind", required=True, metavar="KIND")
    importing.kinds = kinds
    orders = kinds.add_parser("orders", help="completed orders from a CSV file")
    orders.add_argument("file", type=Path)
    orders.add_argument("--shop", required=True, help="id of a shop, or new:NAME:MARKET")
    orders.add_argument("--mapping", default="plain", choices=sorted(MAPPINGS))
    orders.add_argument("--dry-run", action="store_true", help="check the file and stop")
    orders.add_argument("--errors", type=Path, help="where refused rows go (default: FILE.errors.csv)")
    orders.add_argument("--json", action="store_true")
    orders.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check the whole file, then take it over piece by piece; 0 when every row went in, 1 when some were refused."""
    market = _market(args.shop)
    today = clock.now().astimezone(lawbook.zone(market)).date()
    checked = read(args.file, args.mapping, lawbook.currency(market), lawbook.zone(market), today)
    errors = args.errors or args.file.with_name(args.file.name + ".errors.csv")
    if checked.refused:
        _write_errors(checked, errors)
    total = Money(sum(row.minor for row in checked.rows), lawbook.currency(market))
    found: dict[str, Any] = {
        "rows": len(checked.rows) + len(checked.refused),
        "good": len(checked.rows),
        "refused": len(checked.refused),
        "customers": len({row.customer for row in checked.rows}),
        "gifts": sum(1 for row in checked.rows if not row.minor),
        "total": total.json(),
        "errors": str(errors) if checked.refused else None,
    }
    _say(f"{found['rows']:,} rows: {found['good']:,} good, {found['refused']:,} refused; {total.text()} {total.currency}")
    if checked.refused:
        _say(f"refused rows with their reasons: {errors}")
    if not args.dry_run:
        found |= _take_over(args.shop, market, checked)
    print(json.dumps(found) if args.json else "\n".join(f"{name}: {value}" for name, value in found.items()))
    return 1 if checked.refused else 0


def _market(wanted: str) -> str:
    if wanted.startswith("new:"):
        parts = wanted.split(":")
        if len(parts) != 3 or not parts[1]:
            raise BadFile("--shop takes an id, or new:NAME:MARKET")
        return parts[2]
    held = shop_queries.shop(wanted)
    if held is None:
        raise BadFile(f"there is no shop {wanted}")
    return held.market


def _take_over(wanted: str, market: str, checked: Checked) -> dict[str, Any]:
    shop = _shop(wanted, market)
    product, sku = by_code(shop, CODE) or act(_stand_in, shop, market)
    target = Target(shop, market, lawbook.currency(market), product, sku, TITLE)
    whole = len(checked.rows)
    job = act(jobs.start, "orders.import", f"{checked.sha256}:{shop}", {"rows": whole}, total=whole, shop=shop)
    if job.done:
        _say(f"going on after row {job.done:,} of {whole:,}")
    new, started = 0, clock.real()
    for start in range(job.done, whole, PIECE):
        piece = checked.rows[start : start + PIECE]
        new += act(import_rows, job, checked.sha256, target, piece, start + len(piece))
        _bar(start + len(piece), whole)
    if job.state != "done":
        act(jobs.finish, job, {"orders": whole})
    seconds = (clock.real() - started).total_seconds()
    return {"shop": shop, "orders": new, "seconds": round(seconds, 2), "per_second": round(new / seconds) if new else 0}


def _shop(wanted: str, market: str) -> str:
    if not wanted.startswith("new:"):
        return wanted
    name = wanted.split(":")[1]
    if market not in {one.code for one in lawbook.markets()}:
        act(lawbook.open_market, market, None, clock.now())
        _say(f"opened the market {market}")
    held = shop_queries.by_name(name)
    return held.pk if held else act(shops.open_shop, name, market, actor=THE_IMPORT).pk


def _stand_in(shop: str, market: str) -> tuple[str, str]:
    """The one product that stands for whatever was bought elsewhere; a draft that nobody can order."""
    sku = SkuDraft(code=CODE, price=Money(1, lawbook.currency(market)))
    made = catalog.create_product(shop, market, ProductDraft(title=TITLE, category=CATEGORY, skus=[sku]), actor=THE_IMPORT)
    rows.flush()
    found = by_code(shop, CODE)
    assert found is not None
    return made.pk, found[1]


def _write_errors(checked: Checked, path: Path) -> None:
    names = list(checked.refused[0].line)
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["row", "field", "why", *names])
        for one in checked.refused:
            out.writerow([one.n, one.field, one.why, *[one.line.get(name, "") for name in names]])


def _bar(done: int, whole: int) -> None:
    if sys.stderr.isatty() or done == whole:
        full = BAR * done // whole
        print(f"\r{'█' * full}{'·' * (BAR - full)} {done:,} of {whole:,}", end="\n" if done == whole else "", file=sys.stderr, flush=True)


def _say(text: str) -> None:
    print(text, file=sys.stderr)
