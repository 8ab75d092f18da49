"""Post: one movement of money, once."""

from collections.abc import Sequence
from datetime import datetime

from jishi.kernel import clock, ids, rows
from jishi.kernel.money import Money
from jishi.modules.ledger.actions.hold_pending import hold_pending
from jishi.modules.ledger.models import PENDING, Account, Entry, Posting
from jishi.modules.ledger.postings import Draft, currency_of

_INSERT = (
    "INSERT INTO ledger_posting (id, key, cause, subject, market, shop, currency, at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (key) DO NOTHING"
)


def post(
    key: str,
    cause: str,
    subject: str,
    entries: Sequence[tuple[Account, Money]],
    *,
    market: str,
    at: datetime | None = None,
    shop: str | None = None,
) -> Posting:
    """Move money between accounts: a positive amount arrives, a negative one leaves; minor units of one currency.

    `key` names the movement for good: asked for again, the posting that is there is returned and nothing is written. `cause` is
    `module.what`, `at` now unless given. Raises ValueError, a mistake of the caller's, for what `currency_of` refuses, for a key
    that names another movement, and for taking more out of an order's pending money than there is.
    """
    draft = Draft(key, cause, subject, entries, market, at or clock.now(), shop)
    currency = currency_of(draft)
    posting = Posting(id=ids.new_id("pos"), key=key, cause=cause, subject=subject, market=market, shop=shop, currency=currency, at=draft.at)
    if not rows.change(_INSERT, [posting.id, key, cause, subject, market, shop, currency, rows.db_time(draft.at)]):
        return _posted_before(draft)
    _take_only_what_is_there(draft, currency)
    for n, (account, money) in enumerate(entries, 1):
        owner, kind, order = account
        line = f"{posting.id}/{n}"
        rows.add(
            rows.new(Entry, id=line, posting=posting.id, n=n, owner=owner, kind=kind, subject=order, currency=currency, minor=money.minor)
        )
    return posting


def _posted_before(draft: Draft) -> Posting:
    if rows.pending(Entry):
        rows.flush()
    posting = Posting.objects.get(key=draft.key)
    lines = Entry.objects.filter(posting=posting.id).order_by("n")
    held = [(line.account, Money(line.minor, line.currency)) for line in lines]
    if (posting.cause, posting.subject, held) != (draft.cause, draft.subject, list(draft.entries)):
        raise ValueError(f"posting {draft.key} is another movement")
    return posting


def _take_only_what_is_there(draft: Draft, currency: str) -> None:
    taken: dict[str, int] = {}
    for account, money in draft.entries:
        if account.kind == PENDING and account.order:
            taken[account.order] = taken.get(account.order, 0) - money.minor
    for order, minor in sorted(taken.items()):
        if minor > 0 and (there := hold_pending(order, currency)).minor < minor:
            raise ValueError(f"posting {draft.key} takes {minor} of {there.minor} {currency} pending on {order}")
