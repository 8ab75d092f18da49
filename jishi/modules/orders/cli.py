"""`jishi import orders`: completed orders from elsewhere, from a CSV file; dry run first, resumable, wrong rows to an error file."""

import argparse
import csv
import json
import sys
from dataclasses import dataclass
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
from jishi.modules.orders.queries.import_file import MAPPINGS, BadFile, Checked, Terms, read, taken
from jishi.modules.shops import actions as shops
from jishi.modules.shops import queries as shop_queries

PIECE = 500
TITLE = "Imported goods"
CODE = "IMPORTED"
CATEGORY = "home"
NAME_MOST = 60
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
    """Check the whole file, then take it over piece by piece; 0 when all is in the shop, 1 when rows were refused or are elsewhere."""
    place = _place(args.shop)
    zone, currency = lawbook.zone(place.market), lawbook.currency(place.market)
    checked = read(args.file, args.mapping, Terms(currency, zone, clock.now().astimezone(zone).date()))
    errors = args.errors or args.file.with_name(args.file.name + ".errors.csv")
    if checked.refused:
        _write_errors(checked, errors)
    total = Money(sum(row.minor for row in checked.rows), currency)
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
    found |= _known(place, checked)
    others = sum(one["orders"] for one in found["elsewhere"])
    if not args.dry_run:
        left = not checked.rows or others < len(checked.rows)
        found |= _take_over(place, checked) if left else {"shop": place.shop, "orders": 0}
    print(json.dumps(found) if args.json else "\n".join(f"{name}: {value}" for name, value in found.items()))
    return 1 if checked.refused or others else 0


@dataclass(frozen=True)
class Place:
    """Where the orders go: a market, and a shop that is there or that is to be opened under a name."""

    market: str
    shop: str | None
    name: str


def _known(place: Place, checked: Checked) -> dict[str, Any]:
    """Which rows of the file are orders already: in this shop, and in which others. A row is one order in the marketplace."""
    orders = taken(checked.sha256)
    here = orders.pop(place.shop, 0) if place.shop else 0
    names = shop_queries.named(orders)
    for shop, count in orders.items():
        _say(f"{count:,} rows of this file were imported into {names[shop]} ({shop}) and stay there; a row goes into one shop only")
    return {"already": here, "elsewhere": [{"shop": shop, "name": names[shop], "orders": count} for shop, count in orders.items()]}


def _place(wanted: str) -> Place:
    """Raises BadFile for a shop that is not there, a name that will not do, a market that the rulebook does not know."""
    if not wanted.startswith("new:"):
        held = shop_queries.shop(wanted)
        if held is None:
            raise BadFile(f"there is no shop {wanted}")
        return Place(held.market, held.pk, held.name)
    name, _, market = wanted.removeprefix("new:").rpartition(":")
    name = name.strip()
    if not 0 < len(name) <= NAME_MOST or not name.isprintable():
        raise BadFile(f"--shop takes an id, or new:NAME:MARKET with a name of 1 to {NAME_MOST} characters")
    try:
        lawbook.currency(market)
    except lawbook.LawError:
        raise BadFile(f"the rulebook knows no market {market or '(none)'}") from None
    held = shop_queries.by_name(name)
    if held is not None and held.market != market:
        raise BadFile(f"the shop {held.name} is in the market {held.market}, not in {market}")
    return Place(market, held.pk if held else None, name)


def _take_over(place: Place, checked: Checked) -> dict[str, Any]:
    shop = place.shop or _open(place)
    product, sku = by_code(shop, CODE) or act(_stand_in, shop, place.market)
    target = Target(shop, place.market, lawbook.currency(place.market), product, sku, TITLE)
    whole = len(checked.rows)
    job = act(jobs.start, "orders.import", f"{checked.sha256}:{shop}", {"rows": whole}, total=whole, shop=shop)
    begin = 0 if job.state == "done" else job.done  # of a job that is done each row is looked up: more may be good than last time
    if begin:
        _say(f"going on after row {begin:,} of {whole:,}")
    new, started = 0, clock.real()
    for start in range(begin, whole, PIECE):
        piece = checked.rows[start : start + PIECE]
        new += act(import_rows, job, checked.sha256, target, piece, start + len(piece))
        _bar(start + len(piece), whole)
    if job.state != "done":
        act(jobs.finish, job, {"orders": whole})
    seconds = (clock.real() - started).total_seconds()
    return {"shop": shop, "orders": new, "seconds": round(seconds, 2), "per_second": round(new / seconds) if new else 0}


def _open(place: Place) -> str:
    """Open the shop, and its market where it is not open yet."""
    if place.market not in {one.code for one in lawbook.markets()}:
        act(lawbook.open_market, place.market, None, clock.now())
        _say(f"opened the market {place.market}")
    return act(shops.open_shop, place.name, place.market, actor=THE_IMPORT).pk


def _stand_in(shop: str, market: str) -> tuple[str, str]:
    """The one product that stands for whatever was bought elsewhere; a draft that nobody can order."""
    sku = SkuDraft(code=CODE, price=Money(1, lawbook.currency(market)))
    made = catalog.create_product(shop, market, ProductDraft(title=TITLE, category=CATEGORY, skus=[sku]), actor=THE_IMPORT)
    rows.flush()
    found = by_code(shop, CODE)
    assert found is not None
    return made.pk, found[1]


def _write_errors(checked: Checked, path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["row", "field", "why", *checked.header])
        out.writerows([one.n, one.column, one.why, *one.cells] for one in checked.refused)


def _bar(done: int, whole: int) -> None:
    if sys.stderr.isatty() or done == whole:
        full = BAR * done // whole
        print(f"\r{'█' * full}{'·' * (BAR - full)} {done:,} of {whole:,}", end="\n" if done == whole else "", file=sys.stderr, flush=True)


def _say(text: str) -> None:
    print(text, file=sys.stderr)
