"""The rulebook in memory: rules with their dated values, packs, and the closed lists of `units.yaml`.

Everything here comes from the files alone and never changes; which pack holds where is the database's (see `terms`).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from jishi.lawbook import check, files
from jishi.lawbook.errors import LawError

BASE = "base"
OVERRIDE = "override"


@dataclass(frozen=True, slots=True)
class Value:
    """One dated value of a rule in one layer. `raw` is as the file has it, days as ISO text; `where` maps each key to what matches."""

    key: str
    layer: str
    rule: str
    since: date
    where: Mapping[str, frozenset[str]]
    unit: str
    raw: Any
    source: Mapping[str, Any]
    told: Mapping[str, Any]  # where as written, notice, note, dated, min_count, replaces, emergency
    begins: datetime | None = None  # of an override: the instant, within its first day in an emergency
    ends: datetime | None = None  # of an override that was repealed or replaced

    def matches(self, day: date, asked: Mapping[str, str | None]) -> bool:
        """Has it begun by that day, and does every key of its `where` hold?"""
        return self.since <= day and all(asked.get(key) in wanted for key, wanted in self.where.items())

    def governs(self, instant: datetime) -> bool:
        """Does the instant lie between the beginning and the end of an override? Always of a value from the files."""
        return (self.begins is None or self.begins <= instant) and (self.ends is None or instant < self.ends)


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule means, and its values in the base; `head` is the file's entry without them."""

    id: str
    unit: str
    shape: str | None
    head: Mapping[str, Any]
    values: tuple[Value, ...]

    @property
    def module(self) -> str:
        """The module that asks it."""
        return self.id.partition(".")[0]

    @property
    def is_fact(self) -> bool:
        """A published statement that decides nothing and is never asked."""
        return self.head.get("kind") == "fact"


@dataclass(frozen=True, slots=True)
class Pack:
    """What one regime does differently, by rule."""

    name: str
    head: Mapping[str, Any]
    rules: Mapping[str, tuple[Value, ...]]

    @property
    def markets(self) -> tuple[str, ...]:
        """The markets that it is made for."""
        return tuple(self.head["markets"])


@dataclass(frozen=True, slots=True)
class Market:
    """A market of the rulebook: its currency and the zone of its days."""

    code: str
    currency: str
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One edition of the law, named by the hash of its files."""

    digest: str
    words: Mapping[str, Any]
    sources: Mapping[str, Any]
    rules: Mapping[str, Rule]
    packs: Mapping[str, Pack]
    markets: Mapping[str, Market]
    by_key: Mapping[str, Value]

    def rule(self, name: str) -> Rule:
        """Raises LawError when there is none."""
        try:
            return self.rules[name]
        except KeyError:
            raise LawError(f"{name} is not a rule") from None

    def market(self, code: str) -> Market:
        """Raises LawError when the rulebook knows no such market."""
        try:
            return self.markets[code]
        except KeyError:
            raise LawError(f"{code} is not a market of the rulebook") from None

    def asked_with(self, rule: str) -> frozenset[str]:
        """The keys, besides the market, that some value of the rule in base or any pack depends on: whoever asks gives them all."""
        values = [*self.rule(rule).values, *(value for pack in self.packs.values() for value in pack.rules.get(rule, ()))]
        return frozenset(key for value in values for key in value.where) - {"market"}

    def values(self, rule: str) -> list[Value]:
        """Every value of a rule, the base's first, then the packs' by name."""
        return [*self.rule(rule).values, *(value for name in sorted(self.packs) for value in self.packs[name].rules.get(rule, ()))]


def canonical(thing: Any) -> str:
    """JSON with sorted keys, no spaces, and characters as they are: one text for one meaning."""
    return json.dumps(thing, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def value_key(layer: str, rule: str, since: str, where: Any, unit: str, value: Any, source: Any) -> str:
    """The name of a value for good: the first 12 hexadecimal digits of SHA-256 over the canonical JSON of these seven."""
    return hashlib.sha256(canonical([layer, rule, since, where, unit, value, source]).encode()).hexdigest()[:12]


def _plain(thing: Any) -> Any:
    """As JSON can hold it: days become ISO text."""
    if isinstance(thing, dict):
        return {key: _plain(value) for key, value in thing.items()}
    if isinstance(thing, list):
        return [_plain(value) for value in thing]
    return thing.isoformat() if isinstance(thing, date) else thing


def _compiled_value(layer: str, name: str, rule: Mapping[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = _plain(value)
    plain["unit"] = plain.get("unit", rule["unit"])
    plain["where"] = plain.get("where", {})
    plain["key"] = value_key(layer, name, plain["since"], plain["where"], plain["unit"], plain["value"], plain["source"])
    return plain


def compiled(source: files.Files) -> dict[str, Any]:
    """The rulebook as plain JSON, checked. Raises LawError with the first fault of form, tie or date."""
    parsed = source.parsed()
    raw = check.Raw.of(parsed)
    faults = check.faults(raw)
    if faults:
        raise LawError(f"the rulebook has {len(faults)} fault(s), see `jishi rules check`; the first: {faults[0]}")
    rules = {
        name: {
            **_plain({k: v for k, v in rule.items() if k != "values"}),
            "values": [_compiled_value(BASE, name, rule, v) for v in rule["values"]],
        }
        for name, rule in sorted(raw.rules.items())
    }
    packs = {
        name: {
            **_plain(pack),
            "rules": {key: [_compiled_value(name, key, raw.rules[key], v) for v in values] for key, values in pack["rules"].items()},
        }
        for name, pack in sorted(raw.packs.items())
    }
    return {"digest": source.digest, "words": _plain(raw.words), "sources": _plain(raw.sources), "rules": rules, "packs": packs}


TOLD = ("where", "notice", "note", "dated", "min_count", "replaces", "emergency")


def make_value(layer: str, rule: str, form: Mapping[str, Any]) -> Value:
    """A value from its compiled form."""
    where = MappingProxyType({key: frozenset(wanted if isinstance(wanted, list) else [wanted]) for key, wanted in form["where"].items()})
    told = {key: form[key] for key in TOLD if key in form}
    return Value(form["key"], layer, rule, date.fromisoformat(form["since"]), where, form["unit"], form["value"], form["source"], told)


def _made(form: Mapping[str, Any]) -> Rulebook:
    rules = {
        name: Rule(
            name,
            entry["unit"],
            entry.get("shape"),
            {k: v for k, v in entry.items() if k != "values"},
            tuple(make_value(BASE, name, v) for v in entry["values"]),
        )
        for name, entry in form["rules"].items()
    }
    packs = {
        name: Pack(
            name,
            {k: v for k, v in entry.items() if k != "rules"},
            {key: tuple(make_value(name, key, v) for v in values) for key, values in entry["rules"].items()},
        )
        for name, entry in form["packs"].items()
    }
    markets = {code: Market(code, m["currency"], ZoneInfo(m["zone"])) for code, m in form["words"]["markets"].items()}
    every = [v for rule in rules.values() for v in rule.values] + [v for pack in packs.values() for vs in pack.rules.values() for v in vs]
    return Rulebook(form["digest"], form["words"], form["sources"], rules, packs, markets, {v.key: v for v in every})


def load(place: Path) -> Rulebook:
    """The rulebook of a folder; compiled once, then read from the compiled form. Raises LawError for a faulty one."""
    source = files.Files.read(place)
    form = files.kept(source.digest)
    if form is None:
        form = compiled(source)
        files.keep(form)
    return _made(form)


@cache
def rulebook() -> Rulebook:
    """The rulebook of this installation. Files are read-only at run time: it is read once."""
    return load(files.folder())
