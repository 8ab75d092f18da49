"""How soon a shop answers: its sessions counted by outcome, day and agent, under the measures that the rules name."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from jishi import lawbook
from jishi.kernel import clock, rows, words
from jishi.kernel.errors import BadInput
from jishi.kernel.stored import from_db_day
from jishi.lawbook import Ruling, calendar
from jishi.modules.desk import law
from jishi.modules.desk.access import answers_in
from jishi.modules.desk.models import Session
from jishi.modules.desk.queries.lists import clocks, session_seen
from jishi.modules.identity import queries as people

OUTCOMES = ("waiting", "in_time", "late", "left_out")
SPAN_MOST = 366
_MS = timedelta(milliseconds=1)
_COUNTED = """
SELECT opened_on, owed_by, response, left_out, COUNT(*) FROM desk_session
WHERE shop = %s AND opened_on BETWEEN %s AND %s GROUP BY opened_on, owed_by, response, left_out
"""
_SOON = """
SELECT SUM(CASE WHEN answered_ms < %s THEN 1 ELSE 0 END), COUNT(*) FROM desk_session
WHERE shop = %s AND opened_on BETWEEN %s AND %s AND response <> 'left_out' AND (answered_ms IS NOT NULL OR opened_at <= %s) {hours}
"""
_FIRST = """
SELECT answered_by, SUM(answered_ms), COUNT(*) FROM desk_session
WHERE shop = %s AND opened_on BETWEEN %s AND %s AND response <> 'left_out' AND answered_ms IS NOT NULL AND in_window GROUP BY answered_by
"""
Days = tuple[date, date]


def span_of(market: str, first: date | None, last: date | None) -> Days:
    """The days that are looked at, both included: by default those that rule desk.response.window names, up to today.

    Raises BadInput for days in the wrong order, and for more than a year.
    """
    today = calendar.day_of(clock.now(), lawbook.zone(market))
    last = last or today
    first = first or last - timedelta(days=int(law.response_window(clock.now(), market).value) - 1)
    if not timedelta() <= last - first < timedelta(days=SPAN_MOST):
        raise BadInput(field="first")
    return first, last


def _texts(days: Days) -> tuple[str, ...]:
    """Days as either database compares them."""
    return tuple(day.isoformat() for day in days)


def response_seen(shop: str, market: str, days: Days, whose: str | None, language: str) -> dict[str, Any]:
    """How soon a shop answers over these days; the agents' own figures of one person only, where `whose` names them."""
    counted = [(from_db_day(day) or days[0], *rest) for day, *rest in rows.sql(_COUNTED, [shop, *_texts(days)])]
    by_day: dict[date, Counter[str]] = defaultdict(Counter)
    by_agent: dict[str, Counter[str]] = defaultdict(Counter)
    for day, owed, response, _, count in counted:
        by_day[day][response] += count
        if response in ("in_time", "late"):
            by_agent[owed][response] += count
    tally = sum(by_day.values(), Counter())
    now = clock.now()
    enforced = lawbook.judge(law.enforced_below(now, market), tally["in_time"], tally["in_time"] + tally["late"])
    first = _first_responses(shop, days)
    return {
        "shop": shop,
        "first": days[0],
        "last": days[1],
        "tally": _tallied(tally),
        "measures": _measures(shop, market, days, tally, first, language),
        "min_count": lawbook.judge(law.target(now, market), 0, 0).min_count,
        "enforced_below": float(enforced.ruling.value) if enforced.ruling.applies else None,
        "violated": enforced.bites,
        "left_out": dict(_whys(counted)),
        "left_out_rule": list(law.left_out(now, market).value or ()),
        "days": [{"day": day} | _tallied(by_day[day]) for day in sorted(by_day)],
        "agents": _agents(shop, by_agent, first, whose),
    }


def _whys(counted: Iterable[Sequence[Any]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for _, _, _, left_out, count in counted:
        if left_out:
            found[left_out] += count
    return found


def _tallied(counts: Counter[str]) -> dict[str, Any]:
    total = counts["in_time"] + counts["late"]
    return {name: counts[name] for name in OUTCOMES} | {"rate": counts["in_time"] / total if total else None}


def _first_responses(shop: str, days: Days) -> dict[str, tuple[int, int]]:
    """Of each who gave first answers to sessions opened in the hours that count: how long they took together in ms, and how many."""
    return {str(person): (int(total), int(count)) for person, total, count in rows.sql(_FIRST, [shop, *_texts(days)])}


def _agents(shop: str, by_agent: dict[str, Counter[str]], first: dict[str, tuple[int, int]], whose: str | None) -> list[dict[str, Any]]:
    found = by_agent.keys() | first.keys() | answers_in(shop)
    staff = sorted(found if whose is None else found & {whose})
    names = people.masked_people([one for one in staff if one])
    made = [
        {"person": one, "name": names[one].name if one else "", "first_response_ms": total // count if count else None}
        | _tallied(by_agent[one])
        for one in staff
        for total, count in [first.get(one, (0, 0))]
    ]
    return sorted(made, key=lambda one: (-(one["in_time"] + one["late"]), one["name"], one["person"]))


def _measures(
    shop: str, market: str, days: Days, tally: Counter[str], first: dict[str, tuple[int, int]], language: str
) -> list[dict[str, Any]]:
    """The measures that the market's rules know, the headline (rule desk.response.headline) first."""
    now = clock.now()
    total = tally["in_time"] + tally["late"]
    target = law.target(now, market)
    verdict = lawbook.judge(target, tally["in_time"], total)
    day = _share("rate_24h", tally["in_time"], total, law.answer_within(now, market), language)
    aim = {"target": target.text(language), "target_value": float(target.value)} if target.applies else {}
    found = [day | aim | {"reached": verdict.bites, "rules": [*day["rules"], target.rule]}]
    for name, limit, hours in (
        ("rate_12h", law.rate_12h_within(now, market), ""),
        ("rate_3min", law.rate_3min_within(now, market), "AND in_window"),
    ):
        if limit.applies:
            since = clock.now()
            span = limit.after(since) - since
            params = [span // _MS, shop, *_texts(days), rows.db_time(since - span)]
            hits, of = rows.sql(_SOON.format(hours=hours), params)[0]
            found.append(_share(name, int(hits or 0), int(of), limit, language))
    found.append(_average(law.first_response_target(now, market), first, language))
    headline = law.headline(now, market).value
    return sorted(found, key=lambda one: one["name"] != headline)


def _share(name: str, hits: int, total: int, within: Ruling, language: str) -> dict[str, Any]:
    return {
        "name": name,
        "hits": hits,
        "total": total,
        "value": hits / total if total else None,
        "within": within.text(language) if within.applies else None,
        "target": None,
        "target_value": None,
        "reached": None,
        "rules": [within.rule],
    }


def _average(target: Ruling, first: dict[str, tuple[int, int]], language: str) -> dict[str, Any]:
    took, count = (sum(one[n] for one in first.values()) for n in (0, 1))
    aim = int(target.value) * 1000 if target.applies else None
    return {
        "name": "first_response",
        "hits": None,
        "total": count,
        "value": took / count if count else None,
        "within": None,
        "target": target.text(language) if target.applies else None,
        "target_value": aim,
        "reached": took <= aim * count if aim is not None and count else None,
        "rules": [target.rule, "desk.metrics.service_window"],
    }


def behind(shop: str, days: Days, outcome: str | None, agent: str | None) -> QuerySet[Session]:
    """The sessions behind the figures: those opened on these days, of one outcome, in one agent's figures ("" for nobody's)."""
    found = Session.objects.filter(shop=shop, opened_on__range=days)
    if outcome is not None:
        found = found.filter(response=outcome)
    return found if agent is None else found.filter(response__in=["in_time", "late"], owed_by=agent)


def answered_listed(found: Sequence[Session], language: str) -> list[dict[str, Any]]:
    """Sessions as the list behind the figures shows them."""
    buyers = people.buyer_names_masked({one.person for one in found})
    staff = {name for one in found for name in (one.answered_by, one.owed_by) if name}
    names = {key: one.name for key, one in people.masked_people(staff).items()}
    running = clocks(found, language)
    return [
        session_seen(one)
        | {name: getattr(one, name) for name in ("answered_by", "answered_ms", "owed_by", "left_out", "decision")}
        | {
            "buyer": buyers[one.person],
            "answered_name": names.get(one.answered_by, ""),
            "owed_name": names.get(one.owed_by, ""),
            "left_out_text": words.say(f"desk.left_out.{one.no_reply or one.left_out}", language) if one.left_out else "",
            "clock": running.get(one.pk),
        }
        for one in found
    ]
