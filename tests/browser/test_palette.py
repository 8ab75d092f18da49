"""Working by keys: the palette that goes anywhere and does what the page can, and the next act of a row in a list."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_access import violations
from tests.browser.test_selling import shop_of
from tests.browser.visitor import Visitor
from tests.browser.words import grouped

pytestmark = pytest.mark.browser


def find(seller: Visitor, words: str) -> None:
    """Ask the open palette for these words."""
    seller.page.get_by_role("combobox", name=seller.words("app:palette.title")).fill(words)


@pytest.mark.covers("ORD-07")
def test_the_palette_finds_pages_orders_products_and_rules(visit: Visit) -> None:
    seller = visit("tarn@example.org", language="zh-Hans")
    shop = shop_of(seller)
    order = seller.ask("GET", f"/shops/{shop}/orders?tab=completed")["items"][0]
    product = seller.ask("GET", f"/shops/{shop}/products")["items"][0]
    seller.goto(f"/s/{shop}/today")
    page = seller.page
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for words, address in (
        ("sp", f"/s/{shop}/products"),  # 商品, by its initials
        ("dingdan", f"/s/{shop}/orders"),
        (order["number"], f"/s/{shop}/orders/{order['id']}"),
        (product["title"], f"/s/{shop}/products/{product['id']}"),
        ("orders.unpaid.cancel_after", f"/s/{shop}/rules/orders.unpaid.cancel_after"),
    ):
        page.keyboard.press("Control+k")
        find(seller, words)
        best = page.get_by_role("option", selected=True)
        shown = {order["number"]: grouped(order["number"])}.get(words, words)
        if not words.isascii() or not words.isalpha():
            expect(best).to_contain_text(shown)
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(re.escape(address) + r"(\?|$)"))
        expect(page.get_by_role("listbox")).to_have_count(0)


def test_the_palette_does_what_the_page_can(visit: Visit) -> None:
    seller = visit("rangup@example.org", language="en")
    shop = shop_of(seller)
    order = seller.ask("GET", f"/shops/{shop}/orders?tab=to_ship&sub=pack")["items"][0]
    seller.goto(f"/s/{shop}/orders/{order['id']}")
    seller.reads("orders:act.pack_label")
    seller.page.keyboard.press("Control+k")
    expect(seller.page.get_by_role("option").first).to_contain_text(seller.words("orders:act.pack_label"))
    assert not violations(seller, "palette")
    find(seller, "nothing is called so")
    seller.reads("app:palette.none", text="nothing is called so")
    find(seller, "")
    seller.page.keyboard.press("Enter")
    expect(seller.link("orders:batch.open")).to_be_visible()
    assert seller.ask("GET", f"/orders/{order['id']}")["state"] == "awaiting_collection"


@pytest.mark.covers("ORD-07")
def test_e_does_what_is_next_for_the_row_under_the_cursor(visit: Visit) -> None:
    seller = visit("rangup@example.org", language="en")
    shop = shop_of(seller)
    waiting = seller.ask("GET", f"/shops/{shop}/orders?tab=to_ship&sub=pack&sort=due")["items"]
    seller.goto(f"/s/{shop}/orders?tab=to_ship&sub=pack&sort=due")
    seller.sees(grouped(waiting[1]["number"]))
    seller.page.keyboard.press("j")
    seller.page.keyboard.press("j")
    seller.page.keyboard.press("e")
    seller.reads("orders:batch.done_one_number", number=grouped(waiting[1]["number"]))
    assert seller.ask("GET", f"/orders/{waiting[1]['id']}")["state"] == "awaiting_collection"


def test_on_a_phone_the_palette_is_the_way_to_search(visit: Visit) -> None:
    seller = visit("tarn@example.org", language="zh-Hant", phone=True)
    shop = shop_of(seller)
    seller.goto(f"/s/{shop}/today")
    seller.button("app:palette.title").click()
    find(seller, "dd")
    seller.page.get_by_role("option", name=seller.words("app:nav.orders"), exact=True).click()
    expect(seller.page).to_have_url(re.compile(f"/s/{shop}/orders"))


@pytest.mark.covers("RUL-06")
def test_help_says_what_a_page_is_for_and_which_rules_hold(visit: Visit) -> None:
    seller = visit("tarn@example.org", language="en")
    shop = shop_of(seller)
    market = seller.ask("GET", f"/shops/{shop}")["market"]
    seller.goto(f"/s/{shop}/orders")
    seller.button("app:help.title").click()
    told = seller.page.get_by_role("dialog", name=seller.words("app:help.title"))
    rule = seller.ask("GET", f"/rules/orders.unpaid.cancel_after?market={market}")
    expect(told.get_by_role("listitem").filter(has_text=rule["name"])).to_contain_text(rule["in_force"]["value_text"])
    assert not violations(seller, "help")
    told.get_by_role("link", name=rule["name"]).click()
    expect(seller.page).to_have_url(re.compile("rules/orders.unpaid.cancel_after"))
    expect(told).to_have_count(0)


def test_on_a_phone_languages_are_under_more(visit: Visit) -> None:
    seller = visit("tarn@example.org", language="en", phone=True)
    seller.goto(f"/s/{shop_of(seller)}/orders")
    seller.button("app:act.more").last.click()
    seller.page.get_by_role("menuitem", name=seller.words("app:top.language")).click()
    seller.page.get_by_role("menuitem", name="简体中文").click()
    expect(seller.page.locator("html")).to_have_attribute("lang", "zh-Hans")
