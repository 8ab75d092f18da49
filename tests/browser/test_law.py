"""Law in motion on the page: governance drafts, another person publishes, and the merchant reads what changes next and when."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from jishi.kernel import clock
from tests.browser.conftest import Visit
from tests.browser.pages import OPERATOR, SELLER
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
GOVERNANCE = "governance@example.org"
RULE = "orders.cancellation.answer_within"
REASON = "客服周末也要休息。"


@pytest.mark.covers("RUL-02", "RUL-06")
def test_a_change_is_drafted_published_by_another_and_announced_to_the_merchant(visit: Visit) -> None:
    drafter, publisher, merchant = visit(GOVERNANCE), visit(OPERATOR), visit(SELLER, phone=True)
    begins = (clock.real() + timedelta(days=20)).astimezone(UTC)
    drafts(drafter, begins)
    own = drafter.ask("GET", f"/markets/CN/overrides?rule={RULE}")["items"][0]
    assert (own["state"], own["since"], own["value"]) == ("draft", f"{begins:%Y-%m-%d}", 72)
    expect(drafter.button("lawbook:own.publish")).to_be_disabled()
    merchant.goto(shop_rules(merchant))
    merchant.settled()
    expect(merchant.page.get_by_text("72 小时")).to_have_count(0)
    publisher.goto("/op/rules")
    row = publisher.page.get_by_role("listitem").filter(has_text=REASON)
    row.get_by_role("button", name=publisher.words("lawbook:own.publish")).click()
    publisher.dialog.get_by_role("button", name=publisher.words("lawbook:own.publish")).click()
    publisher.reads("lawbook:own.done")
    merchant.page.reload()
    line = merchant.page.get_by_role("listitem").filter(has_text="72 小时")
    merchant.sees("48 小时", line)
    line.get_by_role("link").first.click()
    merchant.reads("lawbook:change.title")
    merchant.sees(REASON)
    announced = merchant.ask("GET", f"/rules/{RULE}?market=CN")
    assert (announced["in_force"]["value_text"], [one["value_text"] for one in announced["next"]]) == ("48 小时", ["72 小时"])
    withdraws(publisher)
    merchant.page.reload()
    merchant.settled()
    expect(merchant.page.get_by_text("72 小时")).to_have_count(0)


def drafts(drafter: Visitor, begins: datetime) -> None:
    """On the rule's own page: too early is refused under the field, then it is a draft."""
    drafter.goto(f"/op/rules/{RULE}")
    drafter.button("lawbook:draft.new").click()
    drafter.field("lawbook:draft.value").fill("72")
    drafter.field("lawbook:draft.reason").fill(REASON)
    drafter.field("lawbook:draft.since").fill(f"{clock.real():%Y-%m-%d}")
    drafter.foresees(409)
    save = drafter.dialog.get_by_role("button", name=drafter.words("lawbook:draft.act"))
    save.click()
    expect(drafter.field("lawbook:draft.since")).to_have_attribute("aria-invalid", "true")
    drafter.field("lawbook:draft.since").fill(f"{begins:%Y-%m-%d}")
    save.click()
    expect(drafter.dialog).to_have_count(0)
    drafter.sees(REASON)


def withdraws(publisher: Visitor) -> None:
    """The notice is taken back, with a reason."""
    publisher.goto(f"/op/rules/{RULE}")
    publisher.button("lawbook:own.withdraw").click()
    publisher.dialog.get_by_label(publisher.words("lawbook:draft.reason")).fill("再议。")
    publisher.dialog.get_by_role("button", name=publisher.words("lawbook:own.withdraw")).click()
    expect(publisher.dialog).to_have_count(0)


def shop_rules(merchant: Visitor) -> str:
    return f"/s/{merchant.ask('GET', '/me')['shops'][0]['id']}/rules"


@pytest.mark.covers("CLK-05")
def test_a_holiday_entered_by_the_operator_moves_the_end_of_a_limit_for_the_merchant(visit: Visit) -> None:
    operator, merchant = visit(OPERATOR), visit(SELLER, language="en")
    before = merchant.ask("GET", "/markets/CN/reckon?count=1&unit=working_days")["ends"]
    day = (datetime.fromisoformat(before).astimezone(ZoneInfo("Asia/Shanghai")) - timedelta(days=1)).date()
    merchant.goto(shop_rules(merchant).replace("rules", f"calendar?year={day.year}"))
    merchant.page.get_by_label(merchant.words("lawbook:reckon.count")).fill("1")
    operator.goto(f"/op/calendar?year={day.year}")
    operator.field("lawbook:calendar.day").fill(day.isoformat())
    operator.field("lawbook:calendar.name").fill("盘点日")
    operator.button("lawbook:calendar.add").click()
    entered = operator.page.get_by_role("listitem").filter(has_text="盘点日")
    expect(entered).to_be_visible()
    merchant.page.reload()
    merchant.sees("盘点日")
    assert merchant.ask("GET", "/markets/CN/reckon?count=1&unit=working_days")["ends"] > before
    entered.get_by_role("button", name=operator.words("lawbook:calendar.clear")).click()
    expect(entered).to_have_count(0)
    assert merchant.ask("GET", "/markets/CN/reckon?count=1&unit=working_days")["ends"] == before
