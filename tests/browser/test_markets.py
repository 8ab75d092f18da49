"""The markets with their packs: another pack is proposed by one, settled by another, and withdrawn before it begins; one is opened."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.pages import OPERATOR
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def card(visitor: Visitor, code: str) -> Locator:
    """What the page says of a market."""
    return visitor.page.get_by_role("region", name=visitor.words(f"app:market.{code}"), exact=True)


def terms(visitor: Visitor, code: str) -> dict[str, object]:
    return dict(next(one for one in visitor.ask("GET", "/operator/markets") if one["code"] == code))


@pytest.mark.covers("API-06", "RUL-04")
@pytest.mark.parametrize(("language", "phone"), [("zh-Hans", False), ("en", True)])
def test_another_pack_is_proposed_settled_and_withdrawn_by_two(visit: Visit, language: str, phone: bool) -> None:
    admin = visit(OPERATOR, language=language)
    admin.goto("/op/markets")
    name = admin.words("app:market.CN")
    admin.button("lawbook:markets.change_one", market=name).click()
    admin.dialog.get_by_role("button", name=admin.words("lawbook:markets.propose"), exact=True).click()
    admin.sees(admin.words("lawbook:markets.needs_reason"), admin.dialog)
    admin.dialog.get_by_label(admin.words("lawbook:draft.reason")).fill("as agreed")
    admin.dialog.get_by_role("button", name=admin.words("lawbook:markets.propose"), exact=True).click()
    expect(card(admin, "CN")).to_contain_text(admin.words("lawbook:markets.state.draft"))
    expect(admin.button("lawbook:markets.settle_one", market=name)).to_have_count(0)
    governance = visit("governance@example.org", language=language, phone=phone)
    governance.goto("/op/markets")
    governance.button("lawbook:markets.settle_one", market=name).click()
    expect(card(governance, "CN")).to_contain_text(governance.words("lawbook:markets.state.settled"))
    assert terms(governance, "CN")["next_since"] == terms(governance, "CN")["earliest"]
    governance.button("lawbook:markets.withdraw_one", market=name).click()
    expect(card(governance, "CN")).to_contain_text(governance.words("lawbook:markets.nothing"))
    assert terms(governance, "CN")["next_pack"] is None


@pytest.mark.covers("API-06")
def test_a_market_is_opened_and_only_by_who_may(visit: Visit) -> None:
    support = visit("support@example.org")
    support.goto("/op/markets")
    expect(card(support, "CN")).to_be_visible()
    expect(support.button("lawbook:markets.open_one")).to_have_count(0)
    admin = visit(OPERATOR, language="zh-Hant")
    admin.goto("/op/markets")
    admin.button("lawbook:markets.open_one", market=admin.words("app:market.TH")).click()
    admin.dialog.get_by_role("button", name=admin.words("lawbook:markets.open"), exact=True).click()
    expect(card(admin, "TH")).to_contain_text("THB")
    assert terms(admin, "TH")["open"] is True
