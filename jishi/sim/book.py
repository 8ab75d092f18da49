"""What the simulation itself keeps of what people were told and what it has seen, to hold against what the database says."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jishi.sim.world import World

STOCK = 40
"""Pieces of each SKU on the stage."""


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
    """Orders whose parcel a carrier has, as seen."""
    closed: dict[str, str] = field(default_factory=dict)
    """Deadlines that are closed, and how, as seen."""
    looked: str = ""
    """Up to which moment closed deadlines have been seen."""

    def __post_init__(self) -> None:
        self.shelf = {one.sku: STOCK for one in self.world.stage.goods}
