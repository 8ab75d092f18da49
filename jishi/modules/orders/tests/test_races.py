"""Two at once: whoever comes first, each pair ends in exactly one outcome, and stock, ledger and fsck are clean."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from jishi.kernel import clock, deadlines
from jishi.kernel.models import Deadline
from jishi.kernel.runner import Writer
from jishi.kernel.tests.ground import together
from jishi.modules.orders.models import Cancellation, LineCancellation, Order
from jishi.modules.orders.tests.scene import START, Scene
from jishi.modules.payments.models import Refund
from tests import people
from tests.ground import on_postgresql

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4
WRITERS = ["a transaction each"] if on_postgresql() else ["a transaction each", "one writer"]


@pytest.fixture(params=WRITERS)
def scene(request: pytest.FixtureRequest) -> Iterator[Scene]:
    """A scene whose actions run in a transaction each, or, as in `jishi serve` on SQLite, through the one writer."""
    made = Scene.set()
    if request.param == "one writer":
        writer = Writer()
        writer.start()
        yield made
        writer.stop()
    else:
        yield made


def status(call: Callable[[], Any]) -> Callable[[], int]:
    """Only the status of what a request is answered."""
    return lambda: int(call().status_code)


def sweeping(at: datetime) -> Callable[[], int]:
    """A worker's sweep at an instant."""

    def sweep() -> int:
        with clock.at(at):
            return deadlines.sweep()

    return sweep


def state(order: str) -> str:
    return Order.objects.values_list("state", flat=True).get(pk=order)


@pytest.mark.covers("CLK-01", "ORD-02")
def test_payment_and_the_end_of_its_time(scene: Scene) -> None:
    for _ in range(ROUNDS):
        order = scene.placed()
        scene.now += timedelta(hours=48)
        for kind in ("orders.reminder_1", "orders.reminder_2"):
            assert sweeping(Deadline.objects.get(subject=order, kind=kind).due)() >= 1
        paid, _ = together(status(lambda order=order: scene.pay(order)), sweeping(scene.now))
        clock_ = Deadline.objects.get(subject=order, kind="orders.unpaid")
        assert (paid, state(order), clock_.state) in {(200, "on_hold", "met"), (409, "cancelled", "lapsed")}
        scene.sound()


@pytest.mark.covers("ORD-03", "ORD-05")
def test_payment_and_the_buyers_own_cancellation(scene: Scene) -> None:
    """Cancelled before or after the money came, it never keeps it."""
    for _ in range(ROUNDS):
        order = scene.placed({scene.cup: 2})
        paid, wished = together(status(lambda order=order: scene.pay(order)), status(lambda order=order: scene.wish(order)))
        assert (paid, wished, state(order)) in {(200, 200, "cancelled"), (409, 200, "cancelled")}
        row = Order.objects.get(pk=order)
        assert (row.paid_minor, row.refunded_minor) == ((19_800, 19_800) if paid == 200 else (0, 0))
        scene.sound()
    assert scene.shelf(scene.cup) == (10, 0)


def test_packing_and_cancelling(scene: Scene) -> None:
    for _ in range(ROUNDS):
        order = scene.paid()
        scene.later(hours=int((scene.now - START) / timedelta(hours=1)) + 2)
        packed, cancelled = together(
            status(lambda order=order: scene.ask(scene.owner, "POST", f"/orders/{order}/pack", key="")),
            status(lambda order=order: scene.ask(scene.owner, "POST", f"/orders/{order}/cancel", {"reason": "none left"}, key="")),
        )
        assert (packed, cancelled, state(order)) in {(200, 200, "cancelled"), (409, 200, "cancelled")}
        scene.heard()
        parcels = [one["state"] for one in scene.did(scene.buyer, "GET", f"/orders/{order}/packages")]
        assert parcels == (["void"] if packed == 200 else [])
        scene.sound()
    assert Refund.objects.count() == ROUNDS


def test_the_first_scan_and_cancelling(scene: Scene) -> None:
    for _ in range(ROUNDS):
        order = scene.paid()
        scene.later(hours=int((scene.now - START) / timedelta(hours=1)) + 2)
        package = scene.did(scene.owner, "POST", f"/orders/{order}/pack")["id"]
        scanned, cancelled = together(
            status(lambda package=package: scene.ask(scene.owner, "POST", f"/packages/{package}/scans", {"event": "collected"})),
            status(lambda order=order: scene.ask(scene.owner, "POST", f"/orders/{order}/cancel", {"reason": "none left"})),
        )
        assert (scanned, cancelled, state(order)) in {(200, 409, "in_transit"), (200, 200, "cancelled")}
        scene.sound()


@pytest.mark.covers("CLK-01", "ORD-03")
def test_an_answer_and_the_end_of_its_time(scene: Scene) -> None:
    for _ in range(ROUNDS):
        order = scene.paid()
        scene.later(hours=int((scene.now - START) / timedelta(hours=1)) + 2)
        request = scene.wished(order)
        due = Deadline.objects.get(subject=order, kind="orders.cancellation").due
        scene.later(hours=int((due - START) / timedelta(hours=1)) - 1)
        scene.now = due
        answer = {"accept": False, "reason": "engraved already"}
        answered, _ = together(
            status(lambda request=request, answer=answer: scene.ask(scene.owner, "POST", f"/cancellations/{request}/answer", answer)),
            sweeping(due),
        )
        found = (answered, state(order), Cancellation.objects.get(pk=request).state, Deadline.objects.get(subject=order, due=due).state)
        assert found in {(200, "to_process", "rejected", "met"), (409, "cancelled", "accepted", "lapsed")}
        scene.sound()


def test_two_answers(scene: Scene) -> None:
    for _ in range(ROUNDS):
        order = scene.paid({scene.cup: 2})
        scene.later(hours=int((scene.now - START) / timedelta(hours=1)) + 2)
        path = f"/cancellations/{scene.wished(order)}/answer"
        replies = [{"accept": True}, {"accept": False, "reason": "engraved already"}]
        asked = [status(lambda reply=reply, path=path: scene.ask(scene.owner, "POST", path, reply)) for reply in replies]
        statuses = tuple(together(*asked))
        assert (statuses, state(order)) in {((200, 409), "cancelled"), ((409, 200), "to_process")}
        scene.sound()


@pytest.mark.covers("ORD-08")
def test_the_last_pieces(scene: Scene) -> None:
    """Six buyers, five pieces: five have one."""
    buyers = [people.a_buyer(f"buyer{n}@example.org") for n in range(6)]
    placing = [status(lambda who=who, n=n: scene.place({scene.lid: 1}, who=who, key=f"last-{n}")) for n, who in enumerate(buyers)]
    assert sorted(together(*placing)) == [201] * 5 + [409]
    assert scene.shelf(scene.lid) == (5, 5)
    scene.sound()


def test_one_key_twice(scene: Scene) -> None:
    for n in range(ROUNDS):
        placing = [lambda n=n: scene.place({scene.cup: 1}, key=f"twice-{n}")] * 2
        first, second = together(*placing)
        assert (first.status_code, second.status_code, first.content) == (201, 201, second.content)
    assert Order.objects.count() == ROUNDS
    assert scene.shelf(scene.cup) == (10, ROUNDS)
    scene.sound()


def test_two_wishes(scene: Scene) -> None:
    for _ in range(ROUNDS):
        order = scene.paid()
        scene.later(hours=int((scene.now - START) / timedelta(hours=1)) + 2)
        wishes = [status(lambda order=order: scene.wish(order))] * 2
        assert sorted(together(*wishes)) == [200, 409]
        assert Cancellation.objects.filter(order=order).count() == 1
        scene.sound()


def test_pieces_are_cancelled_once(scene: Scene) -> None:
    for _ in range(ROUNDS):
        order = scene.paid({scene.cup: 3})
        wishes = [status(lambda order=order: scene.wish(order, {scene.cup: 2}))] * 2
        assert sorted(together(*wishes)) == [200, 422]
        row = Order.objects.get(pk=order)
        assert (row.state, row.total_minor, row.refunded_minor) == ("on_hold", 9_900, 19_800)
        scene.sound()
        scene.wish(order)


def test_some_pieces_and_the_whole(scene: Scene) -> None:
    for _ in range(ROUNDS):
        order = scene.paid({scene.cup: 3})
        some, whole = together(status(lambda order=order: scene.wish(order, {scene.cup: 1})), status(lambda order=order: scene.wish(order)))
        assert (some, whole, state(order)) in {(200, 200, "cancelled"), (409, 200, "cancelled")}
        row = Order.objects.get(pk=order)
        assert (row.paid_minor, row.refunded_minor) == (29_700, 29_700)
        assert LineCancellation.objects.filter(order=order).count() == (1 if some == 200 else 0)
        scene.sound()
    assert scene.shelf(scene.cup) == (10, 0)


@pytest.mark.covers("ORD-08")
def test_the_address_is_changed_once(scene: Scene) -> None:
    addresses = [people.an_address(scene.buyer, line=f"灵隐路 {n} 号") for n in range(2)]
    for _ in range(ROUNDS):
        order = scene.paid()
        moving = [
            status(lambda order=order, one=one: scene.ask(scene.buyer, "PUT", f"/orders/{order}/address", {"address_id": one}))
            for one in addresses
        ]
        statuses = together(*moving)
        assert sorted(statuses) == [200, 409]
        row = Order.objects.get(pk=order)
        assert (row.address, row.address_changes) == (addresses[statuses.index(200)], 1)
