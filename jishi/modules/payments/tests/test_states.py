"""The states of a payment and of an attempt: every verb from each of them, against the tables written down once more."""

import pytest

from jishi.kernel import rows
from jishi.kernel.runner import act
from jishi.modules.payments import actions
from jishi.modules.payments.models import Attempt, Payment
from jishi.modules.payments.states import ATTEMPT, PAYMENT
from jishi.modules.payments.tests.trial import NOON, to_pay
from tests.tables import obeys

PAYMENTS = {
    "wait": "created > pending",
    "decline": "pending > created",
    "capture": "created pending closed > captured",
    "close": "created pending > closed",
}
ATTEMPTS = {"capture": "pending declined > captured", "decline": "pending > declined"}
CAPTURED_AT = {state: {"captured_at": rows.db_time(NOON) if state == "captured" else None} for state in PAYMENT.states}


@pytest.mark.django_db
@pytest.mark.parametrize("verb", PAYMENTS)
def test_every_pair_of_a_payment_moves_or_refuses(verb: str) -> None:
    changes = {"captured_at": NOON} if verb == "capture" else {}
    payment = Payment.objects.get(pk=to_pay(500).payment.pk)
    obeys(PAYMENT, payment, verb, PAYMENTS, changes=changes, standing=CAPTURED_AT)


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ATTEMPTS)
def test_every_pair_of_an_attempt_moves_or_refuses(verb: str) -> None:
    act(actions.pay, to_pay(500).payment, "slow", actor="system:test")
    obeys(ATTEMPT, Attempt.objects.get(), verb, ATTEMPTS)
