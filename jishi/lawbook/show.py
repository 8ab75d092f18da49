"""A rule as people read it: what it says, what holds today, what comes next, and every value it ever had with its source."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from jishi.lawbook import engine, exact, phrases, why
from jishi.lawbook.errors import BadWhere, NoSuchRule
from jishi.lawbook.rulebook import Rule, Value
from jishi.lawbook.versions import version_of

TOLD = ("unit", "shape", "options", "columns", "between", "compare", "min_count", "judged_on", "zone", "kind", "covers", "examples", "note")


def rules(lang: str, *, q: str = "", module: str = "", market: str = "", on: date | None = None) -> Iterator[dict[str, Any]]:
    """Rules by name, those that match: `q` in the name or in any language's words, `module`, and that apply in `market` on a day."""
    book = engine.book()
    wanted = q.strip().lower()
    for name, rule in book.law.rules.items():
        if module and rule.module != module:
            continue
        if wanted and wanted not in _sought(name, rule):
            continue
        if market and on and not _speaks(book, rule, market, on):
            continue
        yield summary(name, rule, lang)


def _sought(name: str, rule: Rule) -> str:
    return f"{name} {rule.head['zh']} {rule.head['says']} {rule.head['says_zh']} {phrases.traditional(rule.head['says_zh'])}".lower()


def _speaks(book: engine.Book, rule: Rule, market: str, on: date) -> bool:
    """Could the rule have an answer there on that day, for some `where`?"""
    return any(
        value.since <= on and _for(value, market) and value.raw is not None for layer in book.layers(rule, market, on) for value in layer
    )


def _for(value: Value, market: str) -> bool:
    return market in value.where.get("market", (market,))


def summary(name: str, rule: Rule, lang: str) -> dict[str, Any]:
    """One line of the list."""
    return {
        "id": name,
        "module": rule.module,
        "name": phrases.rule_name(rule.head, name, lang),
        "says": phrases.rule_says(rule.head, lang),
        "converted": phrases.is_converted(rule.head, lang),
        "unit": rule.unit,
        "kind": "fact" if rule.is_fact else "rule",
        "covers": list(rule.head["covers"]),
    }


def rule_page(
    name: str,
    lang: str,
    *,
    on: date,
    market: str | None = None,
    where: Mapping[str, str | None] | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """One rule: its values of every layer (of those that concern `market`, if given), those that hold on a day, and what comes next.

    `in_force` answers the question when a market is given and, for a rule that depends on more, when `where` names it; `at` is
    the instant of the day that is asked about, else its beginning. What is to come is told once its public notice has begun.
    Raises NoSuchRule.
    """
    book = engine.book()
    if name not in book.law.rules:
        raise NoSuchRule(name=name)
    rule = book.law.rules[name]
    values = [
        _value(rule, value, n, lang) for n, value in _numbered(_layers(book, rule, market, on)) if market is None or _for(value, market)
    ]
    return {
        **summary(name, rule, lang),
        "says_all": {"en": rule.head["says"], "zh-Hans": rule.head["says_zh"], "zh-Hant": phrases.rule_says(rule.head, "zh-Hant")},
        **{part: rule.head.get(part) for part in TOLD if part not in ("covers", "unit", "kind")},
        "asked_with": sorted(book.law.asked_with(name)),
        "market": market,
        "on": on,
        "in_force": _in_force(book, rule, market, at or on, where, lang),
        "next": [value for value in values if value["since"] > on and (value["notice"] is None or value["notice"]["begins"] <= on)],
        "history": values,
    }


def check_where(name: str, where: Mapping[str, str | None]) -> None:
    """What a reader gives besides the market must be of use to the rule. Raises NoSuchRule, and BadWhere naming the key."""
    law = engine.book().law
    if name not in law.rules:
        raise NoSuchRule(name=name)
    for key, value in where.items():
        known = law.words["where"][key]
        if key not in law.asked_with(name) or (known != "any" and value not in known):
            raise BadWhere(field=key, name=name, key=key, value=value)


def announced(value: Value, today: date) -> bool:
    """May it be told of on that day? A value without a notice of its own always, another from the notice's first day on."""
    notice = value.told.get("notice")
    return notice is None or date.fromisoformat(notice["from"]) <= today


def notice_days(notice: Mapping[str, str] | None) -> dict[str, date] | None:
    """The days of a public notice, both included."""
    return {"begins": date.fromisoformat(notice["from"]), "ends": date.fromisoformat(notice["to"])} if notice else None


def _layers(book: engine.Book, rule: Rule, market: str | None, on: date) -> list[tuple[Value, ...]]:
    if market is not None:
        return list(book.layers(rule, market, on))
    packs = [pack.rules.get(rule.id, ()) for _, pack in sorted(book.law.packs.items())]
    return [book.terms.overrides.get(rule.id, ()), *packs, rule.values]


def _numbered(layers: list[tuple[Value, ...]]) -> Iterator[tuple[int, Value]]:
    """Each value of all layers with which version it is, those of a layer by the day on which they began."""
    overrides, *below = layers
    first = next((layer for layer in below if layer), ())
    for layer in layers:
        for value in sorted(layer, key=lambda value: value.since):
            yield version_of(value, first if layer is overrides else layer, overrides), value


def _value(rule: Rule, value: Value, version: int, lang: str) -> dict[str, Any]:
    found = exact.exact(value.unit, rule.shape, rule.head.get("columns"), value.raw)
    return {
        "key": value.key,
        "layer": value.layer,
        "regime": why.regime(value.layer, lang),
        "version": version,
        "since": value.since,
        "assumed": value.told.get("dated") == "assumed",
        "where": dict(value.told.get("where", {})),
        "unit": value.unit,
        "value": value.raw,
        "value_text": phrases.value_text(rule, value.unit, found, lang),
        "min_count": value.told.get("min_count"),
        "notice": notice_days(value.told.get("notice")),
        "emergency": bool(value.told.get("emergency")),
        "ends": value.ends,
        "note": value.told.get("note"),
        "source": why.source_cited(value.source, lang),
    }


def _in_force(
    book: engine.Book, rule: Rule, market: str | None, on: date | datetime, where: Mapping[str, str | None] | None, lang: str
) -> dict[str, Any] | None:
    if market is None or rule.is_fact:
        return None
    given = where or {}
    return why.rule_cited(book.at(rule.id, on, market, {key: given.get(key) for key in book.law.asked_with(rule.id)}), lang)
