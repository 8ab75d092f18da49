"""The words on the page, read from the web app's own files, so that a test names a thing by what it is called in each language."""

import json
import re
from functools import cache
from typing import Any

from tests.browser.demo import ROOT

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
LOCALE = {"zh-Hans": "zh-CN", "zh-Hant": "zh-TW", "en": "en-GB"}


class Words:
    """`words("orders:mine.pay", amount="¥99.00")` in one language; a key that is not there is a KeyError."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **values: Any) -> str:
        found = self.look_up(key, values.get("count"))
        assert isinstance(found, str), f"{key} is a group of words"
        return re.sub(r"\{\{(\w+)\}\}", lambda hole: str(values[hole[1]]), found)

    def pattern(self, key: str, **values: Any) -> re.Pattern[str]:
        """The whole of a text, whatever stands in the holes that are given no value."""
        found = self.look_up(key, values.get("count"))
        parts = re.split(r"\{\{(\w+)\}\}", found)
        told = [
            re.escape(part) if at % 2 == 0 else re.escape(str(values[part])) if part in values else ".+?" for at, part in enumerate(parts)
        ]
        return re.compile(f"^{''.join(told)}$")

    def all(self, key: str) -> list[str]:
        """The words of a list."""
        found = self.look_up(key)
        assert isinstance(found, list), f"{key} is no list"
        return found

    def look_up(self, key: str, count: int | None = None) -> Any:
        """What a key stands for, in its singular for one."""
        feature, _, path = key.partition(":")
        found: Any = _file(self.language, feature)
        *way, last = path.split(".")
        for step in way:
            found = found[step]
        return found[f"{last}_one"] if count == 1 and f"{last}_one" in found else found[last]


@cache
def _file(language: str, feature: str) -> Any:
    return json.loads((ROOT / "web" / "src" / "words" / language / f"{feature}.json").read_text(encoding="utf-8"))


def money(amount: str, currency: str = "CNY") -> str:
    """An amount as the pages write it: `¥1,234.00`."""
    sign = {"CNY": "¥", "GBP": "£", "MYR": "RM"}[currency]
    whole, _, part = amount.partition(".")
    return f"{sign}{int(whole):,}.{part}"


def grouped(number: str) -> str:
    """An order's number in groups of four."""
    return re.sub(r"(\d{4})(?=\d)", r"\1 ", number)
