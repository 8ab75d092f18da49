"""Facts of the desk; `subject` is the session's id."""

from dataclasses import dataclass
from typing import Self

from jishi.kernel.events import Event
from jishi.modules.desk.models import Session


@dataclass(frozen=True)
class SessionFact(Event):
    """Something happened to one session."""

    conversation: str
    shop: str
    person: str
    market: str

    @classmethod
    def of(cls, session: Session) -> Self:
        """The fact about this session as it is now."""
        return cls(session.pk, session.conversation, session.shop, session.person, session.market)


@dataclass(frozen=True)
class SessionOpened(SessionFact):
    """A buyer opened a session."""


@dataclass(frozen=True)
class SessionAssigned(SessionFact):
    """An agent answers the session from now on."""

    agent: str

    @classmethod
    def of(cls, session: Session) -> Self:
        """The fact about this session as it is now."""
        return cls(session.pk, session.conversation, session.shop, session.person, session.market, session.agent)


@dataclass(frozen=True)
class SessionQueued(SessionFact):
    """The session's agent left the shop: it waits for another."""


@dataclass(frozen=True)
class SessionAnswered(SessionFact):
    """A person of the shop answered for the first time, in time or not."""

    agent: str
    in_time: bool

    @classmethod
    def of(cls, session: Session) -> Self:
        """The fact about this session as it is now."""
        told = (session.pk, session.conversation, session.shop, session.person, session.market)
        return cls(*told, session.answered_by, session.response == "in_time")


@dataclass(frozen=True)
class SessionUnanswered(SessionFact):
    """The time for an answer ran out."""


@dataclass(frozen=True)
class SessionLeftOut(SessionFact):
    """The session does not count: an agent said that no reply is needed, or the buyer was barred when its time ran out."""


@dataclass(frozen=True)
class SeatChanged(Event):
    """An agent with room came, an agent takes new sessions or no more, or their limit is another; `subject` is the shop."""

    shop: str


@dataclass(frozen=True)
class SessionClosed(SessionFact):
    """An agent closed the session, or nobody wrote for long."""
