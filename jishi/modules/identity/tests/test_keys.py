"""Keys for programs: shown once, never more than their maker may, suspended with them."""

from typing import Any

import pytest
from django.test import Client

from jishi.modules.identity.access import SHOP_ROLES
from jishi.modules.identity.models import Key
from tests import people
from tests.rows import snapshot, unchanged

pytestmark = pytest.mark.django_db


def made(who: people.Signed, path: str, *scopes: str) -> Any:
    return who.ask("POST", path, {"name": "ERP", "scopes": list(scopes)})


def asked(token: str, path: str = "/me") -> Any:
    return Client().get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"})


def test_a_key_is_shown_once_and_kept_as_a_hash() -> None:
    shop = people.a_shop()
    answer = made(shop.person, f"/shops/{shop.id}/keys", "orders.read", "catalog.read", "orders.read")
    assert answer.status_code == 201
    key = answer.json()
    token = key.pop("token")
    assert token.startswith("jishi_")
    assert key == {
        "id": Key.objects.get().id,
        "name": "ERP",
        "scopes": ["catalog.read", "orders.read"],
        "maker": shop.person.id,
        "made_at": key["made_at"],
        "suspended": False,
    }
    listed = shop.person.ask("GET", f"/shops/{shop.id}/keys").json()
    assert listed["items"] == [key | {"token": None}]
    assert token not in repr(snapshot())


def test_a_key_acts_in_its_shop_with_its_scopes() -> None:
    shop = people.a_shop()
    token = made(shop.person, f"/shops/{shop.id}/keys", "orders.read", "shops.members").json()["token"]
    told = asked(token).json()
    assert (told["person"], told["hats"], told["csrf"]) == (None, ["shop"], None)
    assert [(one["id"], one["permissions"]) for one in told["shops"]] == [(shop.id, ["orders.read", "shops.members"])]
    assert asked(token, f"/shops/{shop.id}/members").status_code == 200
    assert asked(token, f"/shops/{shop.id}/keys").status_code == 403
    assert asked(token, f"/shops/{people.a_shop('UK').id}/members").status_code == 404


def test_a_write_by_a_key_needs_no_csrf_token_and_cannot_do_what_only_a_person_may() -> None:
    shop = people.a_shop()
    token = made(shop.person, f"/shops/{shop.id}/keys", "identity.keys", "shops.members").json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    hired = Client().post(
        f"/api/v1/shops/{shop.id}/members",
        people.body({"to": "ann@example.org", "role": "agent"}),
        content_type="application/json",
        headers=headers,
    )
    assert hired.status_code == 201
    with unchanged():
        for path in (f"/shops/{shop.id}/keys", "/me/addresses"):
            given = (
                {"name": "许晴", "phone": "13800006021", **people.ADDRESS["CN"]}
                if "me" in path
                else {"name": "x", "scopes": ["orders.read"]}
            )
            refused = Client().post(f"/api/v1{path}", people.body(given), content_type="application/json", headers=headers)
            assert refused.status_code == 403


def test_a_key_is_never_more_than_its_maker() -> None:
    shop = people.a_shop()
    manager = shop.hire("manager")
    path = f"/shops/{shop.id}/keys"
    with unchanged():
        more = made(manager, path, "orders.read", "shops.owners")
        none = made(manager, path, "orders.steal")
        empty = made(manager, path)
    assert (more.status_code, more.json()["errors"][0]["field"]) == (403, "scopes")
    assert (none.status_code, none.json()["code"], none.json()["errors"][0]["field"]) == (422, "identity.unknown_scope", "scopes")
    assert empty.status_code == 422
    token = made(manager, path, "orders.read", "orders.money", "catalog.edit").json()["token"]
    changed = shop.person.ask("PATCH", f"/shops/{shop.id}/members/{manager.id}", {"role": "finance"})
    assert changed.status_code == 200
    assert [one["permissions"] for one in asked(token).json()["shops"]] == [["orders.money", "orders.read"]]


def test_a_key_is_suspended_with_its_maker() -> None:
    shop = people.a_shop()
    manager = shop.hire("manager")
    token = made(manager, f"/shops/{shop.id}/keys", "orders.read").json()["token"]
    assert asked(token).status_code == 200
    assert shop.person.ask("DELETE", f"/shops/{shop.id}/members/{manager.id}").status_code == 204
    assert asked(token).status_code == 401
    assert [one["suspended"] for one in shop.person.ask("GET", f"/shops/{shop.id}/keys").json()["items"]] == [True]


def test_a_revoked_key_opens_nothing() -> None:
    shop = people.a_shop()
    key = made(shop.person, f"/shops/{shop.id}/keys", "orders.read").json()
    agent, stranger = shop.hire("agent"), people.signed_in("eve@example.org")
    with unchanged():
        assert agent.ask("DELETE", f"/keys/{key['id']}").status_code == 403
        assert stranger.ask("DELETE", f"/keys/{key['id']}").status_code == 404
        assert Client().delete(f"/api/v1/keys/{key['id']}").status_code == 401
    assert shop.person.ask("DELETE", f"/keys/{key['id']}").status_code == 204
    assert asked(key["token"]).status_code == 401
    with unchanged():
        assert shop.person.ask("DELETE", f"/keys/{key['id']}").status_code == 404


def test_the_operator_has_keys_of_its_own() -> None:
    admin, support = people.an_operator("admin"), people.an_operator("support")
    key = made(admin, "/operator/keys", "orders.read").json()
    told = asked(key["token"]).json()
    assert (told["operator"], told["shops"]) == ({"role": "admin", "permissions": ["orders.read"]}, [])
    assert [one["id"] for one in admin.ask("GET", "/operator/keys").json()["items"]] == [key["id"]]
    shop = people.a_shop()
    with unchanged():
        assert support.ask("DELETE", f"/keys/{key['id']}").status_code == 403
        assert shop.person.ask("DELETE", f"/keys/{key['id']}").status_code == 404
        assert made(support, "/operator/keys", "orders.read").status_code == 403
        assert made(shop.person, "/operator/keys", "orders.read").status_code == 404
        assert made(admin, f"/shops/{shop.id}/keys", "orders.read").status_code == 403
    assert admin.ask("DELETE", f"/keys/{key['id']}").status_code == 204


def test_a_shops_list_holds_its_own_keys_only() -> None:
    one, two = people.a_shop("CN"), people.a_shop("UK")
    made(one.person, f"/shops/{one.id}/keys", "orders.read")
    assert two.person.ask("GET", f"/shops/{two.id}/keys").json()["items"] == []
    assert two.person.ask("GET", f"/shops/{one.id}/keys").status_code == 404
    assert "identity.keys" in SHOP_ROLES["owner"]
