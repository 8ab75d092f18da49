"""`jishi import products`: a shop's products from a CSV file; dry run first, resumable, wrong rows to an error file."""

import argparse
import csv
import json
import sys
from pathlib import Path
from typing import Any

from jishi import lawbook
from jishi.kernel import jobs
from jishi.kernel.models import Job
from jishi.kernel.runner import act
from jishi.kernel.words import say
from jishi.modules.catalog.actions.import_products import import_products
from jishi.modules.catalog.queries.import_file import BadFile, Checked, Refusal, groups, read, taken
from jishi.modules.shops import queries as shops

PIECE = 50


def register(add: Any) -> None:
    """Add `import products` to the parser; other modules add to `import` too."""
    importing = add.choices.get("import") or add.add_parser("import", help="data from elsewhere")
    kinds = getattr(importing, "kinds", None) or importing.add_subparsers(dest="kind", required=True, metavar="KIND")
    importing.kinds = kinds
    products = kinds.add_parser(
        "products", help="products of a shop, from a CSV file: title, category, sku, name, price, stock, barcode, weight"
    )
    products.add_argument("file", type=Path)
    products.add_argument("--shop", required=True, help="id of the shop")
    products.add_argument("--dry-run", action="store_true", help="check the file and stop")
    products.add_argument("--errors", type=Path, help="where refused rows go (default: FILE.errors.csv)")
    products.add_argument("--json", action="store_true")
    products.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check the whole file, then take it over piece by piece; 0 when every row went in, 1 when some were refused."""
    shop = shops.shop(args.shop)
    if shop is None:
        raise BadFile(f"there is no shop {args.shop}")
    checked = read(args.file, lawbook.currency(shop.market))
    key = f"catalog.products:{checked.sha256}:{shop.pk}"
    begun = Job.objects.filter(key=key).first()
    refused = _refused(checked, begun.params["taken"] if begun else taken(shop.pk, checked))
    wrong = {one.n for one in refused}
    good = [line for line in checked.good if line.n not in wrong]
    _say(f"{len(checked.lines):,} rows: {len(good):,} good, {len(refused):,} refused")
    pieces = groups(good)
    if not args.dry_run:
        params = {"taken": [one.n for one in refused if one.field == "sku" and one.why == TAKEN]}
        job = begun or act(jobs.start, "catalog.import", key, params, total=len(checked.lines), shop=shop.pk)
        late = _take_over(job, shop.pk, shop.market, pieces)
        refused += [
            Refusal(n, (error.field or "row").split(".")[-1], say(error.code, "en", **error.params), checked.lines[n]) for n, error in late
        ]
    errors = args.errors or args.file.with_name(args.file.name + ".errors.csv")
    if refused:
        _write_errors(sorted(refused, key=lambda one: one.n), errors)
        _say(f"refused rows with their reasons: {errors}")
    found = {
        "rows": len(checked.lines),
        "good": len(checked.lines) - len(refused),
        "refused": len(refused),
        "products": len(pieces),
        "shop": shop.pk,
        "errors": str(errors) if refused else None,
    }
    print(json.dumps(found) if args.json else "\n".join(f"{name}: {value}" for name, value in found.items()))
    return 1 if refused else 0


TAKEN = "is the code of another variant of the shop"


def _refused(checked: Checked, rows: list[int]) -> list[Refusal]:
    """What the check refused, and the rows whose code is taken, as found when the import began."""
    return [*checked.refused, *[Refusal(n, "sku", TAKEN, checked.lines[n]) for n in rows]]


def _take_over(job: Job, shop: str, market: str, pieces: list[Any]) -> list[tuple[int, Any]]:
    """Go on where the job stands; what was refused after all."""
    if job.done:
        _say(f"going on after row {job.done:,} of {job.total:,}")
    waiting = [group for group in pieces if group.rows[-1][0] > job.done]
    late = []
    for start in range(0, len(waiting), PIECE):
        piece = waiting[start : start + PIECE]
        done = piece[-1].rows[-1][0] if start + PIECE < len(waiting) else job.total
        late += act(import_products, job, shop, market, piece, done)
        _say(f"{job.done:,} of {job.total:,}")
    if job.state != "done":
        act(jobs.finish, job, {"products": len(pieces)})
    return late


def _write_errors(refused: list[Refusal], path: Path) -> None:
    names = [name for name in refused[0].line if name not in ("row", "field", "why")]
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["row", "field", "why", *names])
        for one in refused:
            out.writerow([one.n, one.field, one.why, *[one.line.get(name, "") for name in names]])


def _say(text: str) -> None:
    print(text, file=sys.stderr)
