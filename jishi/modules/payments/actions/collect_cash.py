"""Collect cash: the carrier took the money at the door."""

from jishi.kernel import clock, ids, rows
from jishi.modules.payments import postings
from jishi.modules.payments.actions.create import Due, checked, part
from jishi.modules.payments.adapters import cash
from jishi.modules.payments.models import CAPTURED, CASH, Attempt, Payment
from jishi.modules.payments.queries.view import View


def collect_cash(person: str, due: Due, *, market: str) -> View:
    """Book what a person paid in cash for one thing, whole. The caller knows that it is paid: no door is opened.

    Raises ValueError as `create` does. A second payment for a subject fails with an IntegrityError at the commit.
    """
    now = clock.now()
    payment = Payment(
        id=ids.new_id("pay"),
        person=person,
        market=market,
        currency=checked([due]),
        method=CASH,
        provider=cash.NAME,
        state=CAPTURED,
        created_at=now,
        captured_at=now,
    )
    paid = part(payment, 1, due)
    paid.captured_minor = paid.due_minor
    attempt = Attempt(
        id=ids.new_id("att"),
        payment=payment.id,
        provider=cash.NAME,
        provider_ref=cash.received(),
        covers={paid.id: paid.due_minor},
        state=CAPTURED,
        at=now,
    )
    rows.add(payment, paid, attempt)
    postings.captured(payment, attempt, paid, due.amount)
    return View(payment, [paid], attempt)
