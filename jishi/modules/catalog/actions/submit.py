"""Submit: a draft goes to a reviewer, unless the market's rule lists its goods."""

from jishi.kernel import clock, deadlines
from jishi.modules.catalog import law
from jishi.modules.catalog.actions.lawful import check_sellable
from jishi.modules.catalog.deadlines import REVIEW
from jishi.modules.catalog.models import Product
from jishi.modules.catalog.states import PRODUCT


def submit(product: Product, *, actor: str) -> Product:
    """Ask for a review; it is promised within catalog.products.review_within.

    Raises WrongState, NothingToSell, Prohibited and Restricted (rule catalog.prohibited.goods).
    """
    now = clock.now()
    if PRODUCT.may(product, "submit"):
        check_sellable(product, "catalog.submit")
    PRODUCT.advance(product, "submit", actor=actor, submitted_at=now, review_overdue_at=None, reasons=[])
    ruling = law.review_within(now, product.market)
    deadlines.open(REVIEW, product.pk, ruling, now, market=product.market, shop=product.shop)
    return product
