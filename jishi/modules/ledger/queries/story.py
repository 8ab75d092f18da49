"""The story of an order's money: every movement, every account, and the picture of where it came from and went."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jishi.kernel.money import Money
from jishi.kernel.words import say
from jishi.modules.ledger.models import KINDS, PENDING, Account, Entry, Posting, kind_of

TERMS = tuple(dict.fromkeys(term for kind in KINDS.values() for term in (kind.source, kind.term) if term))


@dataclass(frozen=True, slots=True)
class Movement:
    """One posting, as far as it concerns the order."""

    id: str
    at: datetime
    cause: str
    entries: Sequence[tuple[Account, Money]]


@dataclass(frozen=True, slots=True)
class Story:
    """An order's money. `sources` and `uses` map terms to amounts and are never negative but where money is missing."""

    accounts: Sequence[tuple[Account, Money]]
    movements: Sequence[Movement]
    sources: dict[str, Money]
    uses: dict[str, Money]
    balanced: bool


def order_story(order: str) -> Story:
    """Everything the ledger knows of an order, oldest first; empty for one that no money moved for."""
    entries: dict[str, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.filter(subject=order).order_by("posting", "n"):
        entries[entry.posting].append(entry)
    postings = sorted(Posting.objects.in_bulk(list(entries)).values(), key=lambda one: (one.at, _takes(entries[one.id]), one.id))
    movements = [
        Movement(one.id, one.at, one.cause, [(line.account, Money(line.minor, line.currency)) for line in entries[one.id]])
        for one in postings
    ]
    lines = [line for movement in movements for line in movement.entries]
    accounts: dict[Account, Money] = {}
    for account, money in lines:
        accounts[account] = accounts.get(account, Money.zero(money.currency)) + money
    sources, uses = picture(lines)
    balanced = sum(money.minor for money in sources.values()) == sum(money.minor for money in uses.values())
    return Story(list(accounts.items()), movements, sources, uses, balanced)


def _takes(lines: Iterable[Entry]) -> bool:
    """Of movements of one instant, those that bring money to the order are told before those that take it."""
    return any(line.kind == PENDING and line.minor < 0 for line in lines)


def picture(lines: Iterable[tuple[Account, Money]]) -> tuple[dict[str, Money], dict[str, Money]]:
    """Sources and uses of one order's money by term: paid + subsidies … = refunded + fees … + settled + reserved + pending."""
    gone: dict[str, Money] = {}
    there: dict[str, Money] = {}
    for account, money in lines:
        (gone if money.minor < 0 else there).setdefault(account.kind, Money.zero(money.currency))
        side = gone if money.minor < 0 else there
        side[account.kind] += money
    sources: dict[str, Money] = {}
    uses: dict[str, Money] = {}
    for name in sorted(gone.keys() | there.keys()):
        kind = kind_of(name)
        assert kind is not None, name
        nothing = Money.zero((gone.get(name) or there[name]).currency)
        left, came = gone.get(name, nothing), there.get(name, nothing)
        if kind.gross:
            _add(sources, kind.source, -left)
            _add(uses, kind.term, came)
        elif kind.source and (left + came).minor < 0:
            _add(sources, kind.source, -(left + came))
        else:
            _add(uses, kind.term, left + came)
    return _in_order(sources), _in_order(uses)


def _add(side: dict[str, Money], term: str, money: Money) -> None:
    side[term] = side.get(term, Money.zero(money.currency)) + money


def _in_order(side: dict[str, Money]) -> dict[str, Money]:
    return {term: side[term] for term in TERMS if side.get(term)}


def show(story: Story, lang: str) -> dict[str, Any]:
    """An order's story as the API tells it (LedgerOut), in the reader's language."""
    return {
        "accounts": [{"account": str(account), "balance": money.json()} for account, money in story.accounts],
        "postings": [
            {
                "id": one.id,
                "at": one.at,
                "cause": one.cause,
                "what": say(one.cause.replace(".", ".cause.", 1), lang),
                "entries": [{"account": str(account), "amount": money.json()} for account, money in one.entries],
            }
            for one in story.movements
        ],
        "picture": {"sources": _terms(story.sources, lang), "uses": _terms(story.uses, lang), "balanced": story.balanced},
    }


def _terms(side: dict[str, Money], lang: str) -> list[dict[str, Any]]:
    return [{"term": term, "what": say(f"ledger.term.{term}", lang), "amount": money.json()} for term, money in side.items()]
