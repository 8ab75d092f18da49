"""Shapes of partner's API."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from jishi.kernel.api import Shape

Url = Annotated[str, StringConstraints(min_length=8, max_length=2000, pattern=r"^https?://[!-~]+$")]
Kind = Literal[
    "member.added",
    "member.changed",
    "member.removed",
    "order.cancelled",
    "order.collected",
    "order.completed",
    "order.confirmed",
    "order.delivered",
    "order.lines_cancelled",
    "order.packed",
    "order.paid",
    "order.placed",
    "order.released",
    "orders.imported",
    "product.banned",
    "product.off_sale",
    "product.on_sale",
    "product.rejected",
    "product.submitted",
]
Kinds = Annotated[list[Kind], Field(min_length=1, max_length=40)]


class KindOut(Shape):
    """Something that webhooks may be told."""

    kind: Kind
    says: str


class WebhookIn(Shape):
    """Where to tell of what."""

    url: Url
    kinds: Kinds


class WebhookChange(Shape):
    """Another address, or other kinds; what is not given stays."""

    url: Url | None = None
    kinds: Kinds | None = None


class WebhookVerb(Shape):
    """Something that could be done, and whether it may now."""

    verb: str
    operation: str
    allowed: bool


class WebhookOut(Shape):
    """A webhook. `secret` is given once, by the operation that made it; `why` is the decision that switched it off, if one did."""

    id: str
    shop: str
    url: str
    kinds: list[Kind]
    state: Literal["on", "off", "removed"]
    made_at: datetime
    failing_since: datetime | None
    old_secret_until: datetime | None
    why: str | None
    secret: str | None
    verbs: list[WebhookVerb]


class DeliveryOut(Shape):
    """One thing that happened, on its way. `about` is what it happened to; `next_at` when it is tried next; `last_error` why there was
    no answer, in the reader's language."""

    id: str
    webhook: str
    kind: Kind | Literal["webhook.ping"]
    about: str | None
    at: datetime
    state: Literal["waiting", "delivered", "failed"]
    attempts: int
    next_at: datetime | None
    delivered_at: datetime | None
    last_status: int | None
    last_error: str
    verbs: list[WebhookVerb]


class DeliveryAttempt(Shape):
    """One attempt: the status of the answer, or why there was none, in the reader's language."""

    at: datetime
    took_ms: int
    status: int | None
    error: str


class DeliveryWhole(DeliveryOut):
    """A delivery with the body that is sent and every attempt."""

    body: str
    tried: list[DeliveryAttempt]
