"""Every operation of shops and of a shop's keys, asked by every role and by those who have none: as declared here, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests import people
from tests.people import ShopAtHand, Signed
from tests.rows import unchanged

pytestmark = pytest.mark.django_db
STAFF = ("owner", "manager", "supervisor", "agent", "warehouse", "finance")
OPERATORS = ("admin", "reviewer", "operator-finance", "governance", "support")
OUTSIDE = ("nobody", "stranger", "other owner")

Operation = Callable[["Cast"], tuple[str, str, Any]]
TABLE: dict[str, tuple[Operation, int, set[str], int]] = {
    # operation: how it is asked, the status when done, by whom, and what a signed-in outsider is told
    "shops.get": (lambda c: ("GET", f"/shops/{c.shop.id}", None), 200, {*STAFF, *OPERATORS, *OUTSIDE}, 200),
    "shops.list": (lambda c: ("GET", "/markets/CN/shops", None), 200, {*STAFF, *OPERATORS, *OUTSIDE}, 200),
    "shops.open": (
        lambda c: ("POST", "/markets/CN/shops", {"name": "New", "owner": "new@example.org"}),
        201,
        {"admin", "reviewer"},
        404,
    ),
    "shops.members": (lambda c: ("GET", f"/shops/{c.shop.id}/members", None), 200, {"owner", "manager", "admin"}, 404),
    "shops.add_member": (
        lambda c: ("POST", f"/shops/{c.shop.id}/members", {"to": "new@example.org", "role": "agent"}),
        201,
        {"owner", "manager", "admin"},
        404,
    ),
    "shops.add_member as owner": (
        lambda c: ("POST", f"/shops/{c.shop.id}/members", {"to": "new@example.org", "role": "owner"}),
        201,
        {"owner", "admin"},
        404,
    ),
    "shops.change_member": (lambda c: ("PATCH", c.member("agent"), {"role": "warehouse"}), 200, {"owner", "manager", "admin"}, 404),
    "shops.change_member to owner": (lambda c: ("PATCH", c.member("agent"), {"role": "owner"}), 200, {"owner", "admin"}, 404),
    "shops.change_member of an owner": (lambda c: ("PATCH", c.second_owner, {"role": "agent"}), 200, {"owner", "admin"}, 404),
    "shops.remove_member": (lambda c: ("DELETE", c.member("agent"), None), 204, {"owner", "manager", "admin"}, 404),
    "shops.remove_member an owner": (lambda c: ("DELETE", c.second_owner, None), 204, {"owner", "admin"}, 404),
    "identity.keys": (lambda c: ("GET", f"/shops/{c.shop.id}/keys", None), 200, {"owner", "manager"}, 404),
    "identity.make_key": (
        lambda c: ("POST", f"/shops/{c.shop.id}/keys", {"name": "ERP", "scopes": ["shops.read"]}),
        201,
        {"owner", "manager"},
        404,
    ),
    "identity.revoke_key": (lambda c: ("DELETE", f"/keys/{c.key}", None), 204, {"owner", "manager"}, 404),
    "identity.operator_keys": (lambda c: ("GET", "/operator/keys", None), 200, {"admin"}, 404),
    "identity.make_operator_key": (
        lambda c: ("POST", "/operator/keys", {"name": "BI", "scopes": ["shops.read"]}),
        201,
        {"admin"},
        404,
    ),
}


class Cast:
    """A shop with one of each role, the operator's people, and those outside."""

    def __init__(self) -> None:
        self.shop: ShopAtHand = people.a_shop("CN")
        other = people.a_shop("UK")
        second = self.shop.hire("owner", "second@example.org")
        self.second_owner = f"/shops/{self.shop.id}/members/{second.id}"
        self.key = self.shop.person.ask("POST", f"/shops/{self.shop.id}/keys", {"name": "k", "scopes": ["orders.read"]}).json()["id"]
        self.players: dict[str, Signed] = {"owner": self.shop.person, "other owner": other.person}
        self.players |= {role: self.shop.hire(role) for role in STAFF if role != "owner"}
        self.players |= {name: people.an_operator(name.removeprefix("operator-"), f"{name}@operator.example.org") for name in OPERATORS}
        self.players |= {"stranger": people.signed_in("eve@example.org"), "nobody": Signed(Client(), "", {})}

    def member(self, role: str) -> str:
        """The path of one who works here."""
        return f"/shops/{self.shop.id}/members/{self.players[role].id}"


@pytest.mark.covers("ONB-13")
def test_each_operation_is_for_those_who_are_named_and_no_one_else() -> None:
    cast, wrong = Cast(), {}
    for name, (operation, done, by, outside) in TABLE.items():
        for who, player in cast.players.items():
            wanted = done if who in by else 401 if who == "nobody" else outside if who in OUTSIDE else 403
            if name in ("shops.open", "identity.operator_keys", "identity.make_operator_key") and who in STAFF:
                wanted = 404  # nothing of the operator's is there for a shop's staff
            before = transaction.savepoint_create()
            if who in by:
                status = player.ask(*operation(cast)).status_code
            else:
                with unchanged("lawbook_value"):
                    status = player.ask(*operation(cast)).status_code
            transaction.savepoint_rollback(before)
            if status != wanted:
                wrong[f"{name} by {who}"] = (status, wanted)
    assert wrong == {}


@pytest.mark.covers("ONB-13")
def test_a_shop_is_shown_as_its_reader_may_see_it() -> None:
    cast = Cast()
    seen = {who: player.ask("GET", f"/shops/{cast.shop.id}").json() for who, player in cast.players.items()}
    views = {who: (one["view"], one["role"], one["subject"] is None) for who, one in seen.items()}
    wanted: dict[str, tuple[str, str | None, bool]] = dict.fromkeys(OUTSIDE, ("public", None, True))
    wanted |= {role: ("shop", role, False) for role in STAFF} | dict.fromkeys(OPERATORS, ("operator", None, False))
    assert views == wanted
    assert {who for who, one in seen.items() if "shops.members" in one["permissions"]} == {"owner", "manager", "admin"}
    assert seen["nobody"]["permissions"] == []
