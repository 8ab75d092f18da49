"""Withdraw: a shop takes a product off sale."""

from jishi.modules.catalog.models import Product
from jishi.modules.catalog.states import PRODUCT


def withdraw(product: Product, *, actor: str) -> Product:
    """Nobody can order it from now on; orders placed stand. Raises WrongState."""
    return PRODUCT.advance(product, "withdraw", actor=actor)
