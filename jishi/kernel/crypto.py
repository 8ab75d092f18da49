"""Personal data at rest: one data key a subject, wrapped by the installation's keys; whoever destroys it has erased the subject."""

import hashlib
import hmac
import os
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from jishi.kernel import rows
from jishi.kernel.models import SubjectKey
from jishi.kernel.runner import after_commit

SUBJECT = "subject"
_NONCE = 12


class Erased(Exception):
    """The subject's key is destroyed: what it sealed can no longer be read."""


@lru_cache(maxsize=64)
def _key(secret: str, purpose: str) -> bytes:
    return hashlib.scrypt(secret.encode(), salt=b"jishi:" + purpose.encode(), n=2**14, r=8, p=1, dklen=32)


def _secrets() -> list[str]:
    """The installation's keys, the newest first."""
    if not settings.FIELD_KEYS:
        raise RuntimeError("JISHI_FIELD_KEYS is not set")
    return list(settings.FIELD_KEYS)


def seal(data: bytes, purpose: str) -> bytes:
    """Encrypt with the installation's newest key, the first, for one purpose."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key(_secrets()[0], purpose)).encrypt(nonce, data, purpose.encode())


def unseal(sealed: bytes, purpose: str) -> bytes:
    """Decrypt with whichever of the installation's keys fits. Raises ValueError when none does."""
    sealed = bytes(sealed)
    for secret in _secrets():
        try:
            return AESGCM(_key(secret, purpose)).decrypt(sealed[:_NONCE], sealed[_NONCE:], purpose.encode())
        except (InvalidTag, ValueError):
            continue
    raise ValueError("no key of the installation opens it")


def reseal(sealed: bytes, purpose: str) -> bytes | None:
    """What an older key of the installation sealed, sealed by the newest; None for what the newest has sealed already.

    Raises ValueError when no key opens it.
    """
    data = unseal(sealed, purpose)
    sealed = bytes(sealed)
    try:
        AESGCM(_key(_secrets()[0], purpose)).decrypt(sealed[:_NONCE], sealed[_NONCE:], purpose.encode())
    except InvalidTag:
        return seal(data, purpose)
    return None


def blind(value: str, purpose: str) -> str:
    """A keyed hash of a whole value, to find it by without reading it; by the installation's newest key, the first."""
    return blinds(value, purpose)[0]


def blinds(value: str, purpose: str) -> list[str]:
    """The hashes under which a value may have been written, by each of the installation's keys, the newest first.

    Until `jishi keys rotate` has run, rows written before a new key came bear the hash of an older one.
    """
    return [hmac.new(_key(secret, "blind:" + purpose), value.encode(), hashlib.sha256).hexdigest() for secret in _secrets()]


def destroy(subject: str) -> bool:
    """Destroy a subject's data key, in the running action: what it sealed can never be read again. False when there was none."""
    if rows.pending(SubjectKey):
        rows.flush()
    after_commit(_cipher.cache_clear)
    return rows.change("UPDATE kernel_subjectkey SET wrapped = NULL WHERE subject = %s AND wrapped IS NOT NULL", [subject]) == 1


def new_subject(subject: str) -> None:
    """Make a subject's data key, in the running action. Raises an IntegrityError at the commit when it has one already."""
    rows.add(SubjectKey(subject=subject, wrapped=seal(AESGCM.generate_key(256), SUBJECT)))


def seal_for(subject: str, value: Any) -> bytes:
    """Encrypt JSON-plain data with a subject's own key."""
    nonce = os.urandom(_NONCE)
    return nonce + _own_cipher(subject).encrypt(nonce, orjson.dumps(value), subject.encode())


def open_for(subject: str, sealed: bytes) -> Any:
    """Read what was sealed for a subject. Raises Erased when the subject was erased."""
    sealed = bytes(sealed)
    return orjson.loads(_own_cipher(subject).decrypt(sealed[:_NONCE], sealed[_NONCE:], subject.encode()))


def seal_bytes(subject: str, name: str, data: bytes) -> bytes:
    """Encrypt the bytes of a file with a subject's own key; they open under the same name alone. Raises Erased."""
    nonce = os.urandom(_NONCE)
    return nonce + _own_cipher(subject).encrypt(nonce, data, f"{subject}/{name}".encode())


def open_bytes(subject: str, name: str, sealed: bytes) -> bytes:
    """Read the bytes that were sealed for a subject under a name. Raises Erased, InvalidTag for what was changed or is another's."""
    return _own_cipher(subject).decrypt(sealed[:_NONCE], sealed[_NONCE:], f"{subject}/{name}".encode())


def seal_all(values: Sequence[tuple[str, Any]]) -> list[bytes | None]:
    """Encrypt for many subjects, given as (subject, JSON-plain data), with one question for their keys.

    None where the subject was erased.
    """
    ciphers = _ciphers({subject for subject, _ in values})
    sealed: list[bytes | None] = []
    for subject, value in values:
        cipher = ciphers.get(subject)
        nonce = os.urandom(_NONCE)
        sealed.append(nonce + cipher.encrypt(nonce, orjson.dumps(value), subject.encode()) if cipher else None)
    return sealed


def open_all(sealed: Sequence[tuple[str, bytes]]) -> list[Any]:
    """Read what was sealed for many subjects, given as (subject, sealed), with one question for their keys.

    None where the subject was erased.
    """
    ciphers = _ciphers({subject for subject, _ in sealed})
    opened = []
    for subject, data in sealed:
        data = bytes(data)
        cipher = ciphers.get(subject)
        opened.append(orjson.loads(cipher.decrypt(data[:_NONCE], data[_NONCE:], subject.encode())) if cipher else None)
    return opened


def _ciphers(subjects: Collection[str]) -> dict[str, AESGCM]:
    """The ciphers of those subjects that are not erased, by one question."""
    if not subjects:
        return {}
    if rows.pending(SubjectKey):
        rows.flush()
    among, keys = rows.among(subjects)
    kept = rows.sql(f"SELECT subject, wrapped FROM kernel_subjectkey WHERE wrapped IS NOT NULL AND subject {among}", keys)
    secrets = tuple(settings.FIELD_KEYS)
    return {str(subject): _cipher(bytes(wrapped), secrets) for subject, wrapped in kept}


@lru_cache(maxsize=256)
def _cipher(wrapped: bytes, secrets: tuple[str, ...]) -> AESGCM:
    """The cipher of a data key under these keys of the installation. Remembered of those used last; who asks has just read the row."""
    return AESGCM(unseal(wrapped, SUBJECT))


def _kept_key(subject: str) -> bytes | None:
    found = rows.sql("SELECT wrapped FROM kernel_subjectkey WHERE subject = %s", [subject])
    return found[0][0] if found else None


def _own_cipher(subject: str) -> AESGCM:
    new = rows.current().rows.get(SubjectKey, []) if rows.collecting() else []
    made = next((one for one in new if isinstance(one, SubjectKey) and one.pk == subject), None)
    wrapped = bytes(made.wrapped or b"") if made else _kept_key(subject)
    if not wrapped:
        raise Erased(subject)
    return _cipher(wrapped, tuple(settings.FIELD_KEYS))
