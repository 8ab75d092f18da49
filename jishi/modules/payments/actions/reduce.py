"""Reduce: less is to be paid than was asked for."""

from jishi.kernel import rows
from jishi.kernel.money import Money
from jishi.modules.payments.actions.close_for import hold_unpaid
from jishi.modules.payments.errors import AlreadyPaid, PaymentClosed
from jishi.modules.payments.models import Part


def reduce(subject: str, by: Money, *, purpose: str = "orders") -> None:
    """Take `by` off what is due for a subject that is not paid yet; something must remain, else `close_for` is meant.

    Raises AlreadyPaid, or PaymentClosed where nothing is due; ValueError, a mistake of the caller's, when `by` is not less than
    what is due.
    """
    if rows.pending(Part):
        rows.flush()
    part = Part.objects.filter(subject=subject, purpose=purpose).first()
    if part is None or not part.due_minor:
        raise PaymentClosed
    if not hold_unpaid([part.payment]):
        raise AlreadyPaid
    text = "UPDATE payments_part SET due_minor = due_minor - %s WHERE id = %s AND due_minor > %s"
    if by.minor <= 0 or not rows.change(text, [by.minor, part.id, by.minor]):
        raise ValueError(f"{by} cannot be taken off {part.due_minor} due for {subject}")
