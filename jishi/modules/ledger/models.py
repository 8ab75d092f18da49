"""Accounts, a closed list, and the two tables of the ledger. Nothing updates or deletes: the database refuses an UPDATE."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from django.db import models

ID = r"[a-z]{2,5}_[0-9A-HJKMNP-TV-Z]{26}"
OWNERS = {
    "provider": re.compile(r"[a-z][a-z0-9_]{1,29}"),
    "shop": re.compile(ID),
    "creator": re.compile(ID),
    "agency": re.compile(ID),
    "platform": re.compile(r"platform"),
    "authority": re.compile(r"[A-Z]{2}"),
    "insurer": re.compile(r"[a-z][a-z0-9_]{1,29}"),
    "lender": re.compile(r"[a-z][a-z0-9_]{1,29}"),
}
"""How the owner of an account is named: an adapter, a row's id, the platform itself, the market whose tax it is."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of account: whose it is, and as what its money counts in the picture of an order.

    Money that is there counts as the use `term`. Of a kind with a `source`, money that left counts as that source: both ways
    apart where it is `gross`, else what remains of the two.
    """

    whose: str
    term: str
    source: str = ""
    gross: bool = False


KINDS: dict[str, Kind] = {
    "provider.clearing": Kind("provider", "refunded", "paid", gross=True),
    "platform.subsidy": Kind("platform", "subsidies_returned", "subsidies", gross=True),
    "lender.credit": Kind("lender", "repaid", "lent", gross=True),
    "platform.receivable": Kind("platform", "recovered", "advanced"),
    "platform.fee": Kind("platform", "fees"),
    "tax.*": Kind("authority", "taxes"),
    "platform.commission": Kind("platform", "commissions"),
    "creator.payable": Kind("creator", "commissions"),
    "agency.payable": Kind("agency", "commissions"),
    "insurer.premium": Kind("insurer", "premiums"),
    "shop.payable": Kind("shop", "settled"),
    "payout.in_transit": Kind("shop", "settled"),
    "shop.reserve": Kind("shop", "reserved"),
    "shop.deposit": Kind("shop", "deposit"),
    "shop.ad_credit": Kind("shop", "ad_credit"),
    "shop.external": Kind("shop", "external"),
    "order.pending": Kind("shop", "pending"),
}
"""Every kind of account there is; `tax.*` stands for one per tax. `order.pending` is kept by the shop of its order."""

PENDING = "order.pending"
_TAX = re.compile(r"tax\.[a-z][a-z0-9_]{1,29}")
_ORDER = re.compile(r"ord_[0-9A-HJKMNP-TV-Z]{26}")


class Account(NamedTuple):
    """`owner:kind[:order]`. With an order it holds that order's money alone; without one, of all orders and none together."""

    owner: str
    kind: str
    order: str | None = None

    def __str__(self) -> str:
        return f"{self.owner}:{self.kind}" + (f":{self.order}" if self.order else "")


def kind_of(name: str) -> Kind | None:
    """The kind of this name; None when there is none."""
    return KINDS["tax.*"] if _TAX.fullmatch(name) else None if name == "tax.*" else KINDS.get(name)


def fault(account: Account) -> str:
    """What is wrong with an account; empty when it is well formed."""
    kind = kind_of(account.kind)
    if kind is None:
        return f"{account.kind} is no kind of account"
    if not OWNERS[kind.whose].fullmatch(account.owner):
        return f"{account.owner} can own no {account.kind}"
    if account.kind == PENDING and account.order is None:
        return f"{account.kind} is one per order"
    if account.order is not None and not _ORDER.fullmatch(account.order):
        return f"{account.order} is no order"
    return ""


class Posting(models.Model):
    """One movement of money: why (`cause` = module.what, about `subject`), where and when. `key` makes it happen once."""

    id = models.CharField(primary_key=True, max_length=40)
    key = models.CharField(max_length=120)
    cause = models.CharField(max_length=60)
    subject = models.CharField(max_length=40)
    market = models.CharField(max_length=4)
    shop = models.CharField(max_length=40, null=True)
    currency = models.CharField(max_length=3)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="posting_key")]


class Entry(models.Model):
    """One line of a posting: `minor` units arrive in the account (negative: leave it). `subject` is the order, if one is meant.

    `id` is `posting/n`: an entry has no face of its own.
    """

    id = models.CharField(primary_key=True, max_length=44)
    posting = models.CharField(max_length=40)
    n = models.IntegerField()
    owner = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=40, null=True)
    currency = models.CharField(max_length=3)
    minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(minor=0), name="entry_not_zero"),
            models.CheckConstraint(condition=models.Q(n__gte=1), name="entry_n"),
        ]
        indexes = [
            models.Index(fields=["posting"], name="entry_posting"),
            models.Index(fields=["subject"], condition=models.Q(subject__isnull=False), name="entry_subject"),
            models.Index(fields=["owner", "kind", "currency"], name="entry_account"),
        ]

    @property
    def account(self) -> Account:
        """The account whose money this is."""
        return Account(self.owner, self.kind, self.subject)
