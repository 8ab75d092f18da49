"""The people of a running demonstration: buyers who order, pay, forget, ask and regret; shops and agents who do their work, or leave it
to the visitor; a carrier who comes and brings.

A thread of the demonstration's server. Time is the marketplace's: at twice the speed twice as much happens in a minute, up to so many
acts a second of the machine's. Everything goes through the same actions as people's own; a refusal is an answer, a fault is logged, kept
for `jishi doctor`, and ends nothing.
"""

import json
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import structlog
from django.conf import settings
from django.db import connection

from jishi.kernel import clock
from jishi.kernel.access import THE_DEMO
from jishi.kernel.errors import Refused
from jishi.kernel.runner import act
from jishi.modules.catalog import actions as catalog
from jishi.modules.catalog.models import Sku, StockLevel
from jishi.modules.desk import demo as talks
from jishi.modules.desk.actions.drain import HERE_FOR
from jishi.modules.desk.models import Seat
from jishi.modules.fulfilment.models import Package
from jishi.modules.orders import actions as orders
from jishi.modules.orders import demo as trade
from jishi.modules.orders.models import Order

LOG = structlog.get_logger()
TURN_SECONDS = 0.5
VISITS_AN_HOUR = 36.0
"""How often somebody comes, in an hour of the marketplace: each sets some acts in motion."""
ACTS_A_SECOND = 3.0
"""Of the machine's time, at any speed: what comes above that stays away."""
BURST = 3.0
WAITING_MOST = 2_000
ORDERS, ASKS, BROWSES = 0.45, 0.4, 0.1
PACKS, ANSWERS = 0.7, 0.6
LOW, MORE = 8, 40
ANSWERS_AFTER = (1, 2, 4, 9, 25, 70)
"""Minutes after which an agent answers."""
TOLD_EVERY = timedelta(seconds=5)


def told_in() -> Path:
    """Where it is kept what they did, for the doctor."""
    return Path(settings.DATA_DIR, "people.json")


@dataclass
class Done:
    """What came of it so far."""

    acts: int = 0
    refused: int = 0
    failed: int = 0
    stayed_away: int = 0
    error: str = ""


@dataclass
class Cast:
    """Who there is: buyers with their addresses, and the shops whose desk somebody answers."""

    buyers: list[trade.Buyer]
    tellers: list[talks.Teller]


@dataclass
class Director:
    """Who does what when. `most` acts a second of `real`, the machine's clock."""

    cast: Cast
    seed: int
    most: float = ACTS_A_SECOND
    done: Done = field(default_factory=Done)
    world: trade.World = field(init=False)
    next_visit: datetime = field(init=False)
    room: float = BURST
    last: datetime = field(init=False)

    def __post_init__(self) -> None:
        dice = Random(self.seed)  # noqa: S311 - the same seed gives the same people
        self.world = trade.World(dice, left=self._left)
        self.next_visit = clock.now()
        self.last = clock.real()
        for parcel in Package.objects.filter(state__in=("packed", "in_transit")).order_by("pk"):
            event = "collected" if parcel.state == "packed" else "delivered"
            hours = dice.choice((0.2, 1, 3, 8, 20))
            self.world.at(clock.now() + timedelta(hours=hours), lambda one=parcel.pk, event=event: self._scan(one, event))  # type: ignore[misc]

    def turn(self) -> int:
        """Do what is to be done by now, as far as there is room; how many acts that was."""
        real, now = clock.real(), clock.now()
        self.room = min(BURST, self.room + (real - self.last).total_seconds() * self.most)
        self.last = real
        before = self.done.acts
        while self.room >= 1:
            if self.next_visit <= now:
                self._visit(now)
            elif self.world.coming and self.world.coming[0][0] <= now:
                self._do(self.world.next())
            else:
                break
        while self.next_visit <= now:
            self._later()
            self.done.stayed_away += 1
        return self.done.acts - before

    def _later(self) -> None:
        self.next_visit += timedelta(hours=self.world.dice.expovariate(VISITS_AN_HOUR))

    def _visit(self, now: datetime) -> None:
        """Somebody comes: to order, to ask, or only to look; now and then a shelf is filled."""
        self._later()
        dice = self.world.dice
        if len(self.world.coming) >= WAITING_MOST:
            self.done.stayed_away += 1
            return
        buyer, wish = dice.choice(self.cast.buyers), dice.random()
        if wish < ORDERS:
            self._do(trade.ordering(self.world, buyer, self._goods(buyer.market)))
        elif wish < ORDERS + ASKS:
            self._do(lambda: self._ask(buyer, now))
        elif wish < ORDERS + ASKS + BROWSES:
            self._do(lambda: act(orders.put_in_cart, buyer.person, dice.choice(self._goods(buyer.market)), 1))
        else:
            self._do(self._fill_shelf)

    def _do(self, call: Callable[[], object]) -> None:
        self.room -= 1
        self.done.acts += 1
        try:
            call()
        except Refused:
            self.done.refused += 1
        except Exception as error:  # noqa: BLE001 - the demonstration goes on; the doctor tells of it
            self.done.failed += 1
            self.done.error = f"{type(error).__name__}: {error}"[:300]
            LOG.error("people.failed", error="".join(traceback.format_exception(error)))

    def _goods(self, market: str) -> list[str]:
        found = Sku.objects.filter(product__market=market, product__state="on_sale", active=True)
        return list(found.order_by("product_id", "position").values_list("id", flat=True))

    def _fill_shelf(self) -> None:
        low = StockLevel.objects.filter(selling=True, on_hand__lt=LOW).order_by("pk").first()
        if low is not None:
            act(catalog.adjust_stock, low.sku, MORE, "restocked", actor=THE_DEMO)

    def _ask(self, buyer: trade.Buyer, now: datetime) -> None:
        dice = self.world.dice
        at = [one for one in self.cast.tellers if one.market == buyer.market]
        if not at:
            return
        teller = dice.choice(at)
        question, answer = dice.choice(talks.QUESTIONS[buyer.market])
        talks.say(teller, buyer.person, "buyer", question)
        if dice.random() < ANSWERS:
            minutes = dice.choice(ANSWERS_AFTER)
            self.world.at(now + timedelta(minutes=minutes), lambda: self._answer(teller, buyer, answer))

    def _answer(self, teller: talks.Teller, buyer: trade.Buyer, text: str) -> None:
        if not _visited(teller.shop):
            talks.say(teller, buyer.person, "shop", text)

    def _scan(self, package: str, event: str) -> None:
        trade.scanned(self.world, package, event)

    def _left(self, order: Order) -> bool:
        """Some of the work is left lying, and all of it where somebody's line is up."""
        return self.world.dice.random() >= PACKS or _visited(order.shop)


def _visited(shop: str) -> bool:
    return Seat.objects.filter(shop=shop, seen_at__gt=clock.real() - HERE_FOR).exists()


class Living(threading.Thread):
    """The director at work until stopped."""

    def __init__(self, director: Callable[[], Director]) -> None:
        super().__init__(name="people", daemon=True)
        self.director = director
        self.stopping = threading.Event()

    def stop(self) -> None:
        """Finish the act and end."""
        self.stopping.set()
        self.join()

    def run(self) -> None:
        """Turn by turn."""
        try:
            director = self.director()
            told = clock.real()
            while not self.stopping.wait(TURN_SECONDS):
                director.turn()
                if clock.real() - told >= TOLD_EVERY:
                    told = clock.real()
                    tell(director.done)
        except Exception as error:  # noqa: BLE001 - the server goes on without its people
            LOG.error("people.failed", error="".join(traceback.format_exception(error)))
            tell(Done(failed=1, error=f"{type(error).__name__}: {error}"[:300]))
        finally:
            connection.close()


def tell(done: Done) -> None:
    """Keep for the doctor what came of it."""
    told_in().write_text(json.dumps({"at": clock.real().isoformat(), **vars(done)}), encoding="utf-8")
