"""What the lawbook asks of itself: when a deadline is due soon, how many cases a percentage needs, how the law itself is changed."""

from datetime import date, datetime, timedelta

from jishi.lawbook.engine import at, market_of
from jishi.lawbook.ruling import Ruling

_WARNINGS: dict[str, tuple[int, timedelta]] = {}


def soon_at(opened: datetime, due: datetime, market: str) -> datetime:
    """From when a time limit is due soon: its last part, one in so many of its length, and at most so many hours.

    Rule lawbook.changes.deadline_warning_at, judged on the day that the limit began. Where it does not apply: at the end.
    """
    ruling = at("lawbook.changes.deadline_warning_at", on=opened, market=market)
    parts, most = _WARNINGS.get(ruling.key) or _warning(ruling)
    return due - min((due - opened) / parts, most) if parts else due


def _warning(ruling: Ruling) -> tuple[int, timedelta]:
    """One in how many of the length, and the most: read off once a value, for every deadline asks. No such rule: 0 parts."""
    row: dict[str, int | None] = ruling.value[0] if ruling.applies else {}
    hours = row.get("hours_before_at_most")
    read = row.get("last_one_in") or 0, timedelta.max if hours is None else timedelta(hours=hours)
    _WARNINGS[ruling.key] = read
    return read


def general_min_count(on: datetime | date, market: str) -> Ruling:
    """The count below which a percentage rule without one of its own judges nothing (RUL-07)."""
    return at("lawbook.changes.min_count", on=on, market=market)


def change_begins(announced: datetime, market: str) -> tuple[Ruling, date]:
    """The first day on which a change announced now may be in force: the day after its notice has ended."""
    ruling = at("lawbook.changes.notice_for", on=announced, market=market)
    ends = ruling.after(announced) if ruling.applies else announced + timedelta(days=1)
    return ruling, ends.astimezone(market_of(market).zone).date()


def drafted_by(on: datetime, market: str) -> Ruling:
    """The operator's roles that may draft an override."""
    return at("lawbook.overrides.drafted_by", on=on, market=market)


def persons(on: datetime, market: str, emergency: bool) -> Ruling:
    """How many persons it takes to publish an override, the one who drafted it included."""
    return at("lawbook.overrides.emergency_persons" if emergency else "lawbook.overrides.persons", on=on, market=market)


def pack_persons(on: datetime, market: str) -> Ruling:
    """How many persons it takes to change a market's pack, the one who proposed it included."""
    return at("lawbook.changes.pack_persons", on=on, market=market)


def emergency_needs_reason(on: datetime, market: str) -> Ruling:
    """Must an emergency change give its reason?"""
    return at("lawbook.overrides.emergency_needs_reason", on=on, market=market)


def override_begins(published: datetime, market: str) -> tuple[Ruling, Ruling, date]:
    """The rule on beginnings, that on the notice, and the first day on which an override published now may be in force.

    After the notice, or on the day after the publication where the rule lets it: nothing is changed backwards.
    """
    when = at("lawbook.overrides.since_not_before", on=published, market=market)
    notice, after_notice = change_begins(published, market)
    if when.value == "publication_and_notice":
        return when, notice, after_notice
    return when, notice, published.astimezone(market_of(market).zone).date() + timedelta(days=1)


def threshold_warning(on: datetime | date, market: str) -> Ruling:
    """The share of a limit, in basis points, from which one is warned."""
    return at("lawbook.changes.threshold_warning_at", on=on, market=market)
