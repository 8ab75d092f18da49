"""Passkeys (WebAuthn): what browsers are asked, and what their answers prove. Nothing is written here."""

import hashlib
import hmac
import ipaddress
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from jishi.modules.identity import law
from jishi.modules.identity.errors import NoPasskeysHere, WrongPasskey
from jishi.modules.identity.models import Passkey
from jishi.modules.identity.queries.people import PersonData

NAME = "Jishi 集市"
REQUIRED: Any = "required"
UNATTESTED: Any = "none"
NONCE, ENDS = 16, 8
"""Bytes of a challenge: chance, and when it ends; its signature follows."""


@dataclass(frozen=True)
class Party:
    """For whom passkeys are made: the name they are bound to, and the one address whose pages may use them."""

    id: str
    origin: str


@dataclass(frozen=True)
class NewCredential:
    """What a browser made: the credential's id and its attested data, and what its device has counted."""

    id: bytes
    public: bytes
    counter: int


def party(origin: str) -> Party:
    """The installation as passkeys know it: JISHI_URL; outside of production the address the page is open under.

    Raises NoPasskeysHere for an address that is a number.
    """
    origin = settings.URL if settings.ENV == "prod" else origin
    parts = urlsplit(origin)
    name = parts.hostname or ""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return Party(name, f"{parts.scheme}://{parts.netloc}")
    raise NoPasskeysHere


def new_challenge(kind: str, person: str, at: datetime) -> bytes:
    """A challenge to `register` or to sign in by a `passkey` (person ""), of this installation and for a while; kept nowhere until used."""
    ends = int(law.second_within(at).after(at).timestamp())
    told = os.urandom(NONCE) + ends.to_bytes(ENDS)
    return told + _sign(told, kind, person)


def challenge_ends(challenge: bytes, kind: str, person: str) -> datetime | None:
    """Until when a challenge may be answered; None when it is none of ours for this."""
    told, signed = challenge[: NONCE + ENDS], challenge[NONCE + ENDS :]
    if len(told) < NONCE + ENDS or not hmac.compare_digest(signed, _sign(told, kind, person)):
        return None
    return datetime.fromtimestamp(int.from_bytes(told[NONCE:]), UTC)


def _sign(told: bytes, kind: str, person: str) -> bytes:
    return hmac.new(str(settings.SECRET_KEY).encode(), f"passkey:{kind}:{person}:".encode() + told, hashlib.sha256).digest()


def to_register(party: Party, person: PersonData, challenge: bytes) -> dict[str, Any]:
    """What the browser is asked to make a passkey by. The device must know its holder."""
    from fido2.webauthn import AttestedCredentialData, PublicKeyCredentialUserEntity

    called = person.email or person.phone
    user = PublicKeyCredentialUserEntity(id=person.id.encode(), name=called, display_name=person.name or called)
    kept = [AttestedCredentialData(bytes(row.public)) for row in Passkey.objects.filter(person_id=person.id)]
    options, _ = _server(party).register_begin(
        user, kept, resident_key_requirement=REQUIRED, user_verification=REQUIRED, challenge=challenge
    )
    return dict(dict(options)["publicKey"])


def to_sign_in(party: Party, challenge: bytes) -> dict[str, Any]:
    """What the browser is asked to sign in by, whoever it is."""
    options, _ = _server(party).authenticate_begin(user_verification=REQUIRED, challenge=challenge)
    return dict(dict(options)["publicKey"])


def challenge_in(answer: dict[str, Any]) -> bytes:
    """The challenge that a browser's answer says it answers. Raises WrongPasskey for what is no answer."""
    from fido2.webauthn import CollectedClientData

    try:
        return CollectedClientData(_bytes(answer["response"]["clientDataJSON"])).challenge
    except Exception:  # noqa: BLE001 - the library raises whatever its parsers meet with in what a stranger sends
        raise WrongPasskey(field="credential") from None


def registered(party: Party, answer: dict[str, Any]) -> NewCredential:
    """The passkey that a browser made in answer to a challenge of ours. Raises WrongPasskey when its answer does not hold."""
    try:
        made = _server(party).register_complete(_state(answer), answer)
    except Exception:  # noqa: BLE001 - as above
        raise WrongPasskey(field="credential") from None
    data = made.credential_data
    assert data is not None, "register_complete has seen it"
    return NewCredential(data.credential_id, bytes(data), made.counter)


def proved(party: Party, row: Passkey, answer: dict[str, Any]) -> int:
    """A passkey signed a challenge of ours; what its device has counted. Raises WrongPasskey when it did not."""
    from fido2.webauthn import AttestedCredentialData, AuthenticationResponse

    try:
        _server(party).authenticate_complete(_state(answer), [AttestedCredentialData(bytes(row.public))], answer)
        return int(AuthenticationResponse.from_dict(answer).response.authenticator_data.counter)
    except Exception:  # noqa: BLE001 - as above
        raise WrongPasskey(field="credential") from None


def passkey_by(answer: dict[str, Any]) -> Passkey:
    """The passkey that a browser's answer names. Raises WrongPasskey when we know none such."""
    try:
        found = Passkey.objects.select_related("person").filter(credential=credential_hash(_bytes(answer["rawId"]))).first()
    except (KeyError, TypeError, ValueError):
        raise WrongPasskey(field="credential") from None
    if found is None or found.person.erased:
        raise WrongPasskey(field="credential")
    return found


def credential_hash(credential: bytes) -> str:
    """By what a passkey is found: credentials may have ids of a thousand bytes."""
    return hashlib.sha256(credential).hexdigest()


def _server(party: Party) -> Any:
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialRpEntity

    entity = PublicKeyCredentialRpEntity(id=party.id, name=NAME)
    return Fido2Server(entity, attestation=UNATTESTED, verify_origin=lambda origin: origin == party.origin)


def _state(answer: dict[str, Any]) -> dict[str, Any]:
    """What the library kept from the beginning. That the challenge is ours and was not used, our own table has said."""
    from fido2.utils import websafe_encode

    return {"challenge": websafe_encode(challenge_in(answer)), "user_verification": REQUIRED}


def _bytes(text: str) -> bytes:
    from fido2.utils import websafe_decode

    return websafe_decode(text)
