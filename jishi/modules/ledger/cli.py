"""`jishi ledger verify`: does every posting balance, and everything else that must hold?"""

import argparse
from dataclasses import asdict
from typing import Any

import orjson

from jishi.kernel import rows
from jishi.modules.ledger.queries.checks import verify


def register(subparsers: "argparse._SubParsersAction[Any]") -> None:
    """Add this module's commands."""
    ledger = subparsers.add_parser("ledger", help="the double-entry ledger")
    verbs = ledger.add_subparsers(dest="verb", required=True)
    command = verbs.add_parser("verify", help="recompute the ledger; exit 1 and the rows when something is off")
    command.add_argument("--json", action="store_true", help="write JSON")
    command.set_defaults(run=run_verify)


def run_verify(args: argparse.Namespace) -> int:
    """Name every row that is off; 1 when there is one."""
    from jishi.modules.ledger.models import Entry, Posting

    with rows.one_moment():
        found = list(verify())
    if args.json:
        report = {"postings": Posting.objects.count(), "entries": Entry.objects.count(), "findings": [asdict(one) for one in found]}
        print(orjson.dumps(report).decode())
    else:
        for one in found:
            print(f"{one.table} {one.row}: {one.what}")
        if not found:
            print(f"{Posting.objects.count()} postings balance.")
    return 1 if found else 0
