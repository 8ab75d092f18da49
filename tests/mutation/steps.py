"""The smallest changes to a rule's value that are still a value: a figure one further, an option swapped, a row's cell another."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from jishi.lawbook.check_values import shaped

Path = tuple[Any, ...]
ANOTHER = "another"
"""A word that no rule has."""


def steps(words: Mapping[str, Any], rule: Mapping[str, Any], unit: str, raw: Any) -> Iterator[tuple[str, Any]]:
    """Each changed value, after how it is told ("48 → 49"). `rule` and `raw` as compiled.

    A step of a ladder that lies close between two others goes with its whole row. Raises ValueError for a part that no small
    change fits: then this file lacks its kind.
    """
    if rule.get("shape") == "list" and raw is not None and words["units"][unit]["kind"] in ("enum", "text"):
        yield from _lists(rule, raw)
        return
    for path, part in _leaves(rule, unit, raw):
        old = _get(raw, path)
        for new in _stepped(words, rule, part, old):
            changed = _set(raw, path, new)
            if shaped(words, unit, _dated(words, unit, changed), rule):
                yield f"{_where(path)}{_shown(old)} → {_shown(new)}", changed
                break
        else:
            if unit != "table" or len(raw) < 2:
                raise ValueError(f"no step from {old!r}, which is {part}")
            yield f"without row no. {path[0] + 1}", [row for n, row in enumerate(raw) if n != path[0]]


def _lists(rule: Mapping[str, Any], raw: list[str]) -> Iterator[tuple[str, Any]]:
    """A list of words: each left out, and one that is not in it put in."""
    for gone in raw:
        yield f"without {gone}", [word for word in raw if word != gone]
    for more in [word for word in rule.get("options", [ANOTHER]) if word not in raw][:1]:
        yield f"with {more}", [*raw, more]


def _leaves(rule: Mapping[str, Any], unit: str, raw: Any) -> Iterator[tuple[Path, str]]:
    """Where the single figures and words of a value stand, each with its unit."""
    if unit == "table" and raw is not None:
        for n, row in enumerate(raw):
            for column, cell in row.items():
                inside = [(n, column, m) for m in range(len(cell))] if isinstance(cell, list) else [(n, column)]
                yield from ((path, rule["columns"][column]) for path in inside)
    elif isinstance(raw, list):
        yield from (((n,), unit) for n in range(len(raw)))
    elif isinstance(raw, dict) and "currency" not in raw:
        yield from (((end,), unit) for end in raw)
    else:
        yield (), unit


def _stepped(words: Mapping[str, Any], rule: Mapping[str, Any], unit: str, old: Any) -> tuple[Any, ...]:
    """What may stand there instead, the likeliest first."""
    entry = words["units"][unit]
    match entry["kind"], old:
        case _, None:
            least = _least(words, rule, unit)
            return ([least] if rule.get("shape") == "list" else least,)
        case "whole", _:
            return old + 1, old - 1
        case "decimal", _:
            return _last_place(old)
        case "money", {"amount": amount}:
            return tuple(old | {"amount": more} for more in _last_place(amount))
        case "bool", _:
            return (not old,)
        case "enum", _:
            return tuple(word for word in rule.get("options", ()) if word != old)
        case ("date", _) | ("window", _) if entry.get("of", "date") == "date":
            return ((date.fromisoformat(old) + timedelta(days=1)).isoformat(),)
        case ("time", _) | ("window", _):
            return f"{(int(old[:2]) + 1) % 24:02}{old[2:]}", f"{int(old[:2]) - 1:02}{old[2:]}"
    return (ANOTHER,)


def _least(words: Mapping[str, Any], rule: Mapping[str, Any], unit: str) -> Any:
    """What stands in for `null`, "no such limit": the smallest that is one."""
    match words["units"][unit]["kind"]:
        case "whole":
            return 1
        case "decimal":
            return "1"
        case "bool":
            return True
        case "enum":
            return rule["options"][0]
        case "money":
            currency, places = next(iter(words["currencies"].items()))
            return {"amount": f"{1:.{places}f}", "currency": currency}
        case "table":
            return [{column: _least(words, rule, kind) for column, kind in rule["columns"].items()}]
    return ANOTHER


def _last_place(figure: str) -> tuple[str, str]:
    """One more and one less in the last place that is written."""
    exact = Decimal(figure)
    one = Decimal(1).scaleb(int(exact.as_tuple().exponent))
    return str(exact + one), str(exact - one)


def _dated(words: Mapping[str, Any], unit: str, raw: Any) -> Any:
    """A day as the checker of files sees it."""
    return date.fromisoformat(raw) if words["units"][unit]["kind"] == "date" and isinstance(raw, str) else raw


def _get(raw: Any, path: Path) -> Any:
    for step in path:
        raw = raw[step]
    return raw


def _set(raw: Any, path: Path, new: Any) -> Any:
    if not path:
        return new
    changed = deepcopy(raw)
    _get(changed, path[:-1])[path[-1]] = new
    return changed


def _where(path: Path) -> str:
    return "".join(f"{step} " if isinstance(step, str) else f"no. {step + 1} " for step in path)


def _shown(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case {"amount": amount, "currency": currency}:
            return f"{currency} {amount}"
    return str(value)
