"""A shop's day for one reader: as many questions for a shop of one order as for one of seventy thousand."""

from datetime import datetime, timedelta
from typing import Any

from jishi.kernel import clock
from jishi.kernel.money import Money
from jishi.lawbook import calendar, engine
from jishi.modules.desk import queries as desk
from jishi.modules.insights.access import CHATS, SALES, May
from jishi.modules.insights.queries import inbox
from jishi.modules.insights.queries.inbox import Days
from jishi.modules.orders import queries as orders
from jishi.modules.shops.actions import Shop

CHATS_SHOWN = 8
HOUR = timedelta(hours=1)


def today(shop: Shop, may: May, person: str | None, lang: str) -> dict[str, Any]:
    """What is to be done, by whom, what was missed, who waits and what was sold; parts that `may` does not show are None."""
    now = clock.now()
    days = Days.around(now, shop.market)
    duties, gone = inbox.duties(shop, days, may), inbox.lapsed(shop, days)
    numbers = orders.numbers([*[one.first.subject for one in duties], *[one.subject for one in gone]])
    return {
        "shop": shop.pk,
        "at": now,
        "day": days.today,
        "inbox": [inbox.duty_seen(one, shop, days, may, numbers, lang) for one in duties],
        "first": inbox.do_first(duties, shop, days, may),
        "others": inbox.awaited(shop, days, may, lang),
        "lapsed": inbox.lapsed_seen(gone, shop, days, numbers, lang),
        "orders": orders.waiting(shop.pk),
        "chats": chats(shop, person, lang) if may(CHATS) else None,
        "sales": sales(shop, days, now) if may(SALES) else None,
    }


def chats(shop: Shop, person: str | None, lang: str) -> dict[str, Any]:
    """Who waits for an answer: how many, and the longest waits."""
    waiting, longest = desk.waiting(shop.pk, person, CHATS_SHOWN, lang)
    return {"waiting": waiting, "longest": longest}


def sales(shop: Shop, days: Days, now: datetime) -> dict[str, Any]:
    """Today up to now beside yesterday up to the same time of day, and how both grew by the hour."""
    then = same_time_yesterday(now, shop.market)
    return {
        "today": _sold(shop, days.begins, now),
        "yesterday": _sold(shop, days.yesterday, then),
        "today_hours": _grown(shop, days.begins, now),
        "yesterday_hours": _grown(shop, days.yesterday, days.begins),
    }


def same_time_yesterday(now: datetime, market: str) -> datetime:
    """The instant of yesterday at which the market's clocks showed what they show now."""
    zone = engine.market_of(market).zone
    local = now.astimezone(zone)
    day = calendar.day_of(now, zone) - timedelta(days=1)
    return datetime.combine(day, local.time(), zone).astimezone(now.tzinfo)


def _sold(shop: Shop, begins: datetime, ends: datetime) -> dict[str, Any]:
    found = orders.sold(shop.pk, begins, ends)
    amount = Money(found.minor, shop.currency).json()
    return {"begins": begins, "ends": ends, "amount": amount, "orders": found.orders, "buyers": found.buyers}


def _grown(shop: Shop, begins: datetime, ends: datetime) -> list[dict[str, str]]:
    """What was sold up to the end of each hour of a day that has begun."""
    by_hour = orders.sold_by_hour(shop.pk, begins, ends)
    so_far, grown = 0, []
    for hour in range(-((begins - ends) // HOUR)):
        so_far += by_hour.get(hour, 0)
        grown.append(Money(so_far, shop.currency).json())
    return grown
