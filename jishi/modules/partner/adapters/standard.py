"""Standard Webhooks: how a delivery is signed and sent. https://www.standardwebhooks.com"""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from jishi.kernel import clock, crypto, outbound
from jishi.modules.partner.models import Delivery, Webhook

PURPOSE = "partner.webhook"
SECRET_BYTES = 32
READ_MOST = 4_096
GOOD = range(200, 300)


@dataclass(frozen=True)
class Outcome:
    """How one attempt ended: the status of the answer, or why there was none (`why` and `detail` of Unreachable, as one text)."""

    at: datetime
    took_ms: int
    status: int | None
    error: str

    @property
    def good(self) -> bool:
        """Was it taken? Only a 2xx says so; a redirect is not followed."""
        return self.status in GOOD


def reason(error: str) -> tuple[str, str]:
    """The code of the words for an outcome's error, and what a technician wants besides."""
    why, _, detail = error.partition(": ")
    return f"partner.error.{why}", detail


def new_secret() -> str:
    """As the specification writes it."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def seal(secret: str) -> bytes:
    """As it is kept."""
    return crypto.seal(secret.encode(), PURPOSE)


def signatures(webhook: Webhook, message: str, at: datetime, body: str) -> str:
    """By the secret, and by the old one while it holds."""
    from standardwebhooks import Webhook as Signer

    kept = [webhook.sealed]
    if webhook.old_sealed is not None and webhook.old_until is not None and webhook.old_until > at:
        kept.append(webhook.old_sealed)
    return " ".join(Signer(crypto.unseal(bytes(one), PURPOSE).decode()).sign(message, at, body) for one in kept)


def send(webhook: Webhook, delivery: Delivery, seconds: float) -> Outcome:
    """Try once. Every attempt of a delivery has the same `webhook-id`, by which the other side knows what it has already."""
    at, began = clock.real(), monotonic()
    headers = {
        "content-type": "application/json",
        "user-agent": "Jishi-Webhooks",
        "webhook-id": delivery.id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signatures(webhook, delivery.id, at, delivery.body),
    }
    status, error = None, ""
    try:
        status = outbound.post(webhook.url, delivery.body.encode(), headers, seconds=seconds, most=READ_MOST).status
    except outbound.Unreachable as fault:
        error = str(fault)
    return Outcome(at, round((monotonic() - began) * 1000), status, error)
