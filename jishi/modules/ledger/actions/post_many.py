"""Post many: the movements of an import, as tuples."""

from collections.abc import Iterable

from jishi.kernel import ids, rows
from jishi.modules.ledger.models import PENDING, Entry, Posting
from jishi.modules.ledger.postings import Draft, currency_of

POSTING = ("id", "key", "cause", "subject", "market", "shop", "currency", "at")
ENTRY = ("id", "posting", "n", "owner", "kind", "subject", "currency", "minor")


def post_many(drafts: Iterable[Draft]) -> int:
    """Write many new movements at once, thousands a second; how many.

    The caller has seen to it that none of the keys is known: one that is fails the action with an IntegrityError. Raises
    ValueError as `post` does, and for a draft that takes out of an order's pending money, which is not an import's to do.
    """
    postings: list[tuple[object, ...]] = []
    entries: list[tuple[object, ...]] = []
    for draft in drafts:
        currency = currency_of(draft)
        posting = ids.new_id("pos")
        postings.append((posting, draft.key, draft.cause, draft.subject, draft.market, draft.shop, currency, draft.at))
        for n, ((owner, kind, order), money) in enumerate(draft.entries, 1):
            if kind == PENDING and money.minor < 0:
                raise ValueError(f"posting {draft.key} takes money that is pending")
            entries.append((f"{posting}/{n}", posting, n, owner, kind, order, currency, money.minor))
    rows.many(Posting, POSTING, postings)
    rows.many(Entry, ENTRY, entries)
    return len(postings)
