"""The *why* of a decision: outcome, rule, facts used, the sum, what would have changed it (design § 8). Words are made here, when read."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from jishi.kernel import clock, words
from jishi.lawbook import engine, phrases, queries
from jishi.lawbook.errors import LawError
from jishi.lawbook.models import Decision
from jishi.lawbook.rulebook import BASE, rulebook
from jishi.lawbook.ruling import Ruling
from jishi.lawbook.spoken import say, spoken


def card(decision: Decision, audiences: frozenset[str], lang: str) -> dict[str, Any]:
    """The card for one reader, in their language; facts for others are left out."""
    zone = engine.market_of(decision.market).zone.key
    effect = f"{decision.outcome}.effect"
    rules = [rule_cited(Ruling.from_json(stored), lang) for stored in decision.rulings]
    return {
        "id": decision.id,
        "subject": decision.subject,
        "verb": decision.verb,
        "outcome": decision.outcome,
        "says": say(decision.outcome, decision.params, lang, zone),
        "effect": say(effect, decision.params, lang, zone) if words.has(effect, lang) else None,
        "rule": rules[0],
        "rules": rules[1:],
        "changed_since": has_changed(Ruling.from_json(decision.rulings[0])),
        "facts": [_fact(fact, lang, zone) for fact in decision.facts if fact["audience"] in audiences],
        "sum": _sentence(decision.sum, lang, zone) if decision.sum else None,
        "counterfactuals": [_sentence(one, lang, zone) for one in decision.counterfactuals],
        "deadline": _deadline(decision),
        "market": decision.market,
        "zone": zone,
        "at": decision.at,
    }


def _sentence(kept: Mapping[str, Any], lang: str, zone: str) -> str:
    return say(kept["code"], kept["params"], lang, zone)


def _fact(kept: Mapping[str, Any], lang: str, zone: str) -> dict[str, Any]:
    return {
        "name": kept["name"],
        "label": words.say(kept["name"], lang),
        "value": spoken(kept["value"], lang, zone),
        "at": datetime.fromisoformat(kept["at"]) if kept["at"] else None,
    }


def _deadline(decision: Decision) -> dict[str, Any] | None:
    if decision.deadline is None or decision.due is None:
        return None
    late = (decision.fired - decision.due) // timedelta(milliseconds=1) if decision.fired else None
    return {"id": decision.deadline, "due": decision.due, "fired": decision.fired, "late_ms": late}


def rule_cited(ruling: Ruling, lang: str) -> dict[str, Any]:
    """A ruling as cases show it: the rule in plain words, its value, which version, since when, for whom, and the source."""
    head = ruling.form.head
    return {
        "id": ruling.rule,
        "name": phrases.rule_name(head, ruling.rule, lang),
        "says": phrases.rule_says(head, lang),
        "converted": phrases.is_converted(head, lang),
        "key": ruling.key or None,
        "unit": ruling.unit,
        "value_text": ruling.text(lang),
        "version": queries.version(ruling.layer, ruling.rule, ruling.key, str(ruling.asked["market"])) if ruling.key else None,
        "since": ruling.since,
        "market": ruling.asked["market"],
        "asked": dict(ruling.asked),
        "layer": ruling.layer or None,
        "regime": regime(ruling.layer, lang) if ruling.layer else None,
        "emergency": bool(ruling.told.get("emergency")),
        "source": source_cited(ruling.source, lang) if ruling.source else None,
    }


def regime(layer: str, lang: str) -> str:
    """Whose rule it is: the general one, a pack's, or the operator's own."""
    pack = rulebook().packs.get(layer)
    if pack is not None:
        return phrases.rule_says(pack.head, lang)
    return words.say("lawbook.layer.base" if layer == BASE else "lawbook.layer.override", lang)


def source_cited(source: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Where a value comes from; a seed document under its Chinese title for Chinese readers."""
    if source["kind"] == "operator":
        title: str | None = words.say("lawbook.source.operator_doc", lang, id=source["doc"])
        return _cited(source, title, lang)
    title = rulebook().sources.get(source["doc"], {}).get("title_zh") if lang != words.DEFAULT else None
    if title and lang == "zh-Hant":
        title = phrases.traditional(title)
    return _cited(source, title, lang)


def _cited(source: Mapping[str, Any], title: str | None, lang: str) -> dict[str, Any]:
    return {
        "doc": title or source["doc"],
        "kind": source["kind"],
        "kind_text": words.say(f"lawbook.source.{source['kind']}", lang),
        "quote": source.get("quote"),
        "address": source.get("address"),
        "grade": source.get("grade"),
    }


def has_changed(ruling: Ruling) -> bool:
    """Would the same question, asked today, be answered by another value? A rule that is gone has changed."""
    asked = {key: value for key, value in ruling.asked.items() if key not in ("market", "on")}
    market = str(ruling.asked["market"])
    try:
        now, day = clock.now(), date.fromisoformat(str(ruling.asked["on"]))
        return engine.at(ruling.rule, on=day if day > engine.today(now, market) else now, market=market, **asked).key != ruling.key
    except LawError:
        return True
