"""What must hold of the tables of payments; `jishi fsck` names each row that breaks it."""

from collections import defaultdict
from collections.abc import Iterator

from jishi.kernel import rows
from jishi.kernel.fsck import check
from jishi.modules.payments.models import CAPTURED, Attempt, Part

PIECE = 2_000
Found = Iterator[tuple[str, str]]


@check("payments_payment", "a payment has parts, and something is due as long as it is to be paid")
def due() -> Found:
    """Closed means that nothing is due any more."""
    text = (
        "SELECT p.id, p.state, COUNT(r.id), COALESCE(SUM(r.due_minor), 0) "
        "FROM payments_payment p LEFT JOIN payments_part r ON r.payment = p.id "
        "WHERE p.state <> 'captured' OR r.id IS NULL GROUP BY p.id, p.state "
        "HAVING COUNT(r.id) = 0 OR (p.state = 'closed') <> (COALESCE(SUM(r.due_minor), 0) = 0) ORDER BY p.id"
    )
    for payment, state, count, minor in rows.sql(text):
        yield payment, f"is {state}, {int(minor)} is due" if count else "has no parts"


@check("payments_payment", "a payment is captured or pending because of an attempt that is")
def attempted() -> Found:
    """An attempt may still be pending when another captured the payment, or when it was closed; never while it is to be paid."""
    text = (
        "SELECT id, state FROM payments_payment p WHERE "
        "(state = 'captured') <> EXISTS (SELECT 1 FROM payments_attempt a WHERE a.payment = p.id AND a.state = 'captured') "
        "OR (state = 'pending' AND NOT EXISTS (SELECT 1 FROM payments_attempt a WHERE a.payment = p.id AND a.state = 'pending')) "
        "OR (state = 'created' AND EXISTS (SELECT 1 FROM payments_attempt a WHERE a.payment = p.id AND a.state = 'pending')) ORDER BY id"
    )
    for payment, state in rows.sql(text):
        yield payment, f"is {state}, its attempts are not"


@check("payments_part", "what came is what the captured attempts brought, what went back is the sum of the refunds")
def added_up() -> Found:
    """Both are counted on the part, so that no concurrency can return more than came; here they are counted again."""
    came: dict[str, int] = defaultdict(int)
    for attempt in Attempt.objects.filter(state=CAPTURED).iterator(PIECE):
        for part, minor in attempt.covers.items():
            came[part] += minor
    back = {part: int(total) for part, total in rows.sql("SELECT part, SUM(amount_minor) FROM payments_refund GROUP BY part")}
    for part in Part.objects.order_by("id").iterator(PIECE):
        if part.captured_minor != came[part.id]:
            yield part.id, f"{part.captured_minor} came, its attempts brought {came[part.id]}"
        if part.refunded_minor != back.get(part.id, 0):
            yield part.id, f"{part.refunded_minor} went back, its refunds are {back.get(part.id, 0)}"


@check("payments_part", "a part has its payment, and the ledger knows of its money")
def booked() -> Found:
    """What the providers hold for a subject is what came less what went back."""
    text = (
        "SELECT r.id, r.captured_minor - r.refunded_minor, COALESCE(l.held, 0), p.id FROM payments_part r "
        "LEFT JOIN payments_payment p ON p.id = r.payment LEFT JOIN (SELECT e.subject, -SUM(e.minor) AS held FROM ledger_entry e "
        "JOIN ledger_posting g ON g.id = e.posting WHERE e.kind = 'provider.clearing' "
        "AND g.cause IN ('payments.captured', 'payments.refunded') GROUP BY e.subject) l ON l.subject = r.subject "
        "WHERE p.id IS NULL OR r.captured_minor - r.refunded_minor <> COALESCE(l.held, 0) ORDER BY r.id"
    )
    for part, minor, held, payment in rows.sql(text):
        yield part, f"holds {minor}, the ledger {int(held)}" if payment else "has no payment"


@check("payments_attempt", "an attempt is to pay parts of its own payment")
def covering() -> Found:
    """Amounts are positive."""
    own: dict[str, set[str]] = defaultdict(set)
    for part, payment in rows.sql("SELECT id, payment FROM payments_part"):
        own[payment].add(part)
    for attempt in Attempt.objects.order_by("id").iterator(PIECE):
        if not attempt.covers or not set(attempt.covers) <= own[attempt.payment] or min(attempt.covers.values()) <= 0:
            yield attempt.id, f"covers {attempt.covers}"


@check("payments_refund", "a refund is of its payment's part and has its posting")
def returned() -> Found:
    """Money that went back went through the ledger."""
    text = (
        "SELECT f.id, r.id, g.id FROM payments_refund f LEFT JOIN payments_part r ON r.id = f.part AND r.payment = f.payment "
        "LEFT JOIN ledger_posting g ON g.key = 'payments.refunded:' || f.id WHERE r.id IS NULL OR g.id IS NULL ORDER BY f.id"
    )
    for refund, part, _ in rows.sql(text):
        yield refund, "has no posting" if part else "is of no part of its payment"


checks = (due, attempted, added_up, booked, covering, returned)
