"""Several parcels of an order and several orders in a parcel, in the browser: split and packed as one again, merged from the list."""

from collections import defaultdict

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_selling import shop_of, to_pack
from tests.browser.words import grouped

pytestmark = pytest.mark.browser


@pytest.mark.covers("FUL-01")
def test_an_order_is_split_and_packed_as_one_again(visit: Visit) -> None:
    seller = visit("beichuang@example.org")
    shop = shop_of(seller)
    order = next(one for one in to_pack(seller, shop) if sum(line["quantity"] for line in one["lines"]) > 1)
    first = next(line for line in order["lines"])
    pieces = sum(line["quantity"] for line in order["lines"])
    seller.goto(f"/s/{shop}/orders/{order['id']}")
    seller.button("orders:parcel.split").click()
    go = seller.button("orders:split.go", count=2)
    expect(go).to_be_disabled()
    name = seller.words("orders:split.pieces", title=first["title"], n=2, here=first["quantity"])
    seller.page.get_by_role("spinbutton", name=name).first.fill("1")
    go.click()
    expect(seller.button("orders:parcel.repack")).to_be_visible()
    made = seller.ask("GET", f"/orders/{order['id']}/packages")
    assert sorted(sum(one["quantity"] for one in parcel["contents"]) for parcel in made) == sorted([1, pieces - 1])
    for parcel in made:
        seller.sees(grouped(parcel["waybill"]))
    seller.button("orders:parcel.repack").click()
    expect(seller.button("orders:parcel.repack")).to_have_count(0)
    last = seller.ask("GET", f"/orders/{order['id']}/packages")[-1]
    assert (last["state"], sum(one["quantity"] for one in last["contents"])) == ("packed", pieces)


@pytest.mark.covers("FUL-01", "ORD-07")
def test_orders_of_one_buyer_are_packed_together(visit: Visit) -> None:
    seller = visit("beichuang@example.org")
    shop = shop_of(seller)
    by_buyer = defaultdict(list)
    for one in to_pack(seller, shop):
        by_buyer[one["buyer"]["id"]].append(one)
    buyer = next(buyer for buyer, some in by_buyer.items() if len(some) > 1)
    mine = by_buyer[buyer][:2]
    other = next(some[0] for one, some in by_buyer.items() if one != buyer)
    seller.goto(f"/s/{shop}/orders?tab=to_ship&sub=pack&sort=due")
    for one in (*mine, other):
        seller.page.get_by_role("checkbox", name=seller.words("orders:list.choose", number=one["number"])).check()
    expect(seller.button("orders:act.bulk_merge")).to_have_count(0)
    seller.page.get_by_role("checkbox", name=seller.words("orders:list.choose", number=other["number"])).uncheck()
    seller.button("orders:act.bulk_merge").click()
    seller.reads("orders:batch.done_merge", count=2)
    shared = [seller.ask("GET", f"/orders/{one['id']}/packages") for one in mine]
    assert [len(some) for some in shared] == [1, 1]
    assert shared[0][0]["id"] == shared[1][0]["id"]
    seller.goto(f"/s/{shop}/orders/{mine[0]['id']}")
    seller.reads("orders:parcel.with", count=1, numbers=grouped(mine[1]["number"]))
    packer = visit("warehouse.beichuang@example.org", phone=True)
    packer.goto(f"/s/{shop}/warehouse?show=collect&order={mine[0]['id']}")
    packer.reads("fulfilment:with", count=1, numbers=grouped(mine[1]["number"]))
