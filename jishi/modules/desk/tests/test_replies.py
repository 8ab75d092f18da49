"""Quick replies of a shop and of those who answer there, what fills them, and the phrase that ends a session."""

from typing import Any

import pytest

from jishi.kernel import clock, fsck, rows
from jishi.kernel.runner import act
from jishi.lawbook import at
from jishi.modules.desk.tests.test_desk import say, talk
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db(transaction=True)


def found() -> list[str]:
    return [f"{one.table} {one.row}: {one.what}" for one in fsck.run()]


def add(who: people.Signed, shop: people.ShopAtHand, whose: str = "mine", **given: str) -> Any:
    return who.ask("POST", f"/shops/{shop.id}/replies", {"whose": whose, "title": "Hello", "text": "How can I help?"} | given)


def kept(who: people.Signed, shop: people.ShopAtHand) -> dict[str, Any]:
    answer = who.ask("GET", f"/shops/{shop.id}/replies")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


@pytest.mark.covers("DSK-06")
def test_a_shop_and_each_agent_keep_replies() -> None:
    shop = people.a_shop()
    supervisor, agent, other = shop.hire("supervisor"), shop.hire("agent"), shop.hire("agent", "other@agents.example.org")
    mine = add(agent, shop, shortcut="/hi", folder="Greetings", text="Hello {buyer}, I am {agent}.")
    assert (mine.status_code, mine.json()["whose"], mine.json()["place"]) == (201, "mine", 0)
    shops = add(supervisor, shop, "shop", shortcut="/hi", text="Welcome to {shop}.")
    assert shops.status_code == 201, shops.content
    assert [[one["id"] for one in kept(agent, shop)[whose]] for whose in ("shop", "mine")] == [[shops.json()["id"]], [mine.json()["id"]]]
    assert [len(kept(other, shop)[whose]) for whose in ("shop", "mine")] == [1, 0]
    path = f"/replies/{mine.json()['id']}"
    changed = agent.ask("PATCH", path, {"text": "Hello!", "shortcut": ""})
    assert changed.json() == mine.json() | {"text": "Hello!", "shortcut": ""}
    assert agent.ask("DELETE", path).status_code == 204
    assert agent.ask("DELETE", path).status_code == 404
    assert kept(agent, shop)["mine"] == []
    assert found() == []


def test_only_those_who_run_the_desk_change_what_is_the_shops() -> None:
    shop, other = people.a_shop(), people.a_shop(name="Another", owner="other@example.org")
    agent, warehouse, buyer = shop.hire("agent"), shop.hire("warehouse"), people.a_buyer()
    shops = f"/replies/{add(shop.person, shop, 'shop').json()['id']}"
    mine = f"/replies/{add(agent, shop).json()['id']}"
    with unchanged():
        assert [add(who, shop, "shop").status_code for who in (agent, warehouse, buyer, other.person)] == [403, 403, 404, 404]
        assert [add(who, shop).status_code for who in (warehouse, buyer, other.person)] == [403, 404, 404]
        for method, content in (("PATCH", {"text": "mine now"}), ("DELETE", None)):
            answers = [who.ask(method, shops, content).status_code for who in (agent, warehouse, buyer, other.person)]
            assert answers == [403, 403, 404, 404]
            assert [who.ask(method, mine, content).status_code for who in (shop.person, warehouse, buyer)] == [404, 404, 404]
        phrase = [who.ask("PUT", f"/shops/{shop.id}/closing-phrase", {"text": "Bye"}).status_code for who in (agent, warehouse, buyer)]
        assert phrase == [403, 403, 404]
        assert warehouse.ask("GET", f"/shops/{shop.id}/replies").status_code == 403


@pytest.mark.covers("DSK-06")
@pytest.mark.parametrize(
    ("given", "status", "code", "field"),
    [
        ({"text": "Dear {buyr}"}, 422, "desk.unknown_variable", "text"),
        ({"text": "Dear {}"}, 422, "desk.unknown_variable", "text"),
        ({"text": "x" * 2001}, 422, "conversations.too_long", "text"),
        ({"text": "  "}, 422, "kernel.bad_fields", "text"),
        ({"title": ""}, 422, "kernel.bad_fields", "title"),
        ({"shortcut": "hi"}, 422, "kernel.bad_fields", "shortcut"),
        ({"shortcut": "/h i"}, 422, "kernel.bad_fields", "shortcut"),
        ({"shortcut": "/taken"}, 409, "desk.shortcut_taken", "shortcut"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name(given: dict[str, str], status: int, code: str, field: str) -> None:
    shop = people.a_shop()
    assert add(shop.person, shop, shortcut="/taken").status_code == 201
    last = add(shop.person, shop, shortcut="/other").json()
    with unchanged():
        for refused in (add(shop.person, shop, **given), shop.person.ask("PATCH", f"/replies/{last['id']}", given)):
            named = refused.json()
            assert (refused.status_code, named["code"], named["errors"][0]["field"]) == (status, code, field)


@pytest.mark.covers("DSK-06")
def test_replies_stand_in_the_order_that_their_owner_gives_them() -> None:
    shop = people.a_shop()
    names = {add(shop.person, shop, title=title).json()["id"]: title for title in ("a", "b", "c", "d")}
    ids = {title: one for one, title in names.items()}

    def order() -> str:
        return "".join(names[one["id"]] for one in kept(shop.person, shop)["mine"])

    for title, place, after in (("d", 0, "dabc"), ("d", 2, "abdc"), ("a", 9, "bdca"), ("c", 2, "bdca")):
        moved = shop.person.ask("PATCH", f"/replies/{ids[title]}", {"place": place})
        assert (moved.json()["place"], order()) == (after.index(title), after)
    assert shop.person.ask("DELETE", f"/replies/{ids['d']}").status_code == 204
    names[add(shop.person, shop, title="e").json()["id"]] = "e"
    assert order() == "bcae"
    assert found() == []


def test_no_more_are_kept_than_the_rule_says() -> None:
    shop = people.a_shop()
    most = at("desk.faq.quick_replies_max", on=clock.now(), market=shop.market).value
    assert kept(shop.person, shop)["most"] == most == 500
    last = add(shop.person, shop).json()
    act(rows.change, "UPDATE kernel_quota SET used = %s WHERE id LIKE %s", [most, "desk.replies:%"])
    with unchanged():
        full = add(shop.person, shop)
        assert (full.status_code, full.json()["code"], full.json()["rule"]) == (409, "desk.replies_full", "desk.faq.quick_replies_max")
    assert add(shop.person, shop, "shop").status_code == 201
    assert shop.person.ask("DELETE", f"/replies/{last['id']}").status_code == 204
    assert add(shop.person, shop).status_code == 201


def test_who_answers_no_longer_leaves_nothing_behind() -> None:
    shop = people.a_shop()
    agent = shop.hire("agent")
    assert [add(agent, shop).status_code, add(agent, shop).status_code] == [201, 201]
    assert add(shop.person, shop).status_code == 201
    assert shop.person.ask("DELETE", f"/shops/{shop.id}/members/{agent.id}").status_code == 204
    people.all_heard()
    assert rows.sql("SELECT person FROM desk_reply") == [(shop.person.id,)]
    assert found() == []


@pytest.mark.covers("DSK-06")
def test_variables_are_filled_from_the_talk_and_names_stay_masked() -> None:
    shop, buyer = people.a_shop(), people.a_buyer(name="月亮之光")
    sku = shop.sell(title="青瓷盖碗")
    agent = shop.hire("agent")
    conversation = talk(buyer, shop)
    say(buyer, conversation, "in stock?", "b1")
    path = f"/conversations/{conversation}/reply-values"
    values = agent.ask("GET", path).json()
    assert values == {"buyer": "月**", "order": None, "product": None, "shop": kept_name(shop), "agent": None}
    placed = buyer.ask(
        "POST",
        "/me/orders",
        {"lines": [{"sku_id": sku, "quantity": 1}], "address_id": buyer.address, "method": "online"},
        key="once",
    ).json()["orders"][0]
    card = {"kind": "product_card", "product_id": shop.products[sku]}
    assert buyer.ask("POST", f"/conversations/{conversation}/send", {"client_id": "b2", "body": card}).status_code == 200
    number = placed["number"]
    values = agent.ask("GET", path).json()
    assert (values["order"].replace(" ", ""), values["product"]) == (number, "青瓷盖碗")
    stranger = people.a_shop(name="Another", owner="other@example.org").person
    for who in (buyer, stranger):
        assert who.ask("GET", path).status_code == 404


def kept_name(shop: people.ShopAtHand) -> str:
    return str(shop.person.ask("GET", f"/shops/{shop.id}").json()["name"])


@pytest.mark.covers("DSK-06")
def test_an_agent_who_closes_a_session_sends_the_shops_closing_phrase() -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    agent = shop.hire("agent")
    path = f"/shops/{shop.id}/closing-phrase"
    with unchanged():
        refused = shop.person.ask("PUT", path, {"text": "Bye {buyer}"})
        assert (refused.status_code, refused.json()["code"], refused.json()["errors"][0]["field"]) == (422, "desk.unknown_variable", "text")
    assert shop.person.ask("PUT", path, {"text": "Thank you, {shop}."}).json() == {"text": "Thank you, {shop}."}
    conversation = talk(buyer, shop)
    said = [f"Thank you, {kept_name(shop)}."]
    for closing in (said, []):
        last = say(buyer, conversation, "one more thing", f"b{len(closing)}").json()["seq"]
        assert agent.ask("POST", f"/conversations/{conversation}/close", key=f"c{len(closing)}").json()["state"] == "closed"
        items = buyer.ask("GET", f"/conversations/{conversation}/messages?after_seq={last}").json()["items"]
        assert [(one["side"], one["body"]["text"]) for one in items] == [("shop", text) for text in closing]
        assert shop.person.ask("PUT", path, {"text": None}).json() == {"text": None}
    assert kept(agent, shop)["closing"] is None
    assert found() == []


@pytest.mark.parametrize(
    ("table", "broken"),
    [
        ("desk_reply", "UPDATE desk_reply SET shop = 'shp_none'"),
        ("desk_reply", "UPDATE desk_reply SET person = 'nobody'"),
        ("desk_reply", "UPDATE kernel_quota SET used = 2 WHERE id LIKE 'desk.replies:%'"),
        ("desk_closing", "UPDATE desk_closing SET shop = 'shp_none'"),
    ],
)
def test_fsck_names_the_row_that_was_broken(table: str, broken: str) -> None:
    shop = people.a_shop()
    assert add(shop.person, shop).status_code == 201
    assert shop.person.ask("PUT", f"/shops/{shop.id}/closing-phrase", {"text": "Bye"}).status_code == 200
    assert found() == []
    act(rows.change, broken.replace("%", "%%"))
    assert {one.split(" ")[0] for one in found()} == {table}
