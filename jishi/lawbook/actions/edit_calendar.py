"""Edit a market's calendar: a day that works or not, a year whose holidays are whole, the hours of service from a day on."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import connection

from jishi.kernel import clock, ids, rows, stored
from jishi.kernel.models import Audit
from jishi.kernel.runner import after_commit
from jishi.lawbook import engine
from jishi.lawbook.errors import BadBlocks, DayPast
from jishi.lawbook.hours import Block

_PUT = """INSERT INTO lawbook_calendarentry (id, market_id, kind, "on", content, at, revision) VALUES (%s, %s, %s, %s, %s, %s, 1)
ON CONFLICT (market_id, kind, "on")
DO UPDATE SET content = excluded.content, at = excluded.at, revision = lawbook_calendarentry.revision + 1"""


def set_day(market: str, day: date, working: bool | None, name: str, *, actor: str) -> None:
    """A holiday, or a weekend that is made up; None takes the entry back. Raises DayPast for today and what was before."""
    _ahead(market, day, "day")
    _put(market, "day", day, None if working is None else {"working": working, "name": name}, actor)


def set_year(market: str, year: int, known: bool, *, actor: str) -> None:
    """The operator has entered all holidays of a year that is not published yet. Raises DayPast for a year that is over."""
    if year < engine.today(clock.now(), market).year:
        raise DayPast(field="year")
    _put(market, "year", date(year, 1, 1), {"known": True} if known else None, actor)


def set_week(market: str, since: date, blocks: Sequence[Sequence[Block]] | None, *, actor: str) -> None:
    """The hours of service of each weekday from a day on; None takes that change back. Raises DayPast, BadBlocks."""
    _ahead(market, since, "since")
    for weekday, day in enumerate(blocks or ()):
        whole = all(begins < ends for begins, ends in day) and all(first[1] <= second[0] for first, second in pairwise(day))
        if not whole:
            raise BadBlocks(field=f"week.{weekday}")
    _put(market, "week", since, None if blocks is None else {"blocks": [[list(one) for one in day] for day in blocks]}, actor)


def _ahead(market: str, day: date, field: str) -> None:
    if day <= engine.today(clock.now(), market):
        raise DayPast(field=field)


def _put(market: str, kind: str, on: date, content: dict[str, Any] | None, actor: str) -> None:
    now = clock.now()
    day: Any = on.isoformat() if connection.vendor == "sqlite" else on
    rows.change(_PUT, [ids.new_id("cal"), market, kind, day, stored.json_text(content), rows.db_time(now)])
    data = {"kind": kind, "on": on.isoformat(), "content": content}
    rows.add(Audit(actor=actor, act="lawbook.edit_calendar", subject=market, at=now, data=data))
    after_commit(engine.forget)
