"""Small rulebooks written for a test, read by the loader that reads the real one."""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from jishi.lawbook import files
from jishi.lawbook.engine import Book, Terms
from jishi.lawbook.rulebook import Value, load, make_value, value_key

OURS = {"doc": "Jishi default", "kind": "default"}


def value(since: str, what: Any, **rest: Any) -> dict[str, Any]:
    """A value of our own from a day on."""
    return {"since": date.fromisoformat(since), "value": what, "source": OURS, "note": "For a test.", **rest}


def rule(*values: dict[str, Any], unit: str = "hours", **rest: Any) -> dict[str, Any]:
    """A rule with these values."""
    head = {"zh": "试", "says": "A rule for a test.", "says_zh": "试验用的规则。", "covers": ["RUL-01"], "unit": unit}
    return {**head, **rest, "values": list(values)}


def pack(name: str, markets: list[str], rules: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """A pack for these markets."""
    return {"pack": name, "zh": "试", "says": "A pack for a test.", "says_zh": "试验用的规则包。", "markets": markets, "rules": dict(rules)}


def folder(place: Path, rules: Mapping[str, dict[str, Any]], *packs: dict[str, Any]) -> Path:
    """A rulebook of these rules, each `orders.test.*`, with the real units and sources."""
    place.mkdir(exist_ok=True)
    for name in ("units.yaml", "sources.yaml"):
        shutil.copy(files.folder() / name, place / name)
    (place / "orders").mkdir()
    (place / "packs").mkdir()
    _write(place / "orders" / "test.yaml", dict(rules))
    for one in packs:
        _write(place / "packs" / f"{one['pack']}.yaml", one)
    return place


def book(place: Path, rules: Mapping[str, dict[str, Any]], *packs: dict[str, Any], terms: Terms | None = None) -> Book:
    """That rulebook under these terms."""
    return Book(load(folder(place, rules, *packs)), terms or Terms())


def under(**packs: str) -> Terms:
    """Each market under a pack from the beginning."""
    return Terms("test", {market: ((date(2000, 1, 1), name),) for market, name in packs.items()})


def override(rule_id: str, since: str, what: Any, unit: str = "hours", **where: str) -> Value:
    """The operator's own value."""
    key = value_key("override", rule_id, since, where, unit, what, OURS)
    form = {"key": key, "since": since, "where": where, "unit": unit, "value": what, "source": OURS}
    return make_value("override", rule_id, form)


def _write(path: Path, content: Any) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
