"""The desk through HTTP: who may talk to whom, sessions, bans, and what is kept of it."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from jishi import lawbook
from jishi.kernel import clock, crypto, deadlines, fsck, rows, standing
from jishi.kernel.runner import act
from jishi.modules.conversations.models import Conversation
from jishi.modules.desk import law
from jishi.modules.desk.access import TALK
from tests import people

pytestmark = pytest.mark.django_db(transaction=True)


def found() -> list[str]:
    return [f"{one.table} {one.row}: {one.what}" for one in fsck.run()]


def talk(buyer: people.Signed, shop: people.ShopAtHand) -> str:
    answer = buyer.ask("POST", f"/shops/{shop.id}/conversations")
    assert answer.status_code == 200, answer.content
    return str(answer.json()["id"])


def say(who: people.Signed, conversation: str, text: str, client_id: str, seen: int = 0) -> Any:
    body = {"client_id": client_id, "seen_seq": seen, "body": {"kind": "text", "text": text}}
    return who.ask("POST", f"/conversations/{conversation}/send", body)


def count(table: str) -> int:
    return int(rows.sql(f"SELECT COUNT(*) FROM {table}")[0][0])


@pytest.mark.covers("DSK-01")
def test_a_buyers_first_message_opens_a_session_and_an_agent_closes_it() -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    agent = shop.hire("agent")
    conversation = talk(buyer, shop)
    assert talk(buyer, shop) == conversation
    assert agent.ask("GET", f"/shops/{shop.id}/sessions").json()["items"] == []
    assert say(agent, conversation, "hello?", "a0").json()["code"] == "desk.no_session"
    assert say(buyer, conversation, "in stock?", "b1").json()["seq"] == 1
    assert say(buyer, conversation, "hello?", "b2").json()["seq"] == 2
    (session,) = agent.ask("GET", f"/shops/{shop.id}/sessions").json()["items"]
    assert (session["conversation"], session["person"], session["state"], session["first_seq"]) == (conversation, buyer.id, "open", 1)
    assert say(agent, conversation, "yes", "a1", seen=2).json()["seq"] == 3
    closed = agent.ask("POST", f"/conversations/{conversation}/close", key="once")
    assert closed.json()["state"] == "closed"
    again = agent.ask("POST", f"/conversations/{conversation}/close", key="once")
    assert (again.status_code, again.content, again.headers["Idempotency-Replayed"]) == (200, closed.content, "true")
    assert agent.ask("POST", f"/conversations/{conversation}/close?other=1", key="once").json()["code"] == "desk.no_session"
    assert agent.ask("POST", f"/conversations/{conversation}/close").json()["code"] == "desk.no_session"
    assert say(buyer, conversation, "thanks", "b3").json()["seq"] == 4
    (second,) = agent.ask("GET", f"/shops/{shop.id}/sessions").json()["items"]
    assert (second["id"] != session["id"], second["first_seq"]) == (True, 4)
    assert found() == []


@pytest.mark.covers("DSK-01")
def test_a_session_in_which_nobody_writes_for_seven_days_closes() -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    conversation = talk(buyer, shop)
    start = clock.now()
    with clock.at(start):
        say(buyer, conversation, "one", "b1")
    with clock.at(start + timedelta(days=5)):
        say(buyer, conversation, "two", "b2")
    open_ones = f"/shops/{shop.id}/sessions"
    for days, left in ((timedelta(days=7), 1), (timedelta(days=12) - timedelta(seconds=1), 1), (timedelta(days=12), 0)):
        with clock.at(start + days):
            while deadlines.sweep():
                pass
            assert len(shop.person.ask("GET", open_ones).json()["items"]) == left, days
            assert found() == []


def test_a_ban_by_standing_is_asked_in_one_shop_or_everywhere() -> None:
    shop, other, buyer = people.a_shop(), people.a_shop(name="Another", owner="other@example.org"), people.a_buyer()
    here, there = talk(buyer, shop), talk(buyer, other)
    ladder = lawbook.at("desk.report.ban_ladder", on=clock.now(), market="CN")
    banned = act(standing.restrict, here, TALK, ladder, until=clock.now() + timedelta(hours=72))
    refused = say(buyer, here, "hello", "b1")
    assert (refused.status_code, refused.json()["code"], refused.json()["rule"]) == (403, "desk.banned", "desk.report.ban_ladder")
    assert [count(table) for table in ("conversations_message", "desk_session")] == [0, 0]
    assert say(buyer, there, "hello", "b1").status_code == 200
    with clock.at(clock.now() + timedelta(hours=72)):
        assert say(buyer, here, "hello", "b2").status_code == 200
    act(standing.lift, banned)
    act(standing.restrict, buyer.id, TALK, ladder)
    assert [say(buyer, one, "again", "b3").json()["code"] for one in (here, there)] == ["desk.banned", "desk.banned"]
    assert count("conversations_message") == 2


@pytest.mark.parametrize("role", ["owner", "manager", "supervisor", "agent", "warehouse", "finance"])
def test_who_answers(role: str) -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    conversation = talk(buyer, shop)
    say(buyer, conversation, "in stock?", "b1")
    who = shop.person if role == "owner" else shop.hire(role)
    answer = say(who, conversation, "yes", "a1", seen=1)
    if role in ("warehouse", "finance"):
        assert (answer.status_code, answer.json()["code"]) == (403, "kernel.not_allowed")
        assert who.ask("GET", f"/conversations/{conversation}/messages").status_code == 403
        assert count("conversations_message") == 1
    else:
        assert answer.json()["seq"] == 2


def test_others_conversations_answer_like_missing_ones() -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    conversation = talk(buyer, shop)
    say(buyer, conversation, "secret", "b1")
    strangers = [people.a_buyer("stranger@example.org"), people.a_shop(name="Another", owner="other@example.org").person]
    before = [count(table) for table in ("conversations_message", "desk_session", "kernel_history")]
    for who in strangers:
        for method, path in (("GET", ""), ("GET", "/messages"), ("POST", "/close")):
            answers = [who.ask(method, f"/conversations/{one}{path}") for one in (conversation, "cnv_none")]
            assert [(one.status_code, one.json()["code"]) for one in answers] == [(404, "kernel.not_found")] * 2
        answers = [say(who, one, "let me in", "x") for one in (conversation, "cnv_none")]
        assert [(one.status_code, one.json()["code"]) for one in answers] == [(404, "kernel.not_found")] * 2
    assert [count(table) for table in ("conversations_message", "desk_session", "kernel_history")] == before


def test_nobody_talks_to_their_own_shop_or_without_being_signed_in() -> None:
    shop = people.a_shop()
    own = shop.person.ask("POST", f"/shops/{shop.id}/conversations")
    assert (own.status_code, own.json()["code"]) == (403, "desk.own_shop")
    shop.person.client.cookies.clear()
    assert shop.person.ask("POST", f"/shops/{shop.id}/conversations").status_code == 401
    assert count("conversations_conversation") == 0


def test_texts_are_sealed_and_gone_with_their_buyer() -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    conversation = talk(buyer, shop)
    say(buyer, conversation, "my phone is 13800006021", "b1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM conversations_message")
        assert b"13800006021" not in bytes(cursor.fetchone()[0])
    path = f"/conversations/{conversation}/messages"
    assert shop.person.ask("GET", path).json()["items"][0]["body"] == {"kind": "text", "text": "my phone is 13800006021"}
    act(rows.change, "UPDATE kernel_subjectkey SET wrapped = NULL WHERE subject = %s", [buyer.id])
    (left,) = shop.person.ask("GET", path).json()["items"]
    assert (left["seq"], left["body"]) == (1, None)
    assert act(crypto.seal_all, [(buyer.id, "x")]) == [None]
    assert say(shop.person, conversation, "hello?", "a1", seen=1).status_code == 404


BREAKS = {
    "conversations_conversation": "UPDATE conversations_conversation SET last_seq = last_seq + 1",
    "conversations_message": "UPDATE conversations_message SET seq = 7 WHERE seq = 2",
    "conversations_mark": "UPDATE conversations_mark SET seq = 99",
    "desk_session": "UPDATE desk_session SET first_seq = 3",
    "desk_seat": "UPDATE desk_seat SET person = 'nobody'",
    "desk_floor": "UPDATE desk_floor SET turns = 0",
    "realtime_ticket": "UPDATE realtime_ticket SET behind = 'nobody'",
}


@pytest.mark.parametrize("table", BREAKS)
def test_fsck_names_the_row_that_was_broken(table: str) -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    conversation = talk(buyer, shop)
    for n in (1, 2):
        say(buyer, conversation, f"line {n}", f"b{n}")
    assert say(shop.person, conversation, "yes", "a1", seen=2).status_code == 200
    assert buyer.ask("POST", "/realtime/tickets").status_code == 201
    assert shop.person.ask("PATCH", f"/shops/{shop.id}/desk", {"accepting": True}).status_code == 200
    read(buyer, conversation, 2)
    assert found() == []
    with connection.cursor() as cursor:
        cursor.execute(BREAKS[table])
    assert {one.split(" ")[0] for one in found()} >= {table}


def read(buyer: people.Signed, conversation: str, seq: int) -> None:
    from jishi.modules.conversations import actions
    from jishi.modules.identity.models import Session
    from jishi.realtime.doors import Reading

    session = Session.objects.filter(person_id=buyer.id, revoked_at=None).latest("made_at").pk
    assert act(actions.mark, [Reading(session, conversation, seq)]) == [{"side": "buyer", "seq": seq}]
    assert act(actions.mark, [Reading(session, conversation, seq - 1)]) == [None]


def test_a_batch_refuses_and_stores_each_as_if_it_were_alone() -> None:
    """Twice the same, a stranger, one too long, a closed session, all in one commit."""
    from jishi.modules.conversations import actions
    from jishi.modules.identity.models import Session
    from jishi.realtime.doors import Draft, Stored

    shop, buyer, stranger = people.a_shop(), people.a_buyer(), people.a_buyer("stranger@example.org")
    conversation = talk(buyer, shop)
    session = {one.person_id: one.pk for one in Session.objects.filter(revoked_at=None).order_by("made_at")}

    def draft(who: str, client_id: str, text: str, seen: int = 0) -> Draft:
        return Draft(session[who], conversation, client_id, seen, {"kind": "text", "text": text})

    owner = shop.person.id
    batch = [
        draft(owner, "a0", "too early"),
        draft(buyer.id, "b1", "one"),
        draft(buyer.id, "b1", "one"),
        draft(stranger.id, "x", "psst"),
        draft(buyer.id, "b2", "x" * 2001),
        draft(buyer.id, "b3", "two"),
        draft(owner, "a1", "blind"),
        draft(owner, "a2", "seen", seen=2),
        Draft("ses_none", conversation, "y", 0, {"kind": "text", "text": "y"}),
    ]
    outcomes = act(actions.store, batch)
    told = [(one.seq, one.event is not None) if isinstance(one, Stored) else one.code for one in outcomes]
    assert told == [
        "desk.no_session",
        (1, True),
        (1, False),
        "kernel.not_found",
        "conversations.too_long",
        (2, True),
        "conversations.unseen",
        (3, True),
        "kernel.not_signed_in",
    ]
    row = Conversation.objects.get(pk=conversation)
    assert (row.last_seq, row.other_seq, row.last_sender) == (3, 2, f"person:{owner}")
    assert found() == []


def test_a_snapshot_and_messages_are_plain_json() -> None:
    from jishi.modules.conversations.socket import catch

    shop, buyer = people.a_shop(), people.a_buyer()
    conversation = talk(buyer, shop)
    say(buyer, conversation, "one", "b1")
    caught = catch({conversation: 0})
    assert (caught.heads, [(one, seq, event["body"]) for one, seq, event in caught.events]) == (
        {conversation: 1},
        [(conversation, 1, {"kind": "text", "text": "one"})],
    )
    assert json.dumps(caught.heads)


@pytest.mark.covers("DSK-01")
@pytest.mark.parametrize(
    "body",
    [
        {"kind": "text", "text": "in stock?"},
        {"kind": "emoji", "text": "👍"},
        {"kind": "product_card", "product_id": "prd_1"},
        {"kind": "order_card", "order_id": "ord_1"},
    ],
    ids=lambda body: body["kind"],
)
def test_each_kind_of_message_opens_a_session(body: dict[str, str]) -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    conversation = talk(buyer, shop)
    sent = buyer.ask("POST", f"/conversations/{conversation}/send", {"client_id": "b1", "seen_seq": 0, "body": body})
    assert sent.status_code == 200, sent.content
    assert [one["conversation"] for one in shop.person.ask("GET", f"/shops/{shop.id}/sessions").json()["items"]] == [conversation]


def test_the_law_names_pictures_and_films_too() -> None:
    people.a_market()
    kinds = ("text", "image", "video", "emoji", "product_card", "order_card")
    assert law.opened_by(clock.now(), "CN").value == kinds


def test_under_another_pack_a_silent_session_closes_sooner() -> None:
    act(lawbook.open_market, "CN", "channels-cn", date(2022, 1, 1))
    shop, buyer = people.a_shop(), people.a_buyer()
    start = clock.now()
    with clock.at(start):
        say(buyer, talk(buyer, shop), "in stock?", "b1")
    for passed, left in ((timedelta(days=2) - timedelta(seconds=1), 1), (timedelta(days=2), 0)):
        with clock.at(start + passed):
            while deadlines.sweep():
                pass
            assert len(shop.person.ask("GET", f"/shops/{shop.id}/sessions").json()["items"]) == left
