"""The desk's lists: what a shop sees of its sessions and a buyer of their conversations, each with its last word and what is unread."""

from datetime import timedelta
from typing import Any

import pytest

from jishi.kernel import clock
from jishi.kernel.runner import act
from jishi.modules.conversations import actions as conversations
from jishi.modules.conversations.models import Conversation
from jishi.modules.desk.tests.test_desk import say, talk
from jishi.modules.identity.access import standing_in
from jishi.modules.identity.models import Session
from jishi.realtime.doors import Reading
from tests import people

pytestmark = pytest.mark.django_db(transaction=True)


def listed(who: people.Signed, path: str) -> list[dict[str, Any]]:
    answer = who.ask("GET", path)
    assert answer.status_code == 200, answer.content
    return list(answer.json()["items"])


def has_read(who: people.Signed, conversation: str, seq: int) -> None:
    session = Session.objects.filter(person_id=who.id, revoked_at=None).latest("made_at").pk
    act(conversations.mark, [Reading(session, conversation, seq, standing_in({session})[session])])


@pytest.mark.covers("DSK-01")
def test_a_shops_list_shows_who_waits_since_when() -> None:
    shop = people.a_shop()
    first, second = people.a_buyer(), people.a_buyer("second@example.org", "林知夏")
    start = clock.now() - timedelta(hours=2)
    talks = [talk(first, shop), talk(second, shop)]
    for n, (who, conversation, text) in enumerate(
        [(first, talks[0], "in stock?"), (second, talks[1], "hello"), (first, talks[0], "still there?")]
    ):
        with clock.at(start + timedelta(minutes=n)):
            assert say(who, conversation, text, f"b{n}").status_code == 200
    path = f"/shops/{shop.id}/sessions"
    one, two = listed(shop.person, path)
    assert [(x["conversation"], x["buyer"], x["unread"], x["waiting_since"][:19]) for x in (one, two)] == [
        (talks[0], "许**", 2, start.isoformat()[:19]),
        (talks[1], "林**", 1, (start + timedelta(minutes=1)).isoformat()[:19]),
    ]
    assert (one["last"]["seq"], one["last"]["side"], one["last"]["body"]) == (2, "buyer", {"kind": "text", "text": "still there?"})
    assert say(shop.person, talks[0], "yes", "a1", seen=2).status_code == 200
    has_read(shop.person, talks[0], 3)
    answered = listed(shop.person, path)[0]
    assert (answered["waiting_since"], answered["unread"], answered["last"]["side"]) == (None, 0, "shop")
    assert shop.person.ask("POST", f"/conversations/{talks[0]}/close").status_code == 200
    assert [x["conversation"] for x in listed(shop.person, path)] == [talks[1]]
    (closed,) = listed(shop.person, f"{path}?group=closed")
    assert (closed["conversation"], closed["state"], closed["waiting_since"]) == (talks[0], "closed", None)


def test_a_list_asks_as_often_for_many_as_for_one() -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    say(buyer, talk(buyer, shop), "one", "b1")
    path = f"/shops/{shop.id}/sessions"
    shop.person.ask("GET", path)
    with people.questions() as for_one:
        assert len(listed(shop.person, path)) == 1
    for n in range(4):
        another = people.a_buyer(f"more{n}@example.org")
        say(another, talk(another, shop), "one", "b1")
    with people.questions() as for_many:
        assert len(listed(shop.person, path)) == 5
    assert len(for_many) == len(for_one)


@pytest.mark.covers("DSK-01")
def test_a_buyers_list_shows_their_shops_the_latest_first() -> None:
    shop, other, buyer = people.a_shop(), people.a_shop(name="Another", owner="other@example.org"), people.a_buyer()
    here, there = talk(buyer, shop), talk(buyer, other)
    assert listed(buyer, "/me/conversations") == []
    start = clock.now() - timedelta(hours=1)
    with clock.at(start):
        say(buyer, here, "hello", "b1")
    with clock.at(start + timedelta(minutes=1)):
        say(buyer, there, "hello there", "b2")
    with clock.at(start + timedelta(minutes=2)):
        say(shop.person, here, "yes?", "a1", seen=1)
    one, two = listed(buyer, "/me/conversations")
    assert (one["id"], one["shop"], one["unread"], one["last"]["side"]) == (here, {"id": shop.id, "name": "Shop of CN"}, 1, "shop")
    assert (two["id"], two["shop"]["name"], two["unread"]) == (there, "Another", 0)
    has_read(buyer, here, 2)
    assert [x["unread"] for x in listed(buyer, "/me/conversations")] == [0, 0]
    assert listed(people.a_buyer("stranger@example.org"), "/me/conversations") == []
    assert buyer.ask("GET", f"/shops/{shop.id}/sessions").status_code == 404


@pytest.mark.covers("DSK-01")
def test_a_conversation_says_whose_it_is_and_whether_a_session_is_open() -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    conversation = talk(buyer, shop)
    path = f"/conversations/{conversation}"
    assert buyer.ask("GET", path).json()["session"] is None
    say(buyer, conversation, "hello", "b1")
    seen = shop.person.ask("GET", path).json()
    assert (seen["buyer"], seen["side"], seen["session"]["state"]) == ("许**", "shop", "open")
    assert Conversation.objects.get().pk == conversation
