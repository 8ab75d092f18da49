"""Who acts, and the two ways of saying no: not yours is not there, yours but not your role's is not allowed."""

import pytest

from jishi.kernel.access import NOBODY, Actor
from jishi.kernel.errors import NotAllowed, NotFound, NotSignedIn, Refused

SHIP, PAY_OUT, REVIEW = "orders.ship", "settlement.pay_out", "catalog.review"
AGENT = Actor("person", "per_1", person="per_1", shops={"shp_1": "agent"}, granted={"shp_1": frozenset({SHIP})})
KEY = Actor("key", "key_1", granted={"shp_1": frozenset({SHIP})})
REVIEWER = Actor("person", "per_2", person="per_2", operator="reviewer", granted={"operator": frozenset({REVIEW})})
BUYER = Actor("person", "per_3", person="per_3")
SYSTEM = Actor("system", "clock")


def outcome(call: object, *args: str) -> str:
    try:
        call(*args)
    except Refused as refusal:
        return refusal.code.removeprefix("kernel.")
    return "yes"


@pytest.mark.parametrize(
    ("actor", "permission", "shop", "answer"),
    [
        (AGENT, SHIP, "shp_1", "yes"),
        (AGENT, PAY_OUT, "shp_1", "not_allowed"),
        (AGENT, SHIP, "shp_2", "not_found"),
        (KEY, SHIP, "shp_1", "yes"),
        (KEY, PAY_OUT, "shp_1", "not_allowed"),
        (KEY, SHIP, "shp_2", "not_found"),
        (REVIEWER, REVIEW, "shp_1", "yes"),
        (REVIEWER, SHIP, "shp_1", "not_allowed"),
        (BUYER, SHIP, "shp_1", "not_found"),
        (NOBODY, SHIP, "shp_1", "not_signed_in"),
        (SYSTEM, SHIP, "shp_1", "not_found"),
    ],
)
def test_in_a_shop(actor: Actor, permission: str, shop: str, answer: str) -> None:
    assert outcome(actor.needs, permission, shop) == answer
    assert actor.holds(permission, shop) is (answer == "yes" and actor is not REVIEWER)


@pytest.mark.parametrize(
    ("actor", "permission", "answer"),
    [
        (REVIEWER, REVIEW, "yes"),
        (REVIEWER, PAY_OUT, "not_allowed"),
        (AGENT, SHIP, "not_found"),
        (KEY, SHIP, "not_found"),
        (BUYER, REVIEW, "not_found"),
        (NOBODY, REVIEW, "not_signed_in"),
    ],
)
def test_as_an_operator(actor: Actor, permission: str, answer: str) -> None:
    assert outcome(actor.needs_operator, permission) == answer


def test_what_a_person_does_nobody_and_no_key_may() -> None:
    assert BUYER.needs_person() == "per_3"
    assert outcome(NOBODY.needs_person) == "not_signed_in"
    assert outcome(KEY.needs_person) == "not_allowed"


def test_statuses() -> None:
    assert [kind.status for kind in (NotSignedIn, NotAllowed, NotFound)] == [401, 403, 404]


def test_history_keeps_kind_and_id() -> None:
    assert (AGENT.name, KEY.name, NOBODY.name) == ("person:per_1", "key:key_1", "nobody:nobody")
