"""A market's calendar as people read it: holidays and made-up days of a year, hours of service, and what a length of time comes to."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from jishi.kernel import clock, words
from jishi.lawbook import calendar, engine, phrases
from jishi.lawbook.errors import LawError, TooFar

SERVICE = "service_minutes"
FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
COUNT_MOST = 10_000
UNITS = sorted({*calendar.TIME_UNITS, SERVICE})


def year_page(market: str, year: int, lang: str) -> dict[str, Any]:
    """The days of a year that are not plain, whether its holidays are known, and when the marketplace's people answer."""
    own = calendar.edits(market)
    say = phrases.traditional if lang == "zh-Hant" else str
    published = calendar.named_days(year, market, chinese=lang != words.DEFAULT)
    found = {day: (works, say(name), "published") for day, (works, name) in published.items()}
    found |= {day: (works, name, "operator") for day, (works, name) in own.days.items() if day.year == year}
    now = clock.now()
    hours = engine.hours(market)
    today = engine.today(now, market)
    return {
        "market": market,
        "zone": hours.zone.key,
        "year": year,
        "known": calendar.known_year(year, market),
        "published": calendar.published_year(year, market),
        "days": [{"day": day, "working": works, "name": name, "by": by} for day, (works, name, by) in sorted(found.items())],
        "weeks": [
            {"since": since, "held": since <= today, "week": [[{"begins": begins, "ends": ends} for begins, ends in day] for day in week]}
            for since, week in hours.weeks
        ],
        "open": hours.is_open(now),
        "opens": None if hours.is_open(now) else hours.opens(now),
    }


def reckon(market: str, start: datetime, count: int, unit: str) -> dict[str, Any]:
    """When so much time after `start` has passed, by the market's zone and calendar. Raises TooFar.

    `unknown` are the years on the way whose holidays nobody has published or entered: there Monday to Friday work.
    """
    try:
        if unit == SERVICE:
            ends = engine.hours(market).after(start, timedelta(minutes=count))
        else:
            ends = calendar.add(start, count, unit, engine.market_of(market).zone, market)
    except (LawError, OverflowError, ValueError):
        raise TooFar(field="count") from None
    counted = unit in (SERVICE, "working_days")
    return {
        "market": market,
        "start": start,
        "count": count,
        "unit": unit,
        "ends": ends,
        "unknown": unknown_years(market, start, ends) if counted else [],
    }


def unknown_years(market: str, start: datetime, end: datetime) -> list[int]:
    """The years between two instants whose holidays are not known."""
    first, last = (engine.today(instant, market).year for instant in (start, end))
    return [year for year in range(first, min(last, date.max.year) + 1) if not calendar.known_year(year, market)]
