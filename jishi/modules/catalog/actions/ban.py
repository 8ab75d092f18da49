"""Ban: the operator closes a product for good."""

from jishi.kernel import deadlines
from jishi.modules.catalog.deadlines import REVIEW
from jishi.modules.catalog.models import Product
from jishi.modules.catalog.states import PRODUCT


def ban(product: Product, reason: str, *, actor: str) -> Product:
    """Nobody can order, change or show it again; orders placed stand. Raises WrongState."""
    PRODUCT.advance(product, "ban", actor=actor, reason=reason, reasons=[reason], review_overdue_at=None)
    deadlines.moot([REVIEW], [product.pk])
    return product
