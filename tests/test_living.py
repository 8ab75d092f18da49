"""The people of a running demonstration, in pretend time: at any speed the marketplace lives and is sound, and the machine is at ease."""

import json
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from jishi.config import cli, doctor, living
from jishi.kernel import clock, fsck
from jishi.kernel.models import EventSetAside
from jishi.kernel.runner import act
from jishi.modules.conversations.models import Message
from jishi.modules.desk import actions as desk
from jishi.modules.desk.demo import Teller
from jishi.modules.orders import demo as trade
from jishi.modules.orders.models import Order
from jishi.modules.orders.tests.scene import Scene
from tests import people

pytestmark = pytest.mark.django_db(transaction=True)


def cast(scene: Scene) -> living.Cast:
    """Two buyers, and a desk that somebody answers."""
    second = people.a_buyer("second@example.org", "何田田")
    agent = scene.shop.hire("agent")
    product = scene.did(scene.owner, "GET", f"/shops/{scene.shop.id}/products")["items"][0]["id"]
    buyers = [trade.Buyer(one.id, one.address, "CN") for one in (scene.buyer, second)]
    return living.Cast(buyers, [Teller(scene.shop.id, "CN", agent.id, str(product))])


def live(scene: Scene, speed: int, hours: float, whole: living.Cast | None = None) -> tuple[living.Director, list[int]]:
    """So many hours of the marketplace at a speed: the director, and how many acts there were in each second of the machine."""
    real0, sim0 = clock.real(), scene.now
    seconds = round(hours * 3600 / speed)
    at = {"real": real0}
    acts = []
    with clock.machine(lambda: at["real"]):
        with clock.at(sim0):
            director = living.Director(whole or cast(scene), seed=7)
        for second in range(seconds):
            done = 0
            for half in (0.5, 1.0):
                at["real"] = real0 + timedelta(seconds=second + half)
                now = sim0 + timedelta(seconds=(second + half) * speed)
                trade.fire(now)
                with clock.at(now):
                    done += director.turn()
            acts.append(done)
            if second % 60 == 59 or second == seconds - 1:
                scene.now = now
                scene.heard()
    return director, acts


def states() -> "Counter[str]":
    return Counter(Order.objects.values_list("state", flat=True))


@pytest.mark.slow
@pytest.mark.parametrize(("speed", "hours", "fewest", "least"), [(1, 1, 15, 1), (60, 12, 150, 3), (600, 60, 250, 4)])
def test_the_marketplace_lives_at_any_speed(scene: Scene, speed: int, hours: int, fewest: int, least: int) -> None:
    director, acts = live(scene, speed, hours)
    assert (director.done.failed, director.done.error) == (0, "")
    assert sum(acts) == director.done.acts >= fewest
    assert max(acts) <= living.ACTS_A_SECOND + living.BURST
    assert sum(acts) <= living.ACTS_A_SECOND * len(acts) + living.BURST
    assert len(states()) >= least, states()
    assert Message.objects.exists()
    assert EventSetAside.objects.count() == 0
    assert [(one.table, one.row, one.what) for one in fsck.run()] == []
    assert cli.main(["ledger", "verify"]) == 0


def test_where_somebody_works_the_work_is_left_to_them(scene: Scene) -> None:
    """A line of the shop's staff is up: nothing is packed and nobody is answered for them."""
    whole = cast(scene)
    agent = whole.tellers[0].agent
    act(desk.be_here, {(scene.shop.id, agent)}, {scene.shop.id: "CN"}, clock.real() + timedelta(days=1))
    director, _ = live(scene, 60, 12, whole)
    assert director.done.failed == 0
    assert not {"awaiting_collection", "in_transit", "delivered"} & set(states())
    assert set(Message.objects.values_list("side", flat=True)) == {"buyer"}


def test_what_goes_wrong_ends_nothing_and_the_doctor_tells(scene: Scene, settings: Any, tmp_path: Path) -> None:
    whole = cast(scene)
    whole.buyers[0] = trade.Buyer(scene.buyer.id, scene.buyer.address, "ZZ")
    director, _ = live(scene, 60, 2, whole)
    assert director.done.failed > 0
    assert Order.objects.exists()
    settings.DATA_DIR, settings.ENV = tmp_path, "demo"
    living.tell(director.done)
    (told,) = doctor.demonstration()
    assert (told.what, told.state) == ("people", "look")
    assert director.done.error in told.says


def test_without_its_people_the_server_goes_on(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path

    def nobody() -> living.Director:
        raise LookupError("nobody is here")

    thread = living.Living(nobody)
    thread.start()
    thread.stop()
    told = json.loads((tmp_path / "people.json").read_text(encoding="utf-8"))
    assert (told["failed"], told["error"]) == (1, "LookupError: nobody is here")
    assert datetime.fromisoformat(told["at"]) <= clock.real()


@pytest.fixture
def scene() -> Scene:
    """A shop in China, a buyer, 1 March 2024 at 10:00."""
    return Scene.set()
