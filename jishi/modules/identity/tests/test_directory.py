"""Operators find people masked, by the whole phone, e-mail or id; they reveal for a reason and sign others out, on record."""

from typing import Any

import pytest

from jishi.kernel import rows
from jishi.kernel.models import Audit
from jishi.lawbook.models import Decision
from jishi.modules.identity.access import OPERATOR_ROLES
from jishi.modules.identity.models import Session
from jishi.modules.identity.tests.test_factors import with_app
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db
REASON = "caller named the last order"
PHONE = "13800006021"


def found(who: people.Signed, **query: str) -> list[dict[str, Any]]:
    answer = who.client.get("/api/v1/people", query)
    assert answer.status_code == 200, answer.content
    return list(answer.json()["items"])


def refused(answer: Any, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.covers("ONB-02")
def test_people_are_found_by_the_whole_and_seen_masked() -> None:
    shop = people.a_shop()
    buyer = people.a_buyer(PHONE)
    support = people.an_operator("support")
    for words in (PHONE, "+86 138 0000 6021", buyer.id):
        [seen] = found(support, q=words)
        assert (seen["id"], seen["name"], seen["phone"], seen["email"]) == (buyer.id, "许**", "138 **** 6021", "")
        assert (seen["shops"], seen["operator"], seen["secured"], seen["sessions"]) == ([], None, False, 1)
        assert (seen["state"], seen["reveals_left"]) == ("active", None)
    [owner] = found(support, q="OWNER-CN@example.org")
    assert owner["shops"] == [{"id": shop.id, "name": "Shop of CN", "role": "owner"}]
    for part in ("1380000602", "owner-cn@example", "per_00000000000000000000000000", "other@example.org"):
        answer = support.client.get("/api/v1/people", {"q": part})
        if answer.status_code == 422:
            assert [(one["field"], answer.json()["code"]) for one in answer.json()["errors"]] == [("q", "identity.not_reachable")]
        else:
            assert answer.json()["items"] == []


@pytest.mark.covers("ONB-02", "ONB-13")
def test_they_are_listed_the_latest_first_by_hat_and_cursor_in_few_questions() -> None:
    shop = people.a_shop()
    agent = shop.hire("agent")
    buyer = people.a_buyer()
    support = people.an_operator("support")
    everyone = [support.id, buyer.id, agent.id, shop.person.id]
    assert [one["id"] for one in found(support)] == everyone
    assert [one["id"] for one in found(support, hat="shop")] == [agent.id, shop.person.id]
    assert [(one["id"], one["operator"], one["secured"]) for one in found(support, hat="operator")] == [(support.id, "support", True)]
    first = support.client.get("/api/v1/people", {"limit": 3}).json()
    rest = support.client.get("/api/v1/people", {"limit": 3, "cursor": first["next_cursor"]}).json()
    assert [one["id"] for one in first["items"] + rest["items"]] == everyone
    with people.questions() as one_page:
        found(support, limit="1")
    with people.questions() as whole:
        found(support)
    assert len(one_page) == len(whole)


@pytest.mark.covers("ONB-02")
def test_a_person_is_revealed_for_a_reason_counted_and_on_record() -> None:
    buyer = people.a_buyer(PHONE)
    support = people.an_operator("support")
    assert support.ask("GET", f"/people/{buyer.id}").json()["reveals_left"] == 50
    assert people.an_operator("admin").ask("GET", f"/people/{buyer.id}").json()["reveals_left"] is None
    shown = support.ask("POST", f"/people/{buyer.id}/reveal", {"reason": REASON})
    assert (shown.status_code, shown.json()) == (200, {"name": "许晴", "phone": "+8613800006021", "email": ""})
    row = Audit.objects.get(act="identity.reveal_person")
    assert (row.actor, row.subject, row.data) == (f"person:{support.id}", buyer.id, {"reason": REASON})
    assert support.ask("GET", f"/people/{buyer.id}").json()["reveals_left"] == 49
    with unchanged():
        assert support.ask("POST", f"/people/{buyer.id}/reveal", {}).status_code == 422


@pytest.mark.covers("ONB-02")
def test_a_day_allows_so_many_and_the_refusal_says_why() -> None:
    buyer = people.a_buyer(PHONE)
    support = people.an_operator("support")
    assert support.ask("POST", f"/people/{buyer.id}/reveal", {"reason": REASON}).status_code == 200
    rows.sql("UPDATE kernel_quota SET used = 50 WHERE id LIKE %s RETURNING id", [f"identity.reveal:{support.id}%"])
    with unchanged("lawbook_decision"):
        answer = support.ask("POST", f"/people/{buyer.id}/reveal", {"reason": REASON})
    refused(answer, 429, "identity.too_many_reveals")
    assert Decision.objects.get(pk=answer.json()["why"]).subject == buyer.id


@pytest.mark.covers("ONB-02")
@pytest.mark.parametrize("role", OPERATOR_ROLES)
def test_who_may_not_reads_and_reveals_nothing(role: str) -> None:
    buyer = people.a_buyer(PHONE)
    who = people.an_operator(role)
    asked = {
        "identity.people": lambda: who.client.get("/api/v1/people"),
        "identity.reveal": lambda: who.ask("POST", f"/people/{buyer.id}/reveal", {"reason": REASON}),
        "identity.factors": lambda: who.ask("POST", f"/people/{buyer.id}/end-sessions", {"reason": REASON}),
        "identity.operators": lambda: who.client.get("/api/v1/operators"),
    }
    for permission, ask in asked.items():
        if permission in OPERATOR_ROLES[role]:
            assert ask().status_code == 200
            continue
        with unchanged():
            answer = ask()
            refused(answer, 403, "kernel.not_allowed")
            assert answer.json()["permission"] == permission


@pytest.mark.covers("ONB-02")
def test_people_are_not_there_for_anyone_else() -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    for who, status in ((shop.person, 404), (buyer, 404), (people.Signed(people.Client(), "", {}), 401)):
        with unchanged():
            for method, path in (("GET", "/people"), ("GET", f"/people/{buyer.id}"), ("GET", "/operators"), ("GET", "/operators/roles")):
                assert who.ask(method, path).status_code == status
            for path in (f"/people/{buyer.id}/reveal", f"/people/{buyer.id}/end-sessions"):
                assert who.ask("POST", path, {"reason": REASON}).status_code == status


@pytest.mark.covers("ONB-02")
def test_somebody_is_signed_out_everywhere_and_told() -> None:
    buyer = people.a_buyer()
    people.signed_in(buyer.to)
    support = people.an_operator("support")
    assert support.ask("POST", f"/people/{buyer.id}/end-sessions", {"reason": REASON}).json() == {"ended": 2}
    assert Session.objects.filter(person_id=buyer.id, revoked_at=None).count() == 0
    assert buyer.client.get("/api/v1/me").json()["person"] is None
    row = Audit.objects.get(act="identity.end_sessions")
    assert (row.actor, row.subject, row.data) == (f"person:{support.id}", buyer.id, {"reason": REASON})
    again = people.signed_in(buyer.to)
    assert (again.letters()[0]["kind"], again.letters()[0]["subject"]) == ("identity.end_sessions", "You were signed out everywhere")


@pytest.mark.covers("ONB-02")
def test_nobody_signs_out_themselves_or_one_above_them_so_and_only_lately_signed_in() -> None:
    people.a_market()
    buyer, admin, support = people.a_buyer(), people.an_operator("admin"), people.an_operator("support")
    with unchanged():
        refused(support.ask("POST", f"/people/{support.id}/end-sessions", {"reason": REASON}), 403, "identity.not_yourself")
        refused(support.ask("POST", f"/people/{admin.id}/end-sessions", {"reason": REASON}), 403, "identity.higher_standing")
    rows.sql("UPDATE identity_session SET made_at = '2025-01-01 00:00:00' WHERE person_id = %s RETURNING id", [support.id])
    with unchanged():
        refused(support.ask("POST", f"/people/{buyer.id}/end-sessions", {"reason": REASON}), 403, "identity.prove_anew")


@pytest.mark.covers("ONB-02")
def test_factors_are_taken_off_by_id_too_and_one_of_the_two_is_named() -> None:
    ann, _, _ = with_app()
    support = people.an_operator("support")
    path = "/operator/take-off-factors"
    with unchanged():
        for wrong in ({"reason": REASON}, {"reason": REASON, "to": ann.to, "person": ann.id}):
            refused(support.ask("POST", path, wrong), 422, "identity.whom")
        refused(support.ask("POST", path, {"reason": REASON, "person": "per_none"}), 404, "kernel.not_found")
    assert support.ask("POST", path, {"reason": REASON, "person": ann.id}).json() == {"ended": 1}
