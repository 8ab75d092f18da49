"""What happens when the time for a review runs out: nothing is decided by silence, the product is marked for all to see."""

from jishi.kernel import clock, events, rows
from jishi.kernel.deadlines import moot_now, on_lapse
from jishi.kernel.models import Deadline
from jishi.modules.catalog.events import ReviewOverdue
from jishi.modules.catalog.models import Product
from jishi.modules.catalog.states import IN_REVIEW

REVIEW = "catalog.review"


@on_lapse(REVIEW, batch=200)
def not_reviewed_in_time(due: list[Deadline]) -> None:
    """The promise of catalog.products.review_within is broken: reviewers see the product as overdue, its shop too."""
    late = list(Product.objects.filter(pk__in=[one.subject for one in due], state=IN_REVIEW))
    waiting = {product.pk for product in late}
    moot_now(one for one in due if one.subject not in waiting)
    if not late:
        return
    among, keys = rows.among(waiting)
    rows.change(f"UPDATE catalog_product SET review_overdue_at = %s WHERE id {among}", [rows.db_time(clock.now()), *keys])
    for product in late:
        events.emit(ReviewOverdue.of(product))
