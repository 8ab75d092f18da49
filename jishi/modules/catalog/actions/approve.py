"""Approve: a reviewer lets a product go on sale."""

from jishi.kernel import clock, deadlines
from jishi.modules.catalog.deadlines import REVIEW
from jishi.modules.catalog.models import Product
from jishi.modules.catalog.states import PRODUCT


def approve(product: Product, *, actor: str) -> Product:
    """It can be bought from now on. Raises WrongState."""
    PRODUCT.advance(product, "approve", actor=actor, published_at=clock.now(), review_overdue_at=None)
    deadlines.meet([REVIEW], [product.pk])
    return product
