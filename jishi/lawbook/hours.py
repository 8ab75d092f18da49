"""Hours of service: several blocks a day, none on holidays, a Monday's on a weekend that is made up. Time that counts only within them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jishi.lawbook import calendar
from jishi.lawbook.errors import LawError

Block = tuple[str, str]
Week = Sequence[Sequence[Block]]
DAY_END = "24:00"
LOOK_DAYS = 3_660
WEEKEND = 5


@dataclass(frozen=True, slots=True)
class Hours:
    """Who answers when in a market: weeks of blocks by the day they begin, the latest first."""

    market: str
    zone: ZoneInfo
    weeks: Sequence[tuple[date, Week]]

    def blocks(self, day: date) -> list[tuple[datetime, datetime]]:
        """The blocks of one day as instants in UTC, in order.

        A holiday has none. A weekend that the calendar makes a working day has its own blocks, or where it has none, Monday's.
        """
        week = next((week for since, week in self.weeks if since <= day), None)
        if week is None:
            return []
        works, weekend = calendar.is_working_day(day, self.market), day.weekday() >= WEEKEND
        own = week[day.weekday()]
        if not works and (not weekend or day in calendar.edits(self.market).days):
            return []
        if works and weekend and not own:
            own = week[0]
        return [(self._instant(day, begins), self._instant(day, ends)) for begins, ends in own]

    def _instant(self, day: date, at: str) -> datetime:
        if at == DAY_END:
            return calendar.midnight(day + timedelta(days=1), self.zone)
        return datetime.combine(day, time.fromisoformat(at), self.zone).astimezone(UTC)

    def _onwards(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        first = calendar.day_of(start, self.zone)
        for ahead in range(LOOK_DAYS):
            for begins, ends in self.blocks(first + timedelta(days=ahead)):
                if ends > start:
                    yield max(begins, start), ends

    def is_open(self, instant: datetime) -> bool:
        """Does the instant lie in a block? Its beginning does, its end does not."""
        return any(begins <= instant < ends for begins, ends in self.blocks(calendar.day_of(instant, self.zone)))

    def opens(self, instant: datetime) -> datetime | None:
        """The next instant, this one included, at which it is open; None where it never is within ten years."""
        return next((begins for begins, _ in self._onwards(instant)), None)

    def after(self, start: datetime, length: timedelta) -> datetime:
        """`start` plus so much time of service. Raises LawError where there is not so much within ten years."""
        left = length
        for begins, ends in self._onwards(start):
            if ends - begins >= left:
                return begins + left
            left -= ends - begins
        raise LawError(f"{self.market} has not {length} of service ahead")

    def within(self, start: datetime, end: datetime) -> timedelta:
        """How much time of service lies between two instants."""
        total = timedelta()
        for begins, ends in self._onwards(start):
            if begins >= end:
                break
            total += min(ends, end) - begins
        return total
