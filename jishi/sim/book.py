"""What the simulation itself keeps of what people were told and what it has seen, to hold against what the database says."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jishi.realtime.doors import Draft
    from jishi.sim.asking import Visitor
    from jishi.sim.stage import Agent, Buyer
    from jishi.sim.world import World

STOCK = 40
"""Pieces of each SKU on the stage."""


@dataclass(eq=False)
class Device:
    """Where an agent signed in; over when they ended it, here or elsewhere."""

    visitor: "Visitor"
    agent: "Agent"
    over: bool = False


@dataclass
class Tries:
    """What was tried in one span: how often it failed, and how often nobody heard whether it was counted."""

    failed: int = 0
    unsure: int = 0


@dataclass(eq=False)
class Said:
    """A message as its writer has it: whose, and where it stands once that was heard."""

    talk: "Talk"
    by: "Visitor"
    draft: "Draft"
    seq: int = 0


@dataclass(eq=False)
class Talk:
    """A conversation: what both sides wrote, and how far each has been told of it, message by message."""

    id: str
    buyer: "Buyer"
    agent: "Agent"
    said: list[Said] = field(default_factory=list)
    at: dict[int, Said] = field(default_factory=dict)
    told: dict[str, list[str]] = field(default_factory=lambda: {"buyer": [], "shop": []})


@dataclass
class Ban:
    """From when until when a buyer may not talk: to one shop (of a conversation) or to any (of a person)."""

    subject: str
    since: datetime
    until: datetime


@dataclass(eq=False)
class Enacted:
    """A change of the law as the operators were told of it: it governs the days from `since` until before `until`."""

    id: str
    market: str
    rule: str
    value: Any
    since: date
    emergency: bool
    until: date | None = None
    ended_at_once: bool = False


@dataclass
class Book:
    """The simulation's own account."""

    world: "World"
    placed: dict[str, str] = field(default_factory=dict)
    """Orders that a buyer was told of: order -> payment, empty for cash on delivery."""
    unheard: int = 0
    """Placings whose outcome nobody ever heard: each may have made its orders, or not."""
    shelf: dict[str, int] = field(default_factory=dict)
    """Pieces that must be on hand: what there was, what was booked, less what carriers took."""
    collected: set[str] = field(default_factory=set)
    """Contents of parcels that a carrier has, as seen."""
    closed: dict[str, str] = field(default_factory=dict)
    """Deadlines that are closed, and how, as seen."""
    step: int = 0
    """Up to which of the history's steps none was found to be taken twice."""
    looked: str = ""
    """Up to which moment closed deadlines have been seen."""
    devices: list[Device] = field(default_factory=list)
    tries: "defaultdict[tuple[str, int], Tries]" = field(default_factory=lambda: defaultdict(Tries))
    """By address and span: how often a password was tried."""
    talks: dict[str, Talk] = field(default_factory=dict)
    bans: list[Ban] = field(default_factory=list)
    enacted: list[Enacted] = field(default_factory=list)
    replayed: str = ""
    """Up to which moment rulings have been replayed."""

    def __post_init__(self) -> None:
        self.shelf = {one.sku: STOCK for one in self.world.stage.goods}
