"""Create: a shop writes down what it means to sell, as a draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jishi.kernel import clock, ids, rows
from jishi.lawbook import currency
from jishi.modules.catalog.actions.wares import (
    SkuDraft,
    check_category,
    check_count,
    check_drafts,
    check_pictures,
    check_unlike,
    first_warehouse,
    flush_unlike,
    put_up,
)
from jishi.modules.catalog.models import Product


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """A product to be made; `pictures` are keys of public files, the first is the cover."""

    title: str
    category: str
    description: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    pictures: Sequence[str] = ()
    skus: Sequence[SkuDraft] = ()


def create_product(shop: str, market: str, draft: ProductDraft, *, actor: str) -> Product:
    """A new draft of the shop, priced in its market's currency; with the first one the shop gets its first warehouse.

    Raises NoSuchCategory, NoSuchPicture, TooManyPictures, TooManySkus, BadPrice, BadBarcode, CodeTaken, NameTaken.
    """
    now = clock.now()
    check_category(draft.category)
    check_pictures(draft.pictures, now, market)
    check_count(len(draft.skus), now, market)
    codes = {f"skus.{n}.code": sku.code for n, sku in enumerate(draft.skus)}
    check_unlike(shop, codes, [(f"skus.{n}.name", sku.name) for n, sku in enumerate(draft.skus)])
    money = currency(market)
    check_drafts(dict(enumerate(draft.skus)), money)
    product = Product(
        id=ids.new_id("prd"),
        shop=shop,
        market=market,
        currency=money,
        title=draft.title,
        description=draft.description,
        category_id=draft.category,
        attributes=dict(draft.attributes),
        pictures=list(draft.pictures),
        made_at=now,
        changed_at=now,
    )
    rows.add(product)
    first_warehouse(shop)
    put_up(product, draft.skus, 0, actor=actor)
    flush_unlike()
    return product
