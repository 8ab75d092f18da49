"""Commands of the kernel: the sealed audit, the installation's keys, backups."""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from jishi.kernel import audit, backup, post, rotation
from jishi.kernel.models import Audit, AuditSeal
from jishi.kernel.runner import act


def register(add: Any) -> None:
    """Add the kernel's commands."""
    audits = add.add_parser("audit", help="who did what: the sealed record").add_subparsers(dest="verb", required=True)
    verify = audits.add_parser("verify", help="recompute the seals; exit 1 and the rows that were changed, removed or inserted")
    verify.add_argument("--head", help="a head from the log: is it still in the chain?")
    verify.add_argument("--json", action="store_true", help="data as JSON")
    verify.set_defaults(run=run_verify)
    keys = add.add_parser("keys", help="the installation's keys of personal data").add_subparsers(dest="verb", required=True)
    rotate = keys.add_parser("rotate", help="seal anew, by the first of JISHI_FIELD_KEYS, what the others sealed; may be run again")
    rotate.add_argument("--json", action="store_true", help="data as JSON")
    rotate.set_defaults(run=run_rotate)
    backing = add.add_parser("backup", help="a copy of the whole marketplace in one file, taken while it runs; never its keys")
    restoring = add.add_parser("restore", help="put the marketplace back from a backup, all or nothing; deliveries are held until released")
    for one, run in ((backing, run_backup), (restoring, run_restore)):
        one.add_argument("file", type=Path, help="the backup")
        one.add_argument("--json", action="store_true", help="data as JSON")
        one.set_defaults(run=run)
    releasing = add.add_parser("release", help="let post and webhooks go out again after a restore")
    releasing.add_argument("--json", action="store_true", help="data as JSON")
    releasing.set_defaults(run=run_release)


def run_verify(args: argparse.Namespace) -> int:
    """Name every row and block that is off; 1 when there is one."""
    found = list(audit.verify(args.head))
    last = AuditSeal.objects.order_by("-n").first()
    told = {"rows": Audit.objects.count(), "blocks": last.n if last else 0, "head": last.head if last else None}
    if args.json:
        print(orjson.dumps(told | {"findings": [asdict(one) for one in found]}).decode())
    else:
        for one in found:
            print(f"{one.table} {one.row}: {one.what}")
    print(f"{told['rows']} rows in {told['blocks']} blocks, {len(found)} are off; head {told['head']}", file=sys.stderr)
    return 1 if found else 0


def run_rotate(args: argparse.Namespace) -> int:
    """Walk over every table that holds something sealed; the older keys may go once this is through."""
    told = {}
    for name, seen, anew in rotation.rotate():
        told[name] = {"rows": seen, "anew": anew}
        if not args.json:
            print(f"{name}: {anew} of {seen} sealed anew")
    if args.json:
        print(orjson.dumps(told).decode())
    print("Everything is sealed by the first key; the others may be taken out of JISHI_FIELD_KEYS.", file=sys.stderr)
    return 0


def run_backup(args: argparse.Namespace) -> int:
    """Write a backup; on SQLite and PostgreSQL alike it is the state of one moment."""
    told = backup.make(args.file)
    _told(
        args,
        told,
        f"{args.file}: {len(told['entries'])} entries, {sum(one['bytes'] for one in told['entries'].values())} bytes before packing.",
    )
    print("The keys in JISHI_FIELD_KEYS are not in it: keep them elsewhere.", file=sys.stderr)
    return 0


def run_restore(args: argparse.Namespace) -> int:
    """Put everything back as it was."""
    told = backup.put_back(args.file)
    _told(args, told, f"Restored as of {told['at']}.")
    print("Post and webhooks are held: look, then run jishi release.", file=sys.stderr)
    return 0


def run_release(args: argparse.Namespace) -> int:
    """What waits goes out with the worker's next round."""
    released = act(post.release)
    if args.json:
        print(orjson.dumps({"released": released}).decode())
    print("Deliveries go out again." if released else "Deliveries were not held.", file=sys.stderr)
    return 0


def _told(args: argparse.Namespace, manifest: dict[str, Any], text: str) -> None:
    print(orjson.dumps({name: manifest[name] for name in ("version", "database", "at", "entries")}).decode() if args.json else text)
