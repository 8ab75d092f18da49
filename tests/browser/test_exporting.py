"""Orders taken away as a table: asked for on a page, written while one is elsewhere, found in the tray, downloaded."""

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_selling import shop_of

pytestmark = pytest.mark.browser


@pytest.mark.covers("ORD-06")
def test_orders_are_exported_while_one_is_elsewhere(visit: Visit) -> None:
    seller = visit("rangup@example.org", language="en")
    shop = shop_of(seller)
    seller.goto(f"/s/{shop}/orders")
    seller.link("orders:export.act").click()
    page = seller.page
    page.get_by_text(seller.words("orders:export.template.order_items")).click()
    page.get_by_text("CSV", exact=True).click()
    seller.button("orders:export.act").click()
    seller.reads("orders:export.begun")
    page.get_by_role("link", name=seller.words("app:nav.today")).locator("visible=true").click()
    expect(page).to_have_url(re.compile("/today"))
    seller.button("app:jobs.title").click()
    with page.expect_download() as told:
        seller.dialog.get_by_role("link", name=seller.words("app:jobs.download")).first.click()
    lines = list(csv.reader(io.StringIO(Path(told.value.path()).read_text(encoding="utf-8-sig"))))
    orders = seller.ask("GET", f"/shops/{shop}/orders?limit=200")
    assert told.value.suggested_filename.endswith(".csv")
    assert {line[0].strip() for line in lines[1:]} == {one["number"] for one in orders["items"]}
    seller.goto(f"/s/{shop}/exports")
    expect(page.get_by_role("link", name=seller.words("orders:export.download"))).to_have_count(1)


def test_too_old_is_said_at_the_field(visit: Visit) -> None:
    seller = visit("tarn@example.org", language="zh-Hans")
    shop = shop_of(seller)
    seller.foresees(422)
    seller.goto(f"/s/{shop}/exports")
    since = seller.page.get_by_label(seller.words("orders:export.since"), exact=True)
    since.fill("2024-01-01")
    seller.button("orders:export.act").click()
    expect(seller.page.locator(".ant-form-item", has=since)).to_contain_text("能导出最近 90 天的订单。")
