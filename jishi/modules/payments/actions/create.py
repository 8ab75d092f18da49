"""Create: something is to be paid."""

from collections.abc import Sequence
from typing import NamedTuple

from jishi.kernel import clock, ids, rows
from jishi.kernel.money import Money
from jishi.modules.payments import law
from jishi.modules.payments.actions.doors import CAPTURED
from jishi.modules.payments.adapters import sandbox
from jishi.modules.payments.errors import MethodNotOffered, NoProvider
from jishi.modules.payments.models import CREATED, ONLINE, Part, Payment
from jishi.modules.payments.queries.view import View


class Due(NamedTuple):
    """What is to be paid for: an order (its id), the shop that it belongs to, the amount."""

    subject: str
    shop: str
    amount: Money
    purpose: str = "orders"


def create(person: str, method: str, due: Sequence[Due], *, market: str) -> View:
    """Make the payment that pays all of `due`, of one market and currency, by one person.

    Raises MethodNotOffered (rule payments.methods.offered, as of now) and NoProvider; ValueError, a mistake of the caller's,
    for nothing due, an amount that is none, mixed currencies, or a purpose that nobody hears of. A second payment for a subject
    fails with an IntegrityError at the commit.
    """
    now = clock.now()
    ruling = law.methods(market, now)
    if method not in (ruling.value or ()):
        raise MethodNotOffered(field="method", rule=ruling.rule, method=method, market=market)
    if method != ONLINE:
        raise MethodNotOffered(field="method", method=method, market=market)
    if not sandbox.on():
        raise NoProvider
    currency = checked(due)
    payment = rows.new(
        Payment,
        id=ids.new_id("pay"),
        person=person,
        market=market,
        currency=currency,
        method=method,
        provider=sandbox.NAME,
        state=CREATED,
        created_at=now,
    )
    parts = [part(payment, n, one) for n, one in enumerate(due, 1)]
    rows.add(payment, *parts)
    return View(payment, parts, None)


def checked(due: Sequence[Due]) -> str:
    """The one currency of what is due. Raises ValueError as `create` says."""
    if not due:
        raise ValueError("nothing is due")
    currency = due[0].amount.currency
    for one in due:
        if one.amount.minor <= 0 or one.amount.currency != currency:
            raise ValueError(f"{one.subject}: {one.amount} cannot be paid in {currency}")
        if one.purpose not in CAPTURED:
            raise ValueError(f"nobody hears of money for {one.purpose}")
    return currency


def part(payment: Payment, n: int, due: Due) -> Part:
    """The part of a payment that pays one thing."""
    minor = due.amount.minor
    return rows.new(
        Part,
        id=ids.new_id("prt"),
        payment=payment.id,
        n=n,
        purpose=due.purpose,
        subject=due.subject,
        shop=due.shop,
        asked_minor=minor,
        due_minor=minor,
    )
