"""The socket as a program meets it: a real server, real sockets."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from bench import ground
from jishi.kernel.tests.pictures import picture
from jishi.realtime.hub import TICK
from tests.ground import on_postgresql
from tests.talker import Talker, asked

KIND = "postgresql" if on_postgresql() else "sqlite"


@pytest.fixture(scope="module")
def where() -> Iterator[ground.Place]:
    """A server with two shops, an agent each, and four buyers, two a shop."""
    with ground.place(KIND) as place:
        place.data = json.loads(ground.run(place, ["-m", "bench.chat_seed", json.dumps({"shops": 2, "agents": 2, "buyers": 14})]))
        with ground.served(place, "--with-worker"):
            yield place


def buyer(where: ground.Place, n: int) -> dict[str, str]:
    found: dict[str, str] = where.data["buyers"][n]
    return found


def agent(where: ground.Place, n: int) -> dict[str, str]:
    found: dict[str, str] = where.data["agents"][n]
    return found


def log(where: ground.Place, who: dict[str, str], conversation: str, after: int = 0) -> list[dict[str, Any]]:
    status, found = asked(where.port, who, "GET", f"/conversations/{conversation}/messages?after_seq={after}&limit=200")
    assert status == 200, found
    items: list[dict[str, Any]] = found["items"]
    return items


def test_a_buyer_writes_and_an_agent_answers(where: ground.Place) -> None:
    talk = buyer(where, 0)["conversation"]
    with Talker(where.port, buyer(where, 0)) as asking, Talker(where.port, agent(where, 0)) as answering:
        welcome = asking.hello()
        assert (welcome["cursor"], welcome["speed"], welcome["snapshot"]) == (0, 1.0, {"conversations": []})
        answering.hello(resume={talk: 0})
        asking.send(talk, "还有货吗？", "c1")
        ack = asking.hear("ack", client_id="c1")
        assert (ack["seq"], ack["conversation_id"]) == (1, talk)
        heard = answering.hear("event", type="message")
        assert (heard["conversation_id"], heard["seq"]) == (talk, 1)
        assert heard["data"]["body"] == {"kind": "text", "text": "还有货吗？"}
        assert (heard["data"]["side"], heard["data"]["at"]) == ("buyer", ack["at"])
        answering.send(talk, "有的", "a1", seen=1)
        assert answering.hear("ack", client_id="a1")["seq"] == 2
        assert asking.hear("event", type="message", seq=2)["data"]["side"] == "shop"
    texts = [(one["seq"], one["side"], one["body"]["text"], one["sender"]) for one in log(where, agent(where, 0), talk)]
    by_buyer, by_agent = f"person:{buyer(where, 0)['person']}", f"person:{agent(where, 0)['person']}"
    assert texts == [(1, "buyer", "还有货吗？", by_buyer), (2, "shop", "有的", by_agent)]
    assert [one["sender"] for one in log(where, buyer(where, 0), talk)] == [None, None]


def test_the_same_client_id_is_stored_once_and_gets_its_old_ack(where: ground.Place) -> None:
    talk = buyer(where, 1)["conversation"]
    with Talker(where.port, buyer(where, 1)) as asking:
        asking.hello()
        asking.send(talk, "one", "same")
        first = asking.hear("ack")
        asking.send(talk, "two", "other")
        asking.hear("ack")
        asking.send(talk, "one", "same")
        assert asking.hear("ack") == first
    status, again = asked(where.port, buyer(where, 1), "POST", f"/conversations/{talk}/send", _text("one", "same"))
    assert status == 200, again
    assert (status, again["seq"], again["at"]) == (200, 1, first["at"])
    assert [one["body"]["text"] for one in log(where, buyer(where, 1), talk)] == ["one", "two"]


def _text(text: str, client_id: str, seen: int = 0) -> dict[str, Any]:
    return {"client_id": client_id, "seen_seq": seen, "body": {"kind": "text", "text": text}}


def shows(who: Talker, conversation: str, picture_id: str, client_id: str, **data: Any) -> None:
    who.say("send", client_id=client_id, conversation_id=conversation, body={"kind": "image", "picture_id": picture_id}, **data)


@pytest.mark.covers("DSK-01")
def test_a_picture_is_sent_in_and_shown_by_a_frame(where: ground.Place) -> None:
    ours, theirs, one = buyer(where, 13), agent(where, 1), buyer(where, 7)
    talk, other = ours["conversation"], one["conversation"]
    content = picture()
    path = f"/conversations/{talk}/pictures"
    assert asked(where.port, ours, "POST", path, content + b"0" * 5_000_000)[0] == 413
    status, kept = asked(where.port, ours, "POST", path, content + b"0" * (4_999_999 - len(content)))
    assert status == 201, kept
    assert asked(where.port, ours, "POST", f"/conversations/{talk}/send", b"0" * 1_000_001)[0] == 413
    _, foreign = asked(where.port, one, "POST", f"/conversations/{other}/pictures", content)
    with Talker(where.port, ours) as showing, Talker(where.port, theirs) as seeing:
        showing.hello()
        seeing.hello(resume={talk: 0})
        shows(showing, talk, foreign["id"], "c0")
        refused = showing.hear("refused", client_id="c0")
        assert (refused["code"], refused["field"]) == ("conversations.no_picture", "body.picture_id")
        shows(showing, talk, kept["id"], "c1")
        ack = showing.hear("ack", client_id="c1")
        body = {"kind": "image", "picture_id": kept["id"], "width": 3, "height": 2}
        heard = seeing.hear("event", type="message")
        assert (ack["seq"], heard["seq"], heard["data"]["body"]) == (1, 1, body)
        shows(showing, talk, kept["id"], "c1")
        assert showing.hear("ack", client_id="c1") == ack
        shows(showing, talk, kept["id"], "c2")
        assert showing.hear("refused", client_id="c2")["code"] == "conversations.picture_sent"
    with Talker(where.port, theirs) as back:
        back.hello(resume={talk: 0})
        assert back.hear("event", type="message")["data"]["body"] == body, "what was missed has it too"
    with ground.Client(where.port) as client:
        looked = [client.ask("GET", f"/api/v1{path}/{kept['id']}", headers=ground.signed(who)) for who in (ours, theirs, one)]
    assert [status for status, _ in looked] == [200, 200, 404]
    assert looked[0][1] == looked[1][1], "both see the same"


def test_an_agent_who_has_not_looked_gets_the_tail_first(where: ground.Place) -> None:
    talk = buyer(where, 2)["conversation"]
    with Talker(where.port, buyer(where, 2)) as asking, Talker(where.port, agent(where, 0)) as answering:
        asking.hello()
        answering.hello()
        for n in (1, 2):
            asking.send(talk, f"question {n}", f"q{n}")
            asking.hear("ack", client_id=f"q{n}")
        answering.send(talk, "answer to the first", "a1", seen=1)
        refused = answering.hear("refused", client_id="a1")
        assert (refused["code"], refused["seq"]) == ("conversations.unseen", 2)
        assert answering.hear("event", type="message")["data"]["body"]["text"] == "question 2"
        answering.send(talk, "answer to both", "a2", seen=2)
        assert answering.hear("ack", client_id="a2")["seq"] == 3
        answering.send(talk, "and more", "a3", seen=2)
        assert answering.hear("ack", client_id="a3")["seq"] == 4, "one's own message has been seen"
    assert [one["seq"] for one in log(where, buyer(where, 2), talk)] == [1, 2, 3, 4]


def test_whoever_comes_back_resumes_without_limit_of_time(where: ground.Place) -> None:
    talk = buyer(where, 3)["conversation"]
    with Talker(where.port, buyer(where, 3)) as asking:
        asking.hello()
        for n in range(1, 6):
            asking.send(talk, f"line {n}", f"l{n}")
            asking.hear("ack", client_id=f"l{n}")
    with Talker(where.port, agent(where, 1)) as late:
        late.hello(resume={talk: 2})
        assert [late.hear("event", type="message")["seq"] for _ in range(3)] == [3, 4, 5]
        assert [one for one in late.quiet() if one["type"] != "changed"] == []


def test_who_lacks_too_much_is_told_of_the_gap(where: ground.Place) -> None:
    talk = buyer(where, 4)["conversation"]
    for n in range(205):
        status, _ = asked(where.port, buyer(where, 4), "POST", f"/conversations/{talk}/send", _text(f"line {n}", f"l{n}"))
        assert status == 200
    with Talker(where.port, agent(where, 0)) as late:
        late.hello(resume={talk: 1})
        assert late.hear("gap") == {"frame": "gap", "conversation_id": talk}
        assert [one for one in late.quiet() if one["type"] != "changed"] == []
        asked(where.port, buyer(where, 4), "POST", f"/conversations/{talk}/send", _text("and one", "last"))
        assert late.hear("event", type="message")["seq"] == 206
    assert [one["seq"] for one in log(where, agent(where, 0), talk, after=1)] == list(range(2, 202))


def test_same_epoch_and_cursor_replay_what_was_missed_another_epoch_brings_the_snapshot(where: ground.Place) -> None:
    talk, shop = buyer(where, 5)["conversation"], agent(where, 1)["shop"]
    with Talker(where.port, agent(where, 1)) as first, Talker(where.port, agent(where, 0)):
        welcome = first.hello()
        with Talker(where.port, agent(where, 1)) as stays:
            stays.hello()
            first.line.close()
            asked(where.port, buyer(where, 5), "POST", f"/conversations/{talk}/send", _text("hello", "h1"))
            hint = _changed(stays, lambda data: data["fact"] == "desk.SessionOpened")
            with Talker(where.port, agent(where, 1)) as back:
                again = back.hello(epoch=welcome["epoch"], cursor=welcome["cursor"])
                assert "snapshot" not in again
                assert _changed(back, lambda data: data == hint) == hint
    with Talker(where.port, agent(where, 1)) as anew:
        known = [one for one in anew.hello(epoch="another", cursor=0)["snapshot"]["conversations"] if one["id"] == talk]
        assert known == [{"id": talk, "kind": "desk", "shop": shop, "person": buyer(where, 5)["person"], "seq": 1}]


def test_the_first_who_comes_is_told_what_happens_from_then_on(where: ground.Place) -> None:
    """Nobody was here, so nobody was told anything: who comes back is shown how things stand, and hears at once what follows."""
    with Talker(where.port, agent(where, 0)) as before:
        welcome = before.hello()
    for n in range(3):
        time.sleep(3 * TICK)
        with Talker(where.port, agent(where, 0)) as first:
            assert "snapshot" in first.hello(epoch=welcome["epoch"], cursor=welcome["cursor"])
            assert asked(where.port, agent(where, 0), "PATCH", f"/shops/{agent(where, 0)['shop']}/desk", {"accepting": n != 1})[0] == 200
            assert first.hear("event", type="changed")["data"]["fact"].startswith("desk.")


def test_marks_and_typing_are_told_to_the_other_side(where: ground.Place) -> None:
    talk = buyer(where, 6)["conversation"]
    with Talker(where.port, buyer(where, 6)) as asking, Talker(where.port, agent(where, 0)) as answering:
        asking.hello()
        answering.hello(resume={talk: 0})
        asking.send(talk, "hello", "h1")
        answering.hear("event", type="message")
        answering.say("read", conversation_id=talk, seq=9)
        assert asking.hear("event", type="read")["data"] == {"side": "shop", "seq": 1}
        answering.say("typing", conversation_id=talk)
        assert asking.hear("event", type="typing")["conversation_id"] == talk
        assert [one for one in answering.quiet() if one["type"] != "changed"] == []
    status, seen = asked(where.port, buyer(where, 6), "GET", f"/conversations/{talk}")
    assert (status, seen["read"]) == (200, {"buyer": 0, "shop": 1})


@pytest.mark.parametrize("verb", ["send", "read"])
def test_others_conversations_answer_like_missing_ones(where: ground.Place, verb: str) -> None:
    """A stranger, an agent of another shop: nothing is stored, nobody hears anything."""
    talk = buyer(where, 8)["conversation"]
    for stranger in (buyer(where, 9), agent(where, 1)):
        answers = []
        with Talker(where.port, stranger) as line:
            line.hello()
            for one in (talk, "cnv_00000000000000000000000000"):
                if verb == "send":
                    line.send(one, "psst", "x", seen=0)
                else:
                    line.say("read", conversation_id=one, seq=1)
                answers.append(line.hear("refused"))
                assert answers[-1].pop("conversation_id") == one
            line.say("resume", resume={talk: 0})
            assert line.hear("refused")["code"] == "kernel.not_found"
        assert answers[0] == answers[1]
        assert answers[0]["code"] == "kernel.not_found"
    assert log(where, buyer(where, 8), talk) == []


def test_a_shops_other_roles_may_not_answer(where: ground.Place) -> None:
    text = f"SELECT COUNT(*) FROM conversations_message WHERE conversation = '{buyer(where, 0)['conversation']}'"
    before = ground.asked(where, text)
    ground.run(where, ["-c", _ROLE.format(person=agent(where, 0)["person"], role="warehouse")])
    try:
        with Talker(where.port, agent(where, 0)) as line:
            line.hello()
            line.send(buyer(where, 0)["conversation"], "may I?", "w1", seen=9)
            assert line.hear("refused")["code"] == "kernel.not_allowed"
        assert ground.asked(where, text) == before
    finally:
        ground.run(where, ["-c", _ROLE.format(person=agent(where, 0)["person"], role="agent")])


_ROLE = """
import os; os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jishi.config.settings")
import django; django.setup()
from jishi.kernel.runner import act
from jishi.modules.shops import actions
from jishi.modules.shops.access import front
from jishi.modules.identity import queries as people
from jishi.modules.identity.models import Membership
member = Membership.objects.get(person_id="{person}")
act(actions.change_member, front(member.workplace_id), member, "{role}", actor="system:setup")
"""


def test_no_socket_without_cookie_and_origin_or_a_ticket(where: ground.Place) -> None:
    for session, origin in ((None, True), (buyer(where, 0), False), ({"cookie": "no"}, True)):
        with Talker(where.port, session, origin=origin) as line:
            line.say("hello")
            assert line.closed() == 4401
    with pytest.raises(InvalidStatus):
        _elsewhere(where.port)


def _changed(who: Talker, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The next hint that fits; what earlier tests brought about may be told before it."""
    while not fits(data := who.hear("event", type="changed")["data"]):
        pass
    return dict(data)


def _elsewhere(port: int) -> None:
    from websockets.sync.client import connect

    connect(f"ws://127.0.0.1:{port}/elsewhere")


def test_a_ticket_opens_one_socket_once(where: ground.Place) -> None:
    status, made = asked(where.port, buyer(where, 0), "POST", "/realtime/tickets")
    assert status == 201
    with Talker(where.port, origin=False) as line:
        line.hello(ticket=made["ticket"])
    with Talker(where.port, origin=False) as line:
        line.say("hello", ticket=made["ticket"])
        assert line.closed() == 4401
    _, late = asked(where.port, buyer(where, 0), "POST", "/realtime/tickets")
    ground.run(where, ["-c", _OLDER])
    with Talker(where.port, origin=False) as line:
        line.say("hello", ticket=late["ticket"])
        assert line.closed() == 4401


_OLDER = """
import os; os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jishi.config.settings")
import django; django.setup()
from datetime import timedelta
from jishi.kernel import clock, rows
from jishi.kernel.runner import act
then = rows.db_time(clock.real() - timedelta(seconds=31)), rows.db_time(clock.real() - timedelta(seconds=1))
act(rows.change, "UPDATE realtime_ticket SET made_at = %s, expires_at = %s WHERE used_at IS NULL", then)
"""


def test_nobody_gets_no_ticket(where: ground.Place) -> None:
    assert asked(where.port, {"cookie": "no", "csrf": ""}, "POST", "/realtime/tickets")[0] == 401


def test_twenty_frames_a_second_and_64_kib(where: ground.Place) -> None:
    with Talker(where.port, buyer(where, 10)) as line:
        line.hello()
        for _ in range(20):
            line.say("ping")
        for _ in range(20):
            line.hear("pong")
    with Talker(where.port, buyer(where, 10)) as line:
        line.hello()
        with suppress(ConnectionClosed):
            for _ in range(45):
                line.say("ping")
        assert line.closed() == 4429
    with Talker(where.port, buyer(where, 10)) as line:
        line.hello()
        line.line.send(json.dumps({"frame": "ping", "x": "x" * 70_000}))
        assert line.closed() == 1009


@pytest.mark.parametrize("text", ["no json", "[]", "{}", '{"frame": "dance"}', '{"frame": "typing", "x": "\\u0000"}'])
def test_what_cannot_be_read_ends_the_socket(where: ground.Place, text: str) -> None:
    with Talker(where.port, buyer(where, 10)) as line:
        line.hello()
        line.line.send(text)
        assert line.closed() == 4400


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"client_id": ""}, "client_id"),
        ({"client_id": 5}, "client_id"),
        ({"seen_seq": -1}, "seen_seq"),
        ({"body": "text"}, "body"),
        ({"body": {"kind": "text"}}, "body"),
        ({"body": {"kind": "shout", "text": "x"}}, "body"),
        ({"body": {"kind": "text", "text": " "}}, "body"),
        ({"body": {"kind": "text", "text": "x" * 2001}}, "body.text"),
        ({"body": {"kind": "order_card"}}, "body"),
    ],
)
def test_a_bad_message_names_its_field_and_stores_nothing(where: ground.Place, change: dict[str, Any], field: str) -> None:
    talk = buyer(where, 11)["conversation"]
    good = {"client_id": "c1", "conversation_id": talk, "body": {"kind": "text", "text": "x"}}
    with Talker(where.port, buyer(where, 11)) as line:
        line.hello()
        line.say("send", **(good | change))
        refused = line.hear("refused")
        assert refused["field"] == field
        if field == "body.text":
            assert refused["rule"] == "conversations.messages.length_max"
    assert log(where, buyer(where, 11), talk) == []


def test_a_session_that_ends_closes_its_sockets(where: ground.Place) -> None:
    with Talker(where.port, buyer(where, 12)) as line:
        line.hello()
        assert asked(where.port, buyer(where, 12), "POST", "/sign-out")[0] == 204
        assert line.closed(within=5) == 4401


def test_a_role_that_is_lost_closes_the_socket(where: ground.Place) -> None:
    with Talker(where.port, agent(where, 1)) as line:
        line.hello()
        ground.run(where, ["-c", _ROLE.format(person=agent(where, 1)["person"], role="warehouse")])
        assert line.closed(within=5) == 4403
    ground.run(where, ["-c", _ROLE.format(person=agent(where, 1)["person"], role="agent")])


def test_fsck_finds_nothing(where: ground.Place) -> None:
    assert json.loads(ground.run(where, ["-m", "jishi.config.cli", "fsck", "--json"])) == []
