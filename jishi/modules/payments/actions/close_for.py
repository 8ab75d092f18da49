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
    among, keys = rows.among(subjects)
    mine = f"purpose = %s AND subject {among}"
    given = [purpose, *keys]
    text = (
        f"SELECT payment, state, COUNT(*) = SUM(CASE WHEN {mine} THEN 1 ELSE 0 END) FROM payments_part r "
        "JOIN payments_payment p ON p.id = r.payment WHERE due_minor > 0 AND state IN ('created', 'pending') "
        f"AND payment IN (SELECT payment FROM payments_part WHERE {mine}) GROUP BY payment, state"
    )
    concerned = {str(pk): (state, bool(whole)) for pk, state, whole in rows.sql(text, [*given, *given])}
    whole = [rows.new(Payment, id=pk, state=state) for pk, (state, all_of_it) in concerned.items() if all_of_it]
    closed = [payment.id for payment in PAYMENT.advance_all(whole, "close", actor=actor)]
    held = hold_unpaid(sorted(concerned.keys() - set(closed)))
    if closed or held:
        over, ended = rows.among([*closed, *held])
        rows.change(f"UPDATE payments_part SET due_minor = 0 WHERE payment {over} AND {mine} AND due_minor > 0", [*ended, *given])
    return closed + (_close_where_nothing_is_left(held, actor) if held else [])


def _close_where_nothing_is_left(held: Sequence[str], actor: str) -> list[str]:
    wanted = set(Part.objects.filter(payment__in=held, due_minor__gt=0).values_list("payment", flat=True))
    over = Payment.objects.filter(pk__in=[pk for pk in held if pk not in wanted])
    return [payment.id for payment in PAYMENT.advance_all(over, "close", actor=actor)]


def hold_unpaid(payments: Sequence[str]) -> list[str]:
    """Those of the payments that are still to be paid; they stay so for the rest of the transaction (the rows are written as they are)."""
    if not payments:
        return []
    among, keys = rows.among(payments)
    text = f"UPDATE payments_payment SET state = state WHERE id {among} AND state IN ('created', 'pending') RETURNING id"
    return [str(row[0]) for row in rows.sql(text, keys)]
