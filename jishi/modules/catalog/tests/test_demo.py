"""The demonstration's goods: all go on sale through actions, and no two products look alike."""

import xml.etree.ElementTree as ET

import pytest

from jishi.kernel.files import read
from jishi.modules.catalog import demo
from jishi.modules.catalog.demo.drawings import THINGS, still_life
from jishi.modules.catalog.models import Product, Sku
from jishi.modules.catalog.queries import checks
from tests import people
from tests.rows import unchanged


@pytest.mark.django_db
def test_six_shops_sell_goods_that_each_have_a_picture_of_their_own() -> None:
    shops = {slug: people.a_shop(shop["market"], shop["name"], f"{slug}@example.org") for slug, shop in demo.shops().items()}
    ids = {slug: shop.id for slug, shop in shops.items()}
    assert demo.fill(ids) == 48
    assert [(shop.market, shop.currency) for shop in shops.values()] == [
        *(("CN", "CNY"), ("CN", "CNY"), ("MY", "MYR"), ("MY", "MYR"), ("UK", "GBP"), ("UK", "GBP"))
    ]
    products = list(Product.objects.all())
    assert {product.state for product in products} == {"on_sale"}
    covers = [product.pictures[0] for product in products]
    assert len(set(covers)) == 48
    kind, content = read(covers[0])
    assert (kind, ET.fromstring(content).get("viewBox")) == ("image/svg+xml", "0 0 120 120")
    assert Sku.objects.count() == 101
    assert [*checks.products(), *checks.skus(), *checks.levels(), *checks.warehouses()] == []
    buyer = people.signed_in("buyer@example.org")
    assert [buyer.ask("GET", f"/markets/{market}/products").json()["total"] for market in ("CN", "MY", "UK")] == [16, 16, 16]
    found = buyer.ask("GET", "/markets/CN/products?q=盖碗").json()["items"]
    assert [(one["title"], one["price_from"]["amount"]) for one in found] == [("手作白瓷盖碗三件套 高白泥", "198.00")]
    assert demo.fill_waiting(ids) == 4
    waiting = Product.objects.exclude(state="on_sale").order_by("market", "title").values_list("market", "state")
    assert list(waiting) == [("CN", "in_review"), ("MY", "draft"), ("UK", "draft"), ("UK", "in_review")]
    assert len(Product.objects.get(market="MY", state="draft").reasons) == 2
    with unchanged():
        assert (demo.fill(ids), demo.fill_waiting(ids)) == (0, 0)


def test_every_thing_can_be_drawn() -> None:
    for name in THINGS:
        assert ET.fromstring(still_life("sage", [f"{name} celadon cream"])).tag.endswith("svg")
    assert len(THINGS) == 36
