"""Shapes of what the ledger tells."""

from datetime import datetime

from jishi.kernel.api import MoneyShape, Shape


class AccountOut(Shape):
    """One account and what is in it for this order."""

    account: str
    balance: MoneyShape


class EntryOut(Shape):
    """What arrived in an account (negative: left it)."""

    account: str
    amount: MoneyShape


class PostingOut(Shape):
    """One movement of money: when, why (`cause` as a code, `what` as a sentence), between which accounts."""

    id: str
    at: datetime
    cause: str
    what: str
    entries: list[EntryOut]


class TermOut(Shape):
    """One term of the money picture, and its name for the reader."""

    term: str
    what: str
    amount: MoneyShape


class PictureOut(Shape):
    """Where the money came from and what became of it; both sides add up to the same, or the ledger is broken."""

    sources: list[TermOut]
    uses: list[TermOut]
    balanced: bool


class LedgerOut(Shape):
    """Every cent of one order explained."""

    accounts: list[AccountOut]
    postings: list[PostingOut]
    picture: PictureOut
