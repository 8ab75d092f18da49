"""Everyone can read every page: nothing that axe calls serious or critical, in light and in dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.pages import AGENT, BUYER, OPERATOR, PAGES, SELLER, Page, routes
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

FOUND = {"resultTypes": ["violations"]}
COLOURS = FOUND | {"runOnly": ["color-contrast", "link-in-text-block"]}
"""The other theme changes nothing but colours."""
STILL = "*, *::before, *::after { transition: none !important; animation: none !important; caret-color: transparent !important }"


WHO = [None, BUYER, SELLER, AGENT, OPERATOR]


def test_every_page_is_looked_at() -> None:
    assert {page.route for page in PAGES} == routes()
    assert {page.who for page in PAGES} == set(WHO)


@pytest.mark.parametrize("who", WHO, ids=["nobody", "buyer", "seller", "agent", "operator"])
def test_pages(visit: Visit, who: str | None) -> None:
    visitor = visit(who, phone=who == BUYER, language="en" if who == OPERATOR else "zh-Hans")
    found = [problem for page in PAGES if page.who == who for problem in looked_at(visitor, page)]
    assert not found, "\n".join(found)


def looked_at(visitor: Visitor, page: Page) -> list[str]:
    """What is wrong with a page, in either theme."""
    visitor.page.emulate_media(color_scheme="light")
    visitor.goto(page.find(visitor))
    visitor.settled()
    return [*violations(visitor, page.name), *_in_the_dark(visitor, page.name)]


def test_what_opens_on_a_page(visit: Visit) -> None:
    visitor = visit(BUYER, phone=True)
    closed = next(page for page in PAGES if page.name == "buyer-order-cancelled")
    unpaid = next(page for page in PAGES if page.name == "buyer-order")
    found = []
    visitor.goto(closed.find(visitor))
    visitor.button("parts:why.word").first.click()
    expect(visitor.dialog.get_by_role("heading").first).to_be_visible()
    found += [*violations(visitor, "why"), *_in_the_dark(visitor, "why")]
    visitor.page.emulate_media(color_scheme="light")
    visitor.goto(unpaid.find(visitor))
    visitor.button("orders:mine.cancel_one").click()
    expect(visitor.dialog).to_be_visible()
    found += [*violations(visitor, "cancel"), *_in_the_dark(visitor, "cancel")]
    assert not found, "\n".join(found)


def _in_the_dark(visitor: Visitor, name: str) -> list[str]:
    visitor.page.emulate_media(color_scheme="dark")
    expect(visitor.page.locator("html")).to_have_css("background-color", "rgb(17, 20, 21)")
    return violations(visitor, f"{name}, dark", COLOURS)


def violations(visitor: Visitor, name: str, options: dict[str, list[str]] = FOUND) -> list[str]:
    visitor.page.add_style_tag(content=STILL)
    found = Axe().run(visitor.page, options=options).response["violations"]
    return [
        f"{name}: {one['id']} ({one['impact']}): {node['html'][:160]} {node.get('failureSummary', '')[:240]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
