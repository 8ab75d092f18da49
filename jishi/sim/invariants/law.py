"""What must hold of rulings while the law moves: each is what the law says for its day, by a reckoning of the simulation's own."""

from datetime import date
from typing import TYPE_CHECKING, Any

import orjson

from jishi.kernel import rows
from jishi.lawbook import engine
from jishi.lawbook.engine import Book, Terms
from jishi.lawbook.rulebook import rulebook
from jishi.sim.broken import Broken

if TYPE_CHECKING:
    from jishi.sim.world import World

_KEPT = """
SELECT subject, ruling FROM kernel_deadline WHERE opened >= %s
UNION ALL SELECT subject, extended_by FROM kernel_deadline WHERE opened >= %s AND extended_by IS NOT NULL
"""
_DECIDED = "SELECT subject, rulings FROM lawbook_decision WHERE at >= %s"
_ASKED = ("market", "on")


def persons(world: "World") -> None:
    """Once a day: nobody stands twice behind a change that was published."""
    for override, drafter, approvals in rows.sql("SELECT id, drafted_by, approvals FROM lawbook_override"):
        behind = [drafter, *(one["person"] for one in orjson.loads(approvals))]
        if len(set(behind)) != len(behind):
            raise Broken("law", f"{override} was drafted and published by {behind}")


def replayed(world: "World") -> None:
    """Once a day: the rulings that orders got since the last look."""
    _replay(world, world.book.replayed)
    world.book.replayed = str(rows.db_time(world.now))


def replayed_all(world: "World") -> None:
    """In the end: all rulings ever kept, whatever the law says by now."""
    _replay(world, "")


def _replay(world: "World", since: str) -> None:
    without = Book(rulebook(), Terms(packs=engine.book().terms.packs))
    own = {
        key: (rule, date.fromisoformat(str(begins)), orjson.loads(value))
        for key, rule, begins, value in rows.sql("SELECT key, rule, since, value FROM lawbook_value WHERE layer = 'override'")
    }
    rulings = [(subject, orjson.loads(one)) for subject, one in rows.sql(_KEPT, [since, since])]
    rulings += [(subject, one) for subject, some in rows.sql(_DECIDED, [since]) for one in orjson.loads(some)]
    good: set[tuple[Any, ...]] = set()
    for subject, kept in rulings:
        question = (kept["key"], *kept["asked"].items(), kept["rule"])
        if question not in good:
            _look(world, without, own, subject, kept)
            good.add(question)


def _look(world: "World", without: Book, own: dict[str, Any], subject: str, kept: dict[str, Any]) -> None:
    rule, asked, day = kept["rule"], kept["asked"], date.fromisoformat(kept["asked"]["on"])
    lawful = _lawful(world, asked["market"], rule, day)
    if kept["key"] in own:
        said = own[kept["key"]]
        fits = any(one is not None and said == (rule, one.since, one.value) for one in lawful)
    else:
        where = {key: word for key, word in asked.items() if key not in _ASKED}
        said = without.at(rule, day, asked["market"], where).key
        fits = None in lawful and said == kept["key"]
    if not fits:
        raise Broken("law", f"{subject} keeps {kept}, which says {said}; the law of that day is {lawful or 'the rulebook'}")


def _lawful(world: "World", market: str, rule: str, day: date) -> list[Any]:
    """What may hold on a day: the operators' own that began last and has not ended, None for the rulebook.

    On a day on which something began or ended at once, what held before, too.
    """
    mine = [one for one in world.book.enacted if (one.market, one.rule) == (market, rule)]
    holds = [one for one in mine if one.since <= day and (one.until is None or day < one.until)]
    last = max(holds, key=lambda one: one.since, default=None)
    turned = [one for one in mine if (one.emergency and one.since == day) or (one.ended_at_once and one.until == day)]
    return [last, *([None, *mine] if turned else [])]
