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


@dataclass(frozen=True)
class PackAnnounced(Event):
    """A market will follow another pack (null: the base alone); `subject` is the change."""

    everyone = True
    market: str
    pack: str | None
    begins: datetime


@dataclass(frozen=True)
class PackWithdrawn(Event):
    """An announced change of a market's pack will not come; `subject` is the change."""

    everyone = True
    market: str
