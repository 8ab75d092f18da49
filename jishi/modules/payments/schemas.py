"""Shapes of the payments API."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import StringConstraints

from jishi.kernel.api import MoneyShape, Shape
from jishi.modules.payments.models import Card

Code = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z0-9_]*$")]


class PayIn(Shape):
    """What the sandbox provider is to do with the card."""

    card: Card


class NoticeIn(Shape):
    """What the sandbox provider says of one of its charges."""

    provider_ref: Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_]+$")]
    event: Literal["captured", "declined"]
    code: Code = ""


class NoticeOut(Schema):
    """The state of the charge now."""

    state: Literal["pending", "captured", "declined"]


class PaymentPartOut(Schema):
    """What a part of a payment is for."""

    purpose: str
    subject: str
    amount: MoneyShape
    refunded: MoneyShape


class AttemptOut(Schema):
    """The last try to pay, and in the reader's language what became of it. The provider's own word is in `code`."""

    state: Literal["pending", "captured", "declined"]
    at: datetime
    code: str
    what: str


class PaymentVerbOut(Schema):
    """What may be done with it now; `why` says why not."""

    verb: str
    operation: str
    allowed: bool
    why: str | None


class PaymentOut(Schema):
    """A payment as its payer sees it. `amount` is what is to be paid, or was when nothing is any more."""

    id: str
    state: Literal["created", "pending", "captured", "closed"]
    method: str
    amount: MoneyShape
    captured: MoneyShape
    refunded: MoneyShape
    created_at: datetime
    captured_at: datetime | None
    parts: list[PaymentPartOut]
    attempt: AttemptOut | None
    verbs: list[PaymentVerbOut]
