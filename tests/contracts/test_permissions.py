"""Every operation, asked by every role, about what is theirs, another shop's, another market's and nobody's.

What is asked comes from the API's description, who asks from the table of roles: an operation or a role that is new is in it by itself.
What must hold of all of them:

- who may not is told so, and no row of any table is another afterwards;
- what is another's and what is not there answer alike, with the same status and code, but where anyone may see it;
- a write about another's thing is refused, whoever asks but an operator;
- a role is refused for a permission exactly where the table does not give it that permission;
- whoever looks at a shop as its people see it reads what they read, and is refused every write;
- every status is one that the description has.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from jishi.kernel import ids
from jishi.modules.identity.access import OPERATOR_ROLES, PERMISSIONS, SHOP_ROLES
from tests import people
from tests.contracts import samples, stage
from tests.contracts.operations import Operation, operations
from tests.rows import changes, snapshot, undone

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OWN, ANOTHERS, ELSEWHERE, MISSING = "own", "another shop's", "another market's", "missing"
WHOSE = (OWN, ANOTHERS, ELSEWHERE, MISSING)
DENIED = frozenset({401, 403, 404})
ANYONES = frozenset({"orders.put_in_cart", "orders.take_from_cart", "desk.start"})
"""What anyone who buys may do about any shop: its goods in a cart of one's own, a talk."""
UNASKED = frozenset({"payments.read", "ledger.read", "orders.import"})
"""The table gives them and no operation asks for them: what they are for is a part of another, or a command of the shell."""
TRIES = frozenset({"identity.confirm_authenticator", "identity.sign_in_with_passkey"})
"""What is counted before anything is looked at, refused or not: else one could go on trying."""
NOBODY = "zz_00000000000000000000000000"
LACKING = "kernel.not_allowed"
SHOP_KEY, OPERATOR_KEY, POOR_KEY = "a key of the shop", "a key of the operator", "a key of the shop that may only read orders"
VIEWERS = {f"an operator who looks as {role}": role for role in ("owner", "agent")}
LEAVES = frozenset({"identity.end_viewing", "identity.sign_out"})
ONLY_LOOKING = "identity.only_looking"
PRINTERS_OWN = frozenset({"fulfilment.sheet"})
"""What shows personal data in full to whoever printed it, and is not there for anyone else, however they look."""
ROLES = ("nobody", "buyer", *SHOP_ROLES, *(f"operator {role}" for role in OPERATOR_ROLES), SHOP_KEY, OPERATOR_KEY, POOR_KEY, *VIEWERS)


@dataclass(frozen=True)
class Town:
    """Three shops with one of everything each: own and another's in one market, and one elsewhere."""

    ids: Mapping[str, Mapping[str, str]]
    shop: people.ShopAtHand
    buyer: people.Signed


@dataclass(frozen=True)
class Answered:
    """What one role was told."""

    status: int
    code: str
    permission: str | None
    changed: Mapping[str, tuple[int, int]]


def town() -> Town:
    """Built by requests, as all of it comes to be."""
    shop, buyer = people.a_shop("CN"), people.a_buyer()
    known = {OWN: stage.things(shop, buyer)}
    other = people.a_shop("CN", name="The other shop", owner="other-owner@example.org")
    known[ANOTHERS] = stage.things(other, people.a_buyer("other-buyer@example.org", "Other Buyer"))
    far = people.a_shop("UK", owner="far-owner@example.org")
    known[ELSEWHERE] = stage.things(far, people.a_buyer("far-buyer@example.org", "Far Buyer", market="UK"))
    known[MISSING] = {word: _none_like(word, one) for word, one in known[OWN].items()}
    return Town(known, shop, buyer)


def _none_like(word: str, one: str) -> str:
    """An id, a market or a rule of nothing; a day stays the day that it is."""
    if word in ("markets", "rules"):
        return {"markets": "ZZ", "rules": "no.such.rule"}[word]
    return NOBODY if ids.is_id(one, one.partition("_")[0]) else one


def asking(role: str, at: Town) -> tuple[Client, frozenset[str]]:
    """Someone in this role of the own shop or of the operator, and the permissions that the table gives them."""
    if role == "nobody":
        return Client(), frozenset()
    if role == "buyer":
        return at.buyer.client, frozenset()
    if role == "owner":
        return at.shop.owner, SHOP_ROLES["owner"]
    if role in SHOP_ROLES:
        return at.shop.hire(role).client, SHOP_ROLES[role]
    if role.startswith("operator "):
        named = role.removeprefix("operator ")
        return people.an_operator(named).client, OPERATOR_ROLES[named]
    if role == OPERATOR_KEY:
        return _with_key(people.an_operator(), "/operator/keys", OPERATOR_ROLES["admin"]), OPERATOR_ROLES["admin"]
    if role in VIEWERS:
        return _looking(at.shop, VIEWERS[role]), SHOP_ROLES[VIEWERS[role]]
    scopes = frozenset({"orders.read"}) if role == POOR_KEY else SHOP_ROLES["owner"]
    return _with_key(at.shop.person, f"/shops/{at.shop.id}/keys", scopes), scopes


def _looking(shop: people.ShopAtHand, role: str) -> Client:
    who = people.an_operator("admin", f"looks-as-{role}@operator.example.org")
    begun = who.ask("POST", f"/shops/{shop.id}/viewings", {"role": role, "reason": "asked by the owner"})
    assert begun.status_code == 201, begun.content
    return who.client


def _with_key(maker: people.Signed, path: str, scopes: frozenset[str]) -> Client:
    made = maker.ask("POST", path, {"name": "A program", "scopes": sorted(scopes)})
    assert made.status_code == 201, made.content
    return Client(headers={"Authorization": f"Bearer {made.json()['token']}"})


def rows_written() -> int:
    """How many rows this connection has inserted, changed or removed so far: the database's own count."""
    if connection.vendor == "sqlite":
        return int(connection.connection.total_changes)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables")
        return int(cursor.fetchone()[0] or 0)


def ask(client: Client, operation: Operation, things: Mapping[str, str], before: dict[str, Counter[tuple[Any, ...]]]) -> Answered:
    """Asked once, and undone; of what was refused, which rows are others."""
    address = operation.address(**samples.path(operation, things, NOBODY))
    if wanted := samples.query(operation, things):
        address += f"?{urlencode(wanted)}"
    sent = samples.body(operation, things)
    cookies = dict(client.cookies)
    with undone():
        written = rows_written()
        answer = client.generic(operation.method, address, "" if sent is None else json.dumps(sent), content_type="application/json")
        touched = answer.status_code in DENIED and rows_written() != written
        changed = changes(before, snapshot()) if touched else {}
    client.cookies.clear()
    client.cookies.update(cookies)
    problem = answer.json() if answer.headers.get("Content-Type") == "application/problem+json" else {}
    return Answered(answer.status_code, problem.get("code", ""), problem.get("permission"), changed)


@pytest.fixture(scope="module")
def answers(django_db_setup: None, django_db_blocker: Any) -> dict[tuple[str, str, str], Answered]:
    """Everything asked by everyone about everything: (operation, role, whose) -> what was told.

    The town is committed and each question is undone by itself: one long transaction would hold up the outbox of tests beside it.
    """
    found = {}
    with django_db_blocker.unblock():
        try:
            at = town()
            for role in ROLES:
                client, _ = asking(role, at)
                before = snapshot()
                for operation in operations():
                    for whose in WHOSE if "{" in operation.path else (OWN,):
                        found[operation.name, role, whose] = ask(client, operation, at.ids[whose], before)
        finally:
            call_command("flush", verbosity=0, interactive=False)
    return found


def test_every_status_is_described(answers: dict[tuple[str, str, str], Answered]) -> None:
    described = {operation.name: {int(one) for one in operation.described["responses"]} for operation in operations()}
    assert {asked: (told.status, told.code) for asked, told in answers.items() if told.status not in described[asked[0]]} == {}


def test_what_is_refused_changes_no_row(answers: dict[tuple[str, str, str], Answered]) -> None:
    changed = {
        asked: set(told.changed) - ({"kernel_quota"} if asked[0] in TRIES else set())
        for asked, told in answers.items()
        if told.status in DENIED
    }
    assert {asked: tables for asked, tables in changed.items() if tables} == {}


def test_anothers_and_missing_answer_alike(answers: dict[tuple[str, str, str], Answered]) -> None:
    """But where nobody at all may see it too, and for operators, to whom all shops are open."""
    unlike = {}
    for (name, role, whose), told in answers.items():
        if whose not in (ANOTHERS, ELSEWHERE) or _operates(role) or name in ANYONES or answers[name, "nobody", whose].status not in DENIED:
            continue
        missing = answers[name, role, MISSING]
        if (told.status, told.code) != (missing.status, missing.code):
            unlike[name, role, whose] = (told.status, told.code, missing.status, missing.code)
    assert unlike == {}


def test_nobody_writes_to_what_is_anothers(answers: dict[tuple[str, str, str], Answered]) -> None:
    methods = {operation.name: operation.method for operation in operations()}
    written = {
        (name, role, whose): told.status
        for (name, role, whose), told in answers.items()
        if methods[name] != "GET" and whose in (ANOTHERS, ELSEWHERE) and not _operates(role) and told.status not in DENIED
        if name not in ANYONES
    }
    assert written == {}


def test_who_only_looks_reads_what_the_role_reads_and_writes_nothing(answers: dict[tuple[str, str, str], Answered]) -> None:
    methods = {operation.name: operation.method for operation in operations()}
    unlike = {}
    for (name, role, whose), told in answers.items():
        if role not in VIEWERS or name in LEAVES:
            continue
        member = answers[name, VIEWERS[role], whose]
        wanted = (member.status, member.code) if methods[name] == "GET" else (403, ONLY_LOOKING)
        if name in PRINTERS_OWN and member.status == 200:
            wanted = (404, "kernel.not_found")
        if (told.status, told.code) != wanted:
            unlike[name, role, whose] = (told.status, told.code, *wanted)
    assert unlike == {}
    left = {name: answers[name, role, OWN].status for name in LEAVES for role in VIEWERS}
    assert left == dict.fromkeys(LEAVES, 204)


def test_roles_may_what_the_table_says(answers: dict[tuple[str, str, str], Answered]) -> None:
    """An operation's permissions are those for which anyone was refused: who lacks one is refused, who holds them all is not for one."""
    wanted: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (name, role, _), told in answers.items():
        if told.code == LACKING and told.permission in PERMISSIONS:
            wanted[name, "operator" if _operates(role) else "shop"].add(told.permission)
    tables, wrong = _tables(), {}
    for (name, role, whose), told in answers.items():
        if role not in tables or (whose != OWN and not (_operates(role) and whose in (ANOTHERS, ELSEWHERE))):
            continue
        lacked = wanted[name, "operator" if _operates(role) else "shop"] - tables[role]
        rightly = told.status in DENIED if lacked else told.permission not in PERMISSIONS
        if not rightly:
            wrong[name, role, whose] = (told.status, told.code, told.permission, sorted(lacked))
    assert wrong == {}


def test_permissions_that_no_refusal_names_are_known(answers: dict[tuple[str, str, str], Answered]) -> None:
    """A permission that no operation is refused for promises what nothing keeps."""
    asked = {told.permission for told in answers.values() if told.permission}
    everyones = frozenset.intersection(*SHOP_ROLES.values()) | frozenset.intersection(*OPERATOR_ROLES.values())
    assert PERMISSIONS - asked - everyones == UNASKED


def _tables() -> dict[str, frozenset[str]]:
    operators = {f"operator {role}": held for role, held in OPERATOR_ROLES.items()}
    keys = {OPERATOR_KEY: OPERATOR_ROLES["admin"], SHOP_KEY: SHOP_ROLES["owner"], POOR_KEY: frozenset({"orders.read"})}
    return {**SHOP_ROLES, **operators, **keys}


def _operates(role: str) -> bool:
    return role.startswith("operator ") or role == OPERATOR_KEY
