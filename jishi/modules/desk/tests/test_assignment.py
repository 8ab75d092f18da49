"""Who gets a session: agents who are online, take new ones and have room. Else it waits, and whatever frees a place gives it out."""

from datetime import timedelta
from typing import Any

import pytest

from jishi.kernel import clock, deadlines, fsck
from jishi.kernel.runner import act
from jishi.modules.desk import actions
from jishi.modules.desk.actions.drain import HERE_FOR, places
from jishi.modules.desk.models import Seat
from jishi.modules.desk.tests.test_desk import say, talk
from tests import people
from tests.rows import unchanged

pytestmark = pytest.mark.django_db(transaction=True)


def found() -> list[str]:
    return [f"{one.table} {one.row}: {one.what}" for one in fsck.run()]


class Floor:
    """A shop, its agents by name, and buyers who come one after the other."""

    def __init__(self) -> None:
        self.shop = people.a_shop()
        self.buyers = 0

    def agent(self, name: str, *, capacity: int = 200, accepting: bool = True, here: bool = True) -> people.Signed:
        """Someone who answers here."""
        who = self.shop.hire("agent", f"{name}@agents.example.org")
        if capacity != 200:
            assert self.limit(who, capacity).status_code == 200
        if here:
            self.up(who)
        if accepting:
            assert self.accept(who).status_code == 200
        return who

    def up(self, who: people.Signed, ago: timedelta = timedelta()) -> None:
        """A line of theirs is up, or was so long ago."""
        act(actions.be_here, {(self.shop.id, who.id)}, {self.shop.id: self.shop.market}, clock.real() - ago)

    def accept(self, who: people.Signed, accepting: bool = True) -> Any:
        return who.ask("PATCH", f"/shops/{self.shop.id}/desk", {"accepting": accepting})

    def limit(self, who: people.Signed, capacity: int) -> Any:
        return self.shop.person.ask("PATCH", f"/shops/{self.shop.id}/members/{who.id}/desk", {"capacity": capacity})

    def comes(self) -> str:
        """Another buyer writes; the conversation."""
        self.buyers += 1
        buyer = people.a_buyer(f"b{self.buyers}@buyers.example.org")
        conversation = talk(buyer, self.shop)
        assert say(buyer, conversation, "hello", "b1").status_code == 200
        return conversation

    def listed(self, group: str, who: people.Signed | None = None) -> list[str]:
        """The conversations of a group."""
        answer = (who or self.shop.person).ask("GET", f"/shops/{self.shop.id}/sessions?group={group}")
        assert answer.status_code == 200, answer.content
        return [one["conversation"] for one in answer.json()["items"]]

    def seen(self, who: people.Signed) -> dict[str, Any]:
        return dict(who.ask("GET", f"/shops/{self.shop.id}/desk").json())


@pytest.mark.covers("DSK-02")
def test_whoever_is_online_and_takes_new_ones_gets_the_session() -> None:
    floor = Floor()
    away, shut, ready = floor.agent("away", here=False), floor.agent("shut", accepting=False), floor.agent("ready")
    first = floor.comes()
    assert [floor.listed("mine", who) for who in (away, shut, ready)] == [[], [], [first]]
    assert floor.listed("waiting") == []
    mine = floor.seen(ready)["mine"]
    assert (mine["online"], mine["accepting"], mine["load"], mine["capacity"], mine["full"]) == (True, True, 1, 200, False)
    assert floor.seen(ready)["recommended"] == 200
    assert floor.accept(ready, accepting=False).json()["mine"]["accepting"] is False
    second = floor.comes()
    assert (floor.listed("waiting"), floor.listed("mine", ready)) == ([second], [first])
    assert found() == []


@pytest.mark.covers("DSK-02")
def test_sessions_go_to_whoever_has_most_room() -> None:
    floor = Floor()
    one, two = floor.agent("one", capacity=2), floor.agent("two", capacity=4)
    for _ in range(6):
        floor.comes()
    assert [len(floor.listed("mine", who)) for who in (one, two)] == [2, 4]
    assert [floor.seen(who)["mine"]["full"] for who in (one, two)] == [True, True]
    waiting = floor.comes()
    assert floor.listed("waiting") == [waiting]
    assert found() == []


@pytest.mark.covers("DSK-02", "DSK-13")
def test_the_queue_drains_first_come_first_served_on_all_that_frees_a_place() -> None:
    floor = Floor()
    agent = floor.agent("agent", capacity=1)
    first, second, third, fourth, fifth, sixth = (floor.comes() for _ in range(6))
    assert (floor.listed("mine", agent), floor.listed("waiting")) == ([first], [second, third, fourth, fifth, sixth])
    assert agent.ask("POST", f"/conversations/{first}/close").status_code == 200
    assert floor.listed("mine", agent) == [second], "a session closes"
    assert floor.limit(agent, 2).status_code == 200
    assert floor.listed("mine", agent) == [second, third], "a limit is raised"
    late = floor.agent("late", capacity=1, here=False)
    assert floor.listed("mine", late) == []
    floor.up(late)
    assert floor.listed("mine", late) == [fourth], "an agent comes online"
    floor.accept(agent, accepting=False)
    floor.limit(agent, 3)
    assert floor.listed("waiting") == [fifth, sixth]
    floor.accept(agent)
    assert floor.listed("mine", agent) == [second, third, fifth], "an agent takes new ones again"
    with clock.at(clock.now() + timedelta(days=8)):
        while deadlines.sweep():
            pass
    assert floor.listed("open") == [], "the clock closes all, one after the other or at once"
    assert found() == []


@pytest.mark.covers("DSK-13")
def test_a_session_that_the_clock_closes_makes_room() -> None:
    floor = Floor()
    agent = floor.agent("agent", capacity=1)
    with clock.at(clock.now() - timedelta(days=6)):
        first = floor.comes()
    second = floor.comes()
    assert (floor.listed("mine", agent), floor.listed("waiting")) == ([first], [second])
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        while deadlines.sweep():
            pass
    assert (floor.listed("mine", agent), floor.listed("waiting")) == ([second], [])
    assert found() == []


@pytest.mark.covers("DSK-02")
def test_who_was_away_for_long_is_not_online() -> None:
    floor = Floor()
    agent = floor.agent("agent", here=False)
    floor.up(agent, HERE_FOR)
    waiting = floor.comes()
    assert (floor.seen(agent)["mine"]["online"], floor.listed("waiting")) == (False, [waiting])
    floor.up(agent, HERE_FOR - timedelta(seconds=10))
    assert floor.listed("mine", agent) == []
    assert floor.seen(agent)["mine"]["online"] is True


@pytest.mark.covers("DSK-02")
def test_an_agent_takes_from_the_queue_up_to_the_limit() -> None:
    floor = Floor()
    agent, other = floor.agent("agent", capacity=1, accepting=False, here=False), floor.agent("other", accepting=False)
    first, second = floor.comes(), floor.comes()
    taken = agent.ask("POST", f"/conversations/{second}/take")
    assert (taken.status_code, taken.json()["agent"]) == (200, agent.id)
    assert (floor.listed("mine", agent), floor.listed("waiting")) == ([second], [first])
    with unchanged():
        full, theirs = agent.ask("POST", f"/conversations/{first}/take"), other.ask("POST", f"/conversations/{second}/take")
    assert (full.status_code, full.json()["code"], full.json()["rule"]) == (409, "desk.full", "desk.assignment.saturated_at")
    assert (theirs.status_code, theirs.json()["code"]) == (409, "desk.taken")
    assert found() == []


@pytest.mark.covers("DSK-02")
def test_who_leaves_the_shop_leaves_their_sessions_to_others_in_their_old_place() -> None:
    floor = Floor()
    going = floor.agent("going", capacity=2)
    first, second = floor.comes(), floor.comes()
    third = floor.comes()
    staying = floor.agent("staying", capacity=1, here=False)
    assert floor.shop.person.ask("DELETE", f"/shops/{floor.shop.id}/members/{going.id}").status_code == 204
    people.all_heard()
    assert floor.listed("waiting") == [first, second, third]
    floor.up(staying)
    assert floor.listed("mine", staying) == [first]
    assert floor.shop.person.ask("PATCH", f"/shops/{floor.shop.id}/members/{staying.id}", {"role": "warehouse"}).status_code == 200
    people.all_heard()
    assert floor.listed("waiting") == [first, second, third]
    assert found() == []


def test_who_may_set_limits_and_whose() -> None:
    floor = Floor()
    agent, keeper, buyer = floor.agent("agent"), floor.shop.hire("warehouse"), people.a_buyer()
    path = f"/shops/{floor.shop.id}/members/{agent.id}/desk"
    with unchanged():
        assert agent.ask("PATCH", path, {"capacity": 500}).status_code == 403
        assert keeper.ask("PATCH", f"/shops/{floor.shop.id}/desk", {"accepting": True}).status_code == 403
        assert buyer.ask("PATCH", path, {"capacity": 500}).status_code == 404
        assert floor.shop.person.ask("PATCH", f"/shops/{floor.shop.id}/members/{keeper.id}/desk", {"capacity": 5}).status_code == 404
    assert floor.shop.hire("supervisor").ask("PATCH", path, {"capacity": 500}).status_code == 200
    assert floor.seen(agent)["mine"]["capacity"] == 500


@pytest.mark.covers("DSK-13")
def test_a_buyer_who_waits_is_told_how_many_are_before_them() -> None:
    floor = Floor()
    floor.comes()
    buyer = people.a_buyer()
    conversation = talk(buyer, floor.shop)
    say(buyer, conversation, "hello", "b1")
    seen = buyer.ask("GET", f"/conversations/{conversation}").json()
    assert (seen["before"], seen["session"]["agent"]) == (1, "")
    floor.agent("agent")
    assert buyer.ask("GET", f"/conversations/{conversation}").json()["before"] is None


def test_an_agent_is_full_at_just_their_capacity() -> None:
    """Rule desk.assignment.saturated_at, to the last basis point: it shows at capacities that no agent has."""
    seat = Seat(shop="shp_1", person="per_1", capacity=10_000)
    assert [places(seat, load, "CN") for load in (0, 9_999, 10_000, 10_001)] == [10_000, 1, 0, 0]
