"""Three weeks of a demonstration's orders: buyers who pay, forget or change their minds, shops that pack in time or late.

Everything goes through the actions, at pretend instants from the past to now, and deadlines fire at their own.
"""

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random

from jishi.kernel import clock, deadlines
from jishi.kernel.errors import Refused
from jishi.kernel.runner import act
from jishi.modules.fulfilment import actions as fulfilment
from jishi.modules.fulfilment.actions import Package
from jishi.modules.orders import actions
from jishi.modules.orders.models import Cancellation, Order
from jishi.modules.payments import actions as payments
from jishi.modules.payments.actions import Payment

NOTES = {
    "CN": ["请用礼盒，写一张贺卡", "不要放价格单", "周末送", "", "", "", "", ""],
    "MY": ["Please gift-wrap", "Leave with the guard", "", "", "", ""],
    "UK": ["No price slip, please", "Leave in the porch", "", "", "", ""],
}
REASONS = {
    "CN": ["拍错了", "不想要了", "想换一个颜色"],
    "MY": ["Ordered by mistake", "Found another"],
    "UK": ["Ordered by mistake", "Changed my mind"],
}


@dataclass(frozen=True)
class Buyer:
    """Someone who orders: their id, an address, their market."""

    person: str
    address: str
    market: str


@dataclass
class World:
    """What happens when, in order of time."""

    dice: Random
    left: Callable[[Order], bool] = lambda _: False
    """Is this order's work left to whoever visits the shop?"""
    coming: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    count: "itertools.count[int]" = field(default_factory=itertools.count)

    def at(self, moment: datetime, call: Callable[[], None]) -> None:
        """Have something happen."""
        heapq.heappush(self.coming, (moment, next(self.count), call))

    def next(self) -> Callable[[], None]:
        """What comes next, taken off the list. Raises IndexError when nothing is to come."""
        return heapq.heappop(self.coming)[2]

    def until(self, end: datetime) -> None:
        """Let time pass up to `end`; what lies beyond stays undone."""
        while self.coming and self.coming[0][0] <= end:
            moment, _, call = heapq.heappop(self.coming)
            fire(moment)
            with clock.at(moment):
                call()
        fire(end)


def fire(moment: datetime) -> None:
    """Fire what is due up to a moment, each at its own instant."""
    while (due := deadlines.next_due()) is not None and due <= moment:
        with clock.at(due):
            deadlines.sweep()


def live(buyers: list[Buyer], skus: dict[str, list[str]], start: datetime, end: datetime, orders: int, seed: int) -> None:
    """Let buyers order `orders` times between two instants, from the SKUs of their market; the same seed, the same story."""
    world = World(Random(seed))  # noqa: S311 - the same seed must give the same story
    whole = (end - start).total_seconds()
    for _ in range(orders):
        # denser towards the end, so that today has work to do
        moment = start + timedelta(seconds=whole * (1 - world.dice.random() ** 2.2))
        buyer = world.dice.choice(buyers)
        world.at(moment, ordering(world, buyer, skus[buyer.market]))
    world.until(end)


def ordering(world: World, buyer: Buyer, skus: list[str]) -> Callable[[], None]:
    """A buyer who orders something of these, pays or forgets to, and may regret it; the shop packs and the carrier brings it."""

    def order() -> None:
        dice = world.dice
        basket = {sku: dice.choice([1, 1, 1, 2, 3]) for sku in dice.sample(skus, dice.choice([1, 1, 2]))}
        note = dice.choice(NOTES[buyer.market])
        try:
            placed = act(actions.place, buyer.person, basket, buyer.address, "online", actor=f"person:{buyer.person}", note=note)
        except Refused:
            return  # sold out meanwhile: a buyer goes without, as buyers do
        if placed.payment is None or dice.random() < 0.16:
            return
        wait = timedelta(minutes=dice.choice([1, 2, 4, 9, 30, 300]))
        payment = placed.payment.payment.pk
        world.at(clock.now() + wait, lambda: _pay(world, payment, [one.pk for one in placed.orders], buyer))

    return order


def _pay(world: World, payment: str, orders: list[str], buyer: Buyer) -> None:
    good = world.dice.random() < 0.95
    try:
        act(payments.pay, Payment.objects.get(pk=payment), "ok" if good else "declined", actor=f"person:{buyer.person}")
    except Refused:
        return
    if not good:
        return
    for order in orders:
        now = clock.now()
        if world.dice.random() < 0.12:
            world.at(now + timedelta(minutes=world.dice.choice([20, 200, 900])), partial(_regret, world, order, buyer))
        world.at(now + timedelta(hours=world.dice.choice([3, 7, 15, 22, 30, 44, 53])), partial(_pack, world, order))


def _regret(world: World, order: str, buyer: Buyer) -> None:
    row = Order.objects.get(pk=order)
    try:
        act(actions.request_cancellation, row, None, world.dice.choice(REASONS[buyer.market]), actor=f"person:{buyer.person}")
    except Refused:
        return
    if world.dice.random() < 0.6:
        world.at(clock.now() + timedelta(hours=world.dice.choice([2, 9, 20])), lambda: _answer(world, order))


def _answer(world: World, order: str) -> None:
    request = Cancellation.objects.filter(order=order, state="open").first()
    if request is not None and not world.left(Order.objects.get(pk=order)):
        agreed = world.dice.random() < 0.7
        row = Order.objects.get(pk=order)
        act(actions.answer_cancellation, request, row, agreed, "" if agreed else "已经备好货", actor="system:demo")


def _pack(world: World, order: str) -> None:
    row = Order.objects.get(pk=order)
    if row.state == "on_hold":
        world.at(clock.now() + timedelta(hours=1), lambda: _pack(world, order))
    if row.state != "to_process" or world.left(row):
        return
    carried(world, act(fulfilment.pack, row, actor="system:demo"))


def carried(world: World, package: Package) -> None:
    """A parcel is ready: the carrier comes for it some time."""
    wait = timedelta(hours=world.dice.choice([2, 5, 9, 18, 31]))
    world.at(clock.now() + wait, lambda: scanned(world, package.pk, "collected"))


def scanned(world: World, package: str, event: str) -> None:
    """The carrier has a parcel, or has brought it: the next scan follows."""
    row = Package.objects.get(pk=package)
    if row.state not in ("packed", "in_transit"):
        return
    act(fulfilment.scan, row, event, clock.now(), f"{package}-{event}")
    if event == "collected":
        world.at(clock.now() + timedelta(hours=world.dice.choice([16, 26, 40, 70])), lambda: scanned(world, package, "delivered"))
