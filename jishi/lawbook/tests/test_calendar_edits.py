"""CLK-05 over HTTP: holidays, make-up workdays, several blocks of service a day, edited by the operator and reckoned by market."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from jishi.kernel import clock, deadlines, fsck, rows
from jishi.kernel.models import Audit
from jishi.kernel.runner import act
from jishi.lawbook import at as ask_law
from jishi.lawbook import calendar, countdown, engine
from tests import people
from tests.rows import unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CLK-05")]
NOON = datetime(2026, 9, 1, 4, tzinfo=UTC)  # a Tuesday in China
OFFICE = [[{"begins": "09:00", "ends": "12:00"}, {"begins": "13:30", "ends": "18:00"}]] * 5 + [[{"begins": "10:00", "ends": "12:00"}], []]


@pytest.fixture
def governance() -> people.Signed:
    people.a_market("CN")
    return people.an_operator("governance")


def ask(who: people.Signed, method: str, path: str, data: Any = None, status: int = 204, at: datetime = NOON) -> Any:
    with clock.at(at):
        answer = who.ask(method, f"/markets/CN/calendar/{path}", data)
    assert answer.status_code == status, answer.content
    return answer.json() if answer.content else None


def get(path: str, at: datetime = NOON, status: int = 200, **query: Any) -> Any:
    with clock.at(at):
        answer = Client().get(f"/api/v1/markets/CN/{path}", query, headers={"Accept-Language": "en"})
    assert answer.status_code == status, answer.content
    return answer.json()


def ends(start: str, count: int, unit: str) -> str:
    """The wall-clock time in China at which it ends."""
    found = get("reckon", start=f"{start}+08:00", count=count, unit=unit)["ends"]
    return datetime.fromisoformat(found).astimezone(engine.market_of("CN").zone).isoformat(" ")[:16]


def day_of(page: dict[str, Any], day: str) -> tuple[bool, str, str] | None:
    return next(((one["working"], one["name"], one["by"]) for one in page["days"] if one["day"] == day), None)


def test_published_holidays_and_made_up_days_are_shown_and_reckoned(governance: people.Signed) -> None:
    page = get("calendar", year=2026)
    assert (page["known"], page["zone"]) == (True, "Asia/Shanghai")
    assert day_of(page, "2026-10-01") == (False, "National Day", "published")
    assert day_of(page, "2026-10-10") == (True, "National Day", "published")
    with clock.at(NOON):
        answer = Client().get("/api/v1/markets/CN/calendar", {"year": 2026}, headers={"Accept-Language": "zh-Hant"})
    assert day_of(answer.json(), "2026-10-01") == (False, "國慶節", "published")
    assert ends("2026-09-30T10:00", 1, "working_days") == "2026-10-09 00:00"
    assert ends("2026-10-09T10:00", 1, "working_days") == "2026-10-11 00:00"  # the Saturday is made up
    assert ends("2026-09-30T10:00", 1, "calendar_days") == "2026-10-02 00:00"
    assert ends("2026-12-31T23:59", 1, "calendar_years") == "2027-01-01 00:00"


def test_the_operators_days_go_before_what_is_published_and_can_be_taken_back(governance: people.Signed) -> None:
    ask(governance, "PUT", "days/2026-09-03", {"working": False, "name": "Stock-taking"})
    ask(governance, "PUT", "days/2026-09-05", {"working": True, "name": "Made up for it"})
    assert ends("2026-09-02T10:00", 1, "working_days") == "2026-09-05 00:00"
    assert ends("2026-09-04T10:00", 1, "working_days") == "2026-09-06 00:00"
    assert day_of(get("calendar", year=2026), "2026-09-03") == (False, "Stock-taking", "operator")
    ask(governance, "DELETE", "days/2026-09-03")
    assert ends("2026-09-02T10:00", 1, "working_days") == "2026-09-04 00:00"
    assert [row.act for row in Audit.objects.filter(subject="CN").exclude(act="lawbook.open_market")] == ["lawbook.edit_calendar"] * 3
    assert not list(fsck.run())


def test_what_runs_already_keeps_its_end_and_the_past_is_not_rewritten(governance: people.Signed) -> None:
    for day in ("2026-08-31", "2026-09-01"):
        with unchanged():
            refusal = ask(governance, "PUT", f"days/{day}", {"working": False, "name": "x"}, 422)
        assert (refusal["code"], refusal["errors"][0]["field"]) == ("lawbook.day_past", "day")
    ask(governance, "PUT", "days/2026-09-02", {"working": False, "name": "Tomorrow"})


def test_beyond_the_known_years_monday_to_friday_count_and_the_countdown_says_so(governance: people.Signed) -> None:
    late = datetime(2027, 3, 1, 4, tzinfo=UTC)
    assert get("calendar", year=2027)["known"] is False
    assert get("reckon", start="2027-03-01T12:00:00+08:00", count=5, unit="working_days")["unknown"] == [2027]
    assert clock_of(late) == "The holidays of 2027 aren’t known yet; Monday to Friday were counted."
    ask(governance, "PUT", "days/2027-03-08", {"working": False, "name": "Entered by hand"})
    ask(governance, "PUT", "years/2027", {"known": True})
    assert (get("calendar", year=2027)["known"], get("calendar", year=2027)["published"]) == (True, False)
    assert get("reckon", start="2027-03-01T12:00:00+08:00", count=5, unit="working_days")["unknown"] == []
    assert ends("2027-03-05T10:00", 1, "working_days") == "2027-03-10 00:00"
    assert clock_of(late) is None
    ask(governance, "PUT", "years/2027", {"known": False})
    assert get("calendar", year=2027)["known"] is False


def clock_of(at: datetime) -> str | None:
    """What the countdown of a limit in working days says of the calendar."""
    ruling = ask_law("tickets.help.answer_within", on=at, market="CN")
    assert ruling.unit == "working_days"
    with clock.at(at):
        row = act(deadlines.open, "lawbook.notice", f"ovr_{at:%f}", ruling, at, market="CN")
        assert row is not None
        said = countdown.view(row, "en")["calendar"]
        rows.sql("DELETE FROM kernel_deadline")
    return None if said is None else str(said)


def test_service_has_several_blocks_a_day_and_none_on_holidays(governance: people.Signed) -> None:
    ask(governance, "PUT", "weeks/2026-09-07", {"week": OFFICE})
    ask(governance, "PUT", "days/2026-09-09", {"working": False, "name": "Stock-taking"})
    ask(governance, "PUT", "days/2026-09-13", {"working": True, "name": "Made up for it"})
    for start, minutes, expected in (
        ("2026-09-07T09:00", 180, "2026-09-07 12:00"),
        ("2026-09-07T11:30", 60, "2026-09-07 14:00"),  # over the noon break
        ("2026-09-07T17:30", 60, "2026-09-08 09:30"),  # over the night
        ("2026-09-08T17:30", 60, "2026-09-10 09:30"),  # over the holiday
        ("2026-09-11T17:30", 60, "2026-09-12 10:30"),  # Saturday's own hours
        ("2026-09-12T11:30", 60, "2026-09-13 09:30"),  # a made-up Sunday has Monday's
        ("2026-09-05T10:00", 30, "2026-09-07 09:30"),  # before the hours began nobody answers
    ):
        assert ends(start, minutes, "service_minutes") == expected, start
    for local, is_open in (("08:59:59", False), ("09:00:00", True), ("11:59:59", True), ("12:00:00", False), ("13:30:00", True)):
        moment = datetime.fromisoformat(f"2026-09-07T{local}+08:00")
        page = get("calendar", at=moment)
        assert (page["open"], page["opens"] is None) == (is_open, is_open), local
    assert get("calendar", at=datetime.fromisoformat("2026-09-08T20:00:00+08:00"))["opens"] == "2026-09-10T01:00:00+00:00"
    hours = engine.hours("CN")
    span = hours.within(datetime.fromisoformat("2026-09-08T11:00+08:00"), datetime.fromisoformat("2026-09-10T10:00+08:00"))
    assert span.total_seconds() == 3600 * (1 + 4.5 + 1)
    ask(governance, "DELETE", "weeks/2026-09-07")
    assert get("reckon", count=1, unit="service_minutes", status=422)["code"] == "lawbook.too_far"


@pytest.mark.parametrize(
    ("day", "field"),
    [
        ([{"begins": "12:00", "ends": "09:00"}], "week.0"),
        ([{"begins": "09:00", "ends": "12:00"}, {"begins": "11:00", "ends": "13:00"}], "week.0"),
        ([{"begins": "9", "ends": "12:00"}], "week.0.0.begins"),
        ([{"begins": "09:00", "ends": "25:00"}], "week.0.0.ends"),
    ],
)
def test_blocks_that_are_none_are_refused(governance: people.Signed, day: list[dict[str, str]], field: str) -> None:
    with unchanged():
        refusal = ask(governance, "PUT", "weeks/2026-09-07", {"week": [day, *([[]] * 6)]}, 422)
    assert refusal["errors"][0]["field"] == field


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"count": -1, "unit": "hours"}, "count"),
        ({"count": 10_001, "unit": "hours"}, "count"),
        ({"count": 10_000, "unit": "calendar_years"}, "count"),
        ({"count": 1, "unit": "points"}, "unit"),
        ({"count": 1, "unit": "hours", "start": "2026-09-01T10:00"}, "start"),
        ({"count": 1, "unit": "hours", "start": "0001-01-01T00:00:00Z"}, "start"),
    ],
)
def test_what_cannot_be_reckoned_is_refused_by_name(governance: people.Signed, query: dict[str, Any], field: str) -> None:
    assert [one["field"] for one in get("reckon", status=422, **query)["errors"]] == [field]


@pytest.mark.parametrize("role", ["support", "finance", "reviewer"])
def test_only_those_who_may_edit_a_calendar(governance: people.Signed, role: str) -> None:
    other, status = people.an_operator(role), 403
    with unchanged():
        ask(other, "PUT", "days/2026-12-01", {"working": False, "name": "x"}, status)
        ask(other, "DELETE", "days/2026-12-01", None, status)
        ask(other, "PUT", "years/2027", {"known": True}, status)
        ask(other, "PUT", "weeks/2026-12-01", {"week": OFFICE}, status)
        ask(other, "DELETE", "weeks/2026-12-01", None, status)


def test_a_stranger_finds_no_calendar_to_edit(governance: people.Signed) -> None:
    shop, buyer = people.a_shop("CN").person, people.a_buyer()
    nobody = people.Signed(Client(), "", {})
    with unchanged():
        for who, status in ((shop, 404), (buyer, 404), (nobody, 401)):
            ask(who, "PUT", "days/2026-12-01", {"working": False, "name": "x"}, status)
    get("calendar", year=1999, status=422)


@pytest.mark.parametrize("change", ["UPDATE lawbook_calendarentry SET content = '{}'", "UPDATE lawbook_calendarentry SET kind = 'week'"])
def test_fsck_names_an_entry_that_was_tampered_with(governance: people.Signed, change: str) -> None:
    ask(governance, "PUT", "days/2026-12-01", {"working": False, "name": "x"})
    assert not calendar.is_working_day(date(2026, 12, 1), "CN")
    rows.sql(change)
    assert [one.table for one in fsck.run()] == ["lawbook_calendarentry"]
