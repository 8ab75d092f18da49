"""The demonstration's goods: six fictional shops with things worth looking at, each with a picture of its own; made through actions."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from jishi.kernel import files
from jishi.kernel.access import THE_DEMO
from jishi.kernel.money import Money
from jishi.kernel.runner import act
from jishi.lawbook import currency
from jishi.modules.catalog import actions
from jishi.modules.catalog.actions import ProductDraft, SkuDraft
from jishi.modules.catalog.demo.drawings import still_life
from jishi.modules.catalog.models import Product

FILE = Path(__file__).with_name("goods.yaml")


@cache
def shops() -> dict[str, dict[str, Any]]:
    """Slug -> name, market and goods of each shop of the demonstration."""
    return yaml.load(FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)  # type: ignore[no-any-return]


def fill(shop_ids: Mapping[str, str]) -> int:
    """Put the goods of these shops (slug -> shop id) on sale; how many products were made. A shop that has goods is left as it is.

    The shops must be there, in the markets that `shops()` names.
    """
    made = 0
    for slug, shop in shop_ids.items():
        if Product.objects.filter(shop=shop).exists():
            continue
        for goods in shops()[slug]["goods"]:
            act(_put_on_sale, shop, shops()[slug]["market"], goods)
            made += 1
    return made


def fill_waiting(shop_ids: Mapping[str, str]) -> int:
    """Write down what these shops do not sell yet: for review, sent back with reasons, or a draft; how many products were made.

    To be called near the demonstration's own time, since a review has a clock. What is there is left as it is.
    """
    made = 0
    for slug, shop in shop_ids.items():
        for goods in shops()[slug].get("waiting", ()):
            if not Product.objects.filter(shop=shop, title=goods["title"]).exists():
                act(_leave_waiting, shop, shops()[slug]["market"], goods)
                made += 1
    return made


def _leave_waiting(shop: str, market: str, goods: Mapping[str, Any]) -> None:
    product = actions.create_product(shop, market, _draft(goods, currency(market)), actor=THE_DEMO)
    if goods["left"] != "draft":
        actions.submit(product, actor=THE_DEMO)
    if goods["left"] == "rejected":
        actions.reject(product, goods["reasons"], actor=THE_DEMO)


def _put_on_sale(shop: str, market: str, goods: Mapping[str, Any]) -> None:
    product = actions.create_product(shop, market, _draft(goods, currency(market)), actor=THE_DEMO)
    actions.submit(product, actor=THE_DEMO)
    actions.approve(product, actor=THE_DEMO)


def _draft(goods: Mapping[str, Any], money: str) -> ProductDraft:
    cover = _picture(goods["draw"])
    own = {sku["code"]: _picture(sku["draw"]) for sku in goods["skus"] if "draw" in sku}
    return ProductDraft(
        title=goods["title"],
        category=goods["category"],
        description=goods["description"],
        attributes=goods["attributes"],
        pictures=list(dict.fromkeys([cover, *own.values()])),
        skus=[
            SkuDraft(
                code=sku["code"],
                price=Money.of(sku["price"], money),
                name=sku["name"],
                barcode=sku.get("barcode", ""),
                weight_grams=sku["weight"],
                stock=sku["stock"],
                picture=own.get(sku["code"], ""),
            )
            for sku in goods["skus"]
        ],
    )


def _picture(drawing: list[str]) -> str:
    ground, *things = drawing
    return files.put_public(still_life(ground, things), "image/svg+xml")
