"""A deadline as a page shows it: the clock, what happens at its end, what stops it, and the rule that set it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from jishi.kernel import words
from jishi.kernel.api.shapes import MoneyShape, Shape
from jishi.kernel.models import Deadline
from jishi.lawbook import calendars, phrases
from jishi.lawbook.engine import market_of
from jishi.lawbook.ruling import Chosen, Ruling


class CostShape(Shape):
    """What missing it costs: an amount where there is one, and a sentence."""

    money: MoneyShape | None
    what: str


class ExtendedShape(Shape):
    """By how much, and by which rule, a deadline was extended."""

    rule: str
    rule_key: str
    rule_says: str
    value_text: str


class DeadlineShape(Shape):
    """A deadline, with words for the reader; the browser computes no threshold."""

    id: str
    kind: str
    subject: str
    opened: datetime
    due: datetime
    soon_at: datetime
    state: str
    closed_at: datetime | None
    late_ms: int | None
    remainder_ms: int | None
    paused_reason: str
    title: str
    what: str
    stops: str
    cost: CostShape | None
    rule: str
    rule_key: str
    rule_says: str
    value_text: str
    extended: ExtendedShape | None = None
    calendar: str | None = None


def view(row: Deadline, lang: str) -> dict[str, Any]:
    """One deadline for a reader. Words are `<kind>.title`, `.what`, `.stops`; times in them are the market's."""
    ruling = Ruling.from_json(row.ruling)
    zone = market_of(row.market).zone.key
    cost = row.cost and {"money": row.cost.get("money"), "what": words.say(row.cost["what"], lang)}
    return {
        "id": row.id,
        "kind": row.kind,
        "subject": row.subject,
        "opened": row.opened,
        "due": row.due,
        "soon_at": row.soon_at,
        "state": row.state,
        "closed_at": row.closed_at,
        "late_ms": row.late_ms,
        "remainder_ms": row.remainder_ms,
        "paused_reason": words.say(row.paused_reason, lang) if row.paused_reason else "",
        "title": words.say(f"{row.kind}.title", lang),
        "what": words.say(f"{row.kind}.what", lang, due=row.due, zone=zone),
        "stops": words.say(f"{row.kind}.stops", lang),
        "cost": cost or None,
        "rule": row.rule,
        "rule_key": ruling.key,
        "rule_says": phrases.rule_says(ruling.form.head, lang),
        "value_text": ruling.text(lang),
        "extended": _extended(row.extended_by, lang) if row.extended_by else None,
        "calendar": _unknown(row, ruling, lang),
    }


def _unknown(row: Deadline, ruling: Ruling, lang: str) -> str | None:
    """That working days were counted through a year whose holidays nobody knows yet; None where they are known."""
    if ruling.unit != "working_days":
        return None
    years = calendars.unknown_years(row.market, row.opened, row.due)
    return words.say("lawbook.calendar_unknown", lang, years=", ".join(map(str, years))) if years else None


def _extended(stored: Mapping[str, Any], lang: str) -> dict[str, str]:
    ruling = Ruling.from_json(stored)
    more = Chosen.from_json(stored) if "figure" in stored else ruling
    says = phrases.rule_says(ruling.form.head, lang)
    return {"rule": ruling.rule, "rule_key": ruling.key, "rule_says": says, "value_text": more.text(lang)}


def views(rows: Iterable[Deadline], lang: str) -> list[dict[str, Any]]:
    """Several deadlines for a reader, those that run first by when they are due."""
    order = {"open": 0, "paused": 1}
    return [view(row, lang) for row in sorted(rows, key=lambda row: (order.get(row.state, 2), row.due))]
