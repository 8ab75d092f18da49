"""The first visitor: led to where the marketplace is set up, asked for the console's code, and then the operator who signs in."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import demo
from tests.browser.conftest import Visit
from tests.browser.test_signing_in import enter, read_code

pytestmark = pytest.mark.browser

BOSS = "boss@example.org"
WRONG = ".ant-form-item-explain-error"


@pytest.mark.parametrize(("language", "phone"), [("zh-Hans", False), ("en", True)])
def test_an_empty_installation_becomes_a_marketplace(visit: Visit, tmp_path: Path, language: str, phone: bool) -> None:
    with demo.empty(tmp_path / "data") as (url, console):
        first = visit(phone=phone, language=language, at=url)
        first.foresees(403, 409, 422)
        first.goto("/cart")
        expect(first.page).to_have_url(re.compile("/setup$"))
        first.reads("shops:setup.mail_mailbox")
        first.button("shops:setup.go").click()
        for needed in ("needs_code", "needs_name", "needs_markets", "needs_operator"):
            first.reads(f"shops:setup.{needed}")
        first.field("shops:setup.code").fill("AAAA-BBBB-CCCC")
        first.field("shops:setup.name").fill("小集")
        first.page.get_by_role("checkbox", name=re.compile("繁體中文")).uncheck()
        first.page.get_by_role("checkbox", name=re.compile("CNY")).check()
        first.page.get_by_role("checkbox", name=re.compile("GBP")).check()
        first.field("shops:setup.operator_to").fill("nobody")
        first.page.get_by_role("checkbox", name=first.words("shops:setup.with_shop")).check()
        first.field("shops:setup.shop_name").fill("茶铺")
        first.field("shops:setup.shop_market").click()
        first.page.get_by_title(first.words("app:market.UK"), exact=True).last.click()
        first.field("shops:setup.shop_owner").fill("tea@example.org")
        first.button("shops:setup.go").click()
        expect(first.page.locator(WRONG)).to_have_count(1)
        expect(first.field("shops:setup.code")).to_have_accessible_description(re.compile("`jishi serve`"))
        found = re.search(r"the code (\S+)", console.read_text())
        assert found
        first.field("shops:setup.code").fill(found[1])
        expect(first.page.locator(WRONG)).to_have_count(0)  # its line goes, and what is below moves
        first.button("shops:setup.go").click()
        expect(first.page.locator(WRONG)).to_have_count(1)
        first.page.wait_for_function("() => document.activeElement.id === 'operator'")
        first.field("shops:setup.operator_to").fill(BOSS)
        expect(first.page.locator(WRONG)).to_have_count(0)
        first.button("shops:setup.go").click()
        first.reads("shops:setup.done", name="小集")
        first.link("shops:setup.sign_in").click()
        first.field("identity:sign_in.to").fill(BOSS)
        first.button("identity:sign_in.send").click()
        first.reads("identity:code.title")
        enter(first, read_code(first, BOSS))
        first.field("identity:name.name").fill("顾明远")
        first.button("identity:name.go").click()
        expect(first.page).to_have_url(re.compile("/me/security$"))
        expect(first.page).to_have_title(re.compile(" · 小集$"))
        first.foresees(409)
        first.goto("/setup")
        first.reads("shops:setup.done", name="小集")
