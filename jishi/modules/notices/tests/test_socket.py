"""Whoever is connected is told that notices came, and finds by it what a page loaded anew would show; who comes back is told too."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bench import ground
from tests.ground import on_postgresql
from tests.talker import Talker, asked

KIND = "postgresql" if on_postgresql() else "sqlite"
CAME = {"fact": "notices.NoticesChanged"}


@pytest.fixture(scope="module")
def where() -> Iterator[ground.Place]:
    """A server with a shop, two agents, and buyers who talk with it."""
    with ground.place(KIND) as place:
        place.data = json.loads(ground.run(place, ["-m", "bench.chat_seed", json.dumps({"shops": 1, "agents": 2, "buyers": 3})]))
        with ground.served(place, "--with-worker"):
            yield place


def told(where: ground.Place, who: dict[str, str], shop: str) -> list[dict[str, Any]]:
    """What is new to them, as a page loaded anew shows it."""
    place = f"&shop={shop}" if shop else ""
    status, found = asked(where.port, who, "GET", f"/me/notices?new=true{place}")
    assert status == 200, found
    return list(found["items"])


def hint(talker: Talker) -> dict[str, Any]:
    """The next word that notices came."""
    while (heard := talker.hear("event", type="changed")["data"])["fact"] != CAME["fact"]:
        pass
    return dict(heard)


def writes(where: ground.Place, who: dict[str, str], text: str) -> None:
    said = {"client_id": text, "body": {"kind": "text", "text": text}}
    assert asked(where.port, who, "POST", f"/conversations/{who['conversation']}/send", said)[0] == 200


@pytest.mark.covers("NOT-01")
def test_word_of_notices_comes_to_those_who_are_there_and_to_those_who_come_back(where: ground.Place) -> None:
    agent, buyer = where.data["agents"][0], where.data["buyers"][0]
    shop = agent["shop"]
    before = len(told(where, agent, shop))
    with Talker(where.port, agent) as first:
        welcome = first.hello()
        with Talker(where.port, agent) as stays:
            stays.hello()
            first.line.close()
            writes(where, buyer, "hello")
            heard = hint(stays)
            assert len(told(where, agent, shop)) == before + 1, "what the hint tells of is there"
            with Talker(where.port, agent) as back:
                assert "snapshot" not in back.hello(epoch=welcome["epoch"], cursor=welcome["cursor"])
                assert hint(back) == heard


@pytest.mark.covers("NOT-01")
def test_a_buyer_is_told_of_the_answer_and_others_are_not(where: ground.Place) -> None:
    agent, buyer, other = where.data["agents"][0], where.data["buyers"][1], where.data["buyers"][2]
    with Talker(where.port, buyer) as waits, Talker(where.port, other) as apart:
        waits.hello()
        apart.hello()
        writes(where, buyer, "anybody?")
        said = {"client_id": "answer", "seen_seq": 9, "body": {"kind": "text", "text": "yes"}}
        assert asked(where.port, agent, "POST", f"/conversations/{buyer['conversation']}/send", said)[0] == 200
        hint(waits)
        assert [one["kind"] for one in told(where, buyer, "")] == ["notices.chat_answered"]
        assert [one for one in apart.quiet() if one.get("data", {}).get("fact") == CAME["fact"]] == []
