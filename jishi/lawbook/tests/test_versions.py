"""Versions are numbered along the line that a reader sees: an operator's own among the rulebook's, none twice."""

from datetime import date

import pytest

from jishi.lawbook.rulebook import Value
from jishi.lawbook.versions import version_of


def value(since: str, layer: str = "base", **where: str) -> Value:
    cases = {key: frozenset([one]) for key, one in where.items()}
    return Value(f"{layer} {since} {where}", layer, "a.rule", date.fromisoformat(since), cases, "hours", 48, {}, {})


def own(since: str, **where: str) -> Value:
    return value(since, "override", **where)


OLD, NEWER = value("2022-01-01"), value("2027-01-01")
ABROAD = value("2022-01-01", market="UK")
LAYER = (OLD, NEWER, ABROAD)


@pytest.mark.parametrize(
    ("overrides", "numbers"),
    [
        ((), (1, 2, 1)),
        ((own("2026-12-05"),), (1, 3, 1, 2)),
        ((own("2026-12-05", market="CN"),), (1, 3, 1, 2)),
        ((own("2027-01-01"),), (1, 2, 1, 3)),
        ((own("2026-12-05"), own("2027-03-01")), (1, 3, 1, 2, 4)),
        ((own("2026-12-05", market="UK"),), (1, 2, 1, 2)),
        ((own("2026-12-05", category="books"),), (1, 2, 1, 1)),
        ((own("2021-06-01"),), (2, 3, 1, 1)),
    ],
    ids=["none", "for all", "for a market", "on the same day", "two", "where the layer has its own", "where it has none", "before all"],
)
def test_each_has_its_place(overrides: tuple[Value, ...], numbers: tuple[int, ...]) -> None:
    assert tuple(version_of(one, LAYER, overrides) for one in (*LAYER, *overrides)) == numbers
