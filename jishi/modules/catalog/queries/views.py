"""A product as its reader may see it: buyer, shop or operator; lists without a query per row."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jishi.kernel import clock, deadlines, files, rows, words
from jishi.kernel.access import Actor
from jishi.kernel.money import Money
from jishi.lawbook import countdown
from jishi.modules.catalog import law
from jishi.modules.catalog.models import Category, Product, Sku, StockLevel
from jishi.modules.catalog.queries.verbs import verbs_of
from jishi.modules.shops import queries as shops


@dataclass(frozen=True, slots=True)
class Shelf:
    """Pieces of a SKU: all, promised to orders, free."""

    on_hand: int = 0
    reserved: int = 0

    @property
    def free(self) -> int:
        """How many can be bought."""
        return self.on_hand - self.reserved


def listed(products: Sequence[Product], view: str, lang: str, actor: Actor | None = None) -> list[dict[str, Any]]:
    """Products as a list shows them; with their verbs when the actor is given."""
    found = [product.pk for product in products]
    skus: dict[str, list[Sku]] = defaultdict(list)
    for sku in Sku.objects.filter(product__in=found).order_by("position", "id"):
        skus[sku.product_id].append(sku)
    shelves = _shelves(found)
    named = shops.named({product.shop for product in products}, lang)
    categories = dict(Category.objects.filter(pk__in={product.category_id for product in products}).values_list("code", "names"))
    out = []
    for product in products:
        one = _row(product, skus[product.pk], shelves, view)
        one["shop"] = {"id": product.shop, "name": named[product.shop]}
        one["category"] = {"code": product.category_id, "name": categories[product.category_id][lang]}
        one["state_text"] = words.say(f"catalog.state.{product.state}", lang)
        one["verbs"] = verbs_of(product, actor, view) if actor else None
        out.append(one)
    return out


def view(product: Product, as_whom: str, actor: Actor, lang: str) -> dict[str, Any]:
    """One product, whole."""
    one = listed([product], as_whom, lang, actor)[0]
    clocks = [] if as_whom == "buyer" else deadlines.of([product.pk])
    return one | {"deadlines": countdown.views(clocks, lang)}


def sku_view(sku: Sku, shelf: Shelf, product: Product, as_whom: str, low_at: int | None) -> dict[str, Any]:
    """A variant; what is promised to orders, and whether it runs out, is for its shop and operators."""
    own = as_whom != "buyer"
    warned_at = sku.low_at if sku.low_at is not None else low_at
    return {
        "id": sku.pk,
        "code": sku.code,
        "barcode": sku.barcode,
        "name": sku.name,
        "price": Money(sku.price_minor, product.currency).json(),
        "weight_grams": sku.weight_grams,
        "stock": shelf.free,
        "picture": files.url(sku.picture) if sku.picture else None,
        "active": sku.active,
        "on_hand": shelf.on_hand if own else None,
        "reserved": shelf.reserved if own else None,
        "low_at": warned_at if own else None,
        "low": (sku.active and warned_at is not None and shelf.free <= warned_at) if own else None,
    }


def one_sku(sku: Sku) -> dict[str, Any]:
    """A variant as its shop sees it; its product is loaded with it."""
    ruling = law.low_at(clock.now(), sku.product.market)
    ((on_hand, reserved),) = rows.sql("SELECT on_hand, reserved FROM catalog_stocklevel WHERE sku_id = %s AND selling", [sku.pk])
    return sku_view(sku, Shelf(on_hand, reserved), sku.product, "shop", ruling.value)


def _shelves(products: Sequence[str]) -> dict[str, Shelf]:
    levels = StockLevel.objects.filter(sku__product__in=products, selling=True).values_list("sku_id", "on_hand", "reserved")
    return {sku: Shelf(on_hand, reserved) for sku, on_hand, reserved in levels}


def _row(product: Product, skus: Sequence[Sku], shelves: dict[str, Shelf], as_whom: str) -> dict[str, Any]:
    own = as_whom != "buyer"
    ruling = law.low_at(clock.now(), product.market)
    shown = [sku for sku in skus if own or sku.active]
    variants = [sku_view(sku, shelves.get(sku.pk, Shelf()), product, as_whom, ruling.value) for sku in shown]
    prices = [sku.price_minor for sku in skus if sku.active] or [sku.price_minor for sku in skus]
    return {
        "id": product.pk,
        "view": as_whom,
        "title": product.title,
        "description": product.description,
        "attributes": product.attributes,
        "pictures": [files.url(key) for key in product.pictures],
        "market": product.market,
        "currency": product.currency,
        "state": product.state,
        "reasons": product.reasons if own else [],
        "skus": variants,
        "price_from": Money(min(prices), product.currency).json() if prices else None,
        "price_to": Money(max(prices), product.currency).json() if prices else None,
        "stock": sum(variant["stock"] for variant in variants if variant["active"]),
        "low": any(variant["low"] for variant in variants) if own else None,
        "made_at": product.made_at,
        "published_at": product.published_at,
        "submitted_at": product.submitted_at if own else None,
        "review_overdue_at": product.review_overdue_at if own else None,
    }
