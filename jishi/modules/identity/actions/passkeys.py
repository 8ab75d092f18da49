"""Passkeys: a challenge is used once, and what came back is kept or lets its person in."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from jishi.kernel import ids, rows
from jishi.kernel.errors import NotFound
from jishi.modules.identity import law
from jishi.modules.identity.actions.factors import first_codes, forget_codes_without_second
from jishi.modules.identity.actions.sign_in import SignedIn, open_session
from jishi.modules.identity.actions.take_try import Trial, forgive
from jishi.modules.identity.actions.tell_change import tell_change
from jishi.modules.identity.errors import EnoughPasskeys, PasskeyKnown, WrongPasskey
from jishi.modules.identity.models import Passkey
from jishi.modules.identity.queries.passkeys import NewCredential, challenge_ends, credential_hash


@dataclass(frozen=True)
class AddedPasskey:
    """A new passkey, and the person's recovery codes if it is their first second factor."""

    passkey: Passkey
    recovery_codes: list[str]


def take_challenge(challenge: bytes, kind: str, person: str, *, at: datetime) -> None:
    """The challenge is used, whatever comes of it: an action of its own. Raises WrongPasskey when it is not ours, over, or was used."""
    ends = challenge_ends(challenge, kind, person)
    if ends is None or ends <= at:
        raise WrongPasskey(field="credential")
    text = "INSERT INTO identity_challenge (id, kind, way, made_at, expires_at) VALUES (%s, %s, '', %s, %s) ON CONFLICT (id) DO NOTHING"
    if not rows.change(text, [hashlib.sha256(challenge).hexdigest(), kind, rows.db_time(at), rows.db_time(ends)]):
        raise WrongPasskey(field="credential")


def add_passkey(person: str, made: NewCredential, name: str, *, at: datetime, session: str | None) -> AddedPasskey:
    """Keep a passkey whose making was proved; other sessions are over. Raises PasskeyKnown, and EnoughPasskeys by the rule."""
    most = law.passkeys_most(at)
    if Passkey.objects.filter(person_id=person).count() >= most.value:
        raise EnoughPasskeys(rule=most.rule, limit=most.value)
    key = credential_hash(made.id)
    if Passkey.objects.filter(credential=key).exists():
        raise PasskeyKnown(field="credential")
    row = rows.add(
        Passkey(id=ids.new_id("psk"), person_id=person, credential=key, public=made.public, counter=made.counter, name=name, made_at=at)
    )
    tell_change(person, "add_passkey", at=at, keep=session, subject=row.id)
    return AddedPasskey(row, first_codes(person, at=at))


def remove_passkey(row: Passkey, *, at: datetime, session: str | None) -> None:
    """It opens nothing any more, and other sessions are over. Raises NotFound when it was removed meanwhile."""
    if not rows.change("DELETE FROM identity_passkey WHERE id = %s", [row.id]):
        raise NotFound
    tell_change(row.person_id, "remove_passkey", at=at, keep=session, subject=row.id)
    forget_codes_without_second(row.person_id)


def enter_by_passkey(row: Passkey, counter: int, *, at: datetime, device: str, trial: Trial) -> SignedIn:
    """Open the session of whoever holds a passkey that signed: both factors at once, the device and what it knows its holder by.

    Raises WrongPasskey when the device counted no further than before: a copy of it is about.
    """
    text = "UPDATE identity_passkey SET counter = %s, used_at = %s WHERE id = %s AND (counter < %s OR (counter = 0 AND %s = 0))"
    if not rows.change(text, [counter, rows.db_time(at), row.id, counter, counter]):
        raise WrongPasskey(field="credential")
    forgive(trial)
    return open_session(row.person, at=at, device=device, way="passkey")
