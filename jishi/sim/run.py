"""Tell stories, one after the other, each on a fresh copy of the stage."""

import gc
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from time import perf_counter

from jishi.sim import doors, lawmakers, people, receivers, stage, talk
from jishi.sim.broken import Broken
from jishi.sim.world import World


@dataclass(frozen=True)
class Outcome:
    """How a story went: which invariant broke, if one did, on which day and how; else what happened, and how often."""

    seed: int
    days: int
    seconds: float
    ticks: int
    day: int
    story: str
    broke: str = ""
    how: str = ""
    happened: dict[str, int] = field(default_factory=dict)


def live(seeds: Iterable[int], days: int) -> Iterator[Outcome]:
    """The stories of these seeds. What breaks one ends that one."""
    set_up = stage.build()
    gc.freeze()  # what is there now stays: to go through it again and again would take a tenth of each story
    for seed in seeds:
        set_up.set()
        yield _one(World(set_up, seed, days))


def _one(world: World) -> Outcome:
    began = perf_counter()
    broke = how = ""
    try:
        for habits in (people, doors, talk, lawmakers, receivers):
            habits.come(world)
        world.live()
    except Broken as error:
        broke, how = error.name, error.how
    except Exception as error:  # noqa: BLE001 - whatever the marketplace raises at people is a story that broke
        broke, how = type(error).__name__, traceback.format_exc()
    return Outcome(
        seed=world.seed,
        days=world.days,
        seconds=round(perf_counter() - began, 2),
        ticks=world.ticks,
        day=(world.now - world.start).days + 1,
        story=world.story,
        broke=broke,
        how=how,
        happened=dict(sorted(world.happened.items())),
    )
