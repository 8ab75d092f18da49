"""`jishi fsck` names each row of identity that a test breaks, and finds nothing before."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from jishi.kernel import fsck
from jishi.kernel.runner import act
from jishi.modules.identity import actions
from jishi.modules.identity.models import (
    Address,
    Authenticator,
    Challenge,
    Code,
    Contact,
    Key,
    Membership,
    OperatorRole,
    Passkey,
    Password,
    Person,
    RecoveryCode,
    Session,
    Viewing,
    Workplace,
)
from jishi.modules.identity.tests.keys_at_hand import Device
from jishi.modules.identity.tests.test_factors import first as first_factor
from jishi.modules.identity.tests.test_factors import with_app
from jishi.modules.identity.tests.test_passkeys import add
from tests import people
from tests.rows import break_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def _lived_in() -> None:
    shop = people.a_shop()
    buyer = people.a_buyer("13800006021")
    first = buyer.address
    assert buyer.ask("PATCH", f"/me/addresses/{first}", {"line": "文三路 480 号"}).status_code == 200
    looking = people.an_operator("support").ask("POST", f"/shops/{shop.id}/viewings", {"role": "owner", "reason": "asked by the owner"})
    assert looking.status_code == 201
    assert shop.person.ask("POST", f"/shops/{shop.id}/keys", {"name": "ERP", "scopes": ["orders.read"]}).status_code == 201
    act(actions.add_contacts, shop.id, ["00001"])
    app, _, _ = with_app("app@example.org")
    assert app.ask("POST", "/me/password", {"password": "eleven blue teapots"}).status_code == 204
    assert add(app, Device()).status_code == 201
    for used in Authenticator.objects.all():
        break_row("identity_authenticator", used.id, "last_step", 5)
    first_factor("app@example.org")
    people.ask_code(Client(), "ann@example.org")


def found() -> list[tuple[str, str]]:
    return [(one.table, one.row) for one in fsck.run()]


Case = tuple[Callable[[], Any], str, Any, str]
CASES: dict[str, Case] = {
    "a phone that does not find its person": (lambda: Person.objects.exclude(phone_index=None), "phone_index", "0" * 64, "id"),
    "an e-mail of nobody": (lambda: Person.objects.exclude(phone_index=None), "email_index", "0" * 64, "id"),
    "a person that cannot be opened": (Person.objects.all, "sealed", b"\x00" * 40, "id"),
    "a language nobody speaks": (Person.objects.all, "language", "tlh", "id"),
    "a home that is no market": (Person.objects.all, "market", "XX", "id"),
    "a person erased by half": (Person.objects.all, "erased", True, "id"),
    "a contact of no shop": (Contact.objects.all, "shop", "shp_none", "id"),
    "a contact that cannot be opened": (Contact.objects.all, "sealed", b"\x00" * 40, "id"),
    "an address that cannot be opened": (Address.objects.all, "sealed", b"\x00" * 40, "id"),
    "an address in another zone": (Address.objects.all, "zone", "CN:elsewhere", "id"),
    "an address that replaces none": (lambda: Address.objects.exclude(replaces=None), "replaces", "adr_none", "id"),
    "a session's token in the clear": (Session.objects.all, "token", "token", "id"),
    "a session that ended before it began": (Session.objects.all, "revoked_at", "2001-01-01 00:00:00+00:00", "id"),
    "a code in the clear": (lambda: Code.objects.filter(used_at=None), "code", "123456", "reach"),
    "a code with too many tries": (Code.objects.all, "tries_left", 6, "reach"),
    "a code for another address": (Code.objects.all, "sealed", b"\x00" * 40, "reach"),
    "a password by a fast hash": (Password.objects.all, "secret", "md5$salt$5f4dcc3b", "id"),
    "a session used before it began": (Session.objects.all, "used_at", "2001-01-01 00:00:00+00:00", "id"),
    "an authenticator that cannot be opened": (Authenticator.objects.all, "secret", b"\x00" * 40, "id"),
    "an authenticator used before it was confirmed": (Authenticator.objects.all, "confirmed_at", None, "id"),
    "a recovery code in the clear": (RecoveryCode.objects.all, "secret", "abcdeabcdeabcde", "id"),
    "a recovery code used before it was made": (RecoveryCode.objects.all, "used_at", "2001-01-01 00:00:00+00:00", "id"),
    "a passkey that cannot be read": (Passkey.objects.all, "public", b"\x00" * 40, "id"),
    "a passkey found by another credential": (Passkey.objects.all, "credential", "0" * 64, "id"),
    "a challenge of no kind": (Challenge.objects.all, "kind", "third", "id"),
    "a challenge that never held": (Challenge.objects.all, "expires_at", "2001-01-01 00:00:00+00:00", "id"),
    "an operator of no role": (OperatorRole.objects.all, "role", "king", "id"),
    "a member of no role": (Membership.objects.all, "role", "king", "id"),
    "one who looks as nobody": (Viewing.objects.all, "role", "king", "id"),
    "one who looked, being nobody": (Viewing.objects.all, "by_role", "king", "id"),
    "one who looked beyond the time": (Viewing.objects.all, "ended_at", "2190-01-01 00:00:00+00:00", "id"),
    "a shop in no market": (Workplace.objects.all, "market", "XX", "shop"),
    "a key's token in the clear": (Key.objects.all, "token", "token", "id"),
    "a key for what is no permission": (Key.objects.all, "scopes", '["orders.steal"]', "id"),
}


def kept(table: str, key: str, column: str, primary: str) -> Any:
    """A field as the database holds it."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {quote(column)} FROM {quote(table)} WHERE {quote(primary)} = %s", [key])
        return cursor.fetchone()[0]


@pytest.mark.usefixtures("_lived_in")
def test_each_broken_row_is_named_and_no_other() -> None:
    assert found() == []
    wrong = {}
    for case, (query, column, value, primary) in CASES.items():
        row = query().order_by("pk")[0]
        table = row._meta.db_table
        before = kept(table, row.pk, column, primary)
        break_row(table, row.pk, column, value, primary=primary)
        named = set(found())
        break_row(table, row.pk, column, before, primary=primary)
        others = {("shops_shop", row.pk)} if table == "identity_workplace" else set()  # the shop's own row says otherwise
        if named != {(table, row.pk)} | others:
            wrong[case] = named
    assert wrong == {}
    assert found() == []
