"""Facts of identity."""

from dataclasses import dataclass

from jishi.kernel.events import Event


@dataclass(frozen=True)
class PersonMade(Event):
    """A person came to be; `subject` is their id."""


@dataclass(frozen=True)
class OperatorMade(Event):
    """A person works for the marketplace from now on; `subject` is their id."""

    role: str


@dataclass(frozen=True)
class OperatorRemoved(Event):
    """A person no longer works for the marketplace; `subject` is their id, `role` what they were."""

    role: str


@dataclass(frozen=True)
class ViewingBegun(Event):
    """Someone of the marketplace looks at a shop as one in `role` sees it; `subject` is the shop's id."""

    viewing: str
    role: str


@dataclass(frozen=True)
class ViewingEnded(Event):
    """They look at it so no more; `subject` is the shop's id."""

    viewing: str


@dataclass(frozen=True)
class PersonErased(Event):
    """A person's data key was destroyed; `subject` is their id."""

    everyone = True
