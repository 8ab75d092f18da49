"""What a posting must be before it is written: balanced, in one currency, between accounts of the closed list."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from jishi.kernel.money import Money
from jishi.modules.ledger.models import Account, fault

CAUSE = re.compile(r"[a-z]+\.[a-z_.]+")
"""`module.what`; its words stand in that module as `<module>.cause.<what>`."""


class Draft(NamedTuple):
    """A posting as asked for: see `post`."""

    key: str
    cause: str
    subject: str
    entries: Sequence[tuple[Account, Money]]
    market: str
    at: datetime
    shop: str | None = None


def currency_of(draft: Draft) -> str:
    """The one currency of a posting that may be written.

    Raises ValueError, a mistake of the caller's, for one that is empty or unbalanced, as a whole or for one of its orders,
    mixes currencies, moves nothing somewhere, names an unknown account, or lacks its key, cause, subject or a zone of time.
    """
    if not (draft.key and draft.subject and draft.market and CAUSE.fullmatch(draft.cause)):
        raise ValueError(f"posting {draft.key!r} needs a key, a cause module.what, a subject and a market")
    if draft.at.tzinfo is None:
        raise ValueError(f"posting {draft.key}: an instant needs a zone")
    if not draft.entries:
        raise ValueError(f"posting {draft.key} is empty")
    currency = draft.entries[0][1].currency
    sums: dict[str | None, int] = defaultdict(int)
    for account, money in draft.entries:
        if money.currency != currency:
            raise ValueError(f"posting {draft.key} mixes {currency} and {money.currency}")
        if not money.minor:
            raise ValueError(f"posting {draft.key} moves nothing at {account}")
        if wrong := _fault(account):
            raise ValueError(f"posting {draft.key}: {wrong}")
        sums[account.order] += money.minor
    for order, left in sums.items():
        if left:
            raise ValueError(f"posting {draft.key} is off by {left} {currency}" + (f" for {order}" if order else ""))
    return currency


@lru_cache(maxsize=4096)
def _fault(account: Account) -> str:
    return fault(account)
