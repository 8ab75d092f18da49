"""Values of one rule in one layer: do they fit their unit and shape, are they sourced and dated, does none tie with another?"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any

VALUE = {"since", "value", "source"}
VALUE_MAY = {"dated", "where", "unit", "min_count", "notice", "note"}
QUOTE_MOST = 60
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?|24:00")
DECIMAL = re.compile(r"\d+(\.\d+)?")
WINDOW_OF = {"time": "time_of_day", "date": "date"}

Words = Mapping[str, Any]


def _fits_money(words: Words, value: Any) -> bool:
    if type(value) is not dict or set(value) != {"amount", "currency"} or type(value["amount"]) is not str:
        return False
    places = words["currencies"].get(value["currency"])
    return places is not None and bool(re.fullmatch(r"\d+" + (rf"\.\d{{{places}}}" if places else ""), value["amount"]))


def _fits_rows(words: Words, value: Any, columns: Mapping[str, str]) -> bool:
    if type(value) is not list or not value or not all(type(row) is dict and set(row) == set(columns) for row in value):
        return False
    cells = [(columns[c], v) for row in value for c, cell in row.items() for v in (cell if type(cell) is list else [cell])]
    return all(fits(words, unit, v, {}) for unit, v in cells)


def fits(words: Words, unit: str, value: Any, rule: Mapping[str, Any]) -> bool:
    """Does one plain value fit its unit? Nothing (null) always does: no such limit."""
    if value is None:
        return True
    entry = words["units"][unit]
    match entry["kind"]:
        case "whole":
            return type(value) is int and value >= 0
        case "decimal":
            return type(value) is str and bool(DECIMAL.fullmatch(value)) and (unit != "ratio" or Decimal(value) <= 1)
        case "money":
            return _fits_money(words, value)
        case "window":
            part = WINDOW_OF[entry["of"]]
            return (
                type(value) is dict
                and set(value) == {"from", "to"}
                and all(v is not None and fits(words, part, v, rule) for v in value.values())
            )
        case "table":
            return _fits_rows(words, value, rule["columns"])
        case "time":
            return type(value) is str and bool(TIME.fullmatch(value))
        case "date":
            return type(value) is date
        case "bool":
            return type(value) is bool
        case "enum":
            return value in rule.get("options", [])
    return type(value) is str and bool(value)


def _number(cell: Any) -> Decimal:
    return Decimal(cell["amount"] if type(cell) is dict else cell)


def _rising(shape: str, value: list[dict[str, Any]], columns: Mapping[str, str]) -> bool:
    """A ladder's first column rises or falls; in bands the input rises along each curve."""
    if shape == "ladder":
        steps = [_number(next(iter(row.values()))) for row in value]
        return steps in (sorted(set(steps)), sorted(set(steps), reverse=True))
    if shape == "bands":
        curve, given = list(columns)[:2]
        return all(_number(a[given]) < _number(b[given]) for a, b in pairwise(value) if a[curve] == b[curve])
    return len({str(row) for row in value}) == len(value)


def shaped(words: Words, unit: str, value: Any, rule: Mapping[str, Any]) -> bool:
    """Does a rule's value fit its shape and unit?"""
    shape = rule.get("shape")
    if value is None:
        return True
    if shape == "range":
        if type(value) is not dict or set(value) != {"min", "max"} or None in value.values():
            return False
        return all(fits(words, unit, v, rule) for v in value.values()) and Decimal(value["min"]) <= Decimal(value["max"])
    if shape == "list":
        return type(value) is list and len(set(value)) == len(value) and all(v is not None and fits(words, unit, v, rule) for v in value)
    if (unit == "table") != (shape in ("table", "ladder", "bands")) or not fits(words, unit, value, rule):
        return False
    return unit != "table" or _rising(str(shape), value, rule["columns"])


def sets(where: Mapping[str, Any] | None) -> dict[str, set[Any]]:
    """A `where` as sets: a list means any of these."""
    return {key: set(wanted) if type(wanted) is list else {wanted} for key, wanted in (where or {}).items()}


def _source_fits(sources: Mapping[str, Any], value: Mapping[str, Any], rule: Mapping[str, Any]) -> bool:
    source = value["source"]
    match source.get("kind"):
        case "seed":
            good = source.get("doc") in sources and 0 < len(source.get("quote", "")) <= QUOTE_MOST
        case "public":
            good = str(source.get("address", "")).startswith(("https://", "http://")) and source.get("grade") in ("official", "third_party")
        case "default":
            good = bool(value.get("note") or rule.get("note"))
        case _:
            good = False
    return good and bool(source.get("doc"))


def _one(words: Words, sources: Mapping[str, Any], rule: Mapping[str, Any], value: Mapping[str, Any]) -> Iterator[str]:
    unit, where = value.get("unit", rule["unit"]), sets(value.get("where"))
    if unit not in words["units"]:
        yield f"unit {unit} is not in units.yaml"
        return
    if unit != rule["unit"] and not all(words["units"][u].get("time") for u in (unit, rule["unit"])):
        yield "a value may only change one unit of time for another"
    if not shaped(words, unit, value["value"], rule):
        yield f"{value['value']!r} does not fit {unit} {rule.get('shape', '')}".rstrip()
    if type(value["since"]) is not date or value.get("dated", "assumed") != "assumed":
        yield "since is a date; dated is assumed or absent"
    for key, wanted in where.items():
        known = words["where"].get(key)
        if known is None or (known != "any" and not wanted <= set(known)):
            yield f"where {key}: {sorted(map(str, wanted))} is not in units.yaml"
    if rule["unit"] == "money" and value["value"] is not None and "market" not in where:
        yield "money without a market"
    if "notice" in value and not value["notice"]["from"] < value["notice"]["to"] < value["since"]:
        yield "a notice ends before its value begins"
    if not _source_fits(sources, value, rule):
        yield f"source of kind {value['source'].get('kind')} is incomplete"


def value_faults(
    words: Words,
    sources: Mapping[str, Any],
    at: str,
    rule: Mapping[str, Any],
    values: list[dict[str, Any]],
    may: frozenset[str] = frozenset(VALUE_MAY),
) -> Iterator[str]:
    """Every fault of one rule's values in one layer: form, source, order of dates, and ties among `where`."""
    whole = []
    for n, value in enumerate(values, 1):
        if not VALUE <= set(value) <= VALUE | may:
            yield f"{at} value {n}: keys {sorted(set(value) - VALUE - may | VALUE - set(value))}"
            continue
        whole.append(value)
        yield from (f"{at} value {n}: {fault}" for fault in _one(words, sources, rule, value))
    for a, b in combinations(whole, 2):
        x, y = sets(a.get("where")), sets(b.get("where"))
        if x == y and type(a["since"]) is type(b["since"]) and a["since"] >= b["since"]:
            yield f"{at}: dates out of order or twice: {a['since']}, {b['since']}"
        if x != y and len(x) == len(y) and all(x[key] & y[key] for key in x.keys() & y.keys()):
            yield f"{at}: a tie: {a.get('where')} and {b.get('where')}"
