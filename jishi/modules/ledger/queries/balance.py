"""Balances. None is stored: each is the sum of the entries of an account."""

from django.db.models import Sum

from jishi.kernel.money import Money
from jishi.modules.ledger.models import PENDING, Account, Entry


def balance(account: Account, currency: str) -> Money:
    """What is in an account; of one without an order, for all orders and none together."""
    found = Entry.objects.filter(owner=account.owner, kind=account.kind, currency=currency)
    if account.order is not None:
        found = found.filter(subject=account.order)
    return Money(int(found.aggregate(total=Sum("minor"))["total"] or 0), currency)


def pending(order: str, currency: str) -> Money:
    """What is pending on an order, as of now and for reading; whoever takes of it asks `actions.hold_pending`."""
    found = Entry.objects.filter(subject=order, kind=PENDING, currency=currency)
    return Money(int(found.aggregate(total=Sum("minor"))["total"] or 0), currency)
