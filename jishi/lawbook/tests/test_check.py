"""The checker: the real rulebook is sound, and each kind of fault is told by the line that names it."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from jishi.kernel import words
from jishi.lawbook import check, files
from jishi.lawbook.check_figures import figure_faults, numbers
from jishi.lawbook.errors import LawError
from jishi.lawbook.rulebook import load
from jishi.lawbook.tests.made import folder, pack, rule, value

X = "orders.test.x"
QUOTED = {"doc": "TikTok Shop: store rating", "kind": "seed", "quote": "在過去的90個自然日內"}


def told(tmp_path: Path, rules: dict[str, Any], *packs: dict[str, Any], readme: str = "") -> list[str]:
    """The faults of a small rulebook."""
    return check.faults(check.Raw.of(files.Files.read(folder(tmp_path, rules, *packs)).parsed(), readme))


@pytest.mark.covers("RUL-01", "RUL-04", "RUL-07")
def test_the_rulebook_is_sound() -> None:
    place = files.folder()
    raw = check.Raw.of(files.Files.read(place).parsed(), (place / "README.md").read_text(encoding="utf-8"))
    assert check.faults(raw) == []
    counts = check.counted(raw)
    assert counts["rules"] >= 460
    assert counts["values"] >= 591
    assert sorted(raw.packs) == ["channels-cn", "douyin-cn", "kuaishou-cn", "tiktok-sea", "tiktok-us"]


def words_of_the_rulebook() -> set[str]:
    """Options, columns and cells of text: what a value is said with."""
    law, found = load(files.folder()), set()
    for name, one in law.rules.items():
        found |= {str(word) for word in (*one.head.get("options", ()), *one.head.get("columns", ()))}
        text = [column for column, unit in one.head.get("columns", {}).items() if unit == "text"]
        for held in law.values(name):
            cells = (
                [row[column] for row in held.raw or () for column in text]
                if one.unit == "table"
                else [held.raw]
                if one.unit == "text"
                else []
            )
            found |= {word for cell in cells for word in (cell if isinstance(cell, list) else [cell]) if isinstance(word, str)}
    return {word for word in found if re.fullmatch("[a-z][a-z0-9_]*", word)}


@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant", "en"])
def test_every_word_of_the_rulebook_is_said_in_every_language(lang: str) -> None:
    assert {word for word in words_of_the_rulebook() if not words.has(f"lawbook.word.{word}", lang)} == set()


def test_a_small_one_is_sound_too(tmp_path: Path) -> None:
    assert told(tmp_path, {X: rule(value("2022-01-01", 48), value("2022-02-01", 24, source=QUOTED))}) == []


@pytest.mark.covers("RUL-01")
@pytest.mark.parametrize(
    ("made", "fault"),
    [
        (lambda: {X: {**rule(value("2022-01-01", 48)), "colour": "red"}}, "missing or unknown keys ['colour']"),
        (lambda: {X: {k: v for k, v in rule(value("2022-01-01", 48)).items() if k != "says_zh"}}, "missing or unknown keys ['says_zh']"),
        (lambda: {X: rule(value("2022-01-01", 48), unit="fortnights")}, "unit fortnights is not in units.yaml"),
        (lambda: {X: rule()}, "has no value"),
        (lambda: {"orders.other.x": rule(value("2022-01-01", 48))}, "does not belong in this file"),
        (lambda: {X: rule(value("2022-01-01", 48), judged_on="someday")}, "judged_on someday is not in units.yaml"),
        (lambda: {X: rule(value("2022-01-01", "0.5"), unit="ratio", compare="at_least")}, "needs min_count (RUL-07)"),
        (lambda: {X: rule(value("2022-01-01", 48), options=["a"])}, "options belong to enum"),
        (lambda: {X: rule(value("2022-01-01", 48), says="No full stop")}, "says, says_zh, says_hant or covers"),
        (lambda: {X: rule(value("2022-01-01", 48), covers=["RUL-1"])}, "says, says_zh, says_hant or covers"),
        (lambda: {X: rule(value("2022-01-01", 48), kind="fact", compare="at_least")}, "the only kind is fact"),
        (lambda: {"orders.test.open_to": rule(value("2022-01-01", 48))}, "open_to is a list of shops"),
        (lambda: {X: rule({**value("2022-01-01", 48), "until": date(2023, 1, 1)})}, "keys ['until']"),
        (lambda: {X: rule(value("2022-01-01", "48"))}, "'48' does not fit hours"),
        (lambda: {X: rule(value("2022-01-01", -1))}, "-1 does not fit hours"),
        (lambda: {X: rule(value("2022-01-01", "1.5"), unit="ratio", compare="at_least", min_count=1)}, "'1.5' does not fit ratio"),
        (lambda: {X: rule(value("2022-01-01", {"min": 5, "max": 4}), shape="range")}, "does not fit hours range"),
        (lambda: {X: rule(value("2022-01-01", [1, 1]), shape="list")}, "does not fit hours list"),
        (lambda: {X: rule(value("2022-01-01", "c"), unit="enum", options=["a", "b"])}, "'c' does not fit enum"),
        (lambda: {X: rule(value("2022-01-01", "25:00"), unit="time_of_day")}, "does not fit time_of_day"),
        (
            lambda: {X: rule(value("2022-01-01", {"amount": "1.0", "currency": "CNY"}, where={"market": "CN"}), unit="money")},
            "does not fit money",
        ),
        (lambda: {X: rule(value("2022-01-01", {"amount": "1.00", "currency": "CNY"}), unit="money")}, "money without a market"),
        (lambda: {X: rule(value("2022-01-01", 4, unit="points"))}, "one unit of time for another"),
        (lambda: {X: rule(value("2022-01-01", 4, where={"market": "XX"}))}, "where market: ['XX'] is not in units.yaml"),
        (lambda: {X: rule(value("2022-01-01", 4, where={"weather": "fine"}))}, "where weather"),
        (lambda: {X: rule(value("2022-01-01", 4, dated="guessed"))}, "since is a date; dated is assumed"),
        (lambda: {X: rule(value("2022-01-05", 4, notice={"from": date(2022, 1, 1), "to": date(2022, 1, 5)}))}, "a notice ends before"),
        (
            lambda: {X: rule(value("2022-01-01", 4, source={"doc": "Nobody's", "kind": "seed", "quote": "?"}))},
            "source of kind seed is incomplete",
        ),
        (
            lambda: {X: rule(value("2022-01-01", 4, source={"doc": "A page", "kind": "public", "grade": "official"}))},
            "source of kind public",
        ),
        (lambda: {X: rule({k: v for k, v in value("2022-01-01", 4).items() if k != "note"})}, "source of kind default is incomplete"),
        (lambda: {X: rule(value("2022-01-01", 4), note="As orders.test.gone says.")}, "names orders.test.gone, which is not a rule"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, made: Callable[[], dict[str, Any]], fault: str) -> None:
    found = told(tmp_path, made())
    assert len(found) == 1
    assert fault in found[0]


@pytest.mark.parametrize(
    ("rows", "shape"),
    [
        ([{"at": 1, "n": 1}, {"at": 1, "n": 2}], "ladder"),
        ([{"at": 1, "n": 1}, {"at": 3, "n": 2}, {"at": 2, "n": 2}], "ladder"),
        ([{"at": 1, "n": 1}, {"at": 1, "n": 1}], "table"),
        ([{"at": 1}], "table"),
        ([], "table"),
        ([{"at": "1", "n": 1}], "table"),
    ],
)
def test_rows_are_in_order_and_whole(tmp_path: Path, rows: list[dict[str, Any]], shape: str) -> None:
    found = told(tmp_path, {X: rule(value("2022-01-01", rows), unit="table", shape=shape, columns={"at": "count", "n": "count"})})
    assert len(found) == 1
    assert f"does not fit table {shape}" in found[0]


@pytest.mark.covers("RUL-04")
@pytest.mark.parametrize(
    ("packed", "fault"),
    [
        (pack("p", ["CN"], {X: [value("2022-01-01", 24)]}), "packs/p orders.test.x: everywhere hides the base's {'shop_tier': 'good'}"),
        (
            pack("p", ["CN"], {X: [value("2022-01-01", 24, where={"market": "CN", "shop_tier": "good"}, replaces="all")]}),
            "where nothing is hidden",
        ),
        (pack("p", ["CN"], {"orders.test.y": [value("2022-01-01", 24)]}), "packs/p orders.test.y: is not a rule"),
        (pack("p", ["XX"], {}), "packs/p: keys, name or markets"),
    ],
)
def test_a_pack_hides_nothing_in_silence(tmp_path: Path, packed: dict[str, Any], fault: str) -> None:
    found = told(tmp_path, {X: rule(value("2022-01-01", 48), value("2022-01-01", 36, where={"shop_tier": "good"}))}, packed)
    assert any(fault in line for line in found), found


def test_a_pack_that_answers_the_narrow_case_itself_hides_nothing(tmp_path: Path) -> None:
    both = pack("p", ["CN"], {X: [value("2022-01-01", 24), value("2022-01-01", 12, where={"shop_tier": "good"})]})
    assert told(tmp_path, {X: rule(value("2022-01-01", 48), value("2022-01-01", 36, where={"shop_tier": "good"}))}, both) == []


def test_a_fact_is_not_a_regimes_to_change(tmp_path: Path) -> None:
    packed = pack("p", ["CN"], {X: [value("2022-01-01", 24)]})
    assert told(tmp_path, {X: rule(value("2022-01-01", 48), kind="fact")}, packed) == [
        "packs/p orders.test.x: a fact is not a regime's to change"
    ]


def test_the_page_about_the_rules_names_only_rules(tmp_path: Path) -> None:
    rules = {X: rule(value("2022-01-01", 48))}
    assert told(tmp_path, rules, readme="See orders.test.x and orders.test.z.") == ["README.md: names orders.test.z, which is not a rule"]


def test_a_key_given_twice_and_a_float_do_not_load(tmp_path: Path) -> None:
    place = folder(tmp_path, {X: rule(value("2022-01-01", 48))})
    path = place / "orders" / "test.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text, encoding="utf-8")
    with pytest.raises(LawError, match=r"orders/test\.yaml: line 1: orders\.test\.x is given twice"):
        load(place)
    path.write_text(text.replace("value: 48", "value: 48.0"), encoding="utf-8")
    with pytest.raises(LawError, match=r"48\.0 is no exact number"):
        load(place)
    path.write_text("orders.test.x: [", encoding="utf-8")
    with pytest.raises(LawError, match=r"orders/test\.yaml"):
        load(place)


def test_figures_in_bold_are_found_in_rules_that_cover_them(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "| ORD-02 | Within **48** hours, **1,500** times, at **09:30**, **5** %. |\n| ORD-03 | **7** days. |\n", encoding="utf-8"
    )
    rules = {
        "a": {"covers": ["ORD-02"], "values": [{"value": [48, 1500, "09:30", "0.05"], "since": date(2022, 1, 1)}]},
        "b": {"covers": ["ORD-05"], "values": [{"value": 7, "since": date(2022, 1, 7)}]},
    }
    assert figure_faults(page, rules) == (6, ["ORD-03: bold figure 7 is in no rule that covers it"])
    assert {str(figure) for figure in numbers("12:05 and 1,000.50")} == {"12", "5", "1000.5"}


def test_a_changed_file_is_never_answered_from_the_old_form(tmp_path: Path) -> None:
    place = folder(tmp_path, {X: rule(value("2022-01-01", 48))})
    first = load(place)
    assert load(place).digest == first.digest
    path = place / "orders" / "test.yaml"
    path.write_text(yaml.safe_dump({X: rule(value("2022-01-01", 47))}, allow_unicode=True, sort_keys=False), encoding="utf-8")
    second = load(place)
    assert second.digest != first.digest
    assert [second.rules[X].values[0].raw, first.rules[X].values[0].raw] == [47, 48]


def test_a_broken_compiled_form_is_made_again(tmp_path: Path) -> None:
    place = folder(tmp_path, {X: rule(value("2022-01-01", 48))})
    digest = load(place).digest
    assert files.kept(digest) is not None
    files.keep({"digest": digest, "rules": "broken"})
    kept = files._cache_folder()
    assert kept is not None
    (kept / f"rulebook-{digest[:32]}.json").write_text("{", encoding="utf-8")
    assert files.kept(digest) is None
    assert load(place).rules[X].values[0].raw == 48
