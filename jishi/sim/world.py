"""Time and chance: what happens when, in which order, and the process that lives through it.

Between two things that happen the worker fires what fell due, unless it is down; after each of them the invariants are looked at.
"""

import hashlib
import heapq
import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from jishi.kernel import clock, deadlines, outbound
from jishi.kernel import worker as kernel_worker
from jishi.sim import crash, invariants, receivers
from jishi.sim.book import Book
from jishi.sim.broken import Broken
from jishi.sim.stage import OPENED, Stage, ids_by
from jishi.sim.witness import Witness

FIRST = datetime(2023, 1, 2, tzinfo=UTC)
SPAN_DAYS = 1000
"""A story begins on one of so many days: each has its own law and holidays."""
LATENESS = (0, 0, 0, 1, 7, 45)
"""Seconds after which the worker comes round to what fell due."""
DIES_WORKING = 0.01
WRITES = 40
ROUNDS = 200


@dataclass
class World:
    """One seed's marketplace."""

    stage: Stage
    seed: int
    days: int
    stormy: bool = True
    dice: Random = field(init=False)
    start: datetime = field(init=False)
    now: datetime = field(init=False)
    end: datetime = field(init=False)
    book: Book = field(init=False)
    network: receivers.Network = field(init=False)
    witness: Witness = field(default_factory=Witness)
    happened: "Counter[str]" = field(default_factory=Counter)
    ahead: timedelta = timedelta()
    """By how much the machine's clock has run on while nothing happened."""
    ticks: int = 0
    working: bool = True
    with_writer: bool = False
    _coming: list[tuple[datetime, int, str, Callable[[], object]]] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)
    _story: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def __post_init__(self) -> None:
        self.dice = Random(self.seed)  # noqa: S311 - the same seed must give the same story
        self.start = self.now = FIRST + timedelta(days=self.dice.randrange(SPAN_DAYS), hours=self.dice.randrange(24))
        self.end = self.now + timedelta(days=self.days)
        self.book = Book(self)
        self.network = receivers.Network(self)

    @property
    def machine(self) -> datetime:
        """The machine's clock: it goes on from where the stage was set, apart from the marketplace's and as fast."""
        return OPENED + timedelta(hours=1) + (self.now - self.start) + self.ahead

    @property
    def story(self) -> str:
        """What happened, in one word: two runs of a seed have the same."""
        return self._story.hexdigest()[:16]

    def key(self) -> str:
        """A key of idempotency that nobody has used."""
        return f"sim-{self.seed}-{next(self._numbers)}"

    def count(self, what: str) -> None:
        """Note that something happened."""
        self.happened[what] += 1
        self._story.update(f"{self.now.isoformat()} {what}\n".encode())

    def at(self, moment: datetime, what: str, call: Callable[[], object]) -> None:
        """Have something happen."""
        heapq.heappush(self._coming, (moment, next(self._numbers), what, call))

    def after(self, what: str, call: Callable[[], object], *, minutes: float = 0, hours: float = 0) -> None:
        """Have something happen so long from now."""
        self.at(self.now + timedelta(minutes=minutes, hours=hours), what, call)

    def calmly[A](self, call: Callable[[], A]) -> A:
        """Do something with no storm for once."""
        stormy, self.stormy = self.stormy, False
        try:
            return call()
        finally:
            self.stormy = stormy

    def restart(self, why: str) -> None:
        """The process died; the next one runs with a writer or without."""
        self.count(why)
        self.with_writer = self.dice.random() < 0.5
        crash.restart(with_writer=self.with_writer)

    def live(self) -> None:
        """Let everything happen up to the end. Raises Broken when an invariant breaks."""
        with self._alone():
            self.restart("began")
            self._day(self.now + timedelta(days=1))
            while self._coming and self._coming[0][0] <= self.end:
                moment, _, what, call = heapq.heappop(self._coming)
                self._work_until(moment)
                self._tick(moment, what, call)
            self.working = True
            self._work_until(self.end)
            self._tick(self.end, "the end", lambda: self.calmly(self._work))
            with clock.at(self.now):
                invariants.whole(self)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Ids by the seed, the machine's clock by the story's, no network; the witness listens; whatever ran is stopped in the end."""
        by_story = ids_by(self.seed, FIRST), clock.machine(lambda: self.machine), outbound.played_by(self.network.answer)
        with by_story[0], by_story[1], by_story[2], self.witness.listening():
            try:
                yield
            finally:
                crash.stop()

    def _day(self, moment: datetime) -> None:
        """Once a day everything is recomputed."""

        def look() -> None:
            if self.working:
                self._work()
            invariants.daily(self)
            self._day(moment + timedelta(days=1))

        self.at(moment, "a day is over", look)

    def _tick(self, moment: datetime, what: str, call: Callable[[], object]) -> None:
        self.now = max(self.now, moment)
        self.ticks += 1
        self.count(what)
        with clock.at(self.now):
            call()
            invariants.tick(self)

    def _work_until(self, moment: datetime) -> None:
        """The worker comes round to each thing soon after it fell due."""
        while self.working and (due := self._next_due()) is not None and due <= moment:
            seen = max(self.now, due + timedelta(seconds=self.dice.choice(LATENESS)))
            self._tick(min(max(seen, due), max(moment, self.now)), "the worker came round", self._work)

    def _next_due(self) -> datetime | None:
        """When the next deadline or delivery is due."""
        return min((due for due in (deadlines.next_due(), receivers.next_at(self)) if due is not None), default=None)

    def _work(self) -> None:
        """Rounds until nothing is left to do; it may die in the middle, and the next one goes on."""
        for _ in range(ROUNDS):
            try:
                if self.stormy and self.dice.random() < DIES_WORKING:
                    with crash.at_write(self.dice.randint(1, WRITES)):
                        done = self._turn()
                else:
                    done = self._turn()
            except crash.Crash:
                self.restart("died at work")
                continue
            if not done:
                return
        raise Broken("outcomes", f"the worker finds no end: something is due and does not fire, or is told again and again, at {self.now}")

    def _turn(self) -> int:
        return kernel_worker.turn() + receivers.send(self)
