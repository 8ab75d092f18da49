"""What a decision keeps of the figures and facts it used, and how they are said to a reader: words are made when read.

Kept as JSON: text, whole numbers and booleans as they are, everything else under one tagged key. Never personal data: ids only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from jishi.kernel import words
from jishi.kernel.money import Money
from jishi.lawbook import phrases
from jishi.lawbook.errors import LawError
from jishi.lawbook.ruling import Ruling

_PLAIN = frozenset({str, int, bool, type(None)})
SPANS = (("days", 86_400), ("hours", 3_600), ("minutes", 60), ("seconds", 1))


@dataclass(frozen=True, slots=True)
class Word:
    """A phrase by its code, said in the reader's language: "not by the due time"."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


def kept(value: Any) -> Any:
    """A figure or fact as plain JSON. Raises LawError for what cannot be kept exactly, and for a word without a sentence."""
    if type(value) in _PLAIN:
        return value
    match value:
        case bool() | int() | str():
            return value
        case Decimal():
            return {"number": str(value)}
        case Money():
            return {"money": value.json()}
        case datetime() if value.tzinfo is not None:
            return {"at": value.isoformat()}
        case date() if not isinstance(value, datetime):
            return {"day": value.isoformat()}
        case timedelta():
            return {"seconds": value // timedelta(seconds=1)}
        case Ruling():
            return {"ruling": value.json()}
        case Word():
            return {"word": known(value.code), "params": kept_params(value.params)}
    raise LawError(f"a decision cannot keep {value!r}")


def kept_params(params: Mapping[str, Any]) -> dict[str, Any]:
    """The params of a sentence as plain JSON."""
    return {name: kept(value) for name, value in params.items()}


def known(code: str) -> str:
    """The code itself. Raises LawError when nobody wrote words for it: found when the decision is made, not when it is read."""
    if not words.has(code, words.DEFAULT):
        raise LawError(f"{code} has no words")
    return code


def spoken(value: Any, lang: str, zone: str) -> str:
    """What was kept, as the reader says it; times in the market's zone."""
    match value:
        case None:
            return words.say("lawbook.value.none", lang)
        case bool():
            return words.say("lawbook.value.yes" if value else "lawbook.value.no", lang)
        case int():
            return f"{value:,}"
        case str():
            return value
        case {"number": text}:
            return phrases.plain_number(Decimal(text))
        case {"money": {"amount": amount, "currency": currency}}:
            return words.money(Money.of(amount, currency))
        case {"at": text}:
            return words.moment(datetime.fromisoformat(text), lang, zone)
        case {"day": text}:
            return phrases.day_text(date.fromisoformat(text), lang)
        case {"seconds": seconds}:
            return span(seconds, lang)
        case {"ruling": stored}:
            return Ruling.from_json(stored).text(lang)
        case {"word": code, "params": params}:
            return say(code, params, lang, zone)
    raise LawError(f"{value!r} is nothing that a decision keeps")


def say(code: str, params: Mapping[str, Any], lang: str, zone: str) -> str:
    """A sentence with what was kept for it."""
    return words.say(code, lang, **{name: spoken(value, lang, zone) for name, value in params.items()})


def span(seconds: int, lang: str) -> str:
    """A length of time in its two largest parts: "2 days 3 hours"."""
    parts = []
    left = seconds
    for unit, length in SPANS:
        count, left = divmod(left, length)
        if count:
            code = f"lawbook.unit.{unit}"
            parts.append(words.say(f"{code}.one" if count == 1 and words.has(f"{code}.one", lang) else code, lang, n=count))
    return words.say("lawbook.value.next_part", lang).join(parts[:2]) or words.say("lawbook.unit.seconds", lang, n=0)
