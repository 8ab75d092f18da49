"""Reject: a reviewer says what must change first."""

from collections.abc import Sequence

from jishi.kernel import deadlines
from jishi.modules.catalog.deadlines import REVIEW
from jishi.modules.catalog.models import Product
from jishi.modules.catalog.states import PRODUCT


def reject(product: Product, reasons: Sequence[str], *, actor: str) -> Product:
    """It is a draft again, with the reasons on it for its shop. Raises WrongState."""
    PRODUCT.advance(product, "reject", actor=actor, reason="; ".join(reasons), reasons=list(reasons), review_overdue_at=None)
    deadlines.meet([REVIEW], [product.pk])
    return product
