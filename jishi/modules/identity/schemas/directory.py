"""Shapes of the marketplace's people and of who runs it, as operators see them."""

from datetime import datetime
from typing import Literal

from jishi.kernel.api import Line, Shape
from jishi.modules.identity.schemas import ReachText, RoleText


class WhyIn(Shape):
    """Why; it stands in the audit."""

    reason: Line


class PersonRevealed(Shape):
    """How a person is called and reached, in full."""

    name: str
    phone: str
    email: str


class WorksIn(Shape):
    """A shop, and as what one works there."""

    id: str
    name: str
    role: str


class PersonSeen(Shape):
    """A person as operators see them: masked, what they do here, whether they have a second factor, and where they are signed in.

    `reveals_left`: how often the reader may reveal personal data yet today; null in lists, and where they may not.
    """

    id: str
    name: str
    phone: str
    email: str
    language: str
    market: str
    made_at: datetime
    state: Literal["active", "erased"]
    shops: list[WorksIn]
    operator: str | None
    secured: bool
    sessions: int
    last_seen: datetime | None
    reveals_left: int | None


class OperatorIn(Shape):
    """Who is to work for the marketplace, by phone or e-mail, and as what."""

    to: ReachText
    role: RoleText


class OperatorChange(Shape):
    """Another role."""

    role: RoleText


class OperatorSeen(Shape):
    """One who works for the marketplace; name, phone and e-mail masked."""

    person: str
    name: str
    phone: str
    email: str
    role: str
    since: datetime
    secured: bool
    sessions: int
    last_seen: datetime | None


class RoleOut(Shape):
    """A role of the operator's people: what it may, and whether it wants a second factor."""

    role: str
    permissions: list[str]
    second: bool
