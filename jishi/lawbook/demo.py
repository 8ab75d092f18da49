"""A demonstration's own law: a change on public notice, a draft that waits for a second person, and hours of service."""

from datetime import datetime, timedelta

from jishi.kernel import clock
from jishi.kernel.runner import act
from jishi.lawbook import engine, law
from jishi.lawbook.actions.draft_override import Change, draft_override
from jishi.lawbook.actions.edit_calendar import set_week
from jishi.lawbook.actions.publish_override import publish_override

MARKET = "CN"
FLOOR, NUDGE = "aftersales.guarantee.floor", "orders.unpaid.first_reminder_after"
OFFICE = [("09:00", "12:00"), ("13:30", "18:00")]
NOTICED_FOR = timedelta(days=4)


def fill(now: datetime, drafter: str, publisher: str) -> None:
    """`drafter` (governance) has both drafted; `publisher` has published the one, four days ago."""
    with clock.at(now - NOTICED_FOR):
        *_, first = law.override_begins(clock.now(), MARKET)
        floor = Change({"amount": "300.00", "currency": "CNY"}, first + timedelta(days=3), "小额商品按倍数赔付，不足以弥补买家的时间。")
        row = act(draft_override, MARKET, FLOOR, floor, person=drafter, role="governance", actor=f"person:{drafter}")
        act(publish_override, row, person=publisher, role="admin", actor=f"person:{publisher}")
        week = [OFFICE] * 5 + [[("10:00", "16:00")], []]
        act(set_week, MARKET, engine.today(clock.now(), MARKET) + timedelta(days=1), week, actor=f"person:{publisher}")
    with clock.at(now - timedelta(hours=2)):
        later = Change(30, engine.today(clock.now(), MARKET) + timedelta(days=21), "一刻钟太急，多数人半小时内付款。")
        act(draft_override, MARKET, NUDGE, later, person=drafter, role="governance", actor=f"person:{drafter}")
