"""The law of the marketplace: what held on this day, in this market, for this? Answers are rulings, which cases store and cite.

Owns the rulebook (`rules/`), rulings, the table of every value that ever held, markets and their packs, the operator's
overrides and calendars, decisions and their *why*. Emits ChangeAnnounced, ChangeWithdrawn, ChangeBegun, PackAnnounced, PackWithdrawn; hears
nothing. Obeys
`lawbook.changes.*` and `lawbook.overrides.*`.

    ruling = lawbook.at("orders.unpaid.cancel_after", on=order.placed_at, market=order.market)
    due = ruling.after(order.placed_at)
"""

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from jishi.lawbook.engine import at, forget, market_of, today
from jishi.lawbook.errors import LawError
from jishi.lawbook.judge import judge
from jishi.lawbook.law import soon_at
from jishi.lawbook.ruling import Ruling

if TYPE_CHECKING:
    from jishi.lawbook import decisions
    from jishi.lawbook.actions.open_market import open_market
    from jishi.lawbook.near import near
    from jishi.lawbook.queries import markets

__all__ = [
    "LawError",
    "Ruling",
    "at",
    "currency",
    "decisions",
    "forget",
    "judge",
    "markets",
    "near",
    "open_market",
    "soon_at",
    "today",
    "zone",
]


def zone(market: str) -> ZoneInfo:
    """The zone of a market's days. Raises LawError for a code that the rulebook does not know."""
    return market_of(market).zone


def currency(market: str) -> str:
    """A market's currency, three letters. Raises LawError for a code that the rulebook does not know."""
    return market_of(market).currency


def __getattr__(name: str) -> Any:
    """What needs tables is imported when it is first used: this package is loaded before Django's models are."""
    from importlib import import_module

    places = {
        "decisions": ("jishi.lawbook.decisions", None),
        "open_market": ("jishi.lawbook.actions.open_market", "open_market"),
        "near": ("jishi.lawbook.near", "near"),
        "markets": ("jishi.lawbook.queries", "markets"),
    }
    if name not in places:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, part = places[name]
    loaded = import_module(module)
    return getattr(loaded, part) if part else loaded
