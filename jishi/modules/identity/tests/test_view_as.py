"""An operator sees a shop as its people do: for a reason, for a while, changing nothing, on record, and the shop can read it."""

from datetime import timedelta
from typing import Any

import pytest

from jishi.kernel import audit, clock, rows
from jishi.kernel.models import Audit
from jishi.kernel.runner import act
from jishi.modules.conversations import actions as conversations
from jishi.modules.conversations.models import Mark, Message
from jishi.modules.identity import jobs
from jishi.modules.identity.access import OPERATOR_ROLES, SHOP_ROLES, standing_in
from jishi.modules.identity.errors import OnlyLooking
from jishi.modules.identity.models import Viewing
from jishi.realtime.doors import Draft, Reading, ask
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db
REASON = "ticket 4711: labels do not print"


def looks(who: people.Signed, shop: str, role: str = "owner", reason: str = REASON) -> Any:
    return who.ask("POST", f"/shops/{shop}/viewings", {"role": role, "reason": reason})


def looking(shop: people.ShopAtHand, role: str = "owner", by: str = "support") -> people.Signed:
    who = people.an_operator(by)
    answer = looks(who, shop.id, role)
    assert answer.status_code == 201, answer.content
    return who


def me(who: people.Signed) -> dict[str, Any]:
    return dict(who.ask("GET", "/me").json())


def refused(answer: Any, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.covers("ONB-13")
@pytest.mark.parametrize("role", SHOP_ROLES)
def test_one_sees_the_shop_as_its_people_do_and_is_oneself_again(role: str) -> None:
    shop = people.a_shop()
    who = people.an_operator("support")
    before = me(who)
    made = looks(who, shop.id, role).json()
    assert (made["shop"], made["role"], made["by_role"], made["reason"], made["ended_at"]) == (shop.id, role, "support", REASON, None)
    now = me(who)
    assert (now["hats"], now["operator"], now["person"]["id"]) == (["shop"], None, who.id)
    assert [(one["id"], one["role"], one["permissions"]) for one in now["shops"]] == [(shop.id, role, sorted(SHOP_ROLES[role]))]
    assert (now["viewing"]["id"], now["viewing"]["ends_at"]) == (made["id"], made["ends_at"])
    seen = who.ask("GET", f"/shops/{shop.id}").json()
    assert (seen["view"], seen["role"]) == ("shop", role)
    assert who.ask("GET", "/operator/listeners").status_code == 404
    assert who.ask("POST", "/me/viewing/end").status_code == 204
    after = me(who)
    assert after == before | {"clock": after["clock"]}
    assert who.ask("GET", "/operator/listeners").status_code == 200
    refused(who.ask("POST", "/me/viewing/end"), 404, "kernel.not_found")


@pytest.mark.covers("ONB-13")
def test_no_write_passes_whatever_it_is_about() -> None:
    shop = people.a_shop()
    sku = shop.sell()
    who = looking(shop, by="admin")
    with unchanged():
        for method, path, data in (
            ("POST", f"/shops/{shop.id}/members", {"to": "eve@example.org", "role": "owner"}),
            ("PATCH", "/me", {"name": "Somebody else"}),
            ("POST", f"/shops/{shop.id}/keys", {"name": "robot", "scopes": ["orders.read"]}),
            ("PUT", f"/skus/{sku}/shelf", {"place": "A-1"}),
            ("POST", "/realtime/tickets", None),
            ("POST", f"/shops/{shop.id}/viewings", {"role": "owner", "reason": REASON}),
            ("POST", "/orders/nothing/recipient", {"reason": REASON}),
        ):
            refused(who.ask(method, path, data), 403, "identity.only_looking")
        told = who.ask("PATCH", "/me", {"name": "Somebody else"}).json()["detail"]
    assert told == "You are looking at this shop as its people see it; nothing can be changed. End the view to act as yourself."


@pytest.mark.covers("ONB-13")
def test_frames_of_the_socket_are_refused_too_and_nobody_is_there() -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    talk = buyer.ask("POST", f"/shops/{shop.id}/conversations").json()["id"]
    said = {"client_id": "one", "body": {"kind": "text", "text": "还有货吗？"}}
    assert buyer.ask("POST", f"/conversations/{talk}/send", said).status_code in (200, 201)
    who = looking(shop)
    assert who.ask("GET", f"/conversations/{talk}/messages?after_seq=0").json()["items"][0]["body"]["text"] == "还有货吗？"
    session = Viewing.objects.get().session
    viewer = standing_in([session])[session]
    assert (viewer.kind, viewer.shops) == ("viewer", {shop.id: "owner"})
    with unchanged():
        [sent] = act(conversations.store, [Draft(session, talk, "two", 1, {"kind": "text", "text": "Yes"})])
        [read] = act(conversations.mark, [Reading(session, talk, 1)])
        ask("here", [viewer])
    assert isinstance(sent, OnlyLooking)
    assert isinstance(read, OnlyLooking)
    assert (Message.objects.count(), Mark.objects.filter(party=shop.id).count()) == (1, 0)


@pytest.mark.covers("ONB-13")
def test_it_is_over_by_the_rule_and_the_clock_puts_it_on_record() -> None:
    shop = people.a_shop()
    who = looking(shop)
    row = Viewing.objects.get()
    assert row.ends_at - row.begun_at == timedelta(minutes=30)
    past = timedelta(minutes=30)
    act(
        rows.change,
        "UPDATE identity_viewing SET begun_at = %s, ends_at = %s",
        [rows.db_time(row.begun_at - past), rows.db_time(row.begun_at)],
    )
    assert (me(who)["viewing"], me(who)["operator"]["role"]) == (None, "support")
    [listed] = shop.person.ask("GET", f"/shops/{shop.id}/viewings").json()["items"]
    assert listed["ended_at"] == listed["ends_at"]
    jobs.forget_what_is_over()
    over = Viewing.objects.get()
    assert over.ended_at == over.ends_at
    noted = Audit.objects.get(act="identity.end_viewing")
    assert (noted.actor, noted.subject, noted.data["ended"]) == ("system:clock", shop.id, over.ends_at.isoformat())
    jobs.forget_what_is_over()
    assert Audit.objects.filter(act="identity.end_viewing").count() == 1
    assert looks(who, shop.id).status_code == 201


@pytest.mark.covers("ONB-13")
def test_it_is_sealed_from_its_beginning_to_its_end() -> None:
    shop = people.a_shop()
    who = looking(shop, "agent")
    assert who.ask("POST", "/me/viewing/end").status_code == 204
    audit.seal()
    begun, ended = Audit.objects.filter(act__endswith="_viewing").order_by("id")
    row = Viewing.objects.get()
    assert (begun.actor, begun.act, begun.subject) == (f"person:{who.id}", "identity.begin_viewing", shop.id)
    assert begun.data == {
        "viewing": row.pk,
        "role": "agent",
        "as": "support",
        "reason": REASON,
        "until": row.ends_at.isoformat(),
        "rule": "identity.viewing.lasts",
    }
    assert (ended.actor, ended.act, ended.subject) == (f"person:{who.id}", "identity.end_viewing", shop.id)
    assert list(audit.verify()) == []


@pytest.mark.covers("ONB-13")
def test_whoever_signs_out_looks_no_more() -> None:
    shop = people.a_shop()
    who = looking(shop)
    assert who.ask("POST", "/sign-out").status_code in (200, 204)
    row = Viewing.objects.get()
    assert row.ended_at is not None
    assert row.ended_at < row.ends_at
    assert Audit.objects.get(act="identity.end_viewing").actor == f"person:{who.id}"


@pytest.mark.covers("ONB-13")
def test_a_session_ended_elsewhere_ends_it() -> None:
    shop = people.a_shop()
    looking(shop)
    row = Viewing.objects.get()
    ended = clock.real() + timedelta(seconds=5)
    act(rows.change, "UPDATE identity_session SET revoked_at = %s WHERE id = %s", [rows.db_time(ended), row.session])
    jobs.forget_what_is_over()
    assert Viewing.objects.get().ended_at == ended


@pytest.mark.covers("ONB-13")
def test_whoever_may_no_more_is_oneself_again() -> None:
    shop = people.a_shop()
    who = looking(shop)
    people.an_operator("reviewer", who.to)
    assert (me(who)["viewing"], me(who)["operator"]["role"]) == (None, "reviewer")


@pytest.mark.covers("ONB-13")
def test_the_shops_managers_read_who_looked_and_operators_by_name() -> None:
    shop = people.a_shop()
    other = people.a_shop(name="Another", owner="another@example.org")
    who = looking(shop, "agent")
    for reader in (shop.person, shop.hire("manager")):
        [seen] = reader.ask("GET", f"/shops/{shop.id}/viewings").json()["items"]
        assert (seen["role"], seen["by_role"], seen["reason"], seen["by"], seen["by_name"]) == ("agent", "support", REASON, None, None)
    admin = people.an_operator("admin")
    [named] = admin.ask("GET", f"/shops/{shop.id}/viewings").json()["items"]
    assert (named["by"], named["by_name"]) == (who.id, "T**")
    assert other.person.ask("GET", f"/shops/{other.id}/viewings").json()["items"] == []
    refused(other.person.ask("GET", f"/shops/{shop.id}/viewings"), 404, "kernel.not_found")
    refused(shop.hire("agent").ask("GET", f"/shops/{shop.id}/viewings"), 403, "kernel.not_allowed")
    refused(admin.ask("GET", "/shops/shp_none/viewings"), 404, "kernel.not_found")


@pytest.mark.covers("ONB-13")
@pytest.mark.parametrize("role", [role for role, held in OPERATOR_ROLES.items() if "identity.view_as" not in held])
def test_operators_whose_role_may_not_see_nothing(role: str) -> None:
    shop = people.a_shop()
    who = people.an_operator(role)
    with unchanged():
        answer = looks(who, shop.id)
        refused(answer, 403, "kernel.not_allowed")
        assert answer.json()["permission"] == "identity.view_as"


@pytest.mark.covers("ONB-13")
def test_nobody_else_and_no_key_looks_and_it_needs_a_reason_and_a_role() -> None:
    shop = people.a_shop()
    admin = people.an_operator("admin")
    key = admin.ask("POST", "/operator/keys", {"name": "robot", "scopes": ["identity.view_as"]}).json()["token"]
    robot = people.Signed(people.Client(headers={"Authorization": f"Bearer {key}"}), "", {})
    with unchanged():
        refused(looks(people.Signed(people.Client(), "", {}), shop.id), 401, "kernel.not_signed_in")
        refused(looks(shop.person, shop.id), 404, "kernel.not_found")
        refused(looks(robot, shop.id), 403, "kernel.not_allowed")
        refused(looks(admin, "shp_none"), 404, "kernel.not_found")
        for wrong in ({"role": "owner"}, {"role": "owner", "reason": " "}, {"reason": REASON}):
            assert admin.ask("POST", f"/shops/{shop.id}/viewings", wrong).status_code == 422
        answer = looks(admin, shop.id, "emperor")
        refused(answer, 422, "identity.unknown_role")
        assert [one["field"] for one in answer.json()["errors"]] == ["role"]


@pytest.mark.covers("ONB-13")
def test_nothing_of_the_operators_own_shows_through() -> None:
    """Who looks is nobody as a buyer, and sheets that they printed for a shop of their own stay closed."""
    shop = people.a_shop()
    who = people.an_operator("support")
    people.an_address(who)
    assert looks(who, shop.id).status_code == 201
    assert who.ask("GET", "/me/addresses").json()["items"] == []
    assert who.ask("GET", "/me/sessions").json()["items"] == []
    assert who.ask("GET", "/me/notices/preferences").json()["own"] is False
