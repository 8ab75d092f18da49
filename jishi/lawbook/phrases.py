"""Rules and their values in words: in English, simplified Chinese, and traditional Chinese (by hand, else converted)."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jishi.kernel import words
from jishi.kernel.money import Money
from jishi.lawbook.exact import OTHERS
from jishi.lawbook.rulebook import Rule

CONVERTED_KEPT = 4_000


@lru_cache(CONVERTED_KEPT)
def traditional(text: str) -> str:
    """Simplified Chinese in traditional script with Taiwan's words (opencc s2twp)."""
    return str(_converter()(text))


@lru_cache(1)
def _converter() -> Any:
    import opencc  # a tenth of a second to load its tables: only for readers of traditional Chinese

    return opencc.OpenCC("s2twp").convert


def rule_says(head: Mapping[str, Any], lang: str) -> str:
    """What a rule, pack or market's regime says, in the reader's language."""
    if lang == "en":
        return str(head["says"])
    if lang == "zh-Hant":
        return str(head.get("says_hant") or traditional(head["says_zh"]))
    return str(head["says_zh"])


def is_converted(head: Mapping[str, Any], lang: str) -> bool:
    """Was the sentence converted by a program, not written by hand?"""
    return lang == "zh-Hant" and "says_hant" not in head


def rule_name(head: Mapping[str, Any], name: str, lang: str) -> str:
    """A rule's short name: in Chinese as the rulebook has it, in English its id without the module: `Guarantee: floor`."""
    if lang == "en":
        return ": ".join(name.split(".")[1:]).replace("_", " ").capitalize()
    return traditional(head["zh"]) if lang == "zh-Hant" else str(head["zh"])


def slug(text: str, lang: str) -> str:
    """A word of the rulebook (an option, a column, a cell) as the reader knows it, else as it stands."""
    if text == OTHERS:
        return words.say("lawbook.value.others", lang)
    code = f"lawbook.word.{text}"
    return words.say(code, lang) if words.has(code, lang) else text.replace("_", " ")


def value_text(form: Rule, unit: str, value: Any, lang: str) -> str:
    """A value as a person reads it, with its unit. `value` is exact."""
    if value is None:
        return words.say("lawbook.value.none", lang)
    if unit == "table":
        columns = form.head["columns"]
        return words.say("lawbook.value.next_row", lang).join(_row(columns, row, lang) for row in value)
    if form.shape == "range":
        ends = _plain(unit, value["min"], lang), _plain(unit, value["max"], lang)
        return _counted(unit, value["max"], words.say("lawbook.value.range", lang, least=ends[0], most=ends[1]), lang)
    if form.shape == "list":
        if not value:
            return words.say("lawbook.value.nothing", lang)
        return _counted(unit, value[-1], _listed((_plain(unit, one, lang) for one in value), lang), lang)
    return _counted(unit, value, _plain(unit, value, lang), lang)


def _row(columns: Mapping[str, str], row: Mapping[str, Any], lang: str) -> str:
    return words.say("lawbook.value.next_cell", lang).join(
        words.say("lawbook.value.cell", lang, column=slug(name, lang), value=_cell(columns[name], cell, lang)) for name, cell in row.items()
    )


def _cell(unit: str, cell: Any, lang: str) -> str:
    if cell is None:
        return words.say("lawbook.value.none", lang)
    if isinstance(cell, tuple):
        return _listed((_cell(unit, one, lang) for one in cell), lang)
    return _counted(unit, cell, _plain(unit, cell, lang), lang)


def _listed(parts: Iterable[str], lang: str) -> str:
    return words.say("lawbook.value.next", lang).join(parts)


def _counted(unit: str, value: Any, text: str, lang: str) -> str:
    """A figure with its unit; English knows one from many."""
    code = f"lawbook.unit.{unit}"
    if not words.has(code, lang):
        return text
    one = f"{code}.one"
    return words.say(one if value == 1 and words.has(one, lang) else code, lang, n=text)


def _plain(unit: str, value: Any, lang: str) -> str:
    """A figure or word without its unit."""
    if isinstance(value, bool):
        return words.say("lawbook.value.yes" if value else "lawbook.value.no", lang)
    if isinstance(value, Mapping):
        return _compound(value, lang)
    if unit == "ratio":
        return f"{plain_number(value * 100)}%"
    if unit == "basis_points":
        return f"{plain_number(Decimal(value) / 100)}%"
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, date):
        return day_text(value, lang)
    return slug(value, lang) if unit in ("enum", "text") else str(value)


def _compound(value: Mapping[str, Any], lang: str) -> str:
    if "currency" in value:
        return words.money(Money.of(value["amount"], value["currency"]))
    ends = [day_text(end, lang) if isinstance(end, date) else end for end in (value["from"], value["to"])]
    return words.say("lawbook.value.range", lang, least=ends[0], most=ends[1])


def plain_number(value: Decimal) -> str:
    """A decimal without trailing zeros, thousands set off."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def day_text(day: date, lang: str) -> str:
    """A day with its year."""
    return f"{day.day} {day:%b} {day.year}" if lang == "en" else f"{day.year}年{day.month}月{day.day}日"
