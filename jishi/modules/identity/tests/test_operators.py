"""Admins say who works for the marketplace and as what: told, on record, and one admin stays at least."""

from typing import Any

import pytest

from jishi.kernel import rows
from jishi.kernel.models import Audit, Event
from jishi.modules.identity.access import OPERATOR_ROLES
from jishi.modules.identity.models import OperatorRole
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db
ANN = "ann@example.org"


def refused(answer: Any, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.covers("ONB-13")
@pytest.mark.parametrize("role", OPERATOR_ROLES)
def test_someone_is_taken_on_told_and_must_set_up_a_second_factor(role: str) -> None:
    people.a_market()
    admin = people.an_operator("admin")
    made = admin.ask("POST", "/operators", {"to": ANN, "role": role})
    assert made.status_code == 201
    seen = made.json()
    assert (seen["role"], seen["email"], seen["secured"], seen["sessions"]) == (role, "a***@example.org", False, 0)
    row = Audit.objects.get(act="identity.make_operator", subject=seen["person"])
    assert (row.actor, row.data) == (f"person:{admin.id}", {"role": role})
    ann = people.signed_in(ANN)
    assert (ann.id, ann.me["operator"]["role"], ann.me["second_wanted"]) == (seen["person"], role, "identity.factors.required_of_operators")
    assert [one["kind"] for one in ann.letters()] == ["identity.operator_invited"]
    refused(ann.ask("GET", "/operator/listeners"), 403, "identity.second_needed")
    refused(admin.ask("POST", "/operators", {"to": ANN, "role": role}), 409, "identity.operator_already")


@pytest.mark.covers("ONB-13")
def test_they_are_listed_and_roles_say_what_they_may() -> None:
    people.a_market()
    admin, support = people.an_operator("admin"), people.an_operator("support")
    listed = admin.ask("GET", "/operators").json()
    assert [(one["person"], one["role"], one["secured"], one["sessions"]) for one in listed] == [
        (admin.id, "admin", True, 1),
        (support.id, "support", True, 1),
    ]
    roles = admin.ask("GET", "/operators/roles").json()
    assert [(one["role"], one["permissions"], one["second"]) for one in roles] == [
        (role, sorted(held), True) for role, held in OPERATOR_ROLES.items()
    ]


@pytest.mark.covers("ONB-13")
def test_another_role_holds_from_the_next_question_on() -> None:
    people.a_market()
    admin, support = people.an_operator("admin"), people.an_operator("support")
    changed = admin.ask("PATCH", f"/operators/{support.id}", {"role": "reviewer"})
    assert (changed.status_code, changed.json()["role"]) == (200, "reviewer")
    assert support.client.get("/api/v1/me").json()["operator"]["role"] == "reviewer"
    refused(support.ask("GET", "/operator/listeners"), 403, "kernel.not_allowed")
    with unchanged():
        assert admin.ask("PATCH", f"/operators/{support.id}", {"role": "reviewer"}).json()["role"] == "reviewer"
        answer = admin.ask("PATCH", f"/operators/{support.id}", {"role": "king"})
        refused(answer, 422, "identity.unknown_role")
        assert [one["field"] for one in answer.json()["errors"]] == ["role"]


@pytest.mark.covers("ONB-13")
def test_whoever_is_removed_may_nothing_more_and_their_keys_neither() -> None:
    people.a_market()
    admin, other = people.an_operator("admin"), people.an_operator("admin", "other@operator.example.org")
    key = other.ask("POST", "/operator/keys", {"name": "robot", "scopes": ["kernel.read"]}).json()["token"]
    robot = people.Client(headers={"Authorization": f"Bearer {key}"})
    assert robot.get("/api/v1/operator/listeners").status_code == 200
    assert admin.ask("DELETE", f"/operators/{other.id}").status_code == 204
    assert robot.get("/api/v1/operator/listeners").status_code == 401
    assert other.ask("GET", "/operator/listeners").status_code == 404
    row = Audit.objects.get(act="identity.remove_operator")
    assert (row.actor, row.subject, row.data) == (f"person:{admin.id}", other.id, {"role": "admin"})
    assert Event.objects.filter(type="identity.OperatorRemoved", subject=other.id).count() == 1
    refused(admin.ask("DELETE", f"/operators/{other.id}"), 404, "kernel.not_found")


@pytest.mark.covers("ONB-13")
def test_the_last_admin_stays() -> None:
    people.a_market()
    admin = people.an_operator("admin")
    people.an_operator("support")
    with unchanged():
        refused(admin.ask("DELETE", f"/operators/{admin.id}"), 409, "identity.last_admin")
        refused(admin.ask("PATCH", f"/operators/{admin.id}", {"role": "support"}), 409, "identity.last_admin")
    people.an_operator("admin", "other@operator.example.org")
    assert admin.ask("DELETE", f"/operators/{admin.id}").status_code == 204
    assert [one.role for one in OperatorRole.objects.order_by("role")] == ["admin", "support"]


@pytest.mark.covers("ONB-13")
@pytest.mark.parametrize("role", [role for role, held in OPERATOR_ROLES.items() if "identity.operators" not in held])
def test_who_is_no_admin_changes_nothing(role: str) -> None:
    people.a_market()
    admin, who = people.an_operator("admin"), people.an_operator(role)
    with unchanged():
        for answer in (
            who.ask("GET", "/operators"),
            who.ask("POST", "/operators", {"to": ANN, "role": "support"}),
            who.ask("PATCH", f"/operators/{admin.id}", {"role": "support"}),
            who.ask("DELETE", f"/operators/{admin.id}"),
        ):
            refused(answer, 403, "kernel.not_allowed")


@pytest.mark.covers("ONB-13")
def test_it_wants_a_sign_in_that_is_fresh_and_no_key() -> None:
    people.a_market()
    admin, support = people.an_operator("admin"), people.an_operator("support")
    key = admin.ask("POST", "/operator/keys", {"name": "robot", "scopes": ["identity.operators"]}).json()["token"]
    robot = people.Signed(people.Client(headers={"Authorization": f"Bearer {key}"}), "", {})
    rows.sql("UPDATE identity_session SET made_at = '2025-01-01 00:00:00' WHERE person_id = %s RETURNING id", [admin.id])
    with unchanged():
        for who, code in ((admin, "identity.prove_anew"), (robot, "kernel.not_allowed")):
            refused(who.ask("POST", "/operators", {"to": ANN, "role": "support"}), 403, code)
            refused(who.ask("PATCH", f"/operators/{support.id}", {"role": "reviewer"}), 403, code)
            refused(who.ask("DELETE", f"/operators/{support.id}"), 403, code)
