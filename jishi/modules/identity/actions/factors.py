"""The second factor: an authenticator app, and recovery codes for when it, or the device with the passkey, is lost."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from jishi.kernel import crypto, ids, rows
from jishi.kernel.errors import NotFound
from jishi.modules.identity import law
from jishi.modules.identity.access import token_hash
from jishi.modules.identity.actions.sign_in import SignedIn, open_session
from jishi.modules.identity.actions.take_try import Trial, forgive
from jishi.modules.identity.actions.tell_change import tell_change
from jishi.modules.identity.errors import AuthenticatorInUse, WrongSecond
from jishi.modules.identity.models import Authenticator, Challenge, RecoveryCode
from jishi.modules.identity.queries.factors import has_second, matching_step

LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
PARTS, PART = 3, 5
"""Seventy-three bits of chance: too many to be tried against a hash."""


@dataclass(frozen=True)
class NewAuthenticator:
    """The secret for an app, shown this once; nothing asks for it before it is confirmed."""

    person: str
    secret: str


def begin_authenticator(person: str, *, at: datetime) -> NewAuthenticator:
    """A new secret for the person's app, in place of one that was not confirmed. Raises AuthenticatorInUse when one is."""
    import pyotp

    secret = pyotp.random_base32()
    text = (
        "INSERT INTO identity_authenticator (id, person_id, secret, last_step, made_at) VALUES (%s, %s, %s, 0, %s) ON CONFLICT (person_id) "
        "DO UPDATE SET secret = excluded.secret, made_at = excluded.made_at WHERE identity_authenticator.confirmed_at IS NULL"
    )
    if not rows.change(text, [ids.new_id("aut"), person, crypto.seal_for(person, secret), rows.db_time(at)]):
        raise AuthenticatorInUse
    return NewAuthenticator(person, secret)


def confirm_authenticator(person: str, code: str, *, at: datetime, session: str | None, trial: Trial) -> list[str]:
    """The app works: from now on it is asked for, and other sessions are over. The recovery codes, if these are the first.

    Raises WrongSecond for a code that does not fit, NotFound when none waits to be confirmed.
    """
    row = Authenticator.objects.filter(person_id=person, confirmed_at=None).first()
    if row is None:
        raise NotFound
    step = matching_step(row, code, at)
    if step is None:
        raise WrongSecond(field="code")
    text = "UPDATE identity_authenticator SET confirmed_at = %s, last_step = %s WHERE person_id = %s AND confirmed_at IS NULL"
    if not rows.change(text, [rows.db_time(at), step, person]):
        raise NotFound
    forgive(trial)
    tell_change(person, "add_authenticator", at=at, keep=session)
    return first_codes(person, at=at)


def remove_authenticator(person: str, *, at: datetime, session: str | None) -> None:
    """It is asked for no more, and other sessions are over. Raises NotFound when there is none."""
    if not rows.change("DELETE FROM identity_authenticator WHERE person_id = %s", [person]):
        raise NotFound
    tell_change(person, "remove_authenticator", at=at, keep=session)
    forget_codes_without_second(person)


def forget_codes_without_second(person: str) -> None:
    """Without a second factor there is nothing that recovery codes stand in for."""
    if not has_second(person):
        rows.change("DELETE FROM identity_recoverycode WHERE person_id = %s", [person])


def make_recovery_codes(person: str, *, at: datetime, session: str | None) -> list[str]:
    """New recovery codes; those before work no more. Raises NotFound for a person without a second factor."""
    if not has_second(person):
        raise NotFound
    codes = _new_codes(person, at)
    tell_change(person, "make_recovery_codes", at=at, keep=session)
    return codes


def first_codes(person: str, *, at: datetime) -> list[str]:
    """Recovery codes for whoever just got their first second factor, and has none yet."""
    return [] if RecoveryCode.objects.filter(person_id=person, used_at=None).exists() else _new_codes(person, at)


def _new_codes(person: str, at: datetime) -> list[str]:
    rows.change("DELETE FROM identity_recoverycode WHERE person_id = %s", [person])
    codes = ["".join(secrets.choice(LETTERS) for _ in range(PARTS * PART)) for _ in range(law.recovery_codes(at).value)]
    for code in codes:
        rows.add(RecoveryCode(id=ids.new_id("rcv"), person_id=person, secret=_hash(person, code), made_at=at))
    return ["-".join(code[at : at + PART] for at in range(0, len(code), PART)) for code in codes]


def _hash(person: str, code: str) -> str:
    return token_hash(f"{person}|{code}")


def give_second(token: str, code: str, *, at: datetime, device: str, trial: Trial) -> SignedIn:
    """Open the session of whoever has proved a first factor and now the second. The try is counted before, and given back.

    Raises WrongSecond for a code that does not fit or was used, and when the first proof is too long ago.
    """
    found = Challenge.objects.select_related("person").filter(pk=token_hash(token), kind="second", expires_at__gt=at).first()
    if found is None or found.person is None:
        raise WrongSecond(field="code")
    way = _use(found.person.id, code, at)
    if not rows.change("DELETE FROM identity_challenge WHERE id = %s", [found.id]):
        raise WrongSecond(field="code")
    forgive(trial)
    return open_session(found.person, at=at, device=device, way=f"{found.way}+{way}")


def _use(person: str, code: str, at: datetime) -> str:
    """Each code works once: the authenticator's too, though it shows it for half a minute."""
    row = Authenticator.objects.filter(person_id=person, confirmed_at__isnull=False).first()
    step = matching_step(row, code, at) if row else None
    used = "UPDATE identity_authenticator SET last_step = %s WHERE person_id = %s AND last_step < %s"
    if step is not None and rows.change(used, [step, person, step]):
        return "totp"
    plain = code.replace("-", "").replace(" ", "").lower()
    text = "UPDATE identity_recoverycode SET used_at = %s WHERE person_id = %s AND secret = %s AND used_at IS NULL"
    if rows.change(text, [rows.db_time(at), person, _hash(person, plain)]):
        tell_change(person, "use_recovery_code", at=at, keep=None)
        return "recovery"
    raise WrongSecond(field="code")
