"""The machines of payments: a payment can be paid until it is closed; money that comes later still arrives, and goes back."""

from jishi.kernel.machine import Machine
from jishi.modules.payments.models import CAPTURED, CLOSED, CREATED, DECLINED, PENDING, Attempt, Payment

PAYMENT = Machine(
    "payment",
    Payment,
    {
        "wait": ({CREATED}, PENDING),
        "decline": ({PENDING}, CREATED),
        "capture": ({CREATED, PENDING, CLOSED}, CAPTURED),
        "close": ({CREATED, PENDING}, CLOSED),
    },
)

ATTEMPT = Machine(
    "attempt",
    Attempt,
    {
        "capture": ({PENDING, DECLINED}, CAPTURED),
        "decline": ({PENDING}, DECLINED),
    },
)
