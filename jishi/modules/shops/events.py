"""Facts of shops; `subject` is the shop's id."""

from dataclasses import dataclass

from jishi.kernel.events import Event


@dataclass(frozen=True)
class ShopOpened(Event):
    """A shop opened in a market."""

    market: str


@dataclass(frozen=True)
class MemberAdded(Event):
    """A person works in the shop from now on."""

    person: str
    role: str


@dataclass(frozen=True)
class MemberChanged(Event):
    """A person works in the shop in another role."""

    person: str
    role: str
    before: str


@dataclass(frozen=True)
class MemberRemoved(Event):
    """A person no longer works in the shop."""

    person: str
    role: str
