"""`jishi permissions`: which role may do what. `jishi export`, `erase`: what is held of a person. `jishi take-off-factors`: let them in."""

import argparse
import json
import sys
from typing import Any

import orjson

from jishi.kernel import clock, subjects
from jishi.kernel.errors import NotFound
from jishi.kernel.runner import act
from jishi.modules.identity import actions, law, queries
from jishi.modules.identity.access import OPERATOR_ROLES, SHOP_ROLES

SHELL = "system:shell"


def register(add: Any) -> None:
    """Add the command to the parser."""
    permissions = add.add_parser("permissions", help="which role may do what")
    permissions.add_argument("--json", action="store_true")
    permissions.set_defaults(run=run_permissions)
    export = add.add_parser("export", help="everything the installation holds of a person, as JSON")
    export.add_argument("--subject", required=True, help="the id of a person (per_…), or of a shop's contact (con_…)")
    export.add_argument("--json", action="store_true", help="data as JSON, which it is anyway")
    export.set_defaults(run=run_export)
    helped = add.add_parser("take-off-factors", help="help a person who lost every second factor: take them off")
    helped.add_argument("--to", required=True, help="their phone or e-mail")
    helped.add_argument("--reason", required=True, help="how you know that it is they who ask; it stands in the audit")
    helped.add_argument("--json", action="store_true", help="data as JSON")
    helped.set_defaults(run=run_take_off_factors)
    erase = add.add_parser("erase", help="destroy a person's data key: what is sealed for them can never be read again")
    erase.add_argument("--subject", required=True, help="the id of a person (per_…), or of a shop's contact (con_…)")
    erase.add_argument("--json", action="store_true", help="data as JSON")
    erase.set_defaults(run=run_erase)


def run_permissions(args: argparse.Namespace) -> int:
    """Print the table, one permission a line with the roles that have it."""
    tables = {"shop": SHOP_ROLES, "operator": OPERATOR_ROLES}
    if args.json:
        print(json.dumps({where: {role: sorted(held) for role, held in roles.items()} for where, roles in tables.items()}))
        return 0
    for where, roles in tables.items():
        print(f"{where:28}{'  '.join(roles)}")
        for permission in sorted(frozenset().union(*roles.values())):
            marks = "  ".join(("+" if permission in held else "·").ljust(len(role)) for role, held in roles.items())
            print(f"  {permission:26}{marks}".rstrip())
    return 0


def run_export(args: argparse.Namespace) -> int:
    """Write every row that is theirs or tells of them, what is sealed opened; it is on record that it was asked for."""
    found = subjects.held(args.subject)
    if not found:
        raise NotFound
    act(actions.note_export, args.subject, actor=SHELL)
    told = {"subject": args.subject, "at": clock.real(), "tables": found}
    print(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode())
    print(f"{sum(map(len, found.values()))} rows of {len(found)} tables.", file=sys.stderr)
    return 0


def run_take_off_factors(args: argparse.Namespace) -> int:
    """Whoever has the shell stands above every operator. Raises NotFound, NoFactor."""
    person = queries.person_reached(queries.reach(args.to, law.home_market()))
    if person is None:
        raise NotFound
    ended = act(actions.take_off_factors, person.id, args.reason, actor=SHELL, at=clock.real())
    if args.json:
        print(json.dumps({"person": person.id, "ended": ended}))
    print(f"Taken off; {ended} sessions ended. They were written, and sign in by code or password now.", file=sys.stderr)
    return 0


def run_erase(args: argparse.Namespace) -> int:
    """Erase a person; orders and ledger stay."""
    act(actions.erase, args.subject, actor=SHELL)
    if args.json:
        print(json.dumps({"erased": args.subject}))
    print("Erased. A backup made before still holds the data and its key: let it expire.", file=sys.stderr)
    return 0
