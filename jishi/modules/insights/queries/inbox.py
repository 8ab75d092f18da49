"""The inbox: what a shop is to do before time runs out, what others are, and what already ran out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from jishi.kernel import due, words
from jishi.kernel.money import Money
from jishi.lawbook import calendar, countdown, engine, spoken
from jishi.lawbook import queries as law
from jishi.lawbook.queries import LapsedDecision
from jishi.modules.insights.access import May
from jishi.modules.insights.queries.kinds import AWAITED, DUTIES
from jishi.modules.shops.actions import Shop

DAYS = 7
"""So many days, from today on, are told apart; what is due later is one."""
FIRST = 3
LAST = 5
"""Of each outcome so many decisions are shown."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a market around an instant; `midnights[n]` ends day n, 0 being today."""

    today: date
    begins: datetime
    yesterday: datetime
    midnights: tuple[datetime, ...]

    @classmethod
    def around(cls, now: datetime, market: str) -> "Days":
        """As the market's zone has them."""
        zone = engine.market_of(market).zone
        today = calendar.day_of(now, zone)
        ends = tuple(calendar.midnight(today + timedelta(days=n + 1), zone) for n in range(DAYS))
        return cls(today, calendar.midnight(today, zone), calendar.midnight(today - timedelta(days=1), zone), ends)

    def span(self, kind: str, n: int) -> due.Span:
        """What is due on day n; on day 0 also what was due before and has not fired yet."""
        return due.Span(kind, self.midnights[n - 1] if n else None, self.midnights[n] if n < DAYS else None)


def duties(shop: Shop, days: Days, may: May) -> list[due.Group]:
    """What the shop has to do, the dearest first; of what costs alike, and of what costs no money, what is due first."""
    kinds = [kind for kind, one in DUTIES.items() if may(one.seen)]
    found = due.grouped(shop.pk, kinds, days.midnights)
    return sorted(found, key=lambda one: (-(one.minor or 0), one.first.due, one.kind))


def duty_seen(group: due.Group, shop: Shop, days: Days, may: May, numbers: dict[str, str], lang: str) -> dict[str, Any]:
    """A line of the inbox for this reader."""
    duty, span = DUTIES[group.kind], days.span(group.kind, group.stretch)
    return {
        "kind": group.kind,
        "day": days.today + timedelta(days=group.stretch) if group.stretch < DAYS else None,
        "due_from": span.begins,
        "due_to": span.ends,
        "count": group.count,
        "money": money(group.minor, shop),
        "first": countdown.view(group.first, lang),
        "order": numbered(group.first.subject, numbers),
        "place": duty.place,
        "tab": duty.tab,
        "sub": duty.sub,
        "acts": [duty.act] if may(duty.may) else [],
    }


def do_first(found: Sequence[due.Group], shop: Shop, days: Days, may: May) -> dict[str, Any]:
    """The first few that are this reader's to do, and what they keep."""
    own = [one for one in found if may(DUTIES[one.kind].may)][:FIRST]
    costly = [one for one in own if one.minor is not None]
    if len({one.kind for one in costly}) > 1:
        minor = due.at_stake(shop.pk, [days.span(one.kind, one.stretch) for one in costly])
    else:  # of one kind a subject has one deadline
        minor = sum(one.minor or 0 for one in costly) if costly else None
    return {"things": len(own), "money": money(minor, shop)}


def awaited(shop: Shop, days: Days, may: May, lang: str) -> list[dict[str, Any]]:
    """What others do, or nobody, before tomorrow ends: what comes first, first."""
    kinds = [kind for kind, one in AWAITED.items() if may(one.may)]
    found = due.grouped(shop.pk, kinds, [], until=days.midnights[1])
    return [
        {
            "kind": group.kind,
            "move": AWAITED[group.kind].move,
            "count": group.count,
            "money": money(group.minor, shop),
            "first": countdown.view(group.first, lang),
        }
        for group in sorted(found, key=lambda one: (one.first.due, one.kind))
    ]


def lapsed(shop: Shop, days: Days) -> list[LapsedDecision]:
    """The decisions of deadlines that ran out today and yesterday, the last few of each outcome and day."""
    return law.lapsed(shop.pk, days.yesterday, days.begins, LAST)


def lapsed_seen(found: Sequence[LapsedDecision], shop: Shop, days: Days, numbers: dict[str, str], lang: str) -> list[dict[str, Any]]:
    """One line an outcome and day, the latest first."""
    zone = engine.market_of(shop.market).zone.key
    lines: dict[tuple[bool, str], dict[str, Any]] = {}
    for one in found:
        line = lines.get((one.before, one.outcome))
        if line is None:
            effect = f"{one.outcome}.effect"
            line = lines[one.before, one.outcome] = {
                "day": days.today - timedelta(days=1) if one.before else days.today,
                "outcome": one.outcome,
                "says": spoken.say(one.outcome, one.params, lang, zone),
                "effect": spoken.say(effect, one.params, lang, zone) if words.has(effect, lang) else "",
                "count": one.count,
                "money": money(one.minor, shop),
                "late_ms": one.late_ms,
                "decisions": [],
            }
        line["decisions"].append({"decision": one.id, "order": numbered(one.subject, numbers), "at": one.at})
    return list(lines.values())


def money(minor: int | None, shop: Shop) -> dict[str, str] | None:
    """An amount in the shop's currency, as the API writes it."""
    return None if minor is None else Money(minor, shop.currency).json()


def numbered(subject: str, numbers: dict[str, str]) -> dict[str, str] | None:
    """An order by id and number; None for what is no order."""
    return {"id": subject, "number": numbers[subject]} if subject in numbers else None
