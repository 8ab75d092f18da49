"""Which value holds: layer, then where, then since; asked on the market's own day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from jishi.lawbook import files
from jishi.lawbook.engine import Book, Terms
from jishi.lawbook.errors import LawError
from jishi.lawbook.rulebook import load
from jishi.lawbook.tests.made import book, override, pack, rule, under, value

X = "orders.test.x"
DAY = date(2024, 6, 1)


@pytest.mark.covers("RUL-01", "RUL-04")
def test_an_override_answers_before_the_pack_and_the_pack_before_the_base(tmp_path: Path) -> None:
    law = book(tmp_path, {X: rule(value("2022-01-01", 48))}, pack("p", ["CN"], {X: [value("2022-01-01", 24)]}), terms=under(CN="p"))
    assert law.at(X, DAY, "CN", {}).value == 24
    assert law.at(X, DAY, "CN", {}).layer == "p"
    assert law.at(X, DAY, "UK", {}).value == 48
    assert law.at(X, DAY, "UK", {}).layer == "base"
    over = Book(law.law, replace(law.terms, overrides={X: (override(X, "2024-06-01", 12),)}))
    assert over.at(X, DAY, "CN", {}).value == 12
    assert over.at(X, DAY, "CN", {}).layer == "override"
    assert over.at(X, DAY - timedelta(days=1), "CN", {}).value == 24


@pytest.mark.covers("RUL-04")
def test_a_layer_without_a_match_passes_the_question_on(tmp_path: Path) -> None:
    law = book(
        tmp_path,
        {X: rule(value("2022-01-01", 48))},
        pack("p", ["MY", "TH"], {X: [value("2023-01-01", 24, where={"market": "TH"})]}),
        terms=under(MY="p", TH="p"),
    )
    assert [law.at(X, DAY, market, {}).value for market in ("TH", "MY", "CN")] == [24, 48, 48]
    assert law.at(X, date(2022, 12, 31), "TH", {}).value == 48
    over = Book(law.law, replace(law.terms, overrides={X: (override(X, "2024-01-01", 12, market="MY"),)}))
    assert [over.at(X, DAY, market, {}).value for market in ("TH", "MY", "CN")] == [24, 12, 48]


def test_a_wide_value_of_the_pack_ends_narrower_ones_of_the_base(tmp_path: Path) -> None:
    base = rule(value("2022-01-01", 48), value("2022-01-01", 36, where={"shop_tier": "good"}))
    law = book(tmp_path, {X: base}, pack("p", ["CN"], {X: [value("2022-01-01", 24, replaces="all")]}), terms=under(CN="p"))
    assert law.at(X, DAY, "CN", {"shop_tier": "good"}).value == 24
    assert law.at(X, DAY, "UK", {"shop_tier": "good"}).value == 36


def test_most_keys_win_and_an_older_specific_value_beats_a_newer_general_one(tmp_path: Path) -> None:
    law = book(
        tmp_path,
        {
            X: rule(
                value("2022-01-01", 48),
                value("2022-01-01", 36, where={"market": "CN"}),
                value("2022-01-01", 24, where={"market": "CN", "shop_tier": "good"}),
                value("2024-01-01", 47),
                value("2024-02-01", 35, where={"market": "CN"}),
            )
        },
    )
    asked = [(m, t, law.at(X, DAY, m, {"shop_tier": t}).value) for m in ("CN", "UK") for t in ("good", "new", None)]
    assert asked == [("CN", "good", 24), ("CN", "new", 35), ("CN", None, 35), ("UK", "good", 47), ("UK", "new", 47), ("UK", None, 47)]


def test_of_equally_many_keys_the_latest_begun_holds(tmp_path: Path) -> None:
    law = book(tmp_path, {X: rule(value("2022-01-01", 48), value("2023-01-01", 36), value("2024-01-01", 24))})
    days = [date(2021, 12, 31), date(2022, 1, 1), date(2022, 12, 31), date(2023, 1, 1), date(2024, 1, 1)]
    assert [law.at(X, day, "CN", {}).value for day in days] == [None, 48, 48, 36, 24]


def test_a_list_in_where_means_any_of_these(tmp_path: Path) -> None:
    law = book(tmp_path, {X: rule(value("2022-01-01", 48, where={"market": ["US", "UK"], "platform": ["ebay", "walmart"]}))})
    answers = {(m, p): law.at(X, DAY, m, {"platform": p}).value for m in ("US", "UK", "CN") for p in ("ebay", "walmart", "amazon", None)}
    assert {place for place, answer in answers.items() if answer == 48} == {
        ("US", "ebay"),
        ("US", "walmart"),
        ("UK", "ebay"),
        ("UK", "walmart"),
    }
    assert set(answers.values()) == {48, None}


def test_none_given_on_purpose_matches_no_narrower_value(tmp_path: Path) -> None:
    law = book(tmp_path, {X: rule(value("2022-01-01", 36, where={"shop_tier": "good"}))})
    ruling = law.at(X, DAY, "CN", {"shop_tier": None})
    assert (ruling.value, ruling.applies, ruling.key, ruling.since, ruling.source, ruling.layer) == (None, False, "", None, None, "")
    assert dict(ruling.asked) == {"market": "CN", "on": "2024-06-01", "shop_tier": None}


def test_null_is_an_answer_and_stops_the_search(tmp_path: Path) -> None:
    law = book(tmp_path, {X: rule(value("2022-01-01", 48))}, pack("p", ["CN"], {X: [value("2022-01-01", None)]}), terms=under(CN="p"))
    ruling = law.at(X, DAY, "CN", {})
    assert (ruling.value, ruling.applies, ruling.layer, len(ruling.key)) == (None, False, "p", 12)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"market": "CN"}, {"shop_tier": "good"}),
        ({"market": ["CN", "UK"]}, {"market": ["UK", "US"]}),
        ({"shop_tier": "good", "market": "CN"}, {"shop_tier": "good", "category": "tea"}),
    ],
)
def test_a_tie_does_not_load(tmp_path: Path, first: dict[str, str], second: dict[str, str]) -> None:
    with pytest.raises(LawError, match="a tie"):
        book(tmp_path, {X: rule(value("2022-01-01", 48, where=first), value("2023-01-01", 24, where=second))})


def test_two_of_one_where_and_day_do_not_load(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="dates out of order or twice"):
        book(tmp_path, {X: rule(value("2022-01-01", 48), value("2022-01-01", 24))})


def test_equally_many_keys_that_cannot_both_match_are_no_tie(tmp_path: Path) -> None:
    where = [{"market": "CN"}, {"market": "UK"}, {"market": "US", "shop_tier": "good"}, {"market": "US", "shop_tier": "new"}]
    law = book(tmp_path, {X: rule(*(value("2022-01-01", n, where=keys) for n, keys in enumerate(where)))})
    assert [law.at(X, DAY, m, {"shop_tier": t}).value for m, t in [("CN", None), ("UK", "good"), ("US", "good"), ("US", "new")]] == [
        0,
        1,
        2,
        3,
    ]


@pytest.mark.covers("RUL-04", "API-06")
def test_the_pack_is_the_one_of_that_day_and_none_is_the_base(tmp_path: Path) -> None:
    law = book(
        tmp_path,
        {X: rule(value("2022-01-01", 48))},
        pack("p", ["CN"], {X: [value("2022-01-01", 24)]}),
        pack("q", ["CN"], {X: [value("2022-01-01", 12)]}),
        terms=Terms("test", {"CN": ((date(2024, 3, 1), None), (date(2024, 2, 1), "q"), (date(2024, 1, 1), "p"))}),
    )
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 1, 31), date(2024, 2, 1), date(2024, 2, 29), date(2024, 3, 1)]
    assert [law.at(X, day, "CN", {}).value for day in days] == [48, 24, 24, 12, 12, 48]


@pytest.mark.parametrize(
    ("market", "midnight"),
    [
        ("CN", datetime(2023, 12, 31, 16, 0, 0, tzinfo=UTC)),
        ("MY", datetime(2023, 12, 31, 16, 0, 0, tzinfo=UTC)),
        ("ID", datetime(2023, 12, 31, 17, 0, 0, tzinfo=UTC)),
        ("UK", datetime(2024, 1, 1, 0, 0, 0, tzinfo=UTC)),
        ("US", datetime(2024, 1, 1, 5, 0, 0, tzinfo=UTC)),
    ],
)
def test_a_value_begins_at_midnight_of_the_market(tmp_path: Path, market: str, midnight: datetime) -> None:
    law = book(tmp_path, {X: rule(value("2022-01-01", 48), value("2024-01-01", 24))})
    around = [midnight + timedelta(seconds=s) for s in (-1, 0, 1)]
    assert [law.at(X, instant, market, {}).value for instant in around] == [48, 24, 24]
    assert [law.at(X, instant, market, {}).asked["on"] for instant in around] == ["2023-12-31", "2024-01-01", "2024-01-01"]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("orders.test.y", DAY, "CN", {"shop_tier": None}), "is not a rule"),
        ((X, DAY, "XX", {"shop_tier": None}), "is not a market"),
        ((X, DAY, "CN", {}), "is asked with"),
        ((X, DAY, "CN", {"shop_tier": None, "goods": None}), "is asked with"),
        ((X, DAY, "CN", {"goods": None}), "is asked with"),
        ((X, DAY, "CN", {"shop_tier": "best"}), "is not in units.yaml"),
        ((X, datetime(2024, 6, 1), "CN", {"shop_tier": None}), "needs a zone"),  # noqa: DTZ001
    ],
)
def test_a_question_put_wrongly_is_a_mistake_of_ours(
    tmp_path: Path, asked: tuple[str, date, str, dict[str, str | None]], says: str
) -> None:
    law = book(tmp_path, {X: rule(value("2022-01-01", 48, where={"shop_tier": "good"}))})
    with pytest.raises(LawError, match=says):
        law.at(*asked)


def test_a_key_that_only_a_pack_uses_is_asked_everywhere(tmp_path: Path) -> None:
    packed = pack("p", ["US"], {X: [value("2022-01-01", 24, where={"refund_size": "large"})]})
    law = book(tmp_path, {X: rule(value("2022-01-01", 48))}, packed)
    with pytest.raises(LawError, match="refund_size"):
        law.at(X, DAY, "CN", {})
    assert law.at(X, DAY, "CN", {"refund_size": "large"}).value == 48


def test_a_fact_is_not_asked(tmp_path: Path) -> None:
    law = book(tmp_path, {X: rule(value("2022-01-01", 48), kind="fact")})
    with pytest.raises(LawError, match="published fact"):
        law.at(X, DAY, "CN", {})


def test_answers_are_remembered_within_bounds(tmp_path: Path) -> None:
    law = book(tmp_path, {X: rule(value("2022-01-01", 48))})
    first = law.at(X, DAY, "CN", {})
    assert law.at(X, datetime(2024, 6, 1, 12, tzinfo=UTC), "CN", {}) is first
    assert law.at(X, DAY, "UK", {}) is not first


@pytest.mark.covers("RUL-01", "RUL-04")
@pytest.mark.parametrize(
    ("packs", "rule_id", "market", "where", "day", "expected"),
    [
        ({}, "orders.cancellation.answer_within", "TH", {}, "2024-06-01", 48),
        ({"TH": "tiktok-sea"}, "orders.cancellation.answer_within", "TH", {}, "2024-06-01", 24),
        ({"MY": "tiktok-sea"}, "orders.cancellation.answer_within", "MY", {}, "2024-06-01", 48),
        ({}, "settlement.period.days_after_delivery", "US", {"shop_tier": "standard"}, "2024-06-01", 8),
        ({"US": "tiktok-us"}, "settlement.period.days_after_delivery", "US", {"shop_tier": "standard"}, "2024-06-01", 7),
        ({"US": "tiktok-us"}, "settlement.period.days_after_delivery", "US", {"shop_tier": "good"}, "2024-06-01", 1),
        ({"TH": "tiktok-sea"}, "desk.response.headline", "TH", {}, "2025-08-14", "rate_24h"),
        ({"TH": "tiktok-sea"}, "desk.response.headline", "TH", {}, "2025-08-15", "rate_12h"),
        ({"CN": "douyin-cn"}, "desk.response.headline", "CN", {}, "2024-06-01", "first_response"),
        ({"CN": "kuaishou-cn"}, "desk.response.headline", "CN", {}, "2024-06-01", "rate_3min"),
        ({"CN": "channels-cn"}, "desk.sessions.system_closes_after", "CN", {}, "2024-06-01", 2),
        ({}, "aftersales.guarantee.multiple", "CN", {"guarantee": None}, "2023-02-23", 3),
        ({}, "aftersales.guarantee.multiple", "CN", {"guarantee": None}, "2023-02-24", 4),
    ],
)
def test_one_engine_answers_for_each_regime(
    packs: dict[str, str], rule_id: str, market: str, where: dict[str, str | None], day: str, expected: int | str
) -> None:
    law = Book(load(files.folder()), under(**packs))
    assert law.at(rule_id, date.fromisoformat(day), market, where).value == expected
