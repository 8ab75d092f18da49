"""`jishi permissions`: which role may do what."""

import argparse
import json
from typing import Any

from jishi.modules.identity.access import OPERATOR_ROLES, SHOP_ROLES


def register(add: Any) -> None:
    """Add the command to the parser."""
    permissions = add.add_parser("permissions", help="which role may do what")
    permissions.add_argument("--json", action="store_true")
    permissions.set_defaults(run=run_permissions)


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
