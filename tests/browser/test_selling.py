"""A shop at its desk: the list of orders, an order's way from packing to the door, a buyer's wish to cancel, its people."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.browser.words import grouped, money

pytestmark = pytest.mark.browser

TABS = ("all", "unpaid", "to_ship", "shipped", "completed", "cancelled", "cancelling")


def shop_of(seller: Visitor) -> str:
    """The shop where they work."""
    return str(seller.ask("GET", "/me")["shops"][0]["id"])


def to_pack(seller: Visitor, shop: str) -> list[dict[str, Any]]:
    """The shop's orders that wait to be packed and that nobody wishes to cancel, the last due first."""
    found = seller.ask("GET", f"/shops/{shop}/orders?tab=to_ship&sub=pack&sort=due&limit=100")["items"]
    return [one for one in reversed(found) if one["cancellation"] is None]


def test_the_list_has_tabs_with_counts_and_opens_an_order(visit: Visit) -> None:
    seller = visit("beichuang@example.org")
    shop = shop_of(seller)
    seller.goto(f"/s/{shop}/orders")
    tabs = seller.page.get_by_role("navigation", name=seller.words("orders:list.title"))
    counts = seller.ask("GET", f"/shops/{shop}/orders/counts")
    assert counts["all"] == sum(counts[tab] for tab in TABS[1:-1])
    for tab in TABS:
        name = seller.words(f"orders:tab.{tab}")
        expect(tabs.get_by_role("link", name=re.compile(f"^{name}"))).to_have_text(f"{name}{counts[tab]}")
    rows = seller.page.locator("tbody tr.ant-table-row")
    for tab in (*TABS[1:], "to_ship"):
        tabs.get_by_role("link", name=re.compile("^" + seller.words(f"orders:tab.{tab}"))).click()
        expect(seller.page).to_have_url(re.compile(f"tab={tab}"))
        expect(rows).to_have_count(min(counts[tab], 20))
    first = seller.ask("GET", f"/shops/{shop}/orders?tab=to_ship&sort=due&limit=1")["items"][0]
    expect(rows.first).to_contain_text(grouped(first["number"]))
    rows.first.locator("td").nth(3).click()
    expect(seller.page).to_have_url(re.compile(first["id"]))
    expect(seller.page.get_by_role("heading", level=1)).to_contain_text(grouped(first["number"]))


@pytest.mark.covers("FUL-01")
def test_the_recipient_is_shown_for_a_reason(visit: Visit) -> None:
    seller = visit("beichuang@example.org")
    shop = shop_of(seller)
    order = to_pack(seller, shop)[0]
    seller.goto(f"/s/{shop}/orders/{order['id']}")
    whole = seller.ask("GET", f"/orders/{order['id']}")
    seller.reads("parts:masked.trace", left=whole["reveals_left"])
    seller.button("parts:masked.show").click()
    seller.field("parts:masked.reason").fill("courier asks")
    seller.button("parts:masked.show").last.click()
    expect(seller.page.get_by_text(whole["address"]["name"], exact=True)).to_have_count(0)
    seller.reads("parts:masked.trace", left=whole["reveals_left"] - 1)


@pytest.mark.covers("ORD-01")
def test_packing_collecting_and_delivering(visit: Visit) -> None:
    seller = visit("beichuang@example.org")
    shop = shop_of(seller)
    order = to_pack(seller, shop)[0]["id"]
    seller.goto(f"/s/{shop}/orders/{order}")
    seller.button("orders:act.pack_label").click()
    seller.reads("orders:state.shop.awaiting_collection")
    seller.button("orders:parcel.scan_collected").click()
    seller.reads("orders:state.shop.in_transit")
    seller.settled()  # until all of the page is fresh its buttons turn, and take no click
    seller.button("orders:parcel.scan_delivered").click()
    seller.reads("orders:state.shop.delivered")
    expect(seller.button("orders:parcel.scan_delivered")).to_have_count(0)
    done = seller.ask("GET", f"/orders/{order}")
    assert done["state"] == "delivered"
    assert [step["verb"] for step in done["history"][:3]] == ["deliver", "collect", "pack"]
    clocks = {one["kind"]: one["state"] for one in done["deadlines"]}
    assert (clocks["orders.hand_over_by"], clocks["orders.completion"]) == ("met", "open")


OWNERS = {"北窗茶器": "beichuang@example.org", "半山果园": "banshan@example.org"}


@pytest.mark.covers("ORD-03", "ORD-05")
def test_a_wish_to_cancel_is_declined_another_agreed_to(visit: Visit) -> None:
    buyer = visit(phone=True)
    declined, agreed = a_buyer_who_waits(buyer)
    wish_to_cancel(buyer, declined["id"])
    wish_to_cancel(buyer, agreed["id"])
    seller = visit(OWNERS[declined["shop"]["name"]])
    shop = declined["shop"]["id"]
    seller.goto(f"/s/{shop}/orders?tab=cancelling")
    seller.link("orders:act.answer_one", number=grouped(declined["number"])).click()
    seller.reads("orders:request.title")
    seller.button("orders:request.decline").click()
    decline = seller.dialog.get_by_role("button", name=seller.words.pattern("orders:request.decline"))
    decline.click()
    seller.reads("orders:request.decline_needs")
    seller.field("orders:request.decline_reason").fill("已经装箱，今晚发出")
    decline.click()
    expect(seller.page.get_by_role("heading", name=seller.words("orders:request.title"))).to_have_count(0)
    kept = seller.ask("GET", f"/orders/{declined['id']}")
    assert (kept["state"], kept["cancellation"]["state"]) == ("to_process", "rejected")
    seller.goto(f"/s/{shop}/orders/{agreed['id']}")
    seller.button("orders:request.agree_refund", amount=money(agreed["amounts"]["paid"]["amount"])).click()
    seller.reads("orders:state.shop.cancelled")
    gone = seller.ask("GET", f"/orders/{agreed['id']}")
    assert (gone["state"], gone["ended"]["cause"]) == ("cancelled", "buyer_agreed")
    assert gone["amounts"]["refunded"] == agreed["amounts"]["paid"]
    buyer.goto(f"/orders/{declined['id']}")
    buyer.sees(re.compile("已经装箱，今晚发出"))
    buyer.goto(f"/orders/{agreed['id']}")
    buyer.sees(re.compile(re.escape(buyer.words("orders:mine.refunded", amount=money(agreed["amounts"]["paid"]["amount"])))))


def a_buyer_who_waits(buyer: Visitor) -> list[dict[str, Any]]:
    """Be a buyer with two paid orders that one shop has yet to pack; the two."""
    for who in range(1, 6):
        buyer.enter_as(f"buyer{who}.cn@example.org")
        found = buyer.ask("GET", "/me/orders?tab=to_ship&limit=100")["items"]
        for name in OWNERS:
            here = [one for one in found if one["shop"]["name"] == name and one["state"] == "to_process" and one["cancellation"] is None]
            if len(here) > 1:
                return here[:2]
    raise AssertionError("the demonstration has no buyer with two orders to be packed in one shop")


def wish_to_cancel(buyer: Visitor, order: str) -> None:
    """Ask the shop to cancel."""
    buyer.goto(f"/orders/{order}")
    buyer.button("orders:mine.cancel_one").click()
    buyer.dialog.get_by_text(buyer.words.all("orders:cancel.buyer_reasons")[1]).click()
    buyer.dialog.get_by_role("button", name=buyer.words("orders:cancel.buyer_verb.ask")).click()
    expect(buyer.page.get_by_role("heading", level=1)).to_have_text(buyer.words("orders:mine.head.asked"))


@pytest.mark.covers("ONB-13")
def test_people_come_into_a_shop_and_go(visit: Visit) -> None:
    seller = visit("banshan@example.org", language="en")
    shop = shop_of(seller)
    seller.foresees(422)
    seller.goto(f"/s/{shop}/staff")
    seller.button("shops:staff.add").click()
    add = seller.dialog.get_by_role("button", name=seller.words.pattern("shops:staff.add_go"))
    add.click()
    seller.reads("shops:staff.needs_to")
    seller.field("shops:staff.to").fill("nobody at all")
    add.click()
    expect(seller.field("shops:staff.to")).to_have_accessible_description(re.compile("phone"))
    seller.field("shops:staff.to").fill("packer.banshan@example.org")
    add.click()
    row = seller.page.get_by_role("row").filter(has_text="p***@example.org")
    expect(row).to_be_visible()
    expect(seller.page.get_by_role("dialog")).to_have_count(0)
    assert "packer" not in seller.page.content()
    row.get_by_role("button", name=seller.words.pattern("shops:staff.end_one")).click()
    seller.dialog.get_by_role("button", name=seller.words.pattern("shops:staff.end")).click()
    expect(row).to_have_count(0)


def test_what_a_role_may_not_do_is_not_offered(visit: Visit) -> None:
    packer = visit("warehouse.beichuang@example.org")
    shop = shop_of(packer)
    packer.goto(f"/s/{shop}/orders")
    expect(packer.link("app:nav.rules").first).to_be_visible()
    expect(packer.link("app:nav.staff")).to_have_count(0)
    packer.foresees(403)
    packer.goto(f"/s/{shop}/staff")
    packer.reads("parts:problem.not_allowed")
