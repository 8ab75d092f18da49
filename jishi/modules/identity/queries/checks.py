"""What must hold of identity's tables; `jishi fsck` names each row that does not."""

import re
from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any

from cryptography.exceptions import InvalidTag
from django.db.models import Model, QuerySet

from jishi.kernel import clock, crypto
from jishi.kernel.fsck import check
from jishi.kernel.models import SubjectKey
from jishi.kernel.words import LANGUAGES
from jishi.lawbook.rulebook import rulebook
from jishi.modules.identity import law
from jishi.modules.identity.access import OPERATOR_ROLES, PERMISSIONS, SHOP_ROLES
from jishi.modules.identity.models import (
    Address,
    Authenticator,
    Challenge,
    Code,
    Contact,
    Key,
    Membership,
    OperatorRole,
    Passkey,
    Password,
    Person,
    RecoveryCode,
    Session,
    Viewing,
    Workplace,
)
from jishi.modules.identity.queries.addresses import zone_of
from jishi.modules.identity.queries.mail import POST_PURPOSE
from jishi.modules.identity.queries.passkeys import credential_hash
from jishi.modules.identity.queries.reach import PURPOSE

PIECE = 2_000
BROKEN = object()
SLOW = "scrypt$"
CHALLENGES = ("second", "register", "passkey")
HASH = re.compile(r"[0-9a-f]{64}")
Odd = Iterator[tuple[str, str]]


def _pieces[M: Model](query: QuerySet[M]) -> Iterator[tuple[M, ...]]:
    return batched(query.order_by("pk").iterator(PIECE), PIECE)


def _opened(sealed: Sequence[tuple[str, bytes]]) -> list[Any]:
    """What is sealed, row by row: None where the subject was erased, BROKEN where no key opens it."""
    known = set(SubjectKey.objects.filter(pk__in={subject for subject, _ in sealed}).values_list("pk", flat=True))
    return [data if subject in known else BROKEN for (subject, _), data in zip(sealed, _tried(sealed), strict=True)]


def _tried(sealed: Sequence[tuple[str, bytes]]) -> list[Any]:
    """All at once; where that fails, by halves, to find the culprit."""
    try:
        return crypto.open_all(sealed)
    except (InvalidTag, ValueError):
        half = len(sealed) // 2
        return _tried(sealed[:half]) + _tried(sealed[half:]) if half else [BROKEN]


@check("identity_person", "a person's indexes are those of their sealed phone and e-mail; of one erased nothing is left")
def persons() -> Odd:
    """Recomputes the blind indexes."""
    for piece in _pieces(Person.objects.all()):
        kept = [row for row in piece if row.sealed is not None]
        data = dict(zip([row.id for row in kept], _opened([(row.id, bytes(row.sealed or b"")) for row in kept]), strict=True))
        for row in piece:
            yield from ((row.id, what) for what in _person(row, data.get(row.id)))


def _person(row: Person, data: Any) -> Iterator[str]:
    if row.language not in LANGUAGES:
        yield f"is spoken to in {row.language}"
    if row.market not in rulebook().markets:
        yield f"is at home in {row.market}"
    if row.erased:
        if data or row.phone_index or row.email_index:
            yield "is erased, but not all of it"
        return
    if not isinstance(data, dict):
        yield "cannot be opened"
        return
    for kind, index in (("phone", row.phone_index), ("email", row.email_index)):
        if index not in (crypto.blinds(data[kind], PURPOSE) if data[kind] else [None]):
            yield f"is not found by their {kind}"


@check("identity_contact", "a contact is of a known shop, and what is sealed can be opened")
def contacts() -> Odd:
    """Erased contacts keep their reference."""
    shops = set(Workplace.objects.values_list("pk", flat=True))
    for piece in _pieces(Contact.objects.all()):
        yield from ((row.id, f"is of {row.shop}, which is no shop") for row in piece if row.shop not in shops)
        kept = [(row.id, bytes(row.sealed)) for row in piece if row.sealed is not None]
        yield from ((one, "cannot be opened") for (one, _), data in zip(kept, _opened(kept), strict=True) if data is BROKEN)


@check("identity_address", "an address can be opened, its zone fits, and it replaces a retired one of the same person")
def addresses() -> Odd:
    """Recomputes the freight zone."""
    for piece in _pieces(Address.objects.all()):
        before = Address.objects.in_bulk([row.replaces for row in piece if row.replaces])
        for row, data in zip(piece, _opened([(row.person_id, bytes(row.sealed)) for row in piece]), strict=True):
            if data is BROKEN:
                yield row.id, "cannot be opened"
            elif data is not None and row.zone != zone_of(data["country"], data["region"]):
                yield row.id, f"is in the zone {row.zone}"
            old = before.get(row.replaces) if row.replaces else None
            if row.replaces and (old is None or old.person_id != row.person_id or old.retired_at is None):
                yield row.id, f"replaces {row.replaces}, which stands"


@check("identity_session", "a session is kept by a hash, and ended after it began")
def sessions() -> Odd:
    """The token itself stands nowhere."""
    for row in Session.objects.order_by("pk").iterator(PIECE):
        if not HASH.fullmatch(row.token):
            yield row.id, "its token is no hash"
        if row.revoked_at is not None and row.revoked_at < row.made_at:
            yield row.id, "ended before it began"
        if row.used_at < row.made_at:
            yield row.id, "was used before it began"


@check("identity_code", "a code is kept by a hash, is found by its address, and has no more tries than the rule gives")
def codes() -> Odd:
    """Rule identity.codes.tries."""
    most = law.code_tries(law.home_market(), clock.real())
    for row in Code.objects.order_by("pk").iterator(PIECE):
        try:
            reach = crypto.unseal(bytes(row.sealed), POST_PURPOSE).decode()
        except ValueError:
            reach = ""
        if row.reach not in crypto.blinds(reach, PURPOSE):
            yield row.reach, "is not found by its address"
        if not HASH.fullmatch(row.code):
            yield row.reach, "is no hash"
        if most.applies and row.tries_left > most.value:
            yield row.reach, f"has {row.tries_left} tries left"


@check("identity_password", "a password is kept by a slow hash")
def passwords() -> Odd:
    """No other kind of hash is checked against."""
    for row in Password.objects.exclude(secret__startswith=SLOW).order_by("pk"):
        yield row.pk, "is kept by no slow hash"


@check("identity_authenticator", "an authenticator's secret can be opened, and what is not confirmed was not used")
def authenticators() -> Odd:
    """Of a person erased nothing can be opened, and nothing is asked."""
    for piece in _pieces(Authenticator.objects.all()):
        for row, data in zip(piece, _opened([(row.person_id, bytes(row.secret)) for row in piece]), strict=True):
            if data is BROKEN:
                yield row.pk, "cannot be opened"
            if row.confirmed_at is None and row.last_step:
                yield row.pk, "was used before it was confirmed"


@check("identity_recoverycode", "a recovery code is kept by a hash, and used after it was made")
def recovery_codes() -> Odd:
    """The code itself stands nowhere."""
    for row in RecoveryCode.objects.order_by("pk").iterator(PIECE):
        if not HASH.fullmatch(row.secret):
            yield row.id, "is no hash"
        if row.used_at is not None and row.used_at < row.made_at:
            yield row.id, "was used before it was made"


@check("identity_passkey", "a passkey is found by the credential that its data hold")
def found_passkeys() -> Odd:
    """Recomputes the hash of the credential's id."""
    from fido2.webauthn import AttestedCredentialData

    for row in Passkey.objects.order_by("pk").iterator(PIECE):
        try:
            held = credential_hash(AttestedCredentialData(bytes(row.public)).credential_id)
        except Exception:  # noqa: BLE001 - whatever the library meets with in broken data
            yield row.id, "cannot be read"
            continue
        if held != row.credential:
            yield row.id, "is not found by its credential"


@check("identity_challenge", "a challenge is kept by a hash, is of a known kind, and ends after it was made")
def challenges() -> Odd:
    """Tidied hourly."""
    for row in Challenge.objects.order_by("pk").iterator(PIECE):
        if not HASH.fullmatch(row.id) or row.kind not in CHALLENGES:
            yield row.id, f"is of the kind {row.kind}, or no hash"
        if row.expires_at <= row.made_at:
            yield row.id, "was over before it was made"


@check("identity_operatorrole", "an operator's role is one that the table of permissions knows")
def operators() -> Odd:
    """A role that is none may do nothing."""
    for row in OperatorRole.objects.exclude(role__in=list(OPERATOR_ROLES)).order_by("pk"):
        yield row.id, f"there is no role {row.role}"


@check("identity_workplace", "a shop is in a market of the rulebook")
def workplaces() -> Odd:
    """That it agrees with the shop itself is checked by shops."""
    for row in Workplace.objects.exclude(market__in=list(rulebook().markets)).order_by("pk"):
        yield row.shop, f"is in {row.market}"


@check("identity_membership", "a member's role is one that the table of permissions knows")
def memberships() -> Odd:
    """A role that is none may do nothing."""
    for row in Membership.objects.exclude(role__in=list(SHOP_ROLES)).order_by("pk"):
        yield row.id, f"there is no role {row.role}"


@check("identity_key", "a key is kept by a hash, and its scopes are permissions")
def keys() -> Odd:
    """A permission that is none opens nothing."""
    for row in Key.objects.order_by("pk").iterator(PIECE):
        if not HASH.fullmatch(row.token):
            yield row.id, "its token is no hash"
        strange = set(row.scopes) - PERMISSIONS
        if strange or not row.scopes:
            yield row.id, f"its scopes are {sorted(row.scopes)}"


@check(
    "identity_viewing",
    "who looked at a shop had known roles, and stopped after they began, when their time was over at the latest",
)
def viewings() -> Odd:
    """Times of the real clock."""
    for row in Viewing.objects.order_by("pk").iterator(PIECE):
        if row.role not in SHOP_ROLES or row.by_role not in OPERATOR_ROLES:
            yield row.id, f"there is no role {row.role}, or none {row.by_role}"
        if row.ended_at is not None and not row.begun_at <= row.ended_at <= row.ends_at:
            yield row.id, "ended before it began, or after its time"
