"""Several processes, a Redis that dies, a server that is killed: whoever talks loses nothing."""

import asyncio
import contextlib
import dataclasses
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from bench import chat, ground
from tests import needs, soak, valkey
from tests.ground import on_postgresql
from tests.talker import Talker, asked

pytestmark = [pytest.mark.slow]
PEOPLE = {"shops": 2, "agents": 4, "buyers": 20}


@contextlib.contextmanager
def serving(where: ground.Place, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """A server on this port, which may be killed before."""
    words = [sys.executable, "-m", "jishi.config.cli", "serve", "--port", str(port), "--with-worker"]
    server = subprocess.Popen(words, env=where.env, cwd=ground.ROOT)
    try:
        ground.until_alive(port)
        yield server
    finally:
        server.terminate()
        server.wait(20)


def clean(tally: soak.Tally) -> None:
    assert (tally.lost, tally.twice, tally.out_of_order) == ([], [], [])
    assert set(tally.refused) <= {"conversations.unseen"}


@pytest.mark.sqlite  # on PostgreSQL two processes do it, below
@pytest.mark.covers("DSK-01")
def test_lines_that_are_cut_lose_nothing() -> None:
    """The soak, short: a fifth of the sockets cut each few seconds."""
    with ground.place("sqlite") as where:
        chat.talkers(where, **PEOPLE)
        with ground.served(where):
            tally = asyncio.run(soak.soak(where, [where.port], 12, say_every=1.0, cut_every=3.0))
        clean(tally)
        assert (tally.acked > 200, tally.cuts > 8) == (True, True), tally
        assert ground.run(where, ["-m", "jishi.config.cli", "fsck", "--json"]).strip() == "[]"


@pytest.mark.fault
def test_a_server_that_is_killed_and_comes_back_loses_nothing() -> None:
    """kill -9 in the middle, twice: what was acknowledged is there, what was not is sent again and stored once."""
    with ground.place("postgresql" if on_postgresql() else "sqlite") as where:
        chat.talkers(where, **PEOPLE)
        where.port = ground.free_port()

        async def killed() -> soak.Tally:
            talking = asyncio.create_task(soak.soak(where, [where.port], 14, say_every=1.0, cut_every=1e9))
            for _ in range(2):
                with serving(where, where.port) as server:
                    await asyncio.sleep(4)
                    server.send_signal(signal.SIGKILL)
                    server.wait(10)
            with serving(where, where.port):
                return await talking

        tally = asyncio.run(killed())
        clean(tally)
        assert (tally.acked > 100, tally.resent > 0) == (True, True), tally


@pytest.mark.postgresql
@pytest.mark.covers("API-03")
@pytest.mark.parametrize("by", ["postgresql", "redis"])
def test_two_processes_tell_each_other(by: str) -> None:
    """Who writes at one process is heard at the other, soon; and with lines cut nothing is lost."""
    with ground.place("postgresql") as where, contextlib.ExitStack() as stack:
        if by == "redis":
            needs.program(*valkey.NAMES, package="redis-server")
            where.env["JISHI_REDIS_URL"] = stack.enter_context(valkey.server()).url
        chat.talkers(where, **PEOPLE)
        ports = [ground.free_port(), ground.free_port()]
        for port in ports:
            stack.enter_context(serving(where, port))
        buyer, agent = where.data["buyers"][0], where.data["agents"][0]
        talk = buyer["conversation"]
        with Talker(ports[0], buyer) as asking, Talker(ports[1], agent) as answering:
            asking.hello()
            answering.hello(resume={talk: 0})
            for n in range(1, 6):
                begun = time.monotonic()
                asking.send(talk, f"{n}", f"w{n}")
                assert answering.hear("event", type="message")["seq"] == n
                took = time.monotonic() - begun
            assert took < 1.0, "told, not found by the poll"
            body = {"client_id": "h1", "body": {"kind": "text", "text": "by HTTP"}}
            assert asked(ports[0], buyer, "POST", f"/conversations/{talk}/send", body)[0] == 200
            assert answering.hear("event", type="message")["data"]["body"]["text"] == "by HTTP"
            answering.say("typing", conversation_id=talk)
            assert asking.hear("event", type="typing")["conversation_id"] == talk
        where.data["buyers"] = where.data["buyers"][1:]
        tally = asyncio.run(soak.soak(where, ports, 10, say_every=1.0, cut_every=3.0))
        clean(tally)
        assert tally.cuts > 5


@pytest.mark.fault
@pytest.mark.postgresql
def test_redis_dies_and_comes_back_and_nothing_is_lost() -> None:
    """Killed in the middle and started again: meanwhile the processes ask the database."""
    needs.program(*valkey.NAMES, package="redis-server")
    with ground.place("postgresql") as where, valkey.server() as redis, contextlib.ExitStack() as stack:
        where.env["JISHI_REDIS_URL"] = redis.url
        chat.talkers(where, **PEOPLE)
        ports = [ground.free_port(), ground.free_port()]
        for port in ports:
            stack.enter_context(serving(where, port))

        async def dying() -> soak.Tally:
            talking = asyncio.create_task(soak.soak(where, ports, 14, say_every=1.0, cut_every=6.0))
            await asyncio.sleep(4)
            redis.kill()
            await asyncio.sleep(4)
            redis.start()
            return await talking

        clean(asyncio.run(dying()))
        buyer, agent = where.data["buyers"][0], where.data["agents"][0]
        redis.kill()
        with Talker(ports[0], buyer) as asking, Talker(ports[1], agent) as answering:
            head = asking.hello()["snapshot"]["conversations"][0]["seq"]
            answering.hello(resume={buyer["conversation"]: head})
            asking.send(buyer["conversation"], "without Redis", "x1")
            assert answering.hear("event", type="message")["data"]["body"]["text"] == "without Redis"


@pytest.mark.postgresql
@pytest.mark.covers("API-03")
def test_the_set_of_compose_scale_without_containers() -> None:
    """As deploy/compose.scale.yaml starts them, two of each: an order placed at one process reaches its buyer's page at the other."""
    needs.program(*valkey.NAMES, package="redis-server")
    with ground.place("postgresql") as where, valkey.server() as redis, contextlib.ExitStack() as stack:
        where.env["JISHI_REDIS_URL"] = redis.url
        ground.seed(where, skus=4, buyers=2, stock=10, hot=1)
        for _ in range(2):
            stack.enter_context(ground.worked(where))
        first = stack.enter_context(ground.served(where, "--workers", "1"))
        second = stack.enter_context(ground.served(dataclasses.replace(where)))
        buyer = where.data["buyers"][0]
        with Talker(second.port, buyer) as page:
            page.hello()
            time.sleep(0.6)
            body = {"lines": [{"sku_id": where.data["skus"][0], "quantity": 1}], "address_id": buyer["address"], "method": "online"}
            with ground.Client(first.port) as client:
                status, _ = client.ask("POST", "/api/v1/me/orders", body, ground.signed(buyer, "k1"))
            assert status == 201
            hint = page.hear("event", type="changed")
            assert (hint["data"]["fact"], hint["data"]["subject"][:4]) == ("orders.OrderPlaced", "ord_")
        assert ground.run(where, ["-m", "jishi.config.cli", "fsck", "--json"]).strip() == "[]"
