"""Take notice: the provider tells what became of an attempt. It may say so twice or late; money that came is booked once."""

from typing import Literal

from jishi.kernel.access import THE_PROVIDER
from jishi.kernel.errors import NotFound, WrongState
from jishi.modules.payments.actions.take import take
from jishi.modules.payments.models import Attempt, Part, Payment
from jishi.modules.payments.states import ATTEMPT, PAYMENT

Event = Literal["captured", "declined"]


def take_notice(provider: str, provider_ref: str, event: Event, code: str = "") -> Attempt:
    """Book what a provider says of its charge `provider_ref`; one that was booked before changes nothing.

    `code` is the provider's word for declining. Raises NotFound for a charge that was never asked for.
    """
    attempt = Attempt.objects.filter(provider_ref=provider_ref, provider=provider).first()
    if attempt is None:
        raise NotFound
    try:
        ATTEMPT.advance(attempt, {"captured": "capture", "declined": "decline"}[event], actor=THE_PROVIDER, code=code)
    except WrongState:
        attempt.refresh_from_db()
        return attempt
    payment = Payment.objects.get(pk=attempt.payment)
    if event == "captured":
        take(payment, attempt, list(Part.objects.filter(payment=payment.id).order_by("n")), actor=THE_PROVIDER, late=True)
    else:
        PAYMENT.advance_all([payment], "decline", actor=THE_PROVIDER, reason=code)
    return attempt
