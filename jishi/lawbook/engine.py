"""What held on this day, in this market, for this? The precedence of rules/README.md, answered from memory.

The rulebook comes from files and never changes while a process runs; which pack holds in which market, and the operator's
overrides, come from the database and are read again when they change: at most a second later in any process. Law changes
with a day of the market; only an emergency override begins within one, at its instant, and governs nothing before it.
"""

import threading
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from time import monotonic
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from jishi.lawbook.calendar import NO_EDITS, Edits, day_of, midnight
from jishi.lawbook.errors import LawError
from jishi.lawbook.hours import Hours, Week
from jishi.lawbook.rulebook import Market, Rule, Rulebook, Value, rulebook
from jishi.lawbook.ruling import Ruling

REREAD_SECONDS = 1.0
REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Terms:
    """What the operator has settled: each market's packs by the day they begin (the latest first; None is the base), and overrides by rule.

    `edits` and `weeks` are what they wrote into each market's calendar, and its hours of service, the latest first.
    `turns` are, by rule and market, the instants at which an override begins or ends, in order. `edition` changes whenever
    anything here does.
    """

    edition: str = ""
    packs: Mapping[str, tuple[tuple[date, str | None], ...]] = field(default_factory=lambda: MappingProxyType({}))
    overrides: Mapping[str, tuple[Value, ...]] = field(default_factory=lambda: MappingProxyType({}))
    turns: Mapping[tuple[str, str], tuple[datetime, ...]] = field(default_factory=lambda: MappingProxyType({}))
    edits: Mapping[str, Edits] = field(default_factory=lambda: MappingProxyType({}))
    weeks: Mapping[str, tuple[tuple[date, Week], ...]] = field(default_factory=lambda: MappingProxyType({}))

    def pack(self, market: str, day: date) -> str | None:
        """The pack of a market on a day; None means the base alone."""
        return next((pack for since, pack in self.packs.get(market, ()) if since <= day), None)


@dataclass(frozen=True, slots=True)
class Book:
    """One rulebook under one set of terms, with what was already answered."""

    law: Rulebook
    terms: Terms
    answered: dict[tuple[Any, ...], Ruling] = field(default_factory=dict)
    keys: dict[str, frozenset[str]] = field(default_factory=dict)

    def at(self, rule: str, on: datetime | date, market: str, where: Mapping[str, str | None]) -> Ruling:
        """See `at`. This runs several times an order: the market's day by the zone's own arithmetic, then one look-up."""
        try:
            zone = self.law.markets[market].zone
        except KeyError:
            raise LawError(f"{market} is not a market of the rulebook") from None
        if not isinstance(on, datetime):
            day = on
        elif on.tzinfo is UTC:
            day = zone.fromutc(on.replace(tzinfo=zone)).date()
        else:
            day = day_of(on, zone)
        question = (rule, market, day, *where.items()) if where else (rule, market, day)
        if (rule, market) not in self.terms.turns:
            return self.answered.get(question) or self.remember(question, self._answer(rule, market, day, where, None))
        instant = on if isinstance(on, datetime) else _beginning(day, zone)
        question = (*question, bisect_right(self.terms.turns[rule, market], instant))
        return self.answered.get(question) or self.remember(question, self._answer(rule, market, day, where, instant))

    def remember(self, question: tuple[Any, ...], ruling: Ruling) -> Ruling:
        """Keep what was answered, until there is too much of it."""
        if len(self.answered) >= REMEMBERED:
            self.answered.clear()
        self.answered[question] = ruling
        return ruling

    def _answer(self, name: str, market: str, day: date, where: Mapping[str, str | None], instant: datetime | None) -> Ruling:
        rule = self.law.rule(name)
        if rule.is_fact:
            raise LawError(f"{name} is a published fact, which decides nothing and is not asked")
        self._proper(name, where)
        asked = {"market": market, "on": day.isoformat(), **{key: where[key] for key in sorted(where)}}
        return Ruling.made(rule, self.law.markets[market], asked, self.chosen(rule, market, day, where, instant))

    def _proper(self, name: str, where: Mapping[str, str | None]) -> None:
        """Every key that the rule uses must be given, none besides, and each be a word of units.yaml or None."""
        wanted = self.keys.get(name)
        if wanted is None:
            wanted = self.keys.setdefault(name, self.law.asked_with(name))
        if where.keys() != wanted:
            raise LawError(f"{name} is asked with {sorted(wanted) or 'no keys'}, not with {sorted(where) or 'none'}")
        for key, value in where.items():
            known = self.law.words["where"][key]
            if value is not None and known != "any" and value not in known:
                raise LawError(f"{key}={value} is not in units.yaml")

    def chosen(self, rule: Rule, market: str, day: date, where: Mapping[str, str | None], instant: datetime | None = None) -> Value | None:
        """Layer, then where, then since; None when nothing matches. `instant` lies in the day; None where no override turns."""
        asked = {**where, "market": market}
        for layer in self.layers(rule, market, day):
            found = [value for value in layer if value.matches(day, asked) and (instant is None or value.governs(instant))]
            if found:
                return max(found, key=lambda value: (len(value.where), value.since))
        return None

    def held(self, ruling: Ruling) -> Value | None:
        """The value that a ruling of today's law names; None where none matched."""
        own = self.terms.overrides.get(ruling.rule, ())
        return self.law.by_key.get(ruling.key) or next((value for value in own if value.key == ruling.key), None)

    def layers(self, rule: Rule, market: str, day: date) -> Iterable[tuple[Value, ...]]:
        """The values that may answer, the first layer first: overrides, the market's pack of that day, the base."""
        pack = self.terms.pack(market, day)
        yield self.terms.overrides.get(rule.id, ())
        if pack is not None:
            yield self.law.packs[pack].rules.get(rule.id, ())
        yield rule.values


def _beginning(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a day begins; of the calendar's first and last, which may lie beyond what can be told, the nearest."""
    try:
        return midnight(day, zone)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC) if day.year == date.min.year else datetime.max.replace(tzinfo=UTC)


class _Now:
    """This process's book, and when its terms were last read."""

    book: Book | None = None
    read_at: float = float("-inf")
    terms: Callable[[str], Terms | None] | None = None
    lock = threading.Lock()


def set_terms(read: Callable[[str], Terms | None] | None) -> None:
    """Told once at start: how the terms are read; given the edition that is known, it answers None when nothing changed."""
    _Now.terms = read
    _Now.book = None
    forget()


def forget() -> None:
    """Read the terms again at the next question."""
    _Now.read_at = float("-inf")


def book() -> Book:
    """The law as this process knows it, its terms read again every second."""
    known = _Now.book
    if known is not None and monotonic() - _Now.read_at < REREAD_SECONDS:
        return known
    return _reread(known)


def _reread(known: Book | None) -> Book:
    asked_at = monotonic()
    terms = _Now.terms(known.terms.edition if known else "") if _Now.terms else None
    with _Now.lock:
        if terms is not None or known is None:
            known = Book(rulebook(), terms or Terms())
        _Now.book = known
        _Now.read_at = asked_at
    return known


def at(rule: str, *, on: datetime | date, market: str, **where: str | None) -> Ruling:
    """What a rule says on a day (an instant is taken to the market's day), in a market, for these `where` keys.

    Of a day on which an emergency override began, the instant says whether it is before or after; a day alone, its beginning.

    Every key that the rule uses in base or any pack must be given; None is given on purpose for what is unknown. Raises
    LawError, a mistake of ours, for an unknown rule or market, a key too few or too many, or an instant without a zone.
    """
    known = _Now.book
    if known is None or monotonic() - _Now.read_at >= REREAD_SECONDS:
        known = _reread(known)
    return known.at(rule, on, market, where)


def market_of(code: str) -> Market:
    """A market of the rulebook, open or not. Raises LawError for a code that it does not know."""
    return book().law.market(code)


def today(instant: datetime, market: str) -> date:
    """The day of an instant in a market's zone."""
    return day_of(instant, market_of(market).zone)


def edits(market: str) -> Edits:
    """What the operator has written into a market's calendar, as this process knows it."""
    return book().terms.edits.get(market, NO_EDITS)


def hours(market: str) -> Hours:
    """When the marketplace's own people answer in a market."""
    return Hours(market, market_of(market).zone, book().terms.weeks.get(market, ()))


def recalled(stored: Mapping[str, Any]) -> Ruling:
    """See `Ruling.from_json`. Cases that began alike stored the same: what was recalled is remembered."""
    known = book()
    asked, key = stored["asked"], stored["key"]
    question = ("recalled", stored["rule"], key, *asked.items())
    return known.answered.get(question) or known.remember(question, _recalled(known, stored["rule"], key, asked))


def _recalled(known: Book, rule: str, key: str, asked: Mapping[str, Any]) -> Ruling:
    market = known.law.market(asked["market"])
    value = known.law.by_key.get(key)
    if not key or (value is not None and value.rule == rule):
        return Ruling.made(known.law.rule(rule), market, asked, value)
    from jishi.lawbook.queries import kept_value

    form, value = kept_value(key)
    return Ruling.made(form, market, asked, value)
