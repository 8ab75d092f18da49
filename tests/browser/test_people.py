"""Operators find people masked, and reveal one for a reason; admins say who works for the marketplace."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.pages import OPERATOR, SELLER

pytestmark = pytest.mark.browser
SUPPORT = "support@example.org"
REASON = "来电核对了最近一笔订单"
NEWCOMER = "newcomer@example.org"


@pytest.mark.covers("ONB-02")
@pytest.mark.parametrize(("language", "phone"), [("zh-Hans", False), ("en", True)])
def test_a_person_is_found_by_the_whole_address_and_revealed(visit: Visit, language: str, phone: bool) -> None:
    support = visit(SUPPORT, language=language, phone=phone)
    support.goto("/op/people")
    support.foresees(422)
    find = support.page.get_by_label(support.words("identity:people.find"))
    find.fill("周予安")
    find.press("Enter")
    support.reads("identity:people.nobody")
    find.fill(SELLER)
    find.press("Enter")
    listed = support.page.get_by_role("region", name=support.words("identity:people.title"))
    expect(listed.get_by_text("b***@example.org")).to_have_count(1)
    listed.get_by_role("link").first.click()
    support.page.wait_for_url("**/op/people/per_*")
    expect(support.page.get_by_text(SELLER)).to_have_count(0)
    support.button("parts:masked.show").click()
    support.page.get_by_label(support.words("parts:masked.reason")).fill(REASON)
    support.button("parts:masked.show").last.click()
    support.sees(SELLER)


@pytest.mark.covers("ONB-02")
def test_a_buyer_is_signed_out_everywhere_by_support(visit: Visit) -> None:
    buyer = visit("buyer2.cn@example.org")
    support = visit(SUPPORT)
    [found] = support.ask("GET", "/people?q=buyer2.cn@example.org")["items"]
    support.goto(f"/op/people/{found['id']}")
    support.button("identity:person.end").click()
    support.dialog.get_by_label(support.words("parts:reason.label")).fill(REASON)
    support.dialog.get_by_role("button", name=support.words("identity:person.end"), exact=True).click()
    support.reads("identity:person.no_sessions")
    assert buyer.ask("GET", "/me")["person"] is None


@pytest.mark.covers("ONB-13")
@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_an_admin_takes_someone_on_gives_another_role_and_lets_them_go(visit: Visit, language: str) -> None:
    admin = visit(OPERATOR, language=language)
    admin.goto("/op/operators")
    admin.button("identity:operators.add").click()
    to = f"{language.lower()}.{NEWCOMER}"
    admin.dialog.get_by_label(admin.words("identity:operators.to")).fill(to)
    admin.dialog.get_by_role("button", name=admin.words("identity:operators.add_go"), exact=True).click()
    row = admin.page.get_by_role("row").filter(has_text=f"{to[0]}***@example.org")
    expect(row).to_contain_text(admin.words("identity:operators.lacks"))
    row.get_by_role("combobox").click()
    admin.page.get_by_title(admin.words("app:role.reviewer"), exact=True).last.click()
    expect(row).to_contain_text(admin.words("app:role.reviewer"))
    row.get_by_role("button", name=admin.words.pattern("identity:operators.end_one")).click()
    admin.page.get_by_role("dialog").get_by_role("button", name=admin.words("identity:operators.end"), exact=True).click()
    expect(row).to_have_count(0)


@pytest.mark.covers("ONB-13")
def test_who_may_not_has_no_entry_and_is_told_so(visit: Visit) -> None:
    support = visit(SUPPORT)
    support.goto("/op/people")
    expect(support.link("app:nav.people").first).to_be_visible()
    expect(support.link("app:nav.operators")).to_have_count(0)
    support.foresees(403)
    support.goto("/op/operators")
    support.reads("parts:problem.not_allowed")
