"""How others see people: masks, buyers' names, contacts, search; and the commands and routes that show them."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import pytest
from django.conf import settings
from django.test import Client

from jishi.config.cli import main
from jishi.kernel import rows
from jishi.kernel.runner import act
from jishi.modules.identity import actions, queries
from jishi.modules.identity.access import OPERATOR_ROLES, SHOP_ROLES
from jishi.modules.identity.models import Contact, Person
from tests import people
from tests.rows import unchanged

ROOT = Path(__file__).parents[4]


@pytest.mark.parametrize(("name", "seen"), [("许晴川", "许**"), ("Ann Lee", "A**"), ("司马相如", "司**"), ("", ""), (None, "")])
def test_names_are_masked(name: str | None, seen: str) -> None:
    assert queries.masked_name(name) == seen


@pytest.mark.parametrize(
    ("phone", "seen"),
    [("+8613800006021", "138 **** 6021"), ("+442079460958", "+44 **** 0958"), ("+6581234567", "+65 **** 67"), ("", ""), (None, "")],
)
def test_phones_are_masked(phone: str | None, seen: str) -> None:
    assert queries.masked_phone(phone) == seen


@pytest.mark.parametrize(("email", "seen"), [("ann.lee@x.org", "a***@x.org"), ("a@x.org", "a***@x.org"), ("", ""), (None, "")])
def test_emails_are_masked(email: str | None, seen: str) -> None:
    assert queries.masked_email(email) == seen


@dataclass
class Bought:
    """What a row says of its buyer."""

    pk: str
    person: str | None = None
    contact: str | None = None


@pytest.mark.django_db
def test_buyers_names_for_a_list_are_read_in_four_questions() -> None:
    shop = people.a_shop()
    ann, ben = people.signed_in("ann@example.org", "Ann"), people.signed_in("ben@example.org")
    contact = act(actions.add_contacts, shop.id, ["00001"])["00001"]
    bought = [Bought("1", person=ann.id), Bought("2", person=ben.id), Bought("3", contact=contact), Bought("4")]
    with people.questions() as asked:
        seen = queries.buyer_names(bought)
    assert len(asked) == 3  # the contact brought nothing that is sealed
    assert seen == {"1": {"id": ann.id, "name": "A**"}, "2": {"id": ben.id, "name": ""}, "3": {"id": contact, "name": "00001"}}
    assert queries.buyer_name_masked(ann.id) == "A**"
    assert queries.buyer_names_masked([]) == {}
    assert queries.languages_of([ann.id, "per_none"]) == {ann.id: "en"}


@pytest.mark.django_db
def test_a_person_who_was_erased_is_seen_empty() -> None:
    ann = people.signed_in("ann@example.org", "Ann")
    act(lambda: rows.change("UPDATE kernel_subjectkey SET wrapped = NULL WHERE subject = %s", [ann.id]))
    assert queries.buyer_names_masked([ann.id]) == {ann.id: ""}
    assert queries.masked_people([ann.id])[ann.id] == queries.MaskedPerson(ann.id, "", "", "")
    seen = queries.person(ann.id)
    assert seen is not None
    assert (seen.name, seen.email) == ("", "")


@pytest.mark.django_db
def test_contacts_are_one_a_reference_and_never_persons() -> None:
    shop, other = people.a_shop("CN"), people.a_shop("UK")
    persons = Person.objects.count()
    first = act(actions.add_contacts, shop.id, ["00001", "00002", "00001"])
    again = act(actions.add_contacts, shop.id, ["00002", "00003"])
    theirs = act(actions.add_contacts, other.id, ["00001"])
    assert sorted(first) == ["00001", "00002"]
    assert again["00002"] == first["00002"]
    assert theirs["00001"] != first["00001"]
    assert Contact.objects.count() == 4
    assert queries.contact_ids(shop.id, ["00003", "00009"]) == {"00003": again["00003"]}
    assert Person.objects.count() == persons


@pytest.mark.django_db
def test_buyers_are_found_by_whole_phone_or_email_and_contacts_by_their_reference() -> None:
    shop = people.a_shop()
    ann = people.signed_in("13800006021", "Ann")
    found = act(actions.add_contacts, shop.id, ["00001", "00011", "00101"])
    assert queries.find_buyers("138 0000 6021", shop.id).persons == [ann.id]
    assert queries.find_buyers("1380000602", shop.id).persons == []
    assert queries.find_buyers("0000", shop.id) == queries.BuyersFound([], [found["00001"]])
    assert queries.find_buyers("nobody@example.org", shop.id) == queries.BuyersFound([], [])


@pytest.mark.django_db
@pytest.mark.slow
def test_contacts_come_in_at_more_than_5000_a_second() -> None:
    shop = people.a_shop()
    begun = perf_counter()
    act(actions.add_contacts, shop.id, [f"{n:05}" for n in range(20_000)])
    assert 20_000 / (perf_counter() - begun) > 5_000


@pytest.mark.django_db
def test_a_role_of_the_operator_is_one_that_the_rule_names() -> None:
    ann = people.signed_in("ann@example.org")
    with unchanged(), pytest.raises(Exception, match=r"identity\.unknown_role"):
        act(actions.make_operator, ann.id, "king", actor="system:setup")
    act(actions.make_operator, ann.id, "support", actor="system:setup")
    with unchanged():
        act(actions.make_operator, ann.id, "support", actor="system:setup")
    act(actions.make_operator, ann.id, "admin", actor="system:setup")
    assert ann.client.get("/api/v1/me").json()["operator"]["role"] == "admin"


@pytest.mark.django_db
def test_the_roles_of_the_rules_are_those_of_the_table() -> None:
    from jishi import lawbook
    from jishi.kernel import clock

    for rule, roles in (("shops.staff.roles", SHOP_ROLES), ("identity.operators.roles", OPERATOR_ROLES)):
        assert sorted(lawbook.at(rule, on=clock.now(), market="CN").value) == sorted(roles)


def cli(*words: str, **env: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "jishi.config.cli", *words], env=os.environ | env, cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_the_table_of_permissions_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["permissions", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "shop": {role: sorted(held) for role, held in SHOP_ROLES.items()},
        "operator": {role: sorted(held) for role, held in OPERATOR_ROLES.items()},
    }
    assert main(["permissions"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["shop", *SHOP_ROLES]
    money = next(line for line in lines if line.startswith("  orders.money"))
    assert money.split()[1:] == ["+", "+", "·", "·", "·", "+"]


@pytest.mark.django_db
def test_the_mailbox_and_the_logins_are_for_this_machine_alone(client: Client) -> None:
    people.ask_code(client, "ann@example.org")
    for path in ("/api/v1/mailbox?to=ann@example.org", "/api/v1/demo/logins"):
        assert client.get(path).status_code == 200
        assert client.get(path, REMOTE_ADDR="10.0.0.7").status_code == 404
        assert client.get(path, headers={"Host": "evil.example:8000"}).status_code == 404
        assert client.get(path, headers={"Host": "127.0.0.1:8000"}).status_code == 200


@pytest.mark.django_db
def test_the_logins_are_those_that_the_demonstration_wrote_down(client: Client) -> None:
    kept = settings.DATA_DIR / "demo.json"
    assert client.get("/api/v1/demo/logins").json() == []
    login = {"to": "ann@example.org", "name": "Ann", "role": "owner", "of": "Shop of CN"}
    kept.write_text(json.dumps({"logins": [login]}))
    try:
        assert client.get("/api/v1/demo/logins").json() == [login]
    finally:
        kept.unlink()


@pytest.mark.slow
@pytest.mark.parametrize(("env", "there"), [("prod", False), ("demo", True)])
def test_production_has_neither(env: str, there: bool) -> None:
    done = cli("openapi", JISHI_ENV=env, JISHI_SECRET_KEY="x" * 50, JISHI_FIELD_KEYS="y" * 50)
    assert done.returncode == 0, done.stderr
    paths = json.loads(done.stdout)["paths"]
    assert {"/api/v1/sign-in", "/api/v1/me"} <= paths.keys()
    assert ("/api/v1/mailbox" in paths, "/api/v1/demo/logins" in paths) == (there, there)
