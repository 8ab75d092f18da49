"""The carrier: its scans come late, twice, in the wrong order, of the future, or never."""

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from jishi.kernel import rows
from jishi.modules.fulfilment import actions as fulfilment
from jishi.modules.fulfilment.actions import Package
from jishi.sim.asking import done

if TYPE_CHECKING:
    from jishi.sim.world import World

TAKES = (1, 6, 20, 44, 80)
BRINGS = (10, 30, 70)
LOSES, LIES, TWICE, SWAPS, REPORTS_LATE, FAILS, DESTROYS = 0.06, 0.06, 0.12, 0.12, 0.15, 0.05, 0.4


def takes(world: "World", package: str) -> None:
    """A parcel stands ready: it is collected and delivered some time, and somehow reported."""
    dice = world.dice
    if dice.random() < LOSES:
        return
    collected = world.now + timedelta(hours=dice.choice(TAKES))
    delivered = collected + timedelta(hours=dice.choice(BRINGS))
    reports = [("collected", collected), ("delivered", delivered)]
    if dice.random() < FAILS:
        reports[1] = ("failed", delivered)
        if dice.random() < DESTROYS:
            reports.append(("destroyed", delivered + timedelta(hours=dice.choice((1, 200)))))
    told = [at + timedelta(hours=dice.choice((5, 26)) if dice.random() < REPORTS_LATE else 0) for _, at in reports]
    if dice.random() < SWAPS:
        told[0] = told[1] + timedelta(hours=1)
    for (event, at), when in zip(reports, told, strict=True):
        reference = f"{package}:{event}"
        world.at(when, f"a scan {event}", partial(_scan, world, package, event, at, reference))
        if dice.random() < TWICE:
            again = reference if dice.random() < 0.5 else f"{reference}:again"
            world.at(when + timedelta(hours=dice.choice((0, 9))), f"a scan {event} again", partial(_scan, world, package, event, at, again))
    if dice.random() < LIES:
        lie = world.now + timedelta(hours=dice.choice((-30, 300)))
        world.after("a false scan", partial(_scan, world, package, "delivered", lie, f"{package}:lie"), hours=2)


def _scan(world: "World", package: str, event: str, at: datetime, reference: str) -> None:
    parcel = rows.one(Package, package)
    assert parcel is not None
    done(world, fulfilment.scan, parcel, event, at, reference, may=("fulfilment.scan_time",))
