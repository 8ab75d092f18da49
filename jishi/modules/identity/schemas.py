"""Shapes of identity's API."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from jishi.kernel.api import IdText, Line, Shape

Part = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")]
ReachText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=254, pattern=r"^[^\x00-\x1f\x7f]*$")]
CodeText = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9]{4,10}$")]
PhoneText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=40, pattern=r"^[0-9+() .\-]*$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Scope = Annotated[str, StringConstraints(max_length=60, pattern=r"^[a-z_]+\.[a-z_]+$")]
Language = Literal["zh-Hans", "zh-Hant", "en"]


class CodesIn(Shape):
    """Where a code is to go: a phone number or an e-mail address."""

    to: ReachText


class CodesOut(Shape):
    """The code is on its way; `resend_after` and `valid_for` are seconds."""

    to: str
    digits: int
    resend_after: int
    valid_for: int


class SignInIn(Shape):
    """The code that came, and for someone new what to call them."""

    to: ReachText
    code: CodeText
    name: Line | None = None


class ReachIn(Shape):
    """A phone or an e-mail to be reached by as well, and the code that came there."""

    to: ReachText
    code: CodeText


class PersonOut(Shape):
    """A person to themselves; phone and e-mail masked."""

    id: str
    name: str
    phone: str
    email: str


class WorkOut(Shape):
    """A shop where the person works, and what they may do there."""

    id: str
    name: str
    market: str
    role: str
    permissions: list[str]


class OperatorOut(Shape):
    """As what the person works for the marketplace."""

    role: str
    permissions: list[str]


class ClockOut(Shape):
    """The marketplace's clock."""

    now: datetime
    speed: float
    simulated: bool


class MeOut(Shape):
    """Who asks; `person` is null for a key and for nobody, `csrf` where there is no session."""

    person: PersonOut | None
    hats: list[str]
    shops: list[WorkOut]
    operator: OperatorOut | None
    language: str
    market: str
    clock: ClockOut
    csrf: str | None


class MeChange(Shape):
    """What a person changes of themselves."""

    name: Line | None = None
    language: Language | None = None


class NewAddress(Shape):
    """Where parcels are to go; a national phone number is of the country."""

    name: Line
    phone: PhoneText
    country: Country
    region: Line
    city: Line
    district: Part = ""
    line: Line
    postcode: Annotated[Part, Field(max_length=20)] = ""


class AddressChange(Shape):
    """What changes of an address."""

    name: Line | None = None
    phone: PhoneText | None = None
    country: Country | None = None
    region: Line | None = None
    city: Line | None = None
    district: Part | None = None
    line: Line | None = None
    postcode: Annotated[Part, Field(max_length=20)] | None = None


class AddressOut(Shape):
    """An address; `masked` says whether it is in full."""

    id: str
    zone: str
    masked: bool
    name: str
    phone: str
    country: str
    region: str
    city: str
    district: str
    line: str
    postcode: str


class KeyIn(Shape):
    """A key to be made: what for, and what it may."""

    name: Line
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=100)]


class KeyOut(Shape):
    """A key; `suspended` when its maker may no longer act there. `token` is there once, when it is made."""

    id: str
    name: str
    scopes: list[str]
    maker: IdText
    made_at: datetime
    suspended: bool
    token: str | None = None


class LetterOut(Shape):
    """A message in the demonstration's Mailbox."""

    id: str
    channel: str
    kind: str
    at: datetime
    subject: str
    text: str


class LoginOut(Shape):
    """A person of the demonstration whom one may sign in as: their role, and in which shop or market (an operator: none)."""

    to: str
    name: str
    role: str
    of: str
