"""Goods for tests, made as a person would: by actions."""

from typing import Any

from jishi.kernel.ids import new_id
from jishi.kernel.money import Money
from jishi.kernel.runner import act
from jishi.modules.catalog import actions
from jishi.modules.catalog.actions import ProductDraft, SkuDraft
from jishi.modules.catalog.models import Product, Sku, StockLevel

MERCHANT, REVIEWER = "person:merchant", "person:reviewer"


def draft(*skus: SkuDraft, **given: Any) -> ProductDraft:
    """A gaiwan with these variants, else one of 120 ml with ten pieces."""
    return ProductDraft(**({"title": "青瓷盖碗", "category": "teapots", "skus": skus or (variant(stock=10),)} | given))


def variant(code: str = "GW-120", price: str = "99.00", currency: str = "CNY", **given: Any) -> SkuDraft:
    """A variant with a price."""
    return SkuDraft(code=code, price=Money.of(price, currency), **given)


def product(*skus: SkuDraft, shop: str = "", market: str = "CN", on_sale: bool = True, **given: Any) -> Product:
    """A product on sale, or a draft."""
    made = act(actions.create_product, shop or new_id("shp"), market, draft(*skus, **given), actor=MERCHANT)
    if on_sale:
        act(actions.submit, made, actor=MERCHANT)
        act(actions.approve, made, actor=REVIEWER)
    return Product.objects.get(pk=made.pk)


def skus(of: Product) -> list[Sku]:
    """A product's variants in their order."""
    return list(Sku.objects.filter(product=of).order_by("position"))


def shelf(sku: Sku) -> tuple[int, int]:
    """What is on hand of a SKU and what is reserved."""
    level = StockLevel.objects.get(sku=sku, selling=True)
    return level.on_hand, level.reserved
