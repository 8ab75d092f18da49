"""The bell counts what comes while the page is open, leads there, and is read by what is looked at; preferences hold."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.pages import AGENT, SELLER
from tests.browser.test_selling import shop_of
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
BUYER = "buyer4.cn@example.org"
SHOWN = """
window.shown = [];
window.Notification = class {
  static permission = "granted";
  static requestPermission = async () => "granted";
  constructor(title, more) { window.shown.push([title, more.body]); }
  close() {}
};
"""
HIDE = "Object.defineProperty(document, 'hidden', {get: () => true, configurable: true})"


def count(visitor: Visitor, shop: str) -> int:
    """How many are new, as the server says."""
    return int(visitor.ask("GET", f"/me/notices?new=true&shop={shop}")["total"])


def says(buyer: Visitor, shop: str, agent: Visitor, text: str) -> str:
    """A buyer turns to a shop anew, past the page: what was open between them is closed first. The conversation."""
    talk = str(buyer.ask("POST", f"/shops/{shop}/conversations")["id"])
    if talk in {one["conversation"] for one in agent.ask("GET", f"/shops/{shop}/sessions?group=open&limit=200")["items"]}:
        agent.ask("POST", f"/conversations/{talk}/close")
    buyer.ask("POST", f"/conversations/{talk}/send", {"client_id": uuid4().hex, "body": {"kind": "text", "text": text}})
    return talk


@pytest.mark.covers("NOT-01")
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_the_bell_counts_what_comes_and_what_is_looked_at_is_read(visit: Visit, language: str) -> None:
    agent, buyer = visit(AGENT, language=language), visit(BUYER, language=language)
    shop = shop_of(agent)
    agent.goto(f"/s/{shop}/orders")
    agent.settled()
    agent.ask("POST", "/me/notices/read-all", {"shop": shop})
    agent.page.reload()
    bell = agent.page.get_by_role("button", name=agent.words("app:bell.none"), exact=True).locator("visible=true")
    expect(bell).to_be_visible()
    talk = says(buyer, shop, agent, f"is it in stock? {language}")
    fresh = agent.page.get_by_role("button", name=re.compile("^1 ")).locator("visible=true")
    expect(fresh).to_be_visible(timeout=20_000)
    fresh.click()
    expect(agent.page).to_have_url(re.compile(rf"/s/{shop}/notices$"))
    first = agent.page.locator("main li").first
    expect(first).to_contain_text(agent.words("notices:is_new"))
    first.get_by_role("link").click()
    expect(agent.page).to_have_url(re.compile(f"/desk/{talk}$"))
    expect(agent.page.get_by_role("button", name=agent.words("app:bell.none"), exact=True).locator("visible=true")).to_be_visible()
    assert count(agent, shop) == 0


@pytest.mark.covers("NOT-01")
def test_what_comes_while_nobody_looks_is_shown_by_the_browser(visit: Visit) -> None:
    agent = visit(AGENT, language="en")
    shop = shop_of(agent)
    topics = agent.ask("GET", f"/me/notices/preferences?shop={shop}")["topics"]
    agent.ask("PUT", "/me/notices/preferences", {"shop": shop, "quiet": None, "topics": topics})
    agent.ask("POST", "/me/notices/read-all", {"shop": shop})
    agent.page.add_init_script(SHOWN)
    agent.goto(f"/s/{shop}/orders")
    agent.settled()
    agent.page.evaluate(HIDE)
    buyer = visit(BUYER, language="en")
    says(buyer, shop, agent, "anybody there?")
    expect(agent.page.get_by_role("button", name=re.compile("^1 new")).locator("visible=true")).to_be_visible(timeout=20_000)
    assert agent.page.evaluate("window.shown") == [["A buyer waits for an answer", "Nobody has answered yet."]]


@pytest.mark.covers("NOT-01")
@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_what_is_wanted_where_stays(visit: Visit, language: str) -> None:
    seller = visit(SELLER, language=language)
    shop = shop_of(seller)
    seller.goto(f"/s/{shop}/notices")
    seller.page.get_by_role("link", name=seller.words("notices:preferences.title"), exact=True).locator("visible=true").click()
    mail = seller.page.get_by_role(
        "checkbox", name=f"{seller.words('notices:topic.orders')}, {seller.words('notices:channel.mail')}", exact=True
    )
    before = mail.is_checked()
    mail.click()
    seller.field("notices:quiet.begins").fill("21:30")
    seller.button("app:act.save").click()
    seller.reads("notices:saved")
    seller.page.reload()
    expect(mail).to_be_checked(checked=not before)
    expect(seller.field("notices:quiet.begins")).to_have_value("21:30")
