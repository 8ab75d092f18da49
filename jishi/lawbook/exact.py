"""A rule's value as Python holds it exactly, and what may be read off a range, a list, a ladder, a table or bands."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from jishi.kernel.money import Money
from jishi.lawbook.errors import LawError

DECIMALS = frozenset({"ratio", "decimal", "score"})
OTHERS = "*"
Row = Mapping[str, Any]


def exact(unit: str, shape: str | None, columns: Mapping[str, str] | None, raw: Any) -> Any:
    """The value of a rule from its plain JSON: int, Decimal, bool, str, date; tuples for lists, read-only mappings for the rest.

    Money stays {amount, currency}, as the rule says it; `money` makes an amount of it.
    """
    if raw is None:
        return None
    if unit == "table":
        kinds = columns or {}
        return tuple(MappingProxyType({name: _cell(kinds[name], cell) for name, cell in row.items()}) for row in raw)
    if shape == "list":
        return tuple(_one(unit, part) for part in raw)
    if shape == "range":
        return MappingProxyType({end: _one(unit, part) for end, part in raw.items()})
    return _one(unit, raw)


def _cell(unit: str, cell: Any) -> Any:
    return tuple(_one(unit, part) for part in cell) if isinstance(cell, list) else _one(unit, cell)


def _one(unit: str, raw: Any) -> Any:
    if raw is None:
        return None
    if unit in DECIMALS:
        return Decimal(raw)
    if unit == "date":
        return date.fromisoformat(raw)
    if unit == "date_window":
        return MappingProxyType({end: date.fromisoformat(day) for end, day in raw.items()})
    return MappingProxyType(dict(raw)) if isinstance(raw, dict) else raw


def money(value: Any) -> Money:
    """An amount that a rule states. Raises LawError for anything else."""
    try:
        return Money.of(value["amount"], value["currency"])
    except (TypeError, KeyError):
        raise LawError(f"{value!r} is no amount of money") from None


def number(value: Any) -> Any:
    """A figure that compares: amounts as Money, the rest as it is."""
    return money(value) if isinstance(value, Mapping) else value


def table_row(rows: Sequence[Row], columns: Mapping[str, str], keys: Mapping[str, Any]) -> Row | None:
    """The row of a table whose named cells are these; a row that names them beats one with `*`; None when there is none.

    Raises LawError for a column that the table lacks and when several rows fit equally.
    """
    unknown = keys.keys() - columns.keys()
    if unknown:
        raise LawError(f"the table has no column {sorted(unknown)}")

    def fit(row: Row) -> int:
        marks = [2 if _is(row[name], wanted) else 1 if row[name] == OTHERS else 0 for name, wanted in keys.items()]
        return sum(marks) if all(marks) else 0

    found = sorted(((fit(row), n) for n, row in enumerate(rows) if fit(row)), reverse=True)
    if not found:
        return None
    if len(found) > 1 and found[0][0] == found[1][0]:
        raise LawError(f"{dict(keys)} names several rows")
    return rows[found[0][1]]


def _is(cell: Any, wanted: Any) -> bool:
    return wanted in cell if isinstance(cell, tuple) else bool(number(cell) == number(wanted))


def step_reached(rows: Sequence[Row], figure: Any) -> Row | None:
    """The last row of a ladder whose first column the figure has reached, rising or falling; None before the first."""
    first = next(iter(rows[0]))
    steps = [number(row[first]) for row in rows]
    falling = len(steps) > 1 and steps[0] > steps[-1]
    wanted = number(figure)
    reached = [row for row, step in zip(rows, steps, strict=True) if (wanted <= step if falling else wanted >= step)]
    return reached[-1] if reached else None


def on_the_line(corners: Iterator[tuple[Any, Any]] | Sequence[tuple[Any, Any]], figure: Any) -> Decimal:
    """Straight lines between corners (input, result) in rising order of input, flat outside them."""
    points = sorted((Decimal(x), Decimal(y)) for x, y in corners)
    wanted = Decimal(figure)
    if wanted <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if wanted <= x1:
            return y0 + (y1 - y0) * (wanted - x0) / (x1 - x0)
    return points[-1][1]
