"""What became of the law: facts for those above who tell merchants."""

from dataclasses import dataclass
from datetime import datetime

from jishi.kernel.events import Event


@dataclass(frozen=True)
class ChangeAnnounced(Event):
    """An override, or the repeal of one, was published: it is announced, or in an emergency already in force."""

    everyone = True
    market: str
    rule: str
    begins: datetime
    emergency: bool


@dataclass(frozen=True)
class ChangeWithdrawn(Event):
    """An announced change will not come."""

    everyone = True
    market: str
    rule: str


@dataclass(frozen=True)
class ChangeBegun(Event):
    """An announced change is in force."""

    everyone = True
    market: str
    rule: str
