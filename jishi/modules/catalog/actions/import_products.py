"""Import: products from a shop's file become drafts; what is wrong with one does not stop the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from jishi.kernel import jobs
from jishi.kernel.access import THE_IMPORT
from jishi.kernel.errors import Refused
from jishi.kernel.models import Job
from jishi.modules.catalog.actions.change_product import change_product
from jishi.modules.catalog.actions.create_product import ProductDraft, create_product
from jishi.modules.catalog.actions.wares import SkuDraft
from jishi.modules.catalog.models import Product
from jishi.modules.catalog.states import DRAFT


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of a file that name the same product; each is one variant, `n` its row."""

    title: str
    category: str
    description: str
    rows: tuple[tuple[int, SkuDraft], ...]


def import_products(job: Job, shop: str, market: str, groups: Sequence[Group], done: int) -> list[tuple[int, Refused]]:
    """Take over a piece of a file whose rows up to `done` are then dealt with; returns the rows refused after all, with the refusal.

    Variants of a product that is a draft of the shop already join it, so that mended rows find their way home.
    """
    refused = []
    for group in groups:
        drafts = [draft for _, draft in group.rows]
        held = Product.objects.filter(shop=shop, title=group.title, category=group.category, state=DRAFT).order_by("-made_at").first()
        try:
            if held is None:
                made = ProductDraft(title=group.title, category=group.category, description=group.description, skus=drafts)
                create_product(shop, market, made, actor=THE_IMPORT)
            else:
                change_product(held, {}, drafts, actor=THE_IMPORT)
        except Refused as error:
            refused += [(n, error) for n, _ in group.rows]
    jobs.progress(job, done)
    return refused
