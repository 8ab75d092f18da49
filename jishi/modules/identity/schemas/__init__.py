"""Shapes of identity's API."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from jishi.kernel.api import IdText, Line, Shape

Part = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")]
ReachText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=254, pattern=r"^[^\x00-\x1f\x7f]*$")]
CodeText = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9]{4,10}$")]
PhoneText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=40, pattern=r"^[0-9+() .\-]*$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Scope = Annotated[str, StringConstraints(max_length=60, pattern=r"^[a-z_]+\.[a-z_]+$")]
Language = Literal["zh-Hans", "zh-Hant", "en"]
RoleText = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,20}$")]


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


Secret = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Base64 = Annotated[str, StringConstraints(min_length=1, max_length=16_000, pattern=r"^[A-Za-z0-9_-]+$")]


class SecondOut(Shape):
    """The first factor is proved: `token` goes on with the second, within `valid_for` seconds, by one of `ways`."""

    token: str
    valid_for: int
    ways: list[Literal["totp", "passkey", "recovery"]]


class PasswordSignInIn(Shape):
    """Phone or e-mail, and the password."""

    to: ReachText
    password: Secret


class SecondIn(Shape):
    """The token that the first factor brought, and a code of the authenticator or a recovery code."""

    token: Annotated[str, StringConstraints(max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]
    code: Annotated[str, StringConstraints(strip_whitespace=True, min_length=6, max_length=20, pattern=r"^[0-9A-Za-z -]+$")]


class PasskeyOptions(Shape):
    """What to hand to the browser, in WebAuthn's own JSON form."""

    options: dict[str, Any]


class MadeAnswer(Shape):
    """What a device answered when it made a passkey."""

    clientDataJSON: Base64
    attestationObject: Base64


class SignedAnswer(Shape):
    """What a device answered when it signed."""

    clientDataJSON: Base64
    authenticatorData: Base64
    signature: Base64
    userHandle: Base64 | None = None


class MadeCredential(Shape):
    """A new passkey, in WebAuthn's own JSON form (RegistrationResponseJSON)."""

    id: Base64
    rawId: Base64
    type: Literal["public-key"]
    response: MadeAnswer


class SignedCredential(Shape):
    """A passkey's signature, in WebAuthn's own JSON form (AuthenticationResponseJSON)."""

    id: Base64
    rawId: Base64
    type: Literal["public-key"]
    response: SignedAnswer


class PasskeySignInIn(Shape):
    """The device's answer."""

    credential: SignedCredential


class PasskeyIn(Shape):
    """What to call the passkey, and the device's answer."""

    name: Line
    credential: MadeCredential


class PasskeyOut(Shape):
    """A passkey."""

    id: str
    name: str
    made_at: datetime
    used_at: datetime | None


class PasskeyAdded(Shape):
    """The new passkey; recovery codes, shown this once, when it is the first second factor."""

    passkey: PasskeyOut
    recovery_codes: list[str]


class PasswordIn(Shape):
    """The new password."""

    password: Secret


class AuthenticatorOut(Shape):
    """For the authenticator app, shown this once: the secret, the same as an address, and that as a picture to scan (a data: URI)."""

    secret: str
    uri: str
    qr: str


class AuthenticatorCode(Shape):
    """The code that the app shows now."""

    code: CodeText


class RecoveryCodesOut(Shape):
    """Recovery codes, shown this once; each works once. Empty where the person keeps those they have."""

    recovery_codes: list[str]


class SecurityOut(Shape):
    """How a person signs in; `fresh_until` is until when this session may change it, `shortest` how long a password is at least."""

    password_set_at: datetime | None
    authenticator_since: datetime | None
    recovery_codes_left: int
    passkeys: list[PasskeyOut]
    fresh_until: datetime | None
    shortest: int


class SignedInOut(Shape):
    """Where the person is signed in; `here` is the session that asks, `way` what was proved, `used_at` its last use, minutes late."""

    id: str
    device: str
    way: str
    made_at: datetime
    used_at: datetime
    expires_at: datetime
    here: bool


class EndedOut(Shape):
    """How many sessions ended."""

    ended: int


class HelpIn(Shape):
    """Whom to help, by their phone or e-mail or else by their id, and why: how one knows that it is they who ask."""

    to: ReachText | None = None
    person: IdText | None = None
    reason: Line


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


class ViewingIn(Shape):
    """As whom of the shop one looks, and why: the shop reads the reason too."""

    role: RoleText
    reason: Line


class ViewingOut(Shape):
    """Someone of the marketplace looked, or looks, at a shop as one in `role` sees it; times are the real clock's.

    `by_role` is as what they work for the marketplace; `by` and `by_name` say to operators who it was.
    """

    id: str
    shop: str
    role: str
    by_role: str
    reason: str
    begun_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    by: str | None
    by_name: str | None


class MeOut(Shape):
    """Who asks; `person` is null for a key and for nobody, `csrf` where there is no session.

    `second_wanted` is the rule by which they must set up a second factor before they may do anything else. `viewing`: they look
    at a shop as its people see it, whose shop and role stand under `shops`, and change nothing.
    """

    person: PersonOut | None
    hats: list[str]
    shops: list[WorkOut]
    operator: OperatorOut | None
    language: str
    market: str
    clock: ClockOut
    csrf: str | None
    second_wanted: str | None
    viewing: ViewingOut | None


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
