"""A whole day of a shop: asked, ordered, paid, packed, handed over, arrived, completed; through a restart in the middle."""

import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser import demo
from tests.browser.conftest import Visit
from tests.browser.pages import AGENT, SELLER
from tests.browser.test_buying import GAIWAN, a_sku, order
from tests.browser.test_printing import bars, waybills
from tests.browser.test_selling import shop_of
from tests.browser.test_talking import BUYER, last, says, takes
from tests.browser.visitor import Visitor
from tests.browser.words import money

pytestmark = pytest.mark.browser

BRISK, FAST = 600, 36_000
"""Pretend seconds a second: ten minutes while people work, ten hours while a parcel travels."""


@pytest.mark.covers("DSK-01", "ORD-01", "ORD-02", "ORD-03", "FUL-01", "CLK-01", "FIN-01")
def test_a_whole_day(visit: Visit, filled: Callable[[str], Path]) -> None:
    data, port = filled("day"), demo.free_port()
    with demo.served(data, speed=BRISK, port=port) as url:
        buyer, agent = visit(BUYER, phone=True, at=url), visit(AGENT, at=url)
        packer, forgetful = visit("warehouse.beichuang@example.org", phone=True, at=url), visit("buyer2.cn@example.org", phone=True, at=url)
        seller = visit(SELLER, at=url)
        shop = shop_of(agent)
        asks_and_is_answered(buyer, agent, shop)
        sku = a_sku(buyer, GAIWAN, "素白 150 ml")
        order(forgetful, sku)
        left = str(forgetful.ask("GET", "/me/orders?tab=unpaid&limit=1")["items"][0]["id"])
        order(buyer, sku)
        buyer.button("payments:pay", amount=money("238.00")).click()
        buyer.reads("payments:paid", amount=money("238.00"))
        bought = buyer.ask("GET", "/me/orders?limit=1")["items"][0]
        package = packs_prints_and_hands_over(packer, shop, str(bought["id"]), str(bought["number"]))
        for one in (buyer, agent, packer, forgetful, seller):
            one.drops()
    with demo.served(data, speed=FAST, port=port):
        buyer.goto(f"/orders/{bought['id']}")
        expect(buyer.page.get_by_role("heading", level=1)).to_have_text(buyer.words("orders:mine.head.in_transit"))
        packer.ask("POST", f"/packages/{package}/scans", {"event": "delivered"})
        done = buyer.words("orders:mine.head.completed")
        expect(buyer.page.get_by_role("heading", level=1)).to_have_text(done, timeout=90_000)
        told = seller.ask("GET", f"/orders/{bought['id']}/ledger")
        assert told["picture"]["balanced"]
        held = {one["account"]: one["balance"]["amount"] for one in told["accounts"]}
        assert held[f"{shop}:order.pending:{bought['id']}"] == "238.00"
        seller.goto(f"/s/{shop}/orders/{bought['id']}")
        seller.sees(money("238.00"))
        forgetful.goto(f"/orders/{left}")
        gone = forgetful.words("orders:mine.head.cancelled")
        expect(forgetful.page.get_by_role("heading", level=1)).to_have_text(gone, timeout=60_000)
        assert forgetful.ask("GET", f"/orders/{left}")["ended"]["initiator"] == "clock"


def asks_and_is_answered(buyer: Visitor, agent: Visitor, shop: str) -> None:
    """In the chat of the shop, on a phone; at the desk."""
    question, answer = f"Q {uuid4().hex[:8]}", f"A {uuid4().hex[:8]}"
    agent.goto(f"/s/{shop}/desk?group=waiting")
    buyer.goto(f"/chat/{shop}")
    says(buyer, question)
    takes(agent, question)
    says(agent, answer)
    expect(last(buyer)).to_have_text(answer)


def packs_prints_and_hands_over(packer: Visitor, shop: str, order_id: str, number: str) -> str:
    """On a phone in the warehouse, once the buyer's free hour is over; the id of the parcel."""
    until = time.monotonic() + 60
    while packer.ask("GET", f"/orders/{order_id}")["state"] != "to_process":
        assert time.monotonic() < until, "the free hour does not end"
        time.sleep(0.5)
    packer.goto(f"/s/{shop}/warehouse")
    packer.field("fulfilment:scan").fill(number)
    packer.field("fulfilment:scan").press("Enter")
    packer.button("fulfilment:pack").click()
    assert bars(packer, packer.link("fulfilment:open_label")) == waybills(packer, [{"id": order_id}])
    packer.button("fulfilment:collect").click()
    expect(packer.button("fulfilment:print")).to_have_count(0)
    return str(packer.ask("GET", f"/orders/{order_id}/packages")[0]["id"])
