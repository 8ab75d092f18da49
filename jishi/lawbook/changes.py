"""Changes of the law as people read them: what comes next in a market, the old and the new sentence, and how a draft stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from jishi.kernel import clock, deadlines, words
from jishi.kernel.access import Actor
from jishi.kernel.models import Deadline
from jishi.lawbook import countdown, diff, engine, exact, law, phrases, show
from jishi.lawbook import models as tables
from jishi.lawbook.calendar import midnight
from jishi.lawbook.deadlines import NOTICE_ENDS
from jishi.lawbook.engine import Book
from jishi.lawbook.rulebook import OVERRIDE, Rule, Value
from jishi.lawbook.ruling import Ruling
from jishi.lawbook.states import DRAFT, IN_FORCE, NOTICE
from jishi.lawbook.states import OVERRIDE as MACHINE

SENTENCE = "lawbook.sentence"


@dataclass(frozen=True)
class Turn:
    """An instant at which a rule's answer may turn, for these cases, and why."""

    rule: Rule
    where: Mapping[str, str | None]
    told: Mapping[str, Any]
    since: date
    begins: datetime
    kind: str
    value: Value | None


def coming(market: str, lang: str) -> list[dict[str, Any]]:
    """What was announced in a market and is not in force yet, and what began within the last notice's time; what begins first, first."""
    now = clock.now()
    book = engine.book()
    back = now - _lookback(now, market)
    found = [_change(book, turn, market, now, lang) for turn in _turns(book, market, back, now)]
    own = {one["override"]: one for one in found if one and one["override"]}
    running = {one.subject: one for one in deadlines.of(list(own)) if one.kind == NOTICE_ENDS and one.state == "open"}
    for name, one in own.items():
        one["deadline"] = _clock(running.get(name), lang)
    return sorted((one for one in found if one), key=lambda one: (one["begins"], one["rule"]))


def _lookback(now: datetime, market: str) -> timedelta:
    """What began without notice stays in the list for as long as a notice would have taken."""
    notice, begins = law.change_begins(now, market)
    return midnight(begins, engine.market_of(market).zone) - now if notice.applies else timedelta()


def _turns(book: Book, market: str, back: datetime, now: datetime) -> Iterator[Turn]:
    zone = book.law.market(market).zone
    today = engine.today(now, market)
    for rule in book.law.rules.values():
        if rule.is_fact:
            continue
        for layer in book.layers(rule, market, today):
            for value in layer:
                if market not in value.where.get("market", (market,)):
                    continue
                begins = value.begins or midnight(value.since, zone)
                kind = "override" if value.layer == OVERRIDE else "rulebook"
                where, told = _cases(book, rule, value)
                if begins > back and show.announced(value, today):
                    yield Turn(rule, where, told, value.since, begins, kind, value)
                if value.ends is not None and value.ends > back:
                    yield Turn(rule, where, told, engine.today(value.ends, market), value.ends, "repeal", None)
    yield from _packs(book, market, back, today)


def _packs(book: Book, market: str, back: datetime, today: date) -> Iterator[Turn]:
    """Rules that a new pack answers otherwise, from its first day on."""
    zone = book.law.market(market).zone
    for since, _ in book.terms.packs.get(market, ())[:-1]:
        begins = midnight(since, zone)
        if begins <= back:
            continue
        for rule in book.law.rules.values():
            for where in [] if rule.is_fact else diff.questions(book.law, rule):
                told = {key: word for key, word in where.items() if word is not None}
                yield Turn(rule, where, told, since, begins, "pack", None)


def _cases(book: Book, rule: Rule, value: Value) -> tuple[dict[str, str | None], dict[str, Any]]:
    """The question that stands for the value's cases, and those cases as written, the market apart."""
    keys = book.law.asked_with(rule.id)
    where = {key: min(value.where[key]) if key in value.where else None for key in keys}
    return where, {key: word for key, word in value.told.get("where", {}).items() if key != "market"}


def _change(book: Book, turn: Turn, market: str, now: datetime, lang: str) -> dict[str, Any] | None:
    """None where the same value goes on answering: it stands behind another layer's."""
    before = book.at(turn.rule.id, turn.begins - timedelta(microseconds=1), market, turn.where)
    after = book.at(turn.rule.id, turn.begins, market, turn.where)
    if before.key == after.key or (turn.value is not None and after.key != turn.value.key):
        return None
    value = turn.value
    row = _row_of(turn, after, before)
    if turn.kind == "repeal" and row is None:
        return None  # it gives way to another override, which is told by itself
    notice = value.told.get("notice") if value else row.notice if row else None
    return {
        "rule": turn.rule.id,
        "module": turn.rule.module,
        "name": phrases.rule_name(turn.rule.head, turn.rule.id, lang),
        "kind": turn.kind,
        "where": dict(turn.told),
        "since": turn.since,
        "begins": turn.begins,
        "begun": turn.begins <= now,
        "notice": show.notice_days(notice),
        "emergency": bool(row.emergency if row else False),
        "reason": row.reason if row else "",
        "judged_on": turn.rule.head.get("judged_on"),
        "before": sentence(before, lang),
        "after": sentence(after, lang),
        "override": row.pk if row else None,
        "deadline": None,
    }


def _row_of(turn: Turn, after: Ruling, before: Ruling) -> tables.Override | None:
    """The override, or the repeal of one, that makes the change."""
    if turn.kind == "override":
        return tables.Override.objects.filter(key=after.key).first()
    if turn.kind == "repeal":
        return tables.Override.objects.filter(repeals__key=before.key, begins=turn.begins).first()
    return None


def sentence(ruling: Ruling, lang: str) -> dict[str, Any]:
    """A rule with its figure, as one sentence, and both apart."""
    return {"key": ruling.key or None, "value_text": ruling.text(lang), "sentence": _said(ruling.form, ruling.text(lang), lang)}


def _said(rule: Rule, value: str, lang: str) -> str:
    return words.say(SENTENCE, lang, says=phrases.rule_says(rule.head, lang).rstrip(".。"), value=value)


def _clock(row: Deadline | None, lang: str) -> dict[str, Any] | None:
    return countdown.view(row, lang) if row else None


def override_out(row: tables.Override, actor: Actor, lang: str) -> dict[str, Any]:
    """One override as the operator's people see it, with what this reader may do next."""
    rule = engine.book().law.rule(row.rule)
    running = next((one for one in deadlines.of([row.pk]) if one.kind == NOTICE_ENDS and one.state == "open"), None)
    return {
        "id": row.pk,
        "market": row.market_id,
        "rule": row.rule,
        "name": phrases.rule_name(rule.head, row.rule, lang),
        "repeals": row.repeals_id,
        "where": {key: word for key, word in row.where.items() if key != "market"},
        "unit": row.unit,
        "value": row.value,
        "value_text": None if row.repeals_id else _value_text(rule, row, lang),
        "min_count": row.min_count,
        "replaces_all": row.replaces_all,
        "reason": row.reason,
        "emergency": row.emergency,
        "since": row.since,
        "begins": row.begins,
        "ends": row.ends,
        "state": row.state,
        "state_text": words.say(f"lawbook.state.{row.state}", lang),
        "drafted_as": row.drafted_as,
        "drafted_at": row.drafted_at,
        "mine": row.drafted_by == actor.person,
        "approvals": [{"role": one["role"], "at": one["at"], "mine": one["person"] == actor.person} for one in row.approvals],
        "persons": law.persons(row.published_at or clock.now(), row.market_id, row.emergency).value or 0,
        "published_at": row.published_at,
        "notice": show.notice_days(row.notice),
        "key": row.key,
        "deadline": _clock(running, lang),
        "verbs": list(_verbs(row, actor, lang)),
    }


def _value_text(rule: Rule, row: tables.Override, lang: str) -> str:
    found = exact.exact(row.unit, rule.shape, rule.head.get("columns"), row.value)
    return phrases.value_text(rule, row.unit, found, lang)


def _verbs(row: tables.Override, actor: Actor, lang: str) -> Iterator[dict[str, Any]]:
    if MACHINE.may(row, "publish") and actor.holds("lawbook.publish"):
        own = actor.person in {row.drafted_by, *(one["person"] for one in row.approvals)}
        why = words.say("lawbook.same_person", lang) if own else None
        yield {"verb": "publish", "operation": "lawbook.publish", "allowed": not own, "why": why}
    begun = row.state == NOTICE and row.begins is not None and row.begins <= clock.now()
    if MACHINE.may(row, "withdraw") and not begun and actor.holds("lawbook.draft" if row.state == DRAFT else "lawbook.publish"):
        yield {"verb": "withdraw", "operation": "lawbook.withdraw", "allowed": True, "why": None}
    if row.state == IN_FORCE and row.repeals_id is None and actor.holds("lawbook.draft"):
        scheduled = row.ends is not None
        why = words.say("lawbook.already_scheduled", lang, name=row.rule) if scheduled else None
        yield {"verb": "repeal", "operation": "lawbook.repeal", "allowed": not scheduled, "why": why}
