"""A payment with its parts and its last attempt, and how the API tells it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jishi.kernel.money import Money
from jishi.kernel.words import say
from jishi.modules.payments.models import CAPTURED, CREATED, PENDING, Attempt, Part, Payment


@dataclass(frozen=True, slots=True)
class View:
    """One payment: what it is for, and the last try to pay it."""

    payment: Payment
    parts: Sequence[Part]
    attempt: Attempt | None


def view_of(payment: Payment) -> View:
    """A payment as it is stored."""
    parts = list(Part.objects.filter(payment=payment.id).order_by("n"))
    return View(payment, parts, Attempt.objects.filter(payment=payment.id).order_by("at", "id").last())


def views_for(subjects: Sequence[str], purpose: str = "orders") -> dict[str, View]:
    """The payments of these subjects, those that have one: three reads for all of them."""
    mine = list(Part.objects.filter(subject__in=subjects, purpose=purpose))
    payments = Payment.objects.in_bulk({part.payment for part in mine})
    parts: dict[str, list[Part]] = defaultdict(list)
    for part in Part.objects.filter(payment__in=payments).order_by("n"):
        parts[part.payment].append(part)
    last = {attempt.payment: attempt for attempt in Attempt.objects.filter(payment__in=payments).order_by("at", "id")}
    views = {pk: View(payment, parts[pk], last.get(pk)) for pk, payment in payments.items()}
    return {part.subject: views[part.payment] for part in mine}


def show(view: View, lang: str) -> dict[str, Any]:
    """A payment as the API tells it (PaymentOut), in the reader's language."""
    payment = view.payment

    def money(minor: int) -> dict[str, str]:
        return Money(minor, payment.currency).json()

    return {
        "id": payment.id,
        "state": payment.state,
        "method": payment.method,
        "amount": money(sum(part.due_minor for part in view.parts) or sum(part.asked_minor for part in view.parts)),
        "captured": money(sum(part.captured_minor for part in view.parts)),
        "refunded": money(sum(part.refunded_minor for part in view.parts)),
        "created_at": payment.created_at,
        "captured_at": payment.captured_at,
        "parts": [
            {
                "purpose": part.purpose,
                "subject": part.subject,
                "amount": money(part.due_minor or part.asked_minor),
                "refunded": money(part.refunded_minor),
            }
            for part in view.parts
        ],
        "attempt": _attempt(view.attempt, lang) if view.attempt else None,
        "verbs": [_pay(payment, lang)],
    }


def _attempt(attempt: Attempt, lang: str) -> dict[str, Any]:
    return {"state": attempt.state, "at": attempt.at, "code": attempt.code, "what": say(f"payments.attempt.{attempt.state}", lang)}


def _pay(payment: Payment, lang: str) -> dict[str, Any]:
    refusals = {CAPTURED: "payments.already_paid", PENDING: "payments.still_pending"}
    why = None if payment.state == CREATED else say(refusals.get(payment.state, "payments.closed"), lang)
    return {"verb": "pay", "operation": "payments.pay", "allowed": why is None, "why": why}
