"""Pay: the provider is asked for the money."""

from typing import NoReturn

from jishi.kernel import clock, ids, rows
from jishi.modules.payments.actions.take import take
from jishi.modules.payments.adapters import sandbox
from jishi.modules.payments.errors import AlreadyPaid, NoProvider, PaymentClosed, StillPending
from jishi.modules.payments.models import CAPTURED, CREATED, PENDING, Attempt, Card, Part, Payment
from jishi.modules.payments.queries.view import View
from jishi.modules.payments.states import PAYMENT


def pay(payment: Payment, card: Card, *, actor: str) -> View:
    """Try to pay what is due; the attempt is kept whatever comes of it, and a declined one leaves the payment to be paid.

    Raises AlreadyPaid, StillPending or PaymentClosed, and NoProvider.
    """
    if payment.state != CREATED:
        refuse(payment.state)
    if payment.provider != sandbox.NAME or not sandbox.on():
        raise NoProvider
    parts = rows.fetch(Part, "WHERE payment = %s ORDER BY n", [payment.id])
    answer = sandbox.charge(card)
    attempt = rows.new(
        Attempt,
        id=ids.new_id("att"),
        payment=payment.id,
        provider=sandbox.NAME,
        provider_ref=answer.ref,
        covers={part.id: part.due_minor for part in parts if part.due_minor},
        state=answer.state,
        code=answer.code,
        at=clock.now(),
    )
    rows.add(attempt)
    if answer.state == PENDING and not PAYMENT.advance_all([payment], "wait", actor=actor):
        refuse_now(payment)
    if answer.state == CAPTURED and not take(payment, attempt, parts, actor=actor):
        refuse_now(payment)
    return View(payment, parts, attempt)


def refuse_now(payment: Payment) -> NoReturn:
    """Somebody else moved the payment meanwhile: refuse by the state that it has now."""
    refuse(Payment.objects.values_list("state", flat=True).get(pk=payment.id))


def refuse(state: str) -> NoReturn:
    """Say why a payment in this state cannot be paid."""
    raise {CAPTURED: AlreadyPaid, PENDING: StillPending}.get(state, PaymentClosed)
