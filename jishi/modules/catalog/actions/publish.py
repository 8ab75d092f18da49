"""Publish: a shop puts a product that was reviewed back on sale."""

from jishi.kernel import clock
from jishi.modules.catalog.actions.lawful import check_sellable
from jishi.modules.catalog.models import Product
from jishi.modules.catalog.states import PRODUCT


def publish(product: Product, *, actor: str) -> Product:
    """It can be bought again; the law is asked anew, it may have changed. Raises WrongState, NothingToSell, Prohibited, Restricted."""
    if PRODUCT.may(product, "publish"):
        check_sellable(product, "catalog.publish")
    return PRODUCT.advance(product, "publish", actor=actor, published_at=clock.now())
