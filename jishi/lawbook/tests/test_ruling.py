"""What may be read off a ruling: exact values, time limits, rows, steps, lines, words, and what a case stores."""

from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from jishi.kernel.money import Money
from jishi.lawbook import files
from jishi.lawbook.engine import Book, Terms
from jishi.lawbook.errors import LawError
from jishi.lawbook.rulebook import load
from jishi.lawbook.ruling import Ruling
from jishi.lawbook.tests.made import book, rule, under, value

X = "orders.test.x"
DAY = date(2024, 6, 1)
START = datetime(2024, 6, 1, 2, tzinfo=UTC)


def ruling(tmp_path: Path, what: Any, **rest: Any) -> Ruling:
    """A ruling of one value for CN."""
    return book(tmp_path, {X: rule(value("2022-01-01", what), **rest)}).at(X, DAY, "CN", {})


def real(rule_id: str, market: str = "CN", terms: Terms | None = None, day: date = DAY, **where: str | None) -> Ruling:
    """A ruling of the real rulebook."""
    return Book(load(files.folder()), terms or Terms()).at(rule_id, day, market, where)


def test_values_are_exact(tmp_path: Path) -> None:
    assert real("lawbook.changes.notice_for").value == 7
    assert real("desk.response.enforced_below", "TH", under(TH="tiktok-sea"), date(2026, 7, 6)).value == Decimal("0.85")
    price = real("catalog.presale.min_price", terms=under(CN="channels-cn"))
    assert dict(price.value) == {"amount": "50.00", "currency": "CNY"}
    assert price.money() == Money(5000, "CNY")
    assert real("catalog.presale.price_editable").value is False
    assert real("orders.unpaid.applies_to").value == ("online", "card_instalments")
    assert dict(real("catalog.presale.ship_after_payment").value) == {"min": 4, "max": 15}


def test_values_cannot_be_changed_by_who_reads_them() -> None:
    with pytest.raises(TypeError):
        real("catalog.presale.ship_after_payment").value["min"] = 1
    with pytest.raises(AttributeError):
        real("orders.unpaid.cancel_after").value = 1  # type: ignore[misc]


@pytest.mark.covers("RUL-01")
@pytest.mark.django_db
def test_time_is_added_in_the_rulings_own_unit_and_zone() -> None:
    assert real("orders.unpaid.cancel_after").after(START) == datetime(2024, 6, 3, 2, tzinfo=UTC)
    assert real("lawbook.changes.notice_for").after(START) == datetime(2024, 6, 8, 16, tzinfo=UTC)
    base = real("aftersales.timers.answer_within", "VN", day=date(2025, 3, 3), refund_size=None)
    packed = real("aftersales.timers.answer_within", "VN", under(VN="tiktok-sea"), date(2025, 3, 3), refund_size=None)
    start = datetime(2025, 3, 7, 3, tzinfo=UTC)  # a Friday in Ho Chi Minh City
    assert (base.unit, base.after(start)) == ("hours", datetime(2025, 3, 9, 3, tzinfo=UTC))
    assert (packed.unit, packed.after(start)) == ("working_days", datetime(2025, 3, 10, 17, tzinfo=UTC))


def test_of_several_figures_one_must_be_chosen_that_the_rule_allows(tmp_path: Path) -> None:
    options = real("catalog.presale.ship_after_window")
    assert options.after(START, figure=24) == datetime(2024, 6, 2, 2, tzinfo=UTC)
    window = real("catalog.presale.ship_after_payment")
    assert window.after(START, figure=15) == datetime(2024, 6, 16, 2, tzinfo=UTC)
    for wrong, figure in ((options, None), (options, 25), (window, None), (window, 3), (window, 16)):
        with pytest.raises(LawError):
            wrong.after(START, figure=figure)
    single = ruling(tmp_path, 48)
    assert single.after(START, figure=48) == datetime(2024, 6, 3, 2, tzinfo=UTC)
    with pytest.raises(LawError):
        single.after(START, figure=47)


def test_a_cell_of_a_table_is_added_in_its_columns_unit() -> None:
    ladder = real("governance.points.milestones")
    step = ladder.step(12)
    assert step is not None
    assert ladder.after(START, figure=step["days"], column="days") > START
    with pytest.raises(LawError, match="does not allow"):
        ladder.after(START, figure=9999, column="days")


def test_what_does_not_apply_has_no_end(tmp_path: Path) -> None:
    nothing = ruling(tmp_path, None)
    assert not nothing.applies
    with pytest.raises(LawError, match="does not apply"):
        nothing.after(START)
    assert nothing.text("en") == "does not apply"
    assert nothing.text("zh-Hans") == "不适用"


def test_what_measures_no_time_has_no_end() -> None:
    with pytest.raises(LawError, match="measures no time"):
        real("lawbook.changes.min_count").after(START)
    with pytest.raises(LawError, match="no amount"):
        real("lawbook.changes.min_count").money()


def test_ranges_and_lists_include_their_ends() -> None:
    window = real("catalog.presale.ship_after_payment")
    assert [window.holds(days) for days in (3, 4, 15, 16)] == [False, True, True, False]
    ways = real("orders.unpaid.applies_to")
    assert (ways.holds("online"), ways.holds("cash_on_delivery")) == (True, False)
    assert not real("orders.cancellation.free_extension_hours").holds(1)
    with pytest.raises(LawError, match="neither list nor range"):
        real("orders.unpaid.cancel_after").holds(48)


def test_a_ladder_by_steps_rising_and_falling(tmp_path: Path) -> None:
    points = real("governance.points.milestones")
    first = points.value[0]["points"]
    assert points.step(first - 1) is None
    assert points.step(first) == points.value[0]
    assert points.step(10**6) == points.value[-1]
    health = real("governance.health.milestones", "US", under(US="tiktok-us"))
    reached = [health.step(n) for n in (151, 150, 101, 100, 0)]
    assert [row["health"] if row else None for row in reached] == [None, 150, 150, 100, 0]


def test_a_ladder_of_amounts_is_read_by_amounts(tmp_path: Path) -> None:
    rows = [{"paid": {"amount": amount, "currency": "CNY"}, "n": n} for n, amount in enumerate(("500.00", "1000.00"))]
    ladder = ruling(tmp_path, rows, unit="table", shape="ladder", between="step", columns={"paid": "money", "n": "count"})
    reached = [ladder.step(Money(minor, "CNY")) for minor in (49_999, 50_000, 99_999, 100_000)]
    assert [row["n"] if row else None for row in reached] == [None, 0, 0, 1]


def test_straight_lines_between_the_steps_of_a_linear_ladder(tmp_path: Path) -> None:
    rows = [{"at": "10", "score": "1"}, {"at": "20", "score": "5"}]
    line = ruling(tmp_path, rows, unit="table", shape="ladder", between="linear", columns={"at": "decimal", "score": "score"})
    assert [line.read(Decimal(x)) for x in ("9", "10", "15", "17.5", "20", "21")] == [Decimal(n) for n in ("1", "1", "3", "4", "5", "5")]


def test_bands_are_read_along_one_curve(tmp_path: Path) -> None:
    rows = [{"metric": "a", "at": "0", "score": "5"}, {"metric": "a", "at": "1", "score": "0"}, {"metric": "b", "at": "0", "score": "2"}]
    bands = ruling(tmp_path, rows, unit="table", shape="bands", columns={"metric": "text", "at": "decimal", "score": "score"})
    assert bands.read(Decimal("0.25"), "a") == Decimal("3.75")
    assert bands.read(Decimal(7), "b") == Decimal(2)
    for curve in ("c", None):
        with pytest.raises(LawError, match="no curve"):
            bands.read(Decimal(1), curve)


def test_a_row_that_names_its_keys_beats_one_for_all_others(tmp_path: Path) -> None:
    rows = [
        {"kind": "tea", "who": "*", "n": 1},
        {"kind": "tea", "who": "new", "n": 2},
        {"kind": "*", "who": "*", "n": 3},
        {"kind": ["rice", "oil"], "who": "*", "n": 4},
    ]
    table = ruling(tmp_path, rows, unit="table", shape="table", columns={"kind": "text", "who": "text", "n": "count"})
    found = [table.row(kind=kind, who=who) for kind, who in (("tea", "new"), ("tea", "old"), ("oil", "new"), ("salt", "new"))]
    assert [row["n"] for row in found if row] == [2, 1, 4, 3]
    with pytest.raises(LawError, match="no column"):
        table.row(colour="red")
    with pytest.raises(LawError, match="several rows"):
        table.row(kind="tea")
    with pytest.raises(LawError, match="is no ladder"):
        table.step(1)


@pytest.mark.covers("RUL-01")
@pytest.mark.parametrize(
    ("rest", "what", "en", "zh"),
    [
        ({"unit": "hours"}, 48, "48 hours", "48 小时"),
        ({"unit": "hours"}, 1, "1 hour", "1 小时"),
        ({"unit": "calendar_days"}, 7, "7 calendar days", "7 个自然日"),
        ({"unit": "basis_points"}, 450, "4.5%", "4.5%"),
        ({"unit": "ratio", "compare": "at_least", "min_count": 5}, "0.85", "85%", "85%"),
        ({"unit": "score"}, "3.50", "3.5", "3.5"),
        ({"unit": "count"}, 15000, "15,000", "15,000"),
        ({"unit": "bool"}, True, "yes", "是"),
        ({"unit": "date"}, date(2024, 3, 1), "1 Mar 2024", "2024年3月1日"),
        ({"unit": "time_window"}, {"from": "08:00", "to": "23:00"}, "08:00–23:00", "08:00–23:00"),
        (
            {"unit": "date_window"},
            {"from": date(2024, 3, 1), "to": date(2024, 3, 2)},
            "1 Mar 2024–2 Mar 2024",
            "2024年3月1日–2024年3月2日",
        ),
        ({"unit": "days", "shape": "range"}, {"min": 4, "max": 15}, "4–15 days", "4–15 天"),
        ({"unit": "hours", "shape": "list"}, [24, 48], "24, 48 hours", "24、48 小时"),
        ({"unit": "text", "shape": "list"}, [], "nothing", "无"),
        (
            {"unit": "table", "shape": "table", "columns": {"n": "hours"}},
            [{"n": 1}, {"n": None}],
            "n 1 hour; n does not apply",
            "n 1 小时；n 不适用",
        ),
    ],
)
def test_a_value_is_said_with_its_unit(tmp_path: Path, rest: dict[str, Any], what: Any, en: str, zh: str) -> None:
    said = ruling(tmp_path, what, **rest)
    assert (said.text("en"), said.text("zh-Hans")) == (en, zh)


def test_money_is_said_with_its_sign() -> None:
    assert real("catalog.presale.min_price", terms=under(CN="channels-cn")).text("en") == "¥50.00"


def test_the_key_is_the_hash_of_what_the_value_says(tmp_path: Path) -> None:
    said = '["base","orders.test.x","2022-01-01",{},"hours",48,{"doc":"Jishi default","kind":"default"}]'
    assert ruling(tmp_path, 48).key == sha256(said.encode()).hexdigest()[:12]
    assert len({value.key for value in load(files.folder()).by_key.values()}) == len(load(files.folder()).by_key)


def test_rulings_are_equal_when_question_and_value_are(tmp_path: Path) -> None:
    law = book(tmp_path, {X: rule(value("2022-01-01", 48))})
    first, again = law.at(X, DAY, "CN", {}), Book(law.law, Terms()).at(X, DAY, "CN", {})
    assert first == again
    assert hash(first) == hash(again)
    assert first != law.at(X, DAY, "UK", {})
    assert first.json() == {"rule": X, "key": first.key, "asked": {"market": "CN", "on": "2024-06-01"}}


@pytest.mark.django_db
def test_a_stored_ruling_comes_back() -> None:
    from jishi import lawbook

    one = lawbook.at("settlement.period.days_after_delivery", on=START, market="UK", shop_tier="good")
    back = lawbook.Ruling.from_json(one.json())
    assert (back, back.value, back.unit, back.since, back.source) == (one, one.value, one.unit, one.since, one.source)
    nothing = lawbook.at("orders.unpaid.cancel_after", on=date(1999, 1, 1), market="UK")
    assert lawbook.Ruling.from_json(nothing.json()) == nothing
    with pytest.raises(LawError, match="no value"):
        lawbook.Ruling.from_json({**one.json(), "key": "000000000000"})
