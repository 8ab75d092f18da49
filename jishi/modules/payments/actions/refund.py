"""Refund: money goes back to the buyer, once, and never more than came."""

from jishi.kernel import clock, ids, rows
from jishi.kernel.money import Money
from jishi.modules.payments import postings
from jishi.modules.payments.actions.doors import REFUNDED, Returned
from jishi.modules.payments.adapters import cash, sandbox
from jishi.modules.payments.errors import NothingToRefund
from jishi.modules.payments.models import Part, Payment, Refund

ADAPTERS = {sandbox.NAME: sandbox.send_back, cash.NAME: cash.send_back}
_INSERT = (
    "INSERT INTO payments_refund (id, payment, part, key, cause, amount_minor, provider, provider_ref, at) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (key) DO NOTHING"
)
_TAKE = "UPDATE payments_part SET refunded_minor = refunded_minor + %s WHERE id = %s AND captured_minor - refunded_minor >= %s"


def refund(subject: str, amount: Money, cause: str, *, key: str, purpose: str = "orders") -> Refund:
    """Send `amount` of what came for a subject back, for a cause `module.what`.

    `key` makes it happen once: asked for again, the refund that is there is returned. Raises NothingToRefund when less is left
    than asked for, and ValueError, a mistake of the caller's, for an amount that is none and a key that names another refund.
    """
    part = _part(subject, purpose)
    payment = Payment.objects.get(pk=part.payment)
    if amount.minor <= 0 or amount.currency != payment.currency:
        raise ValueError(f"{amount} of {subject} cannot go back in {payment.currency}")
    made = Refund(
        id=ids.new_id("ref"),
        payment=payment.id,
        part=part.id,
        key=key,
        cause=cause,
        amount_minor=amount.minor,
        provider=payment.provider,
        provider_ref=ADAPTERS[payment.provider](),
        at=clock.now(),
    )
    values = [made.id, made.payment, made.part, key, cause, amount.minor, made.provider, made.provider_ref, rows.db_time(made.at)]
    if not rows.change(_INSERT, values):
        return _made_before(made)
    if not rows.change(_TAKE, [amount.minor, part.id, amount.minor]):
        raise NothingToRefund(left=Money(_left(part), payment.currency))
    postings.refunded(made, subject=subject, shop=part.shop, market=payment.market, amount=amount)
    if purpose in REFUNDED:
        REFUNDED[purpose](payment, Returned(subject, amount, cause))
    return made


def _part(subject: str, purpose: str) -> Part:
    if rows.pending(Part):
        rows.flush()
    part = Part.objects.filter(subject=subject, purpose=purpose).first()
    if part is None:
        raise ValueError(f"nothing was ever to be paid for {subject}")
    return part


def _left(part: Part) -> int:
    part.refresh_from_db()
    return part.captured_minor - part.refunded_minor


def _made_before(asked: Refund) -> Refund:
    made = Refund.objects.get(key=asked.key)
    if (made.part, made.amount_minor, made.cause) != (asked.part, asked.amount_minor, asked.cause):
        raise ValueError(f"refund {asked.key} is another one")
    return made
