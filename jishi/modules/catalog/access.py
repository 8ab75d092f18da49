"""The only doors to the catalog from outside: is it yours, may you, and as whom do you see it?"""

from typing import Literal

from jishi.kernel import rows
from jishi.kernel.access import Actor
from jishi.kernel.errors import NotAllowed, NotFound, NotSignedIn
from jishi.modules.catalog.models import Product, Sku
from jishi.modules.catalog.states import ON_SALE

READ, EDIT, STOCK, REVIEW, BAN = "catalog.read", "catalog.edit", "catalog.stock", "catalog.review", "catalog.ban"
View = Literal["buyer", "shop", "operator"]


def access_product(actor: Actor, product_id: str) -> tuple[Product, View]:
    """A product and as whom the actor sees it: its shop's staff, an operator, or anybody when it is on sale. Raises NotFound."""
    product = rows.one(Product, product_id)
    if product is None:
        raise NotFound
    if actor.holds(READ, product.shop):
        return product, "shop"
    if actor.holds(READ):
        return product, "operator"
    if product.state != ON_SALE:
        raise NotFound
    return product, "buyer"


def access_own_product(actor: Actor, product_id: str, may: str = EDIT) -> Product:
    """A product of a shop where the actor may do this.

    Raises NotSignedIn for nobody, NotFound for another shop's, NotAllowed when the role lacks it.
    """
    _signed_in(actor)
    product, view = access_product(actor, product_id)
    if not actor.holds(may, product.shop):
        raise NotAllowed(permission=may) if view != "buyer" else NotFound
    return product


def access_review(actor: Actor, product_id: str, may: str = REVIEW) -> Product:
    """A product for the operator who judges it. Nobody judges goods of a shop that they work in.

    Raises NotSignedIn, NotFound for who is no operator, NotAllowed when the role lacks it or they stand on both sides.
    """
    _signed_in(actor)
    if not actor.holds(may):
        _, view = access_product(actor, product_id)
        raise NotAllowed(permission=may) if view != "buyer" else NotFound
    product = rows.one(Product, product_id)
    if product is None:
        raise NotFound
    if on_both_sides(actor, product):
        raise NotAllowed("catalog.both_sides", permission=may)
    return product


def access_sku(actor: Actor, sku_id: str) -> Sku:
    """A SKU whose stock the actor may change, its product with it. Raises NotSignedIn, NotFound, NotAllowed."""
    _signed_in(actor)
    sku = rows.one(Sku, sku_id)
    product = rows.one(Product, sku.product_id) if sku else None
    if sku is None or product is None:
        raise NotFound
    actor.needs(STOCK, sku.shop)
    sku.product = product
    return sku


def on_both_sides(actor: Actor, product: Product) -> bool:
    """Does the actor work in the product's shop?"""
    return product.shop in actor.shops


def _signed_in(actor: Actor) -> None:
    if actor.kind == "nobody":
        raise NotSignedIn
