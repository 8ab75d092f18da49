"""Phone and e-mail of one person: each proved by a code, each one person's only, both lead to the same account."""

from typing import Any

import pytest
from django.test import Client

from jishi.kernel import fsck
from jishi.kernel.models import Audit
from jishi.modules.identity.models import Person
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db
PHONE, EMAIL = "13800006021", "ann@example.org"
CODE = "identity_code"


def add(who: people.Signed, to: str, code: str) -> Any:
    return who.ask("POST", "/me/reaches", {"to": to, "code": code})


def refused(answer: Any, status: int, code: str, field: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
    assert [one["field"] for one in answer.json()["errors"]] == [field]


@pytest.mark.covers("ONB-02")
def test_a_phone_is_proved_beside_the_email_and_both_lead_to_the_person() -> None:
    people.a_market()
    ann = people.signed_in(EMAIL, "Ann")
    told = add(ann, PHONE, people.ask_code(Client(), PHONE)).json()
    assert told["person"] == ann.me["person"] | {"phone": "138 **** 6021"}
    assert told["csrf"] == ann.me["csrf"]
    again = people.signed_in(PHONE)
    assert (again.id, again.me["person"]["name"], Person.objects.count()) == (ann.id, "Ann", 1)
    assert Audit.objects.get(act="identity.add_reach").data == {"kind": "phone"}
    assert list(fsck.run()) == []


@pytest.mark.covers("ONB-02")
def test_an_email_is_proved_beside_the_phone() -> None:
    people.a_market()
    ann = people.signed_in(PHONE)
    assert add(ann, EMAIL.upper(), people.ask_code(Client(), EMAIL)).status_code == 200
    assert people.signed_in(EMAIL).id == ann.id


@pytest.mark.covers("ONB-02")
def test_anothers_is_refused_to_who_proved_it_and_a_second_of_a_kind_too() -> None:
    people.a_market()
    ann, other = people.signed_in(EMAIL), people.signed_in(PHONE)
    taken, second = people.ask_code(Client(), PHONE), people.ask_code(Client(), "second@example.org")
    with unchanged(CODE):
        refused(add(ann, PHONE, taken), 409, "identity.reach_taken", "to")
        refused(add(ann, "second@example.org", second), 409, "identity.reach_kept", "to")
    assert people.signed_in(PHONE).id == other.id


@pytest.mark.covers("ONB-02")
def test_without_the_right_code_nothing_is_added() -> None:
    people.a_market()
    ann = people.signed_in(EMAIL)
    code = people.ask_code(Client(), PHONE)
    with unchanged(CODE):
        refused(add(ann, PHONE, f"{(int(code) + 1) % 10 ** len(code):0{len(code)}d}"), 403, "identity.wrong_code", "code")
    with unchanged():
        refused(add(ann, "nowhere", code), 422, "identity.not_reachable", "to")
        assert people.Signed(Client(), "", {}).ask("POST", "/me/reaches", {"to": PHONE, "code": code}).status_code == 401
    assert add(ann, PHONE, code).status_code == 200
    refused(add(ann, PHONE, code), 403, "identity.wrong_code", "code")
