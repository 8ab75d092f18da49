"""The tables of states: every (state, verb) pair moves as the table says or refuses, and then changes nothing."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from jishi.kernel.machine import Machine
from jishi.modules.fulfilment.models import Package
from jishi.modules.fulfilment.states import PACKAGE
from jishi.modules.orders.models import STATES, Cancellation, Order
from jishi.modules.orders.states import CANCELLATION, GROUPS, ORDER
from jishi.modules.orders.tests.scene import Scene
from tests.rows import unchanged
from tests.tables import obeys

MACHINES: dict[str, Machine] = {"order": ORDER, "cancellation": CANCELLATION, "package": PACKAGE}
NEEDED = {
    "pay": {"paid_at": True},
    "cancel": {"cause": "merchant", "cancelled_at": True},
    "recall": {"cause": "buyer_agreed", "cancelled_at": True},
    "lapse": {"cause": "unpaid", "cancelled_at": True},
}
FACTS = {
    "pay": "orders.OrderPaid",
    "confirm": "orders.OrderConfirmed",
    "lapse": "orders.OrderCancelled",
    "release": "orders.OrderReleased",
    "pack": "orders.OrderPacked",
    "collect": "orders.OrderCollected",
    "deliver": "orders.OrderDelivered",
    "complete": "orders.OrderCompleted",
    "cancel": "orders.OrderCancelled",
    "recall": "orders.OrderCancelled",
}
ENDED = {
    "accept": "orders.CancellationAgreed",
    "lapse": "orders.CancellationAgreed",
    "reject": "orders.CancellationDeclined",
    "lapse_rejected": "orders.CancellationDeclined",
    "overtake": "orders.CancellationDeclined",
    "withdraw": "orders.CancellationWithdrawn",
}
FACTS_OF: dict[str, dict[str, str]] = {"order": FACTS, "cancellation": ENDED}
WANTED = {
    "order": {
        "pay": "unpaid > on_hold",
        "confirm": "unpaid > on_hold",
        "lapse": "unpaid > cancelled",
        "release": "on_hold > to_process",
        "pack": "to_process > awaiting_collection",
        "collect": "awaiting_collection > in_transit",
        "deliver": "in_transit > delivered",
        "complete": "delivered > completed",
        "cancel": "unpaid on_hold to_process awaiting_collection > cancelled",
        "recall": "in_transit delivered > cancelled",
    },
    "cancellation": {
        "accept": "open > accepted",
        "reject": "open > rejected",
        "withdraw": "open > withdrawn",
        "lapse": "open > accepted",
        "lapse_rejected": "open > rejected",
        "overtake": "open > rejected",
    },
    "package": {
        "collect": "packed > in_transit",
        "deliver": "in_transit > delivered",
        "fail": "in_transit > failed",
        "destroy": "failed in_transit > destroyed",
        "void": "packed > void",
    },
}


def _row(scene: Scene, name: str) -> Order | Cancellation | Package:
    """A row of this machine, made as it comes to be."""
    order = scene.to_pack()
    if name == "order":
        return Order.objects.get(pk=order)
    if name == "cancellation":
        return Cancellation.objects.get(pk=scene.wished(order))
    return Package.objects.get(pk=scene.did(scene.owner, "POST", f"/orders/{order}/pack")["id"])


@pytest.mark.covers("ORD-01")
@pytest.mark.parametrize(("name", "verb"), [(name, verb) for name, verbs in WANTED.items() for verb in verbs])
def test_every_pair_moves_or_refuses(scene: Scene, name: str, verb: str) -> None:
    is_order = name == "order"
    changes = {field: scene.now if value is True else value for field, value in NEEDED.get(verb, {}).items()} if is_order else {}
    row = _row(scene, name)
    about = row.order if isinstance(row, Cancellation) else row.pk
    obeys(MACHINES[name], row, verb, WANTED[name], changes=changes, fact=FACTS_OF.get(name, {}).get(verb), about=about)


@pytest.mark.covers("ORD-01")
def test_the_states_are_those_of_the_requirement() -> None:
    assert set(ORDER.states) == set(STATES)
    assert STATES == ["unpaid", "on_hold", "to_process", "awaiting_collection", "in_transit", "delivered", "completed", "cancelled"]
    assert GROUPS["to_ship"] == ("on_hold", "to_process", "awaiting_collection")
    assert GROUPS["shipped"] == ("in_transit", "delivered")
    assert {state for states in GROUPS.values() for state in states} == set(STATES)


def _reached(machine: Machine, start: str) -> Iterator[str]:
    seen = {start}
    while True:
        more = {to for sources, to in machine.table.values() if sources & seen} - seen
        if not more:
            return iter(seen)
        seen |= more


@pytest.mark.parametrize(
    ("name", "start", "ends"),
    [
        ("order", "unpaid", {"completed", "cancelled"}),
        ("cancellation", "open", {"accepted", "rejected", "withdrawn"}),
        ("package", "packed", {"delivered", "destroyed", "void"}),
    ],
)
def test_every_state_is_reached_and_the_ends_are_ends(name: str, start: str, ends: set[str]) -> None:
    machine = MACHINES[name]
    assert set(_reached(machine, start)) == set(machine.states)
    left = {state for sources, _ in machine.table.values() for state in sources}
    assert set(machine.states) - left == ends


VERBS: dict[str, Callable[[Scene, str, dict[str, str]], object]] = {
    "pay": lambda scene, order, _: scene.pay(order),
    "pack": lambda scene, order, _: scene.ask(scene.owner, "POST", f"/orders/{order}/pack"),
    "cancel": lambda scene, order, _: scene.ask(scene.owner, "POST", f"/orders/{order}/cancel", {"reason": "none left"}),
    "wish": lambda scene, order, _: scene.wish(order),
}
DONE = {
    "unpaid": {"pay": "on_hold", "cancel": "cancelled", "wish": "cancelled"},
    "on_hold": {"cancel": "cancelled", "wish": "cancelled"},
    "to_process": {"pack": "awaiting_collection", "cancel": "cancelled", "wish": "to_process"},
    "awaiting_collection": {"cancel": "cancelled", "wish": "awaiting_collection"},
    "in_transit": {},
    "delivered": {},
    "completed": {},
    "cancelled": {},
}


def bring(scene: Scene, state: str) -> str:
    """An order in this state, brought there by requests and time."""
    order = scene.placed()
    if state in ("unpaid", "cancelled"):
        if state == "cancelled":
            scene.wish(order)
        return order
    scene.pay(order)
    if state == "on_hold":
        return order
    scene.later(hours=2)
    if state == "to_process":
        return order
    package = scene.did(scene.owner, "POST", f"/orders/{order}/pack")["id"]
    if state != "awaiting_collection":
        scene.scan(package, "collected" if state == "in_transit" else "delivered")
    if state == "completed":
        scene.now += timedelta(days=16)
        scene.later(days=17)
    return order


@pytest.mark.covers("ORD-01", "ORD-03")
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_in_every_state_through_http(scene: Scene, state: str, verb: str) -> None:
    order = bring(scene, state)
    assert scene.seen(order)["state"] == state
    if verb in DONE[state]:
        assert VERBS[verb](scene, order, {}).status_code == 200  # type: ignore[attr-defined]
        assert scene.seen(order)["state"] == DONE[state][verb]
    else:
        with unchanged("kernel_idempotencykey", "lawbook_decision"):
            assert VERBS[verb](scene, order, {}).status_code == 409  # type: ignore[attr-defined]
    scene.sound()
