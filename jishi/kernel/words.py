"""Words: sentences by code and language, from each module's `words/*.yaml`; money and times in them are written for the reader."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from django.apps import apps

from jishi.kernel.money import Money

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
DEFAULT = "en"
_SIGNS = {"CNY": "¥", "USD": "US$", "GBP": "£", "MYR": "RM", "SGD": "S$", "THB": "฿", "VND": "₫", "PHP": "₱", "IDR": "Rp"}
_UNITS = {
    "zh-Hans": ("天", "小时", "分钟", "秒"),
    "zh-Hant": ("天", "小時", "分鐘", "秒"),
    "en": ("day", "hour", "minute", "second"),
}


class MissingWords(KeyError):
    """A code has no sentence in a language: a fault of ours."""


def language(wanted: str | None) -> str:
    """The language we speak that is nearest to an Accept-Language header or tag."""
    for part in (wanted or "").split(","):
        tag = part.split(";")[0].strip().lower()
        if tag.startswith("zh"):
            parts = tag.split("-")
            traditional = "hant" in parts or ("hans" not in parts and not {"tw", "hk", "mo"}.isdisjoint(parts))
            return "zh-Hant" if traditional else "zh-Hans"
        if tag.startswith("en"):
            return "en"
    return DEFAULT


@cache
def lexicon(lang: str) -> dict[str, str]:
    """All sentences of a language. Raises ValueError when two modules give the same code."""
    found: dict[str, str] = {}
    for app in apps.get_app_configs():
        path = Path(app.path) / "words" / f"{lang}.yaml"
        if not path.exists():
            continue
        loaded: dict[str, str] = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader) or {}
        both = found.keys() & loaded.keys()
        if both:
            raise ValueError(f"{path.name}: {sorted(both)} stand in two modules")
        found.update(loaded)
    return found


def say(code: str, lang: str, /, **params: Any) -> str:
    """The sentence for a code. Raises MissingWords when there is none; money and times in `params` are written for the language."""
    try:
        text = lexicon(lang)[code]
    except KeyError:
        raise MissingWords(f"{code} has no words in {lang}") from None
    zone = params.pop("zone", "UTC")
    return text.format_map(_Params({name: spoken(value, lang, zone) for name, value in params.items()}))


def has(code: str, lang: str) -> bool:
    """Is there a sentence for this code?"""
    return code in lexicon(lang)


class _Params(dict[str, str]):
    def __missing__(self, key: str) -> str:
        raise MissingWords(f"the sentence wants {key}, which was not given")


def spoken(value: Any, lang: str, zone: str = "UTC") -> str:
    """A value as a person reads it: money with its sign, times in the zone, spans in their two largest units."""
    if isinstance(value, Money):
        return money(value)
    if isinstance(value, datetime):
        return moment(value, lang, zone)
    if isinstance(value, timedelta):
        return span(value, lang)
    return str(value)


def money(value: Money) -> str:
    """An amount with its sign tight and thousands set off, as design § 11."""
    text = value.text().lstrip("-")
    whole, _, part = text.partition(".")
    grouped = f"{int(whole):,}" + (f".{part}" if part else "")
    return f"{'−' if value.minor < 0 else ''}{_SIGNS.get(value.currency, value.currency + ' ')}{grouped}"


def moment(value: datetime, lang: str, zone: str) -> str:
    """A time of the year with minutes, in a zone, as the pages write it (design § 11)."""
    local = value.astimezone(ZoneInfo(zone))
    clock = f"{local.hour}:{local:%M}"
    return f"{local.day} {local:%b} {clock}" if lang == "en" else f"{local.month}月{local.day}日 {clock}"


def span(value: timedelta, lang: str) -> str:
    """A length of time in its two largest units, whole seconds at the least: "2 days 3 hours". What is past is no span: 0."""
    seconds = max(0, int(value.total_seconds()))
    counts = (seconds // 86_400, seconds // 3_600 % 24, seconds // 60 % 60, seconds % 60)
    first = next((n for n, count in enumerate(counts) if count), len(counts) - 1)
    named = list(zip(counts, _UNITS[lang], strict=True))[first : first + 2]
    said = named[:1] + [(count, unit) for count, unit in named[1:] if count]
    return " ".join(f"{count} {unit}{'s' if lang == 'en' and count != 1 else ''}" for count, unit in said)
