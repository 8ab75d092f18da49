"""A rule's time in its own unit, zone and calendar. Expected days are public holidays and make-up days as they were."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from jishi.lawbook import calendar
from jishi.lawbook.errors import LawError
from jishi.lawbook.files import folder
from jishi.lawbook.rulebook import load

pytestmark = pytest.mark.django_db
MARKETS = load(folder()).markets


def ends(market: str, start: str, count: int, unit: str) -> str:
    """Start and end as wall-clock times of the market."""
    zone = MARKETS[market].zone
    return calendar.add(datetime.fromisoformat(start).replace(tzinfo=zone), count, unit, zone, market).astimezone(zone).isoformat(" ")


@pytest.mark.parametrize(
    ("unit", "count", "expected"),
    [
        ("seconds", 90, "2024-01-31T10:01:30"),
        ("minutes", 15, "2024-01-31T10:15:00"),
        ("hours", 48, "2024-02-02T10:00:00"),
        ("days", 2, "2024-02-02T10:00:00"),
    ],
)
def test_elapsed_time_runs_on(unit: str, count: int, expected: str) -> None:
    start = datetime(2024, 1, 31, 10, tzinfo=UTC)
    assert calendar.add(start, count, unit, ZoneInfo("Asia/Shanghai"), "CN") == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_an_end_is_always_told_in_utc() -> None:
    start = datetime(2024, 1, 31, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    for unit in sorted(calendar.TIME_UNITS):
        assert calendar.add(start, 1, unit, ZoneInfo("Asia/Shanghai"), "CN").tzinfo is UTC


@pytest.mark.covers("RUL-01")
@pytest.mark.parametrize(
    ("market", "start", "count", "expected"),
    [
        ("CN", "2024-06-01 00:00:00", 0, "2024-06-02 00:00:00+08:00"),
        ("CN", "2024-06-01 23:59:59", 1, "2024-06-03 00:00:00+08:00"),
        ("UK", "2024-03-30 10:00:00", 1, "2024-04-01 00:00:00+01:00"),  # the clocks go forward on 31 March
        ("UK", "2024-10-26 23:30:00", 1, "2024-10-28 00:00:00+00:00"),  # and back on 27 October
        ("US", "2024-03-09 12:00:00", 1, "2024-03-11 00:00:00-04:00"),
        ("US", "2024-11-02 12:00:00", 1, "2024-11-04 00:00:00-05:00"),
        ("US", "2024-02-28 12:00:00", 1, "2024-03-01 00:00:00-05:00"),
    ],
)
def test_calendar_days_end_with_the_last_day(market: str, start: str, count: int, expected: str) -> None:
    assert ends(market, start, count, "calendar_days") == expected


@pytest.mark.parametrize(("second", "day"), [(-1, "2024-06-02"), (0, "2024-06-03"), (1, "2024-06-03")])
@pytest.mark.parametrize("market", ["CN", "MY", "UK", "US"])
def test_the_starting_day_is_the_markets_own(market: str, second: int, day: str) -> None:
    zone = MARKETS[market].zone
    start = calendar.midnight(date(2024, 6, 2), zone) + timedelta(seconds=second)
    assert calendar.add(start, 0, "calendar_days", zone, market) == calendar.midnight(date.fromisoformat(day), zone)


def test_days_are_24_hours_even_when_the_clocks_change() -> None:
    assert ends("UK", "2024-03-30 10:00:00", 2, "days") == "2024-04-01 11:00:00+01:00"
    assert ends("US", "2024-11-02 10:00:00", 2, "days") == "2024-11-04 09:00:00-05:00"


@pytest.mark.covers("RUL-01")
@pytest.mark.parametrize(
    ("market", "start", "count", "last_day"),
    [
        ("CN", "2024-04-03 09:00:00", 1, "2024-04-07"),  # Qingming from Thursday to Saturday; Sunday is made up
        ("CN", "2024-04-03 09:00:00", 2, "2024-04-08"),
        ("CN", "2024-09-30 09:00:00", 1, "2024-10-08"),  # National Day week
        ("CN", "2024-10-11 09:00:00", 1, "2024-10-12"),  # a Saturday made up for it
        ("CN", "2024-10-12 09:00:00", 1, "2024-10-14"),
        ("MY", "2024-04-09 09:00:00", 1, "2024-04-12"),  # Hari Raya Puasa on Wednesday and Thursday
        ("TH", "2024-10-22 09:00:00", 1, "2024-10-24"),  # Chulalongkorn Day on Wednesday
        ("US", "2024-07-03 23:59:59", 1, "2024-07-05"),  # Independence Day
        ("US", "2024-07-03 09:00:00", 2, "2024-07-08"),
        ("UK", "2024-03-28 09:00:00", 1, "2024-04-02"),  # Good Friday and Easter Monday
        ("SG", "2024-08-08 09:00:00", 1, "2024-08-12"),  # National Day on Friday
        ("VN", "2024-08-30 09:00:00", 1, "2024-09-04"),  # National Day, Monday and Tuesday
        ("PH", "2024-06-11 09:00:00", 1, "2024-06-13"),  # Independence Day
        ("ID", "2024-12-24 09:00:00", 1, "2024-12-26"),  # Christmas
        ("US", "2024-07-06 09:00:00", 1, "2024-07-08"),  # from a Saturday
        ("US", "2024-07-06 09:00:00", 0, "2024-07-06"),
    ],
)
def test_working_days_follow_the_markets_calendar(market: str, start: str, count: int, last_day: str) -> None:
    end = calendar.midnight(date.fromisoformat(last_day) + timedelta(days=1), MARKETS[market].zone).astimezone(MARKETS[market].zone)
    assert ends(market, start, count, "working_days") == end.isoformat(" ")


def test_beyond_known_years_monday_to_friday_work() -> None:
    assert calendar.known_year(2024, "CN")
    assert not calendar.known_year(2003, "CN")
    assert not calendar.known_year(2090, "CN")
    assert calendar.is_working_day(date(2003, 10, 1), "CN")
    assert not calendar.is_working_day(date(2003, 10, 4), "CN")
    assert not calendar.known_year(2040, "MY")
    assert calendar.is_working_day(date(2040, 8, 31), "MY")  # a Friday, and Independence Day, but nobody has said so yet
    assert calendar.known_year(2040, "US")
    assert not calendar.is_working_day(date(2040, 7, 4), "US")


@pytest.mark.parametrize(
    ("market", "start", "unit", "count", "expected"),
    [
        ("CN", "2024-01-31 10:00:00", "months", 1, "2024-02-29 10:00:00+08:00"),
        ("CN", "2023-01-31 10:00:00", "months", 1, "2023-02-28 10:00:00+08:00"),
        ("CN", "2024-10-31 10:00:00", "months", 4, "2025-02-28 10:00:00+08:00"),
        ("CN", "2024-12-05 10:00:00", "months", 1, "2025-01-05 10:00:00+08:00"),
        ("CN", "2024-02-29 10:00:00", "years", 1, "2025-02-28 10:00:00+08:00"),
        ("CN", "2024-02-29 10:00:00", "years", 4, "2028-02-29 10:00:00+08:00"),
        ("UK", "2024-01-15 10:00:00", "months", 6, "2024-07-15 10:00:00+01:00"),
        ("US", "2024-02-10 02:30:00", "months", 1, "2024-03-10 03:30:00-04:00"),  # 02:30 is skipped that day
        ("CN", "2024-05-05 10:00:00", "calendar_years", 1, "2025-01-01 00:00:00+08:00"),
        ("US", "2024-12-31 23:59:59", "calendar_years", 1, "2025-01-01 00:00:00-05:00"),
        ("US", "2024-12-31 23:59:59", "calendar_years", 2, "2026-01-01 00:00:00-05:00"),
    ],
)
def test_months_and_years(market: str, start: str, unit: str, count: int, expected: str) -> None:
    assert ends(market, start, count, unit) == expected


def test_what_measures_no_time_and_what_has_no_zone_are_refused() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    with pytest.raises(LawError, match="measures no time"):
        calendar.add(datetime(2024, 1, 1, tzinfo=UTC), 1, "points", zone, "CN")
    with pytest.raises(LawError, match="needs a zone"):
        calendar.add(datetime(2024, 1, 1), 1, "hours", zone, "CN")  # noqa: DTZ001
    with pytest.raises(LawError, match="no calendar"):
        calendar.is_working_day(date(2024, 1, 1), "XX")


def test_every_market_of_the_rulebook_has_a_calendar() -> None:
    for code in MARKETS:
        assert calendar.known_year(2024, code)
        assert not calendar.is_working_day(date(2024, 1, 1), code)
