"""Take: an attempt brought money. It is booked for each order; what nobody wants any more goes back in the same transaction."""

from collections.abc import Sequence

from jishi.kernel import clock, rows
from jishi.kernel.errors import Unavailable, WrongState
from jishi.kernel.money import Money
from jishi.modules.payments import postings
from jishi.modules.payments.actions.doors import CAPTURED, Paid
from jishi.modules.payments.actions.refund import refund
from jishi.modules.payments.models import Attempt, Part, Payment
from jishi.modules.payments.states import PAYMENT

NOT_TAKEN = "payments.not_taken"


def take(payment: Payment, attempt: Attempt, parts: Sequence[Part], *, actor: str, late: bool = False) -> bool:
    """Book what `attempt` brought for `parts`, and move the payment; False, to be refused and undone, when it was moved meanwhile.

    `late` money has arrived whatever became of the payment: it is always booked, and goes back where it is not wanted. Raises
    Unavailable when what is due changed in this very moment.
    """
    wanted = _tell(payment, attempt, parts)
    if late:
        _capture_late(payment, actor)
    elif not PAYMENT.advance_all([payment], "capture", actor=actor, captured_at=clock.now()):
        return False
    for part in parts:
        minor = attempt.covers.get(part.id, 0)
        if minor:
            _book(payment, attempt, part, minor)
            back = minor - (part.due_minor if part.id in wanted else 0)
            if back > 0:
                amount = Money(back, payment.currency)
                refund(part.subject, amount, NOT_TAKEN, key=f"{NOT_TAKEN}:{attempt.id}:{part.id}", purpose=part.purpose)
                part.refunded_minor += back
    return True


def _tell(payment: Payment, attempt: Attempt, parts: Sequence[Part]) -> set[str]:
    """Those who asked for the money hear that it came; the parts that they took."""
    came: dict[str, list[Part]] = {}
    for part in parts:
        if part.due_minor and part.id in attempt.covers:
            came.setdefault(part.purpose, []).append(part)
    wanted = set()
    for purpose, some in came.items():
        refused = CAPTURED[purpose](payment, [Paid(part.subject, Money(part.due_minor, payment.currency)) for part in some])
        wanted |= {part.id for part in some if part.subject not in refused}
    return wanted


def _capture_late(payment: Payment, actor: str) -> None:
    try:
        PAYMENT.advance(payment, "capture", actor=actor, captured_at=clock.now())
    except WrongState:
        return  # captured by another attempt: this money is one too many


def _book(payment: Payment, attempt: Attempt, part: Part, minor: int) -> None:
    text = "UPDATE payments_part SET captured_minor = captured_minor + %s WHERE id = %s AND due_minor = %s"
    if not rows.change(text, [minor, part.id, part.due_minor]):
        raise Unavailable
    part.captured_minor += minor
    postings.captured(payment, attempt, part, Money(minor, payment.currency))
