"""The cart, and what a basket would cost now."""

from collections.abc import Mapping
from typing import Any

from jishi.kernel import clock, files, rows
from jishi.kernel.money import Money
from jishi.modules.catalog import queries as catalog
from jishi.modules.catalog.queries import Buyable
from jishi.modules.orders import law
from jishi.modules.orders.models import Order
from jishi.modules.shops import queries as shops


def cart(person: str) -> dict[str, Any]:
    """What a buyer means to order, shop by shop, with what is no longer to be had set apart."""
    return quote(dict(rows.sql("SELECT sku, quantity FROM orders_cartline WHERE person = %s ORDER BY added_at, id", [person])))


def quote(basket: Mapping[str, int]) -> dict[str, Any]:
    """What a basket (SKU -> pieces) would cost, and which promises come with it; nothing is held by it."""
    found = catalog.buyable(list(basket))
    by_shop: dict[str, list[dict[str, Any]]] = {}
    gone = []
    for sku, n in basket.items():
        item = found.get(sku)
        if item is None or not item.on_sale or item.available < n:
            gone.append({"sku_id": sku, "title": item.title if item else "", "available": item.available if item and item.on_sale else 0})
        if item is not None:
            by_shop.setdefault(item.shop, []).append(_line(item, n))
    named = shops.named(list(by_shop))
    groups = [_group(shop, named[shop], lines, found) for shop, lines in by_shop.items()]
    currencies = {group["total"]["currency"] for group in groups}
    whole = sum(Money.of(group["total"]["amount"], group["total"]["currency"]).minor for group in groups)
    total = Money(whole, next(iter(currencies))).json() if len(currencies) == 1 else None
    return {"shops": groups, "count": sum(basket.values()), "total": total, "unavailable": gone}


def _line(item: Buyable, n: int) -> dict[str, Any]:
    return {
        "sku_id": item.sku,
        "product_id": item.product,
        "title": item.title,
        "sku_name": item.sku_name,
        "picture": files.url(item.picture) if item.picture else None,
        "quantity": n,
        "available": item.available,
        "on_sale": item.on_sale,
        "price": Money(item.price_minor, item.currency).json(),
        "total": Money(item.price_minor * n, item.currency).json(),
    }


def _group(shop: str, name: str, lines: list[dict[str, Any]], found: Mapping[str, Buyable]) -> dict[str, Any]:
    now = clock.now()
    first = found[lines[0]["sku_id"]]
    order = Order(shop=shop, market=first.market, currency=first.currency, placed_at=now)
    due = sum(found[line["sku_id"]].price_minor * line["quantity"] for line in lines if line["on_sale"])
    hand_over = law.hand_over_within(order, now)
    return {
        "shop": {"id": shop, "name": name},
        "market": first.market,
        "lines": lines,
        "total": Money(due, first.currency).json(),
        "methods": [method for method in ("online", "cash_on_delivery") if method in law.methods(now, first.market).value],
        "pay_by": law.unpaid_limit(order).after(now) if law.unpaid_limit(order).applies else None,
        "hand_over_by": hand_over.after(now) if hand_over.applies else None,
    }
