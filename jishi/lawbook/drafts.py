"""May a value stand as the operator's own? Its form, its place among the rulebook's values, and the day it may begin."""

import hashlib
from collections.abc import Mapping
from datetime import date
from itertools import combinations
from typing import Any

from jishi.kernel import clock
from jishi.lawbook import engine, law
from jishi.lawbook import models as tables
from jishi.lawbook.check_packs import hides
from jishi.lawbook.check_values import sets, shaped
from jishi.lawbook.decisions import Fact
from jishi.lawbook.errors import (
    BadUnit,
    BadValue,
    BadWhere,
    HidesNarrower,
    NeverAbsent,
    NoSuchRule,
    NotToOverride,
    OverrideBackdated,
    Tie,
)
from jishi.lawbook.rulebook import Rule, Value, canonical
from jishi.lawbook.ruling import Ruling
from jishi.lawbook.states import IN_FORCE, NOTICE

LONGEST_SECONDS = 100 * 366 * 86_400
LARGEST = 10**15
SECONDS = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400, "calendar_days": 86_400, "working_days": 86_400} | {
    "months": 31 * 86_400,
    "years": 366 * 86_400,
    "calendar_years": 366 * 86_400,
}
DATED = ("date", "date_window")


def known_rule(name: str) -> Rule:
    """A rule that the operator may override. Raises NoSuchRule, NotToOverride."""
    rules = engine.book().law.rules
    if name not in rules:
        raise NoSuchRule(name=name)
    if rules[name].is_fact or rules[name].module == "lawbook":
        raise NotToOverride(field="rule", name=name)
    return rules[name]


def checked_where(rule: Rule, market: str, where: Mapping[str, str]) -> dict[str, str]:
    """The cases it is for, the market among them. Raises BadWhere naming the key that the rule does not depend on."""
    book = engine.book()
    for key, value in where.items():
        known = book.law.words["where"].get(key)
        if key not in book.law.asked_with(rule.id) or known is None or (known != "any" and value not in known):
            raise BadWhere(field=f"where.{key}", name=rule.id, key=key, value=value)
    return {"market": market, **where}


def place_of(rule: str, where: Mapping[str, str]) -> str:
    """What two overrides have in common that cannot both hold: rule, market and cases."""
    return hashlib.sha256(canonical([rule, dict(where)]).encode()).hexdigest()


def checked_unit(rule: Rule, unit: str | None) -> str:
    """The rule's own unit, or another unit of time for a time. Raises BadUnit."""
    units = engine.book().law.words["units"]
    if unit is None or unit == rule.unit:
        return rule.unit
    if unit not in units or not (units[unit].get("time") and units[rule.unit].get("time")):
        raise BadUnit(field="unit", name=rule.id, unit=unit)
    return unit


def check_value(rule: Rule, unit: str, value: Any) -> None:
    """Does it fit the rule? Raises BadValue, and NeverAbsent for nothing where the rulebook always has something."""
    words = engine.book().law.words
    if value is None:
        if all(held.raw is not None for held in engine.book().law.values(rule.id)):
            raise NeverAbsent(field="value", name=rule.id)
        return
    columns = rule.head.get("columns", {})
    dated = unit in DATED or any(kind in DATED for kind in columns.values())
    try:
        good = shaped(words, unit, _with_dates(value) if dated else value, rule.head) and _bounded(unit, columns, value)
    except (TypeError, ValueError, KeyError, ArithmeticError):
        good = False
    if not good:
        raise BadValue(field="value", name=rule.id, unit=unit, shape=rule.shape or "")


def _with_dates(value: Any) -> Any:
    """ISO days as dates, as the files give them. Raises ValueError for text that is none."""
    if isinstance(value, dict):
        return {key: _with_dates(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_with_dates(part) for part in value]
    if isinstance(value, str) and value[:4].isdigit() and value[4:5] == "-":
        return date.fromisoformat(value)
    return value


def _bounded(unit: str, columns: Mapping[str, str], value: Any) -> bool:
    """No time longer than a century, no figure beyond what a table holds."""
    if isinstance(value, dict):
        return all(_bounded(columns.get(key, unit), columns, part) for key, part in value.items())
    if isinstance(value, list):
        return all(_bounded(unit, columns, part) for part in value)
    if isinstance(value, int) and unit in SECONDS:
        return value * SECONDS[unit] <= LONGEST_SECONDS
    if isinstance(value, int):
        return value <= LARGEST
    return not isinstance(value, str) or len(value) <= 200


def check_place(rule: Rule, where: Mapping[str, str], since: date, replaces_all: bool) -> None:
    """No tie with another override of the rule, and nothing narrower hidden without saying so. Raises Tie, HidesNarrower."""
    held = tables.Override.objects.filter(rule=rule.id, market=where["market"], state__in=(NOTICE, IN_FORCE), repeals=None, ends=None)
    for other in held:
        pair = sets(where), sets(other.where)
        for x, y in combinations(pair, 2):
            if x != y and len(x) == len(y) and all(x[key] & y[key] for key in x.keys() & y.keys()):
                raise Tie(field="where", name=rule.id, other=_told(other.where))
    below = [value for layer in _below(rule, where["market"], since) for value in layer if value.raw is not None]
    wide = {"where": {key: word for key, word in where.items() if key != "market"}}
    answered = [{"where": {key: word for key, word in one.where.items() if key != "market"}} for one in held]
    hidden = [
        narrow["where"]
        for one, narrow in hides([where["market"]], [wide, *answered], [{"where": value.told.get("where", {})} for value in below])
        if one is wide
    ]
    if hidden and not replaces_all:
        raise HidesNarrower(field="replaces_all", name=rule.id, narrower="; ".join(sorted({_told(one) for one in hidden})))


def _below(rule: Rule, market: str, day: date) -> list[tuple[Value, ...]]:
    """The layers that an override would answer before."""
    _, *below = engine.book().layers(rule, market, day)
    return below


def _told(where: Mapping[str, Any]) -> str:
    return ", ".join(f"{key} {' / '.join(word) if isinstance(word, list) else word}" for key, word in where.items())


def check_begins(row: tables.Override, since: date, person: str | None, verb: str) -> Ruling:
    """May a change published now begin on that day? The notice that it takes. Raises OverrideBackdated with its why."""
    now = clock.now()
    when, notice, earliest = law.override_begins(now, row.market_id)
    if since >= earliest:
        return notice
    told = {"market": row.market_id, "since": since, "earliest": earliest}
    raise OverrideBackdated(
        field="since",
        rule=when.rule,
        market=row.market_id,
        earliest=earliest,
        why={
            "subject": row.market_id,
            "verb": verb,
            "outcome": "lawbook.decision.override_refused",
            "market": row.market_id,
            "person": person,
            "rulings": [when, notice],
            "params": told | {"name": row.rule},
            "facts": [Fact("lawbook.fact.announced", now), Fact("lawbook.fact.to_begin", since)],
            "sum": ("lawbook.sum.notice", {"announced": now, "notice": notice, "earliest": earliest}),
            "counterfactuals": [("lawbook.instead.later", told)],
        },
    )


def day_before(since: date) -> date:
    """The last day of a notice."""
    return date.fromordinal(since.toordinal() - 1)
