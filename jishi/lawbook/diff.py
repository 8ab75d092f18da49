"""What differs: between two days in one market, or between two rulebooks."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

from jishi.lawbook import engine, exact, phrases
from jishi.lawbook.rulebook import Rule, Rulebook, Value


def days(market: str, start: date, end: date, lang: str) -> list[dict[str, Any]]:
    """Rules that answer otherwise on `end` than on `start`, for every combination of keys that some value tells apart."""
    book = engine.book()
    found = []
    for rule in book.law.rules.values():
        for where in [] if rule.is_fact else questions(book.law, rule):
            before, after = (book.at(rule.id, day, market, where) for day in (start, end))
            if before.key != after.key:
                told = {key: value for key, value in where.items() if value is not None}
                found.append({"rule": rule.id, "where": told, "before": before.text(lang), "after": after.text(lang), "since": after.since})
    return found


def questions(law: Rulebook, rule: Rule) -> Iterator[dict[str, str | None]]:
    """Each key takes every word that some value names, and none."""
    keys = sorted(law.asked_with(rule.id))
    named = [{word for value in law.values(rule.id) for word in value.where.get(key, ())} for key in keys]
    for choice in product(*([None, *sorted(words)] for words in named)):
        yield dict(zip(keys, choice, strict=True))


def rulebooks(ours: Rulebook, theirs: Rulebook, lang: str) -> list[dict[str, Any]]:
    """Values that one rulebook has and the other lacks, by rule, layer, where and day."""
    mine, other = ({_place(value): (law, value) for value in law.by_key.values()} for law in (ours, theirs))
    found = []
    for place in sorted(mine.keys() | other.keys()):
        before, after = mine.get(place), other.get(place)
        if before and after and before[1].key == after[1].key:
            continue
        rule, layer, where, since = place
        told = {"layer": layer, "where": where or "everywhere"}
        found.append({"rule": rule, "where": told, "since": since, "before": _text(before, lang), "after": _text(after, lang)})
    return found


def _place(value: Value) -> tuple[str, str, str, str]:
    where = " ".join(f"{key}={'|'.join(sorted(words))}" for key, words in sorted(value.where.items()))
    return value.rule, value.layer, where, value.since.isoformat()


def _text(held: tuple[Rulebook, Value] | None, lang: str) -> str | None:
    if held is None:
        return None
    law, value = held
    rule = law.rule(value.rule)
    found = exact.exact(value.unit, rule.shape, rule.head.get("columns"), value.raw)
    return f"{phrases.value_text(rule, value.unit, found, lang)} · {value.source['doc']}"
