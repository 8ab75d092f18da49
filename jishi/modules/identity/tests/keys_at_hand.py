"""A device with passkeys, in software: it answers WebAuthn's questions as a browser would, signature and all."""

import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

ORIGIN = "http://testserver"
SEEN, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One passkey of one person, bound to a name; `verifies`: it asks its holder who they are."""

    party: str = "testserver"
    origin: str = ORIGIN
    verifies: bool = True
    counter: int = 0
    id: bytes = field(default_factory=lambda: os.urandom(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to a question for a new passkey."""
        attested = AttestedCredentialData.create(Aaguid.NONE, self.id, ES256.from_cryptography_key(self.key.public_key()))
        data = AuthenticatorData.create(self._party_hash(), self._flags() | ATTESTED, self.counter, attested)
        made = {"attestationObject": websafe_encode(AttestationObject.create("none", data, {}))}
        return self._answer(made | {"clientDataJSON": websafe_encode(self._client("webauthn.create", options["challenge"]))})

    def sign(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to a question who it is."""
        data = AuthenticatorData.create(self._party_hash(), self._flags(), self.counter)
        client = self._client("webauthn.get", options["challenge"])
        signature = self.key.sign(bytes(data) + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        signed = {"authenticatorData": data, "clientDataJSON": client, "signature": signature}
        return self._answer({name: websafe_encode(value) for name, value in signed.items()})

    def _answer(self, response: dict[str, str]) -> dict[str, Any]:
        name = websafe_encode(self.id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response}

    def _flags(self) -> int:
        return SEEN | (VERIFIED if self.verifies else 0)

    def _party_hash(self) -> bytes:
        return hashlib.sha256(self.party.encode()).digest()

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()
