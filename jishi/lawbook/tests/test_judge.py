"""Percentage rules judge nothing below a minimum count, and compare exactly (RUL-07)."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from jishi import lawbook
from jishi.lawbook import files
from jishi.lawbook.engine import Book, Terms
from jishi.lawbook.errors import LawError
from jishi.lawbook.judge import judge, min_count
from jishi.lawbook.rulebook import load
from jishi.lawbook.ruling import Ruling
from jishi.lawbook.tests.made import book, rule, under, value

X = "orders.test.x"
DAY = date(2024, 6, 1)


def ratio(tmp_path: Path, limit: str | None, compare: str, least: int = 10, **rest: Any) -> Ruling:
    """A percentage rule with a minimum count of its own."""
    return book(tmp_path, {X: rule(value("2022-01-01", limit, **rest), unit="ratio", compare=compare, min_count=least)}).at(
        X, DAY, "CN", {}
    )


@pytest.mark.covers("RUL-07")
@pytest.mark.parametrize(("total", "judged"), [(0, False), (9, False), (10, True), (11, True)])
def test_below_the_minimum_count_nothing_is_judged(tmp_path: Path, total: int, judged: bool) -> None:
    verdict = judge(ratio(tmp_path, "0.10", "at_least"), total, total)
    assert (verdict.judged, verdict.bites, verdict.min_count) == (judged, True if judged else None, 10)


@pytest.mark.parametrize(
    ("compare", "bites"),
    [
        ("at_least", [False, True, True]),
        ("more_than", [False, False, True]),
        ("at_most", [True, True, False]),
        ("less_than", [True, False, False]),
    ],
)
def test_a_share_is_compared_exactly(tmp_path: Path, compare: str, bites: list[bool]) -> None:
    limit = ratio(tmp_path, "0.3", compare)
    assert [judge(limit, hits, 1000).bites for hits in (299, 300, 301)] == bites
    assert judge(limit, 1, 30).share == Fraction(1, 30)


@pytest.mark.covers("RUL-07")
def test_a_values_own_count_comes_before_the_rules_own(tmp_path: Path) -> None:
    assert min_count(ratio(tmp_path, "0.1", "at_least", min_count=3))[0] == 3


@pytest.mark.covers("RUL-07")
def test_a_pack_may_judge_fewer_cases() -> None:
    law = Book(load(files.folder()), under(TH="tiktok-sea"))
    ruling = law.at("desk.response.enforced_below", date(2026, 7, 6), "TH", {})
    assert (ruling.layer, min_count(ruling)) == ("tiktok-sea", (3, ruling))
    assert [judge(ruling, 0, total).bites for total in (2, 3)] == [None, True]
    assert [judge(ruling, hits, 20).bites for hits in (16, 17)] == [True, False]


@pytest.mark.django_db
@pytest.mark.covers("RUL-07")
def test_a_rule_without_a_count_of_its_own_takes_the_general_one(tmp_path: Path) -> None:
    law = Book(load(files.folder()), Terms())
    ruling = law.at("lawbook.changes.notice_for", DAY, "CN", {})
    least, counted_by = min_count(ruling)
    assert (least, counted_by) == (30, lawbook.at("lawbook.changes.min_count", on=DAY, market="CN"))


def test_no_such_rule_here_is_no_verdict(tmp_path: Path) -> None:
    assert judge(ratio(tmp_path, None, "at_least"), 10, 10).bites is None


def test_what_is_no_percentage_that_judges_is_a_mistake(tmp_path: Path) -> None:
    law = Book(load(files.folder()), Terms())
    for name in ("orders.unpaid.cancel_after", "lawbook.changes.min_count"):
        with pytest.raises(LawError, match="no percentage"):
            judge(law.at(name, DAY, "CN", {}), 1, 2)
    for hits, total in ((-1, 10), (11, 10)):
        with pytest.raises(LawError, match="no share"):
            judge(ratio(tmp_path / str(hits), "0.1", "at_least"), hits, total)


@pytest.mark.covers("RUL-07")
def test_every_percentage_rule_has_a_count() -> None:
    law = Book(load(files.folder()), Terms())
    for name, one in law.law.rules.items():
        if one.unit == "ratio":
            assert one.head["min_count"] >= 1, name
            assert one.head["compare"] in ("at_least", "more_than", "at_most", "less_than"), name
