"""A provider of payment that moves no money: what happens to a card is written on it. Demonstrations, tests and development use it."""

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings

from jishi.kernel.ids import new_id
from jishi.modules.payments.models import CAPTURED, DECLINED, PENDING, Card

NAME = "sandbox"
HEADER = "X-Sandbox-Signature"
_OUTCOMES = {"ok": (CAPTURED, ""), "declined": (DECLINED, "declined_by_bank"), "slow": (PENDING, "")}


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a charge: its state, the provider's own reference, and its word for declining."""

    state: str
    ref: str
    code: str


def on() -> bool:
    """Is the sandbox this installation's provider?"""
    return str(getattr(settings, "PAYMENT_PROVIDER", NAME)) == NAME


def charge(card: Card) -> Answer:
    """Ask for money. A "slow" card is answered later by a notice."""
    state, code = _OUTCOMES[card]
    return Answer(state, new_id("sbx"), code)


def send_back() -> str:
    """Return money, at once; the provider's reference."""
    return new_id("sbx")


def sign(body: bytes) -> str:
    """What the provider puts into the header of a notice: HMAC-SHA256 over the body, in hex."""
    key = hashlib.sha256(b"payments.sandbox:" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, body, hashlib.sha256).hexdigest()


def signed(body: bytes, signature: str) -> bool:
    """Did the provider send this? Takes the same time for every signature."""
    return hmac.compare_digest(sign(body).encode(), signature.encode("utf-8", "surrogateescape"))
