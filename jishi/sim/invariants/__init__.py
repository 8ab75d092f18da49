"""What must hold after every tick, whatever people did and wherever the process died. Each raises Broken under its own name.

Read straight from the tables, by other ways than the code that wrote them.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from jishi.kernel import fsck
from jishi.sim.broken import Broken
from jishi.sim.invariants import desk, law, sessions, trade, webhooks

if TYPE_CHECKING:
    from jishi.sim.world import World

Look = Callable[["World"], None]
UNTOUCHED = (
    *("lawbook_marketpack", "shops_shop", "identity_person", "identity_address"),
    *("catalog_category", "catalog_product", "catalog_sku", "catalog_warehouse"),
)
"""Tables that no story writes: recomputed in the end."""
LONG = ("lawbook_value",)
"""A table of which a story writes little, and which is long: recomputed in the end too."""
FSCK_PARTS = 5
"""Each day one of so many parts of fsck's checks: they recompute everything, which is the most of a day's work."""
EACH_TICK: tuple[Look, ...] = (
    *(trade.placings, trade.ledger, trade.stock, trade.parcels, trade.clocks, trade.outcomes, trade.outbox),
    *(desk.messages, desk.bans),
)
EACH_DAY: tuple[Look, ...] = (trade.steps, trade.told, sessions.ended, law.persons, law.replayed)
WHEN_IDLE: tuple[Look, ...] = (trade.caught_up,)
"""Once a day too, when nothing is left to do."""
IN_THE_END: tuple[Look, ...] = (law.replayed_all, desk.logs, webhooks.reached)


def tick(world: "World") -> None:
    """After each tick."""
    for look in EACH_TICK:
        look(world)


def daily(world: "World") -> None:
    """Once a day, with nothing left to do unless the worker is down."""
    tick(world)
    for look in (*EACH_DAY, *(WHEN_IDLE if world.working else ())):
        look(world)
    part = (world.now - world.start).days % FSCK_PARTS
    for one in fsck.CHECKS[part::FSCK_PARTS]:
        if one.table not in (*UNTOUCHED, *LONG):
            _clean(one.find())


def whole(world: "World") -> None:
    """In the end: everything."""
    daily(world)
    for look in IN_THE_END:
        look(world)
    _clean(fsck.run())


def _clean(found: Iterable[fsck.Finding]) -> None:
    for one in found:
        raise Broken("fsck", f"{one.table} {one.row}: {one.what}")
