"""Paper at the desk and in the warehouse: many labels at once from the list, one order packed on a phone; the papers hold the waybills."""

from typing import Any

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.test_selling import shop_of, to_pack
from tests.browser.visitor import Visitor
from tests.browser.words import grouped

pytestmark = pytest.mark.browser

PIXELS_PER_POINT = 203 / 72
"""As a common label printer prints."""


def bars(who: Visitor, link: Locator) -> list[str]:
    """What a scanner reads on each page of the paper behind a link."""
    with who.page.expect_download() as download:
        link.click()
    document = pypdfium2.PdfDocument(download.value.path().read_bytes())
    return [one.text for page in document for one in zxingcpp.read_barcodes(page.render(scale=PIXELS_PER_POINT).to_pil())]


def waybills(who: Visitor, orders: list[dict[str, Any]]) -> list[str]:
    return [str(who.ask("GET", f"/orders/{one['id']}/packages")[0]["waybill"]) for one in orders]


@pytest.mark.covers("FUL-01", "ORD-07")
def test_selected_orders_are_packed_and_labelled_at_once(visit: Visit) -> None:
    seller = visit("beichuang@example.org")
    shop = shop_of(seller)
    orders = to_pack(seller, shop)[:2]
    seller.goto(f"/s/{shop}/orders?tab=to_ship&sub=pack&sort=due")
    for one in orders:
        seller.page.get_by_role("checkbox", name=seller.words("orders:list.choose", number=one["number"])).check()
    seller.button("orders:act.bulk_labels").click()
    seller.reads("orders:batch.done_labels", count=2)
    assert sorted(bars(seller, seller.link("orders:batch.open"))) == sorted(waybills(seller, orders))
    seller.goto(f"/s/{shop}/orders?tab=all&waybill={waybills(seller, orders)[0]}")
    rows = seller.page.locator("tbody tr.ant-table-row")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(grouped(orders[0]["number"]))


@pytest.mark.covers("FUL-01")
def test_an_order_is_found_by_its_number_packed_and_labelled_on_a_phone(visit: Visit) -> None:
    packer = visit("warehouse.beichuang@example.org", phone=True)
    shop = shop_of(packer)
    order = to_pack(packer, shop)[0]
    packer.goto(f"/s/{shop}/warehouse")
    packer.field("fulfilment:scan").fill(order["number"])
    packer.field("fulfilment:scan").press("Enter")
    packer.button("fulfilment:pack").click()
    assert bars(packer, packer.link("fulfilment:open_label")) == waybills(packer, [order])
    packer.button("fulfilment:collect").click()
    expect(packer.button("fulfilment:print")).to_have_count(0)
    assert packer.ask("GET", f"/orders/{order['id']}")["state"] == "in_transit"
