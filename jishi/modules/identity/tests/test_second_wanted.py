"""Roles that must have a second factor: without one their holder may set one up and nothing else, by page, key and socket."""

from typing import Any

import pyotp
import pytest
from django.test import Client

from jishi.kernel import clock, rows
from jishi.kernel.runner import act
from jishi.lawbook.rulebook import rulebook
from jishi.modules.identity import actions, law
from jishi.modules.identity.access import actor_of_session, standing_in
from jishi.modules.identity.models import Authenticator, Key, Session
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db
RULE = "identity.factors.required_of_operators"
OF_MEMBERS = "identity.factors.required_of_members"


def hired(role: str = "admin", to: str = "new@operator.example.org") -> people.Signed:
    """Someone signed in who works for the marketplace since a moment ago, and has no second factor."""
    person = people.signed_in(to)
    act(actions.make_operator, person.id, role, actor="system:setup")
    return person


def refused(answer: Any, rule: str = RULE) -> None:
    told = answer.json()
    assert (answer.status_code, told["code"], told["rule"]) == (403, "identity.second_needed", rule)


def sets_up(who: people.Signed) -> None:
    secret = who.ask("POST", "/me/authenticator").json()["secret"]
    assert who.ask("POST", "/me/authenticator/confirm", {"code": pyotp.TOTP(secret).now()}).status_code == 200


@pytest.mark.covers("ONB-02")
@pytest.mark.parametrize("role", ["admin", "reviewer", "finance", "governance", "support"])
def test_an_operator_sets_one_up_first_and_then_goes_on(role: str) -> None:
    people.a_market()
    who = hired(role)
    assert who.ask("GET", "/me").json()["second_wanted"] == RULE
    with unchanged():
        for method, path, body in (
            ("GET", "/markets/CN/shops", None),
            ("GET", "/me/addresses", None),
            ("POST", "/operator/keys", {"name": "robot", "scopes": ["shops.read"]}),
            ("POST", "/me/password", {"password": "eleven blue teapots"}),
            ("POST", "/operator/take-off-factors", {"to": "ann@example.org", "reason": "x"}),
        ):
            refused(who.ask(method, path, body))
    assert who.ask("GET", "/me/security").status_code == 200
    assert who.ask("GET", "/me/sessions").status_code == 200
    sets_up(who)
    assert who.ask("GET", "/me").json()["second_wanted"] is None
    assert who.ask("GET", "/markets/CN/shops").status_code == 200
    assert who.ask("DELETE", "/me/authenticator").status_code == 204
    refused(who.ask("GET", "/markets/CN/shops"))


@pytest.mark.covers("ONB-02")
def test_one_that_was_not_shown_to_work_is_none() -> None:
    who = hired()
    assert who.ask("POST", "/me/authenticator").status_code == 201
    assert Authenticator.objects.filter(person_id=who.id, confirmed_at=None).exists()
    refused(who.ask("GET", "/me/addresses"))


@pytest.mark.covers("ONB-02")
def test_who_may_not_go_on_can_sign_out_and_in() -> None:
    who = hired()
    assert who.ask("POST", "/sign-out").status_code == 204
    again = people.signed_in(who.to)
    assert again.me["second_wanted"] == RULE


@pytest.mark.covers("ONB-02")
def test_their_keys_and_sockets_wait_too() -> None:
    admin = people.an_operator()
    token = admin.ask("POST", "/operator/keys", {"name": "robot", "scopes": ["shops.read"]}).json()["token"]
    robot = Client(headers={"Authorization": f"Bearer {token}"})
    key, session = Key.objects.get().id, Session.objects.get(person_id=admin.id, revoked_at=None).id
    assert robot.get("/api/v1/markets/CN/shops").status_code != 403
    assert set(standing_in([key, session])) == {key, session}
    assert admin.ask("DELETE", "/me/authenticator").status_code == 204
    refused(robot.get("/api/v1/markets/CN/shops"))
    assert standing_in([key, session]) == {}
    cookie = admin.client.cookies["jishi_session"].value
    actor = actor_of_session(cookie)
    assert actor is not None
    assert actor.second_wanted == RULE


@pytest.mark.covers("ONB-02")
def test_of_a_shops_staff_none_must_unless_its_market_says_so() -> None:
    shop, far = people.a_shop("CN"), people.a_shop("UK")
    agent = shop.hire("agent")
    assert [one.ask("GET", "/me").json()["second_wanted"] for one in (shop.person, agent, far.person)] == [None] * 3
    wanted_of_owners("CN")
    refused(shop.person.ask("GET", f"/shops/{shop.id}/members"), OF_MEMBERS)
    assert agent.ask("GET", f"/shops/{shop.id}/orders").status_code == 200
    assert far.person.ask("GET", f"/shops/{far.id}/members").status_code == 200
    sets_up(shop.person)
    assert shop.person.ask("GET", f"/shops/{shop.id}/members").status_code == 200


def wanted_of_owners(market: str) -> None:
    """From now on the market wants a second factor of owners: an emergency, by two persons."""
    told = {"rule": OF_MEMBERS, "value": ["owner"], "since": None, "emergency": True, "reason": "Owners' phones were stolen."}
    drafted = people.an_operator("governance").ask("POST", f"/markets/{market}/overrides", told)
    assert drafted.status_code == 201, drafted.content
    published = people.an_operator("admin").ask("POST", f"/overrides/{drafted.json()['id']}/publish")
    assert published.status_code == 200, published.content


def test_the_rules_know_each_role_of_the_table() -> None:
    from jishi.modules.identity.access import OPERATOR_ROLES, SHOP_ROLES

    people.a_market()
    forms = rulebook().rules
    assert [set(forms[rule].head["options"]) for rule in (RULE, OF_MEMBERS)] == [set(OPERATOR_ROLES), set(SHOP_ROLES)]
    assert set(law.second_of_operators(clock.real()).value) == set(OPERATOR_ROLES)


def test_a_person_of_the_demonstration_is_not_asked() -> None:
    who = hired()
    rows.sql("UPDATE identity_session SET way = 'demo' WHERE person_id = %s RETURNING id", [who.id])
    assert who.ask("GET", "/me").json()["second_wanted"] is None
    assert who.ask("GET", "/me/addresses").status_code == 200
