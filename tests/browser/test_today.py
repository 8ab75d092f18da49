"""A merchant's first page: what lapses next, dealt with from it in bulk; who waits; what was sold; by time, by keys, on a phone."""

import re
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.test_selling import shop_of
from tests.browser.visitor import Visitor
from tests.browser.words import grouped, money

pytestmark = pytest.mark.browser


def today(seller: Visitor, shop: str) -> dict[str, Any]:
    """The shop's day as the API tells it."""
    return dict(seller.ask("GET", f"/shops/{shop}/today"))


def inbox(seller: Visitor) -> Locator:
    """The lines of the inbox, what already lapsed apart."""
    return seller.page.get_by_role("region", name=seller.words("insights:inbox.title")).locator("> ul > li")


def what(seller: Visitor, line: dict[str, Any]) -> str:
    """What a line is called on the page."""
    return seller.words(f"insights:duty.{line['kind']}", count=line["count"])


def behind(seller: Visitor, shop: str, line: dict[str, Any]) -> list[dict[str, Any]]:
    """The orders of a line."""
    edges = "".join(f"&{name}={line[name].replace('+', '%2B')}" for name in ("due_from", "due_to") if line[name])
    return list(seller.ask("GET", f"/shops/{shop}/orders?tab=to_ship&clock={line['kind']}{edges}&limit=100&with=verbs")["items"])


@pytest.mark.covers("CLK-04")
def test_a_merchant_sees_what_lapses_next_and_packs_from_it(visit: Visit) -> None:
    seller = visit(language="en")
    seller.goto("/demo")
    seller.page.get_by_role("button", name=re.compile(r"(?<![\w.])kain@example\.org")).click()
    expect(seller.page).to_have_url(re.compile(r"/s/shp_\w+/today"))
    shop = shop_of(seller)
    seen = today(seller, shop)
    expect(seller.page.get_by_role("heading", level=1)).to_be_visible()
    expect(inbox(seller)).to_have_count(len(seen["inbox"]))
    for line, duty in zip(seen["inbox"], inbox(seller).all(), strict=True):
        expect(duty).to_contain_text(what(seller, line))
        expect(duty).to_contain_text(money(line["money"]["amount"], "MYR") if line["money"] else line["first"]["cost"]["what"])
    at, line = next((at, one) for at, one in enumerate(seen["inbox"]) if one["kind"] == "orders.pack_by" and one["count"] > 1)
    orders = behind(seller, shop, line)
    assert len(orders) == line["count"]
    inbox(seller).nth(at).get_by_role("button", name=seller.words("insights:act.pack_one", what=what(seller, line))).click()
    seller.reads("parts:bulk.chosen", count=line["count"])
    seller.button("orders:act.bulk_labels").click()
    seller.reads("orders:batch.done_labels", count=line["count"])
    expect(seller.link("orders:batch.open")).to_be_visible()
    expect(inbox(seller)).to_have_count(len(seen["inbox"]) - 1)
    assert {seller.ask("GET", f"/orders/{one['id']}")["state"] for one in orders} == {"awaiting_collection"}
    left = today(seller, shop)
    assert (line["kind"], line["day"]) not in {(one["kind"], one["day"]) for one in left["inbox"]}
    assert left["orders"]["pack"] == seen["orders"]["pack"] - line["count"]


@pytest.mark.covers("CLK-04")
def test_a_line_leads_to_just_its_orders(visit: Visit) -> None:
    seller = visit("rangup@example.org", language="en")
    shop = shop_of(seller)
    seen = today(seller, shop)
    at, line = next((at, one) for at, one in enumerate(seen["inbox"]) if one["count"] > 1)
    seller.goto(f"/s/{shop}/today")
    inbox(seller).nth(at).get_by_role("link", name=what(seller, line)).click()
    expect(seller.page).to_have_url(re.compile(f"clock={line['kind']}"))
    rows = seller.page.locator("tbody tr.ant-table-row")
    expect(rows).to_have_count(line["count"])
    for one in behind(seller, shop, line):
        seller.sees(grouped(one["number"]))
    seller.page.get_by_role("button", name=seller.words("orders:filter.remove", name=seller.words("orders:filter.clock"))).click()
    expect(seller.page).not_to_have_url(re.compile("clock="))


@pytest.mark.covers("CLK-02", "CLK-04")
def test_the_clock_of_a_line_says_its_cost_and_rule_and_lines_go_by_time_too(visit: Visit) -> None:
    seller = visit("rangup@example.org", language="en")
    shop = shop_of(seller)
    seen = today(seller, shop)
    seller.goto(f"/s/{shop}/today")
    first = seen["inbox"][0]
    inbox(seller).first.get_by_role("button", name=re.compile(re.escape(first["first"]["title"]))).click()
    seller.sees(first["first"]["what"], seller.dialog)
    seller.sees(re.compile(re.escape(first["first"]["cost"]["what"])), seller.dialog)
    expect(seller.dialog.get_by_role("link", name=re.compile(re.escape(first["first"]["value_text"])))).to_be_visible()
    seller.page.keyboard.press("Escape")
    seller.button("insights:inbox.due").click()
    expect(seller.page).to_have_url(re.compile("sort=due"))
    by_time = sorted(seen["inbox"], key=lambda one: datetime.fromisoformat(one["first"]["due"]))
    expect(inbox(seller).first).to_contain_text(what(seller, by_time[0]))
    seller.page.keyboard.press("j")
    seller.page.keyboard.press("x")
    expect(inbox(seller).first.get_by_role("checkbox")).to_be_checked()
    seller.reads("parts:bulk.chosen", count=by_time[0]["count"])
    seller.page.keyboard.press("Escape")
    expect(inbox(seller).first.get_by_role("checkbox")).not_to_be_checked()
    seller.page.get_by_role("heading", level=1).click()
    seller.page.keyboard.press("Enter")
    expect(seller.page).to_have_url(re.compile(r"/orders[/?]"))


def test_on_a_phone_an_agent_sees_who_waits_and_no_sales(visit: Visit) -> None:
    agent = visit("agent.beichuang@example.org", phone=True)
    shop = shop_of(agent)
    seen = today(agent, shop)
    assert seen["sales"] is None
    agent.goto(f"/s/{shop}/today")
    waiting = agent.page.get_by_role("region", name=agent.words("insights:chats.title"))
    longest = seen["chats"]["longest"][0]
    line = waiting.get_by_role("link", name=re.compile(re.escape(longest["buyer"]))).first
    expect(line).to_be_visible()
    expect(agent.page.get_by_role("region", name=agent.words("insights:sales.title"))).to_have_count(0)
    expect(agent.page.get_by_role("checkbox")).to_have_count(0)
    assert agent.page.evaluate("document.documentElement.scrollWidth") <= 390
    line.click()
    expect(agent.page).to_have_url(re.compile(f"/desk/{longest['conversation']}"))
