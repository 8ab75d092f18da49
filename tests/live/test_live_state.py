"""Old snapshot + pushed events = new snapshot, for every fact that the server declares and everyone who looks.

An act is played through the doors of the marketplace. Whatever read of the API then answers somebody otherwise than before is one that
the socket told that person's page to ask anew: by a fact, after which the web asks for all that is shown but what web/src/app/live.json
keeps, or by a message of a conversation. What is not told stands in a list here, with its reason.
"""

import pytest

import jishi.config.api  # noqa: F401 - every module's facts are declared
from jishi.kernel import events, rows
from jishi.modules.orders.tests.scene import START
from jishi.realtime import watch
from tests.live.acts import ACTS
from tests.live.town import BUT, CARRIED, KEPT, Seen, Town, Viewer, changed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

AT_REST = {
    ("the buyer", "catalog.browse"): "goods are looked at by everybody: they are asked for when somebody looks, not pushed to all",
    ("the buyer", "catalog.get"): "as for catalog.browse; what is bought is reckoned anew when it is ordered",
    ("the buyer", "shops.get"): "as for catalog.browse",
    ("the buyer", "shops.list"): "as for catalog.browse",
    ("an agent", "shops.list"): "as for catalog.browse",
    ("an operator", "kernel.listeners"): "how far listeners are is another at every turn of a worker: the machine room asks of itself",
    ("an operator", "kernel.post"): "as for kernel.listeners",
    ("an operator", "kernel.lateness"): "as for kernel.listeners",
}
"""What grows old on somebody's page until it is looked at again, and why that is right."""


def test_every_fact_has_its_act() -> None:
    """But for those that only gather what others have in common, and those that a test made up."""
    real = {name: kind for name, kind in events.TYPES.items() if ".tests." not in kind.__module__}
    assert set(ACTS) == {name for name, kind in real.items() if not kind.__subclasses__()}


def test_what_the_web_keeps_is_asked_again_after_facts_that_there_are() -> None:
    assert {fact for kept in KEPT.values() for fact in kept["but"]} - set(events.TYPES) == set()


@pytest.mark.parametrize("fact", ACTS)
def test_what_changed_was_pushed(fact: str) -> None:
    town = Town.set()
    viewers = town.viewers
    play = ACTS[fact](town)
    next(play)
    talks = [town.ids["conversations"]] if "conversations" in town.ids else []
    for viewer in viewers:
        viewer.written(talks)
    outbox = watch.Outbox()
    outbox.look()
    last = _last()
    before = {viewer.name: viewer.reads(town.ids, town.scene.now) for viewer in viewers}
    assert next(play, None) is None
    assert fact in _emitted(last)
    stale = _stale(town, viewers, before, outbox, talks)
    town.scene.heard()  # what those above did when they heard of it
    stale |= _stale(town, viewers, before, outbox, talks)
    assert stale == set()


def _stale(town: Town, viewers: list[Viewer], before: dict[str, Seen], outbox: watch.Outbox, talks: list[str]) -> set[tuple[str, str]]:
    """What somebody's page shows otherwise than the server has it, once what the pushes named was asked for anew."""
    hints = outbox.look()
    stale = set()
    for viewer in viewers:
        told, written = viewer.told(hints), viewer.written(talks)
        now = viewer.reads(town.ids, town.scene.now)
        for operation in changed(before[viewer.name], now):
            asked = told & BUT[operation] if operation in BUT else told
            if not asked and not (written and operation in CARRIED) and (viewer.name, operation) not in AT_REST:
                stale.add((viewer.name, operation))
        before[viewer.name] = now
    return stale


def _last() -> int:
    return int(rows.sql("SELECT COALESCE(MAX(seq), 0) FROM kernel_event")[0][0])


def _emitted(after: int) -> set[str]:
    return {str(row[0]) for row in rows.sql("SELECT type FROM kernel_event WHERE seq > %s", [after])}


def test_a_shop_hears_nothing_of_anothers_orders() -> None:
    town = Town.set()
    outbox = watch.Outbox()
    outbox.look()
    town.scene.to_pack()
    hints = outbox.look()
    assert Viewer("the owner", town.scene.owner).told(hints) == {
        "orders.OrderPlaced",
        "orders.OrderPaid",
        "orders.OrderReleased",
        "notices.NoticesChanged",
    }
    assert Viewer("another owner", town.bystander.person).told(hints) == set()
    assert town.scene.now > START
