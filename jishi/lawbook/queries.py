"""Reads of the lawbook's tables: the terms in force, values kept for good, open markets, decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import orjson
from django.db import OperationalError, connection
from django.db.models import QuerySet

from jishi.kernel import clock, due, rows, stored
from jishi.lawbook import engine
from jishi.lawbook import models as tables
from jishi.lawbook.calendar import Edits
from jishi.lawbook.engine import Terms
from jishi.lawbook.errors import LawError
from jishi.lawbook.hours import Week
from jishi.lawbook.rulebook import OVERRIDE, Rule, Value, make_value
from jishi.lawbook.states import PUBLISHED
from jishi.lawbook.versions import version_of

VALUES_REMEMBERED = 2_000
EDITION = """
SELECT packs.last, packs.n, own.n, own.revisions, days.n, days.revisions FROM
    (SELECT MAX(id) AS last, COUNT(*) AS n FROM lawbook_marketpack) packs,
    (SELECT COUNT(*) AS n, SUM(revision) AS revisions FROM lawbook_override) own,
    (SELECT COUNT(*) AS n, SUM(revision) AS revisions FROM lawbook_calendarentry) days"""
"""Every process asks this each second."""


def terms(known: str) -> Terms | None:
    """The packs of all markets, the published overrides and the calendars; None when nothing changed since the edition that is known."""
    edition = ":".join(str(part) for part in rows.sql(EDITION)[0])
    if edition == known:
        return None
    packs: dict[str, list[tuple[date, str | None]]] = {}
    for market, since, pack in tables.MarketPack.objects.order_by("-since").values_list("market_id", "since", "pack"):
        packs.setdefault(market, []).append((since, pack))
    overrides, turns = _overrides()
    held = MappingProxyType({market: tuple(dated) for market, dated in packs.items()})
    return Terms(edition, held, overrides, turns, *_calendars())


def _calendars() -> tuple[Mapping[str, Edits], Mapping[str, tuple[tuple[date, Week], ...]]]:
    """By market: days and years as the operator has them, and the weeks of service, the latest first."""
    days: dict[str, dict[date, tuple[bool, str]]] = {}
    years: dict[str, set[int]] = {}
    weeks: dict[str, list[tuple[date, Week]]] = {}
    for row in tables.CalendarEntry.objects.filter(content__isnull=False).order_by("-on"):
        content: Any = row.content
        match row.kind:
            case "day":
                days.setdefault(row.market_id, {})[row.on] = (content["working"], content["name"])
            case "year":
                years.setdefault(row.market_id, set()).add(row.on.year)
            case "week":
                blocks = [[(begins, ends) for begins, ends in day] for day in content["blocks"]]
                weeks.setdefault(row.market_id, []).append((row.on, blocks))
    edits = {market: Edits(days.get(market, {}), frozenset(years.get(market, ()))) for market in days.keys() | years.keys()}
    return MappingProxyType(edits), MappingProxyType({market: tuple(dated) for market, dated in weeks.items()})


def _overrides() -> tuple[Mapping[str, tuple[Value, ...]], Mapping[tuple[str, str], tuple[datetime, ...]]]:
    """Published values of the operator by rule, and the instants at which the answer to a rule may turn in a market."""
    values: dict[str, list[Value]] = {}
    turns: dict[tuple[str, str], set[datetime]] = {}
    for row in tables.Override.objects.filter(state__in=PUBLISHED, repeals=None).order_by("begins", "id"):
        values.setdefault(row.rule, []).append(override_value(row))
        turns.setdefault((row.rule, row.market_id), set()).update(moment for moment in (row.begins, row.ends) if moment)
    return (
        MappingProxyType({rule: tuple(own) for rule, own in values.items()}),
        MappingProxyType({place: tuple(sorted(moments)) for place, moments in turns.items()}),
    )


def override_value(row: tables.Override) -> Value:
    """A published override as a value of the law, with its source: the operator's decision and its reason."""
    form = {
        "key": row.key,
        "since": str(row.since),
        "where": row.where,
        "unit": row.unit,
        "value": row.value,
        "source": override_source(row),
        **({"notice": row.notice} if row.notice else {}),
        **({"min_count": row.min_count} if row.min_count is not None else {}),
        **({"replaces": "all"} if row.replaces_all else {}),
        **({"emergency": True} if row.emergency else {}),
    }
    return replace(make_value(OVERRIDE, row.rule, form), begins=row.begins, ends=row.ends)


def override_source(row: tables.Override) -> dict[str, str]:
    """Where an override comes from: a decision of the operator's, by its id, in the operator's own words."""
    return {"doc": row.pk, "kind": "operator"} | ({"quote": row.reason} if row.reason else {})


def override(id: str) -> tables.Override | None:  # noqa: A002 - the row's own name for it
    """One override in whatever state; access says who may read it."""
    return tables.Override.objects.filter(pk=id).first()


def overrides(market: str, rule: str = "") -> QuerySet[tables.Override]:
    """The overrides of a market, of one rule if it is named."""
    found = tables.Override.objects.filter(market=market)
    return found.filter(rule=rule) if rule else found


def is_migrated() -> bool:
    """Are the lawbook's tables there? The shell reads the law without a database too, as in a fresh clone."""
    try:
        return tables.CalendarEntry._meta.db_table in connection.introspection.table_names()
    except OperationalError:
        if connection.vendor == "sqlite":  # no file yet, nor a folder for it
            return False
        raise


@lru_cache(VALUES_REMEMBERED)
def kept_value(key: str) -> tuple[Rule, Value]:
    """A value that the files no longer hold, with its rule as it was. Raises LawError when it never held here."""
    row = tables.Value.objects.filter(pk=key).first()
    if row is None:
        raise LawError(f"no value {key} was ever in force here")
    form = {
        **row.told,
        "key": row.key,
        "since": row.since.isoformat(),
        "where": row.where,
        "unit": row.unit,
        "value": row.value,
        "source": row.source,
    }
    return Rule(row.rule, row.head["unit"], row.head.get("shape"), row.head, ()), make_value(row.layer, row.rule, form)


def version(layer: str, rule: str, key: str, market: str) -> int:
    """Which version a value is (`version_of`), as its market counts; one that is in no file any more is counted among those kept."""
    book = engine.book()
    overrides = book.terms.overrides.get(rule, ())
    own = next((one for one in overrides if one.key == key), None) or book.law.by_key.get(key)
    if own is not None and own.layer == layer == OVERRIDE:
        _, *below = book.layers(book.law.rule(rule), market, own.since)
        return version_of(own, next((one for one in below if one), ()), overrides)
    if own is not None and own.layer == layer:
        return version_of(own, [one for one in book.law.values(rule) if one.layer == layer], overrides)
    kept = tables.Value.objects.filter(layer=layer, rule=rule).order_by("since", "copied_at", "key").values_list("key", "where")
    where = dict(kept).get(key)
    return [name for name, other in kept if other == where].index(key) + 1


@dataclass(frozen=True, slots=True)
class OpenMarket:
    """A market that the operator has opened, with the pack that holds there today (None is the base) and the next one, if settled."""

    code: str
    currency: str
    zone: str
    opened: date
    pack: str | None
    next_pack: str | None
    next_since: date | None


def markets() -> list[OpenMarket]:
    """The open markets by code: opened on or before today in their own zone."""
    now = clock.now()
    packs = dict[str, list[tables.MarketPack]]()
    for dated in rows.fetch(tables.MarketPack, "ORDER BY since"):
        packs.setdefault(dated.market_id, []).append(dated)
    found = []
    for row in rows.fetch(tables.Market, "ORDER BY code"):
        today = engine.today(now, row.code)
        if row.opened <= today:
            found.append(_open_market(row, packs.get(row.code, []), today))
    return found


def pack_rows(code: str) -> list[tuple[date, str | None]]:
    """The days from which a market follows its packs, the first first; none where it was never opened."""
    return list(tables.MarketPack.objects.filter(market=code).order_by("since").values_list("since", "pack"))


def market(code: str) -> OpenMarket | None:
    """One open market; None when it is not open."""
    return next((row for row in markets() if row.code == code), None)


def settled(code: str) -> OpenMarket:
    """A market as the operator settled it, though it may open only on a later day."""
    row = tables.Market.objects.get(pk=code)
    return _open_market(row, list(tables.MarketPack.objects.filter(market=row).order_by("since")), engine.today(clock.now(), code))


def _open_market(row: tables.Market, packs: Sequence[tables.MarketPack], today: date) -> OpenMarket:
    known = engine.market_of(row.code)
    held = [pack for pack in packs if pack.since <= today]
    coming = next((pack for pack in packs if pack.since > today), None)
    return OpenMarket(
        row.code,
        known.currency,
        known.zone.key,
        row.opened,
        held[-1].pack if held else None,
        coming.pack if coming else None,
        coming.since if coming else None,
    )


def decision(id: str) -> tables.Decision | None:  # noqa: A002 - the row's own name for it
    """One decision, whoever it concerns; access says who may read it."""
    return tables.Decision.objects.filter(pk=id).first()


def decisions_of(subjects: Sequence[str]) -> list[tables.Decision]:
    """The decisions about these subjects, the latest first."""
    return list(tables.Decision.objects.filter(subject__in=subjects).order_by("-at", "-id"))


@dataclass(frozen=True, slots=True)
class LapsedDecision:
    """One of the decisions that deadlines of a shop brought about with one outcome on one side of a border.

    `before` says on which side, `n` counts them from the latest; `count`, `minor` (the cost that the deadlines bore, None: no
    money) and `late_ms` (the most) are of all of them.
    """

    id: str
    outcome: str
    params: dict[str, Any]
    market: str
    subject: str
    kind: str
    at: datetime
    before: bool
    n: int
    count: int
    minor: int | None
    late_ms: int


_LAPSED = """
SELECT id, outcome, params, market, subject, kind, at, earlier, n, many, minor, late FROM (
    SELECT id, outcome, params, market, subject, kind, at, earlier,
        ROW_NUMBER() OVER (PARTITION BY outcome, earlier ORDER BY at DESC, id DESC) AS n, COUNT(*) OVER side AS many,
        SUM(minor) OVER side AS minor, MAX(late_ms) OVER side AS late FROM (
        SELECT d.id, d.outcome, d.params, d.market, d.subject, d.at, k.kind, k.late_ms, {minor} AS minor,
            CASE WHEN d.at < %s THEN 1 ELSE 0 END AS earlier
        FROM lawbook_decision d JOIN kernel_deadline k ON k.id = d.deadline
        WHERE d.shop = %s AND d.at >= %s AND k.state = 'lapsed'
    ) AS decided WINDOW side AS (PARTITION BY outcome, earlier)
) AS numbered WHERE n <= %s ORDER BY earlier, at DESC, id DESC
"""


def lapsed(shop: str, since: datetime, border: datetime, each: int) -> list[LapsedDecision]:
    """What deadlines of a shop that ran out since then brought about, before the border and after it: the latest first.

    Of each outcome and side the last `each`; one question.
    """
    text = _LAPSED.format(minor=due.minor_of("k.cost"))
    found = rows.sql(text, [rows.db_time(border), shop, rows.db_time(since), each])
    out = []
    for row, outcome, params, market, subject, kind, at, before, n, many, minor, late in found:
        held = params if isinstance(params, dict) else orjson.loads(params)
        instant = stored.from_db_time(at)
        assert instant is not None
        sum_ = None if minor is None else int(minor)
        out.append(LapsedDecision(row, outcome, held, market, subject, kind, instant, bool(before), int(n), int(many), sum_, int(late)))
    return out
