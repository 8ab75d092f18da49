"""Who works in a shop: one person in several, the last owner stays, the rule's limit, and what ends with a membership."""

import threading
from typing import Any

import pytest
from django.db import connection

from jishi.kernel.models import Audit, Event
from jishi.kernel.runner import act
from jishi.lawbook.models import Decision
from jishi.modules.identity import actions as identity
from jishi.modules.identity import queries
from jishi.modules.shops import actions
from jishi.modules.shops.errors import LastOwner
from jishi.modules.shops.models import Shop
from tests import people
from tests.ground import on_postgresql
from tests.rows import unchanged

pytestmark = pytest.mark.django_db


@pytest.mark.covers("ONB-13")
def test_one_person_works_in_several_shops_and_proves_an_address_once() -> None:
    one, two = people.a_shop("CN"), people.a_shop("UK")
    ann = one.hire("agent", "ann@example.org")
    assert two.hire("finance", "ann@example.org").id == ann.id
    shops = {shop["id"]: (shop["role"], "orders.money" in shop["permissions"]) for shop in ann.ask("GET", "/me").json()["shops"]}
    assert shops == {one.id: ("agent", False), two.id: ("finance", True)}


@pytest.mark.covers("ONB-13")
def test_who_is_taken_on_is_told_and_signs_in_by_the_address() -> None:
    shop = people.a_shop()
    answer = shop.person.ask("POST", f"/shops/{shop.id}/members", {"to": "13800006021", "role": "warehouse"})
    assert answer.status_code == 201
    ann = people.signed_in("13800006021", "许晴")
    assert answer.json() == {
        "person": ann.id,
        "name": "",
        "phone": "138 **** 6021",
        "email": "",
        "role": "warehouse",
        "since": answer.json()["since"],
    }
    assert [(one["kind"], one["channel"], one["subject"]) for one in ann.letters()] == [
        ("shops.invited", "sms", "You now work in Shop of CN")
    ]
    listed = shop.person.ask("GET", f"/shops/{shop.id}/members").json()
    assert [(one["person"], one["name"], one["role"]) for one in listed] == [
        (shop.person.id, "O**", "owner"),
        (ann.id, "许**", "warehouse"),
    ]


@pytest.mark.covers("ONB-13")
def test_a_change_holds_from_the_next_request_on() -> None:
    shop = people.a_shop()
    ann = shop.hire("manager")
    path, members = f"/shops/{shop.id}/members/{ann.id}", f"/shops/{shop.id}/members"
    assert ann.ask("GET", members).status_code == 200
    changed = shop.person.ask("PATCH", path, {"role": "agent"})
    assert (changed.status_code, changed.json()["role"]) == (200, "agent")
    assert ann.ask("GET", members).status_code == 403
    assert shop.person.ask("DELETE", path).status_code == 204
    assert ann.ask("GET", members).status_code == 404
    assert ann.ask("GET", "/me").json()["shops"] == []
    done = [(one.type, one.data["role"]) for one in Event.objects.filter(type__startswith="shops.Member").order_by("seq")]
    assert done == [
        ("shops.MemberAdded", "owner"),
        ("shops.MemberAdded", "manager"),
        ("shops.MemberChanged", "agent"),
        ("shops.MemberRemoved", "agent"),
    ]
    acts = [one.act for one in Audit.objects.filter(subject=shop.id).order_by("id")]
    assert acts == ["shops.open", "shops.add_member", "shops.change_member", "shops.remove_member"]


@pytest.mark.covers("ONB-13")
def test_a_shop_keeps_an_owner() -> None:
    shop = people.a_shop()
    own = f"/shops/{shop.id}/members/{shop.person.id}"
    with unchanged():
        for answer in (shop.person.ask("DELETE", own), shop.person.ask("PATCH", own, {"role": "manager"})):
            assert (answer.status_code, answer.json()["code"]) == (409, "shops.last_owner")
    second = shop.hire("owner")
    assert shop.person.ask("PATCH", own, {"role": "manager"}).status_code == 200
    with unchanged():
        assert second.ask("DELETE", f"/shops/{shop.id}/members/{second.id}").status_code == 409


def test_what_does_not_fit_is_refused() -> None:
    shop, other = people.a_shop("CN"), people.a_shop("UK")
    ann = shop.hire("agent", "ann@example.org")
    members = f"/shops/{shop.id}/members"
    with unchanged():
        again = shop.person.ask("POST", members, {"to": "ANN@example.org", "role": "finance"})
        king = shop.person.ask("POST", members, {"to": "bob@example.org", "role": "king"})
        crown = shop.person.ask("PATCH", f"{members}/{ann.id}", {"role": "king"})
        nowhere = shop.person.ask("POST", members, {"to": "bob", "role": "agent"})
        theirs = other.person.ask("DELETE", f"/shops/{other.id}/members/{ann.id}")
        none = shop.person.ask("DELETE", f"{members}/per_none")
    assert (again.status_code, again.json()["code"], again.json()["errors"][0]["field"]) == (409, "shops.member_already", "to")
    assert (king.status_code, king.json()["code"], king.json()["errors"][0]["field"]) == (422, "shops.unknown_role", "role")
    assert (crown.status_code, crown.json()["code"]) == (422, "shops.unknown_role")
    assert (nowhere.status_code, nowhere.json()["errors"][0]["field"]) == (422, "to")
    assert (theirs.status_code, none.status_code) == (404, 404)
    unmoved = shop.person.ask("PATCH", f"{members}/{ann.id}", {"role": "agent"})
    assert (unmoved.status_code, unmoved.json()["role"]) == (200, "agent")


@pytest.mark.covers("ONB-13")
def test_a_shop_has_at_most_two_hundred_staff_and_is_told_why() -> None:
    shop = people.a_shop()
    row = Shop.objects.get(pk=shop.id)

    def many() -> None:
        for n in range(198):
            person = identity.know_person(queries.reach(f"p{n}@example.org", "CN"), language="en")
            identity.join(shop.id, person.id, "agent")

    act(many)
    assert len(queries.members(shop.id)) == 199
    last = queries.reach("last@example.org", "CN")
    act(actions.add_member, row, last, "agent", language="en", actor="system:test")
    with unchanged("lawbook_decision"):
        answer = shop.person.ask("POST", f"/shops/{shop.id}/members", {"to": "more@example.org", "role": "agent"})
    assert (answer.status_code, answer.json()["code"], answer.json()["rule"]) == (409, "shops.too_many_members", "shops.staff.per_shop")
    why = Decision.objects.get()
    assert answer.json()["why"] == why.id
    assert (why.shop, why.market, why.rulings[0]["rule"]) == (shop.id, "CN", "shops.staff.per_shop")
    card = shop.person.ask("GET", f"/decisions/{why.id}")
    assert card.status_code == 200, card.content
    assert people.signed_in("eve@example.org").ask("GET", f"/decisions/{why.id}").status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_two_owners_who_remove_each_other_at_once_leave_one() -> None:
    assert on_postgresql()
    shop = people.a_shop()
    second = shop.hire("owner")
    row = Shop.objects.get(pk=shop.id)
    victims = [queries.member(shop.id, one) for one in (shop.person.id, second.id)]
    start, outcomes = threading.Barrier(2), list[Any]()

    def remove(victim: Any) -> None:
        start.wait()
        try:
            act(actions.remove_member, row, victim, actor="system:test")
            outcomes.append("removed")
        except LastOwner:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=remove, args=(victim,)) for victim in victims]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "removed"]
    assert [one.role for one in queries.members(shop.id)] == ["owner"]
