"""Adding a rule's time: hours run on, days end at midnight in the market's zone, working days by the market's own calendar."""

import threading
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from jishi.lawbook.errors import LawError

ELAPSED = {
    "seconds": timedelta(seconds=1),
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
}
TIME_UNITS = frozenset({*ELAPSED, "calendar_days", "working_days", "months", "years", "calendar_years"})
SATURDAY = 5
DAYS_KEPT = 20_000
_FILLING = threading.Lock()  # the library fills in a year at its first question, and would show another thread half of it
# The calendar of each market in the `holidays` library: the United Kingdom's is England's, Malaysia's that of Kuala Lumpur.
CALENDARS = {"SG": ("SG", None), "MY": ("MY", "KUL"), "TH": ("TH", None), "VN": ("VN", None), "PH": ("PH", None), "ID": ("ID", None)} | {
    "UK": ("GB", "ENG"),
    "US": ("US", None),
}
SCRIPTED = "en_US"  # the language in which the library marks a day as (estimated)


def day_of(instant: datetime, zone: ZoneInfo) -> date:
    """The day that an instant falls on in a zone. Raises LawError for an instant without a zone of its own."""
    if instant.tzinfo is None:
        raise LawError("an instant needs a zone")
    return instant.astimezone(zone).date()


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a day begins in a zone, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def add(start: datetime, count: int, unit: str, zone: ZoneInfo, market: str) -> datetime:
    """`start` plus a time limit, in UTC. Raises LawError for a unit that measures no time or a start without a zone.

    Elapsed units run on whatever the calendar says. Of calendar and working days the starting day is day 0, and the limit
    ends with the last day (24:00). Months and years end at the same time of the same day, or of the month's last.
    """
    if start.tzinfo is None:
        raise LawError("an instant needs a zone")
    step = ELAPSED.get(unit)
    if step is not None:
        return start.astimezone(UTC) + step * count
    local = start.astimezone(zone)
    match unit:
        case "calendar_days":
            return midnight(local.date() + timedelta(days=count + 1), zone)
        case "working_days":
            return midnight(working_day_after(local.date(), count, market) + timedelta(days=1), zone)
        case "months":
            return _same_day(local, count, zone)
        case "years":
            return _same_day(local, count * 12, zone)
        case "calendar_years":
            return midnight(date(local.year + count, 1, 1), zone)
    raise LawError(f"{unit} measures no time")


def _same_day(local: datetime, months: int, zone: ZoneInfo) -> datetime:
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return local.replace(year=year, month=month + 1, day=min(local.day, last), tzinfo=zone).astimezone(UTC)


def working_day_after(day: date, count: int, market: str) -> date:
    """The `count`-th working day after a day, which itself is day 0 and need not be one."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day, market)
    return day


@dataclass(frozen=True, slots=True)
class Edits:
    """What the operator has written into a market's calendar: days that work or not with their names, and years that are whole."""

    days: Mapping[date, tuple[bool, str]] = field(default_factory=dict)
    years: frozenset[int] = frozenset()


NO_EDITS = Edits()


class _Edited:
    """Where the operator's own entries are read: the lawbook's to say."""

    of: Callable[[str], Edits] | None = None


def set_edits(of: Callable[[str], Edits]) -> None:
    """Told once at start: the entries of a market, as they are now."""
    _Edited.of = of


def edits(market: str) -> Edits:
    """The operator's own entries of a market's calendar."""
    return _Edited.of(market) if _Edited.of else NO_EDITS


def is_working_day(day: date, market: str) -> bool:
    """Does the market's calendar call this a working day? The operator's word goes before what is published.

    Monday to Friday in a year that the calendar does not know. Raises LawError for a market without a calendar.
    """
    own = edits(market).days.get(day)
    return own[0] if own else _published(day, market)


@lru_cache(DAYS_KEPT)
def _published(day: date, market: str) -> bool:
    if not published_year(day.year, market):
        return day.weekday() < SATURDAY
    with _FILLING:
        return _calendar(market)(day)


def known_year(year: int, market: str) -> bool:
    """Are the holidays of that year known: published and none merely estimated, or entered by the operator and called whole?"""
    return year in edits(market).years or published_year(year, market)


@cache
def published_year(year: int, market: str) -> bool:
    """Has the published calendar the holidays of that year, none of them merely estimated?"""
    with _FILLING:
        return _known_year(year, market)


def _known_year(year: int, market: str) -> bool:
    if market == "CN":
        from chinese_calendar import constants

        return bool(min(constants.holidays).year <= year <= max(constants.holidays).year)
    days = _holidays(market)
    names = [name for day, name in _of_year(days, year)]
    return bool(names) and not any("estimated" in name for name in names)


def _of_year(days: Any, year: int) -> list[tuple[date, str]]:
    days.get(date(year, 1, 1))  # the library fills in a year when one of its days is asked for
    return [(day, name) for day, name in days.items() if day.year == year]


def named_days(year: int, market: str, chinese: bool = False) -> dict[date, tuple[bool, str]]:
    """The published days of a year that are no plain weekday or weekend: whether each works, and its name.

    Names are English; China's are in simplified Chinese where `chinese` is asked for.
    """
    if not published_year(year, market):
        return {}
    with _FILLING:
        if market == "CN":
            from chinese_calendar import constants

            names = {one.value: one.chinese if chinese else one.value for one in constants.Holiday}
            off = {day: (False, names[name]) for day, name in constants.holidays.items() if day.year == year}
            return off | {day: (True, names[name]) for day, name in constants.workdays.items() if day.year == year}
        return {day: (False, name) for day, name in _of_year(_holidays(market), year)}


@cache
def _calendar(market: str) -> Callable[[date], bool]:
    if market == "CN":
        import chinese_calendar  # knows the make-up days on which China works at weekends

        return lambda day: bool(chinese_calendar.is_workday(day))
    days = _holidays(market)
    return lambda day: bool(days.is_working_day(day))


@cache
def _holidays(market: str) -> Any:
    import holidays  # half a second to import: only once a working day is asked for

    try:
        country, part = CALENDARS[market]
    except KeyError:
        raise LawError(f"{market} has no calendar of working days") from None
    return holidays.country_holidays(country, subdiv=part, language=SCRIPTED)
