"""Finding one's way: languages and themes, rules and where they come from, the operator's pages, addresses that lead nowhere."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.browser.words import Words

pytestmark = pytest.mark.browser

GUARANTEE = "aftersales.guarantee.floor"


def choose(someone: Visitor, menu: str, item: str) -> None:
    """Take an item of a menu in the top bar."""
    someone.page.get_by_role("button", name=menu).locator("visible=true").click()
    someone.page.get_by_role("menuitem", name=item).locator("visible=true").click()


@pytest.mark.covers("API-04")
def test_three_languages_that_stay(visit: Visit) -> None:
    seller = visit("tarn@example.org", language="en")
    shop = seller.ask("GET", "/me")["shops"][0]["id"]
    seller.goto(f"/s/{shop}/orders")
    page = seller.page
    for before, language in (("en", "zh-Hant"), ("zh-Hant", "zh-Hans"), ("zh-Hans", "en")):
        was, now = Words(before), Words(language)
        expect(page.locator("html")).to_have_attribute("lang", before)
        choose(seller, was("app:top.language"), now(f"app:language.{language}"))
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.get_by_role("heading", level=1)).to_have_text(now("orders:list.title"))
        expect(page.get_by_role("columnheader").nth(3)).to_have_text(now("orders:list.amount"))
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text(now("orders:list.title"))
        assert seller.ask("GET", "/me")["language"] == language


def test_themes_that_stay(visit: Visit) -> None:
    buyer = visit(language="en")
    buyer.goto("/")
    for theme, ground in (("dark", "rgb(17, 20, 21)"), ("light", "rgb(244, 244, 240)")):
        choose(buyer, buyer.words("app:top.theme"), buyer.words(f"app:theme.{theme}"))
        expect(buyer.page.locator("html")).to_have_css("background-color", ground)
        buyer.page.reload()
        expect(buyer.page.locator("html")).to_have_css("background-color", ground)
    choose(buyer, buyer.words("app:top.theme"), buyer.words("app:theme.auto"))
    buyer.page.emulate_media(color_scheme="dark")
    expect(buyer.page.locator("html")).to_have_css("background-color", "rgb(17, 20, 21)")


def test_on_a_phone_languages_and_themes_are_under_oneself(visit: Visit) -> None:
    buyer = visit("buyer1.cn@example.org", phone=True)
    buyer.goto("/")
    html = buyer.page.locator("html")
    expect(buyer.page.get_by_role("button", name=buyer.words("app:top.language"))).to_be_hidden()
    choose(buyer, buyer.words("app:top.account"), buyer.words("app:top.theme"))
    buyer.page.get_by_role("menuitem", name=buyer.words("app:theme.dark")).click()
    expect(html).to_have_css("background-color", "rgb(17, 20, 21)")
    choose(buyer, buyer.words("app:top.account"), buyer.words("app:top.language"))
    buyer.page.get_by_role("menuitem", name="English").click()
    expect(html).to_have_attribute("lang", "en")
    nobody = visit(phone=True)
    nobody.goto("/")
    choose(nobody, nobody.words("app:top.language"), "English")
    expect(nobody.page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.covers("RUL-01")
def test_the_rules_and_one_with_its_versions_and_sources(visit: Visit) -> None:
    someone = visit()
    someone.goto("/rules")
    every = someone.ask("GET", "/rules?market=CN&limit=1")["total"]
    someone.reads("lawbook:list.fits", n=every)
    someone.field("lawbook:list.search").fill(GUARANTEE)
    someone.page.keyboard.press("Enter")
    someone.reads("lawbook:list.fits", n=1, count=1)
    rule = someone.ask("GET", f"/rules/{GUARANTEE}?market=CN")
    someone.page.get_by_role("table").get_by_role("link", name=rule["name"], exact=True).click()
    expect(someone.page.get_by_role("heading", level=1)).to_have_text(rule["name"])
    someone.sees(rule["says"])
    noticed = [one for one in rule["history"] if one["notice"] and one["layer"] == "base"]
    assert [one["notice"] for one in noticed] == [{"begins": "2023-02-16", "ends": "2023-02-23"}]
    for value in rule["history"]:
        someone.sees(re.compile(re.escape(value["value_text"])))
        someone.sees(value["source"]["doc"])
    someone.sees(re.compile("2023-02-16"))


def test_the_operator_reviews_products_sees_shops_and_rules(visit: Visit) -> None:
    operator = visit("operator@example.org", language="en")
    operator.goto("/op")
    expect(operator.page).to_have_url(re.compile("/op/products"))
    waiting = operator.ask("GET", "/me")["operator"]["role"]
    assert waiting == "admin"
    operator.page.locator("tbody tr.ant-table-row").first.get_by_role("link").first.click()
    expect(operator.page).to_have_url(re.compile(r"/op/products/prd_"))
    operator.button("catalog:move.approve").click()
    operator.reads("catalog:moved.approve")
    product = operator.page.url.rsplit("/", 1)[1]
    assert operator.ask("GET", f"/products/{product}")["state"] == "on_sale"
    operator.link("app:nav.shops").first.click()
    for name in ("北窗茶器", "半山果园"):
        operator.sees(name)
    operator.link("app:nav.rules").first.click()
    operator.reads("lawbook:list.title")


@pytest.mark.parametrize(
    "path",
    ["/orders/ord_01HZZZZZZZZZZZZZZZZZZZZZZZ", "/p/prd_01HZZZZZZZZZZZZZZZZZZZZZZZ", "/pay/pay_01HZZZZZZZZZZZZZZZZZZZZZZZ", "/no/such/page"],
)
def test_what_is_not_there_says_so(visit: Visit, path: str) -> None:
    buyer = visit("buyer1.uk@example.org", language="en")
    buyer.foresees(404)
    buyer.goto(path)
    buyer.reads("parts:problem.not_found")


def test_what_is_another_s_is_not_there(visit: Visit) -> None:
    seller = visit("tarn@example.org", language="en")
    shop = seller.ask("GET", "/me")["shops"][0]["id"]
    order = seller.ask("GET", f"/shops/{shop}/orders?limit=1")["items"][0]["id"]
    other = visit("buyer1.cn@example.org", language="en")
    other.foresees(404)
    for path in (f"/orders/{order}", f"/s/{shop}/orders", f"/s/{shop}/orders/{order}", "/op/products"):
        other.goto(path)
        other.reads("parts:problem.not_found")
    assert seller.ask("GET", f"/orders/{order}")["buyer"]["name"] not in other.page.content()
