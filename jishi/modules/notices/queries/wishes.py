"""What persons want told where, and when they want quiet: their own word, else the rule's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from jishi import lawbook
from jishi.kernel import rows
from jishi.modules.identity import queries as people
from jishi.modules.notices import law
from jishi.modules.notices.models import TOPICS, Wish
from jishi.modules.shops import queries as shops

IN_APP, MAIL, BROWSER = CHANNELS = ("in_app", "mail", "browser")
Place = tuple[str, str]
"""Whom as what: a person, and the shop they work in or ""."""


@dataclass(frozen=True)
class Wishes:
    """What one person wants, as someone of a shop or as a buyer."""

    channels: Mapping[str, Mapping[str, bool]]
    quiet: tuple[str, str] | None
    zone: ZoneInfo

    def wants(self, topic: str, channel: str) -> bool:
        """Is this to be told here? What they were never asked about is."""
        return bool(self.channels.get(topic, {}).get(channel, channel == IN_APP))

    def quiet_until(self, at: datetime) -> datetime | None:
        """When the quiet hours end in which this instant lies; None when it lies in none. The first is quiet, the end is not."""
        if self._window is None:
            return None
        begins, ends = self._window
        local = at.astimezone(self.zone)
        now = local.time()
        inside = begins <= now < ends if begins < ends else now >= begins or now < ends
        if not inside:
            return None
        day = local.date() + timedelta(days=1 if begins > ends and now >= begins else 0)
        return datetime.combine(day, ends, self.zone).astimezone(UTC)

    @cached_property
    def _window(self) -> tuple[time, time] | None:
        if self.quiet is None or self.quiet[0] == self.quiet[1]:
            return None
        return time.fromisoformat(self.quiet[0]), time.fromisoformat(self.quiet[1])


def topics(shop: str) -> tuple[str, ...]:
    """What a person is told of, as someone of a shop or (no shop) as a buyer."""
    return TOPICS if shop else TOPICS[:3]


def of(places: Iterable[tuple[Place, str]]) -> dict[Place, Wishes]:
    """What each of these (place, market) wants; one question for all."""
    markets = dict(places)
    own = {(one.person, one.shop): one for one in _own({person for person, _ in markets})}
    given: dict[tuple[str, bool], Wishes] = {}
    found = {}
    for place, market in markets.items():
        usual = given.setdefault((market, bool(place[1])), default(market, place[1]))
        row = own.get(place)
        found[place] = usual if row is None else _said(row, usual)
    return found


def _own(persons: set[str]) -> list[Wish]:
    if not persons:
        return []
    among, keys = rows.among(persons)
    return rows.fetch(Wish, f"WHERE person {among}", keys)


def default(market: str, shop: str) -> Wishes:
    """What the rules give whoever has said nothing (rules notices.messages.defaults, notices.messages.quiet_hours).

    Raises LawError for a topic that the rule forgot: what happened is set aside then, and heard again once the rule speaks of it.
    """
    whose = law.SHOP if shop else law.BUYER
    table, quiet = law.defaults(market), law.quiet_hours(market)
    channels: dict[str, dict[str, bool]] = {}
    for topic in topics(shop):
        row = table.row(whose=whose, topic=topic)
        if row is None:
            raise lawbook.LawError(f"{table.rule} says nothing of {whose}, {topic}")
        channels[topic] = {channel: bool(row[channel]) for channel in CHANNELS}
    window = (str(quiet.value["from"]), str(quiet.value["to"])) if quiet.applies else None
    return Wishes(channels, window, lawbook.zone(market))


def _said(row: Wish, usual: Wishes) -> Wishes:
    channels = {topic: {**of_topic, **row.channels.get(topic, {})} for topic, of_topic in usual.channels.items()}
    return Wishes(channels, (row.quiet_from, row.quiet_to) if row.quiet_from else None, usual.zone)


def wish_seen(person: str, shop: str) -> dict[str, Any]:
    """What a person wants told where, as their page shows it; a buyer's quiet hours are those of their own market's zone.

    Of one who only looks at a shop, and is nobody as a buyer, they are those of the first open market.
    """
    home = people.person(person)
    market = shops.markets([shop])[shop] if shop else home.market if home else lawbook.markets()[0].code
    found = of([((person, shop), market)])[person, shop]
    quiet = {"begins": found.quiet[0], "ends": found.quiet[1]} if found.quiet else None
    return {
        "shop": shop,
        "topics": [{"topic": topic, **found.channels[topic]} for topic in topics(shop)],
        "quiet": quiet,
        "zone": str(found.zone),
        "own": any(one.shop == shop for one in _own({person})),
        "has_mail": bool(people.with_mail([person])),
    }
