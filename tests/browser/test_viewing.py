"""An operator sees a shop as its people do: under a band that says so, unable to change anything, and the owner reads that they looked."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.pages import OPERATOR, SELLER
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
REASON = "工单 4711：面单打不出来"


def looks(visitor: Visitor, shop: dict[str, str], role: str) -> None:
    """From the list of shops, by the dialog, to the shop's own first page."""
    visitor.goto("/op/shops")
    visitor.button("shops:view_as.open_one", name=shop["name"]).click()
    dialog = visitor.dialog
    dialog.get_by_role("button", name=visitor.words("shops:view_as.go"), exact=True).click()
    visitor.sees(visitor.words("parts:reason.needed"), dialog)
    dialog.get_by_label(visitor.words("parts:reason.label")).fill(REASON)
    if role != "owner":
        dialog.get_by_label(visitor.words("shops:view_as.role")).click()
        visitor.page.get_by_title(visitor.words(f"app:role.{role}"), exact=True).last.click()
    dialog.get_by_role("button", name=visitor.words("shops:view_as.go"), exact=True).click()
    visitor.page.wait_for_url(f"**/s/{shop['id']}/today")


@pytest.mark.covers("ONB-13")
@pytest.mark.parametrize(("language", "phone"), [("zh-Hans", False), ("en", True)])
def test_an_operator_looks_as_the_owner_changes_nothing_and_is_seen(visit: Visit, language: str, phone: bool) -> None:
    seller = visit(SELLER)
    shop = seller.ask("GET", "/me")["shops"][0]
    operator = visit(OPERATOR, language=language, phone=phone)
    looks(operator, shop, "owner")
    band = operator.page.get_by_role("region", name=operator.words("app:viewing.label"))
    expect(band).to_contain_text(operator.words("app:viewing.as", shop=shop["name"], role=operator.words("app:role.owner")))
    expect(band).to_contain_text(re.compile(r"29:\d\d|30:00"))
    operator.goto(f"/s/{shop['id']}/staff")
    operator.foresees(403)
    operator.button("shops:staff.add").click()
    operator.dialog.get_by_label(operator.words("shops:staff.to")).fill("eve@example.org")
    operator.dialog.get_by_role("button", name=operator.words("shops:staff.add_go"), exact=True).click()
    expect(operator.dialog.get_by_role("alert")).to_be_visible()
    assert [one["email"] for one in seller.ask("GET", f"/shops/{shop['id']}/members") if one["email"] == "e***@example.org"] == []
    operator.goto("/op/shops")
    operator.page.wait_for_url(f"**/s/{shop['id']}/today")
    band.get_by_role("button", name=operator.words("app:viewing.end")).click()
    operator.page.wait_for_url("**/op/shops")
    expect(band).to_have_count(0)
    seller.goto(f"/s/{shop['id']}/staff")
    seen = seller.page.get_by_role("region", name=seller.words("shops:viewings.title"))
    expect(seen.locator("tbody tr.ant-table-row").first).to_contain_text(REASON)
    expect(seen.locator("tbody tr.ant-table-row").first).to_contain_text(seller.words("shops:viewings.minutes", n=1))


@pytest.mark.covers("ONB-13")
def test_at_the_desk_who_only_looks_reads_and_has_no_box_to_write_in(visit: Visit) -> None:
    agent = visit("agent.beichuang@example.org")
    shop = agent.ask("GET", "/me")["shops"][0]
    talk = agent.ask("GET", f"/shops/{shop['id']}/sessions?group=mine")["items"][0]["conversation"]
    operator = visit(OPERATOR)
    looks(operator, shop, "supervisor")
    operator.goto(f"/s/{shop['id']}/desk/{talk}")
    operator.reads("desk:bench.only_looking")
    expect(operator.page.get_by_role("textbox", name=operator.words.pattern("desk:compose.to"))).to_have_count(0)
    operator.ask("POST", "/me/viewing/end")
