"""Reads of how a person signs in: password, authenticator, passkeys, recovery codes; and of what a passkey or a code proves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from jishi.kernel import crypto, rows
from jishi.modules.identity import law
from jishi.modules.identity.access import token_hash
from jishi.modules.identity.models import Authenticator, Challenge, Passkey, Password, RecoveryCode, Session

STEP_SECONDS, CODE_DIGITS = 30, 6
"""Of RFC 6238, as every authenticator app has them."""
_SECOND = """
SELECT 1 FROM identity_authenticator WHERE person_id = %s AND confirmed_at IS NOT NULL
UNION ALL SELECT 1 FROM identity_passkey WHERE person_id = %s LIMIT 1
"""


@dataclass(frozen=True)
class Security:
    """How a person signs in. `fresh_until` is until when this session may change it."""

    password_set_at: datetime | None
    authenticator_since: datetime | None
    recovery_codes_left: int
    passkeys: list[dict[str, Any]]
    fresh_until: datetime | None


def has_second(person: str) -> bool:
    """Must a code or a password of this person be followed by a second factor?"""
    return bool(rows.sql(_SECOND, [person, person]))


def ways_of(person: str) -> list[str]:
    """By what the second factor may be given: `totp`, `passkey`, `recovery`."""
    found = [
        ("totp", Authenticator.objects.filter(person_id=person, confirmed_at__isnull=False)),
        ("passkey", Passkey.objects.filter(person_id=person)),
        ("recovery", RecoveryCode.objects.filter(person_id=person, used_at=None)),
    ]
    return [way for way, some in found if some.exists()]


def password_hash(person: str) -> str | None:
    """What a person's password is checked against; None when they have none."""
    found = rows.sql("SELECT secret FROM identity_password WHERE person_id = %s", [person])
    return str(found[0][0]) if found else None


def challenged(token: str, at: datetime) -> str | None:
    """The person who has proved a first factor and goes on with this token; None when that is over or never was."""
    live = Challenge.objects.filter(pk=token_hash(token), kind="second", expires_at__gt=at)
    return live.values_list("person_id", flat=True).first()


def matching_step(row: Authenticator, code: str, at: datetime) -> int | None:
    """Which of the codes around `at` this is, by its number in time (rule identity.factors.drift); None when it is none of them."""
    import pyotp

    if len(code) != CODE_DIGITS or not code.isdigit():
        return None
    totp = pyotp.TOTP(crypto.open_for(row.person_id, bytes(row.secret)), digits=CODE_DIGITS, interval=STEP_SECONDS)
    now = int(at.timestamp()) // STEP_SECONDS
    drift = law.drift(at).value
    fitting = [step for step in range(now - drift, now + drift + 1) if pyotp.utils.strings_equal(totp.generate_otp(step), code)]
    return fitting[-1] if fitting else None


def security(person: str, session: str | None, at: datetime) -> Security:
    """How a person signs in, for themselves."""
    password = Password.objects.filter(person_id=person).first()
    app = Authenticator.objects.filter(person_id=person).first()
    here = Session.objects.filter(pk=session).first() if session else None
    return Security(
        password.set_at if password else None,
        app.confirmed_at if app else None,
        RecoveryCode.objects.filter(person_id=person, used_at=None).count(),
        [passkey_seen(row) for row in Passkey.objects.filter(person_id=person).order_by("made_at", "id")],
        law.fresh_for(at).after(here.made_at) if here else None,
    )


def passkey_seen(row: Passkey) -> dict[str, Any]:
    """A passkey as its person sees it."""
    return {"id": row.id, "name": row.name, "made_at": row.made_at, "used_at": row.used_at}


def sessions_of(person: str, at: datetime) -> QuerySet[Session]:
    """Where a person is signed in."""
    return Session.objects.filter(person_id=person, revoked_at=None, expires_at__gt=at)


def sessions_seen(found: list[Session], here: str | None) -> list[dict[str, Any]]:
    """Sessions as their person sees them; `here` is the one that asks."""
    return [
        {
            "id": row.id,
            "device": row.device,
            "way": row.way,
            "made_at": row.made_at,
            "used_at": row.used_at,
            "expires_at": row.expires_at,
            "here": row.id == here,
        }
        for row in found
    ]
