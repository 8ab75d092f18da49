"""Close: what was to be paid for is no longer wanted; a payment of which nothing is left cannot be paid any more."""

from collections.abc import Sequence

from jishi.kernel import rows
from jishi.modules.payments.models import Part, Payment
from jishi.modules.payments.states import PAYMENT


def close_for(subjects: Sequence[str], *, actor: str, purpose: str = "orders") -> list[str]:
    """Nothing is due for these subjects any more, where it has not been paid; the payments that this closed.

    A payment that pays others too stays open for the rest. Money on its way that arrives later goes back. Set-based: many at once.
    """
    if not subjects:
        return []
    if rows.pending(Part):
        rows.flush()
    parts = Part.objects.filter(subject__in=subjects, purpose=purpose, captured_minor=0, due_minor__gt=0)
    unpaid = hold_unpaid(sorted(set(parts.values_list("payment", flat=True))))
    if not unpaid:
        return []
    text = (
        f"UPDATE payments_part SET due_minor = 0 WHERE payment IN ({rows.marks(unpaid)}) "
        f"AND subject IN ({rows.marks(subjects)}) AND purpose = %s AND due_minor > 0"
    )
    rows.change(text, [*unpaid, *subjects, purpose])
    wanted = set(Part.objects.filter(payment__in=unpaid, due_minor__gt=0).values_list("payment", flat=True))
    over = Payment.objects.filter(pk__in=[one for one in unpaid if one not in wanted])
    return [payment.id for payment in PAYMENT.advance_all(over, "close", actor=actor)]


def hold_unpaid(payments: Sequence[str]) -> list[str]:
    """Those of the payments that are still to be paid; they stay so for the rest of the transaction (the rows are written as they are)."""
    if not payments:
        return []
    text = (
        f"UPDATE payments_payment SET state = state WHERE id IN ({rows.marks(payments)}) AND state IN ('created', 'pending') RETURNING id"
    )
    return [str(row[0]) for row in rows.sql(text, payments)]
