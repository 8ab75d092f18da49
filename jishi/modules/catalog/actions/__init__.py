"""Verbs of the catalog."""

from jishi.modules.catalog.actions.adjust_stock import adjust_stock
from jishi.modules.catalog.actions.approve import approve
from jishi.modules.catalog.actions.ban import ban
from jishi.modules.catalog.actions.change_product import SkuChange, change_product
from jishi.modules.catalog.actions.consume import consume, consume_all
from jishi.modules.catalog.actions.create_product import ProductDraft, create_product
from jishi.modules.catalog.actions.keep_picture import keep_picture, read_picture
from jishi.modules.catalog.actions.publish import publish
from jishi.modules.catalog.actions.reject import reject
from jishi.modules.catalog.actions.release import release
from jishi.modules.catalog.actions.reserve import Taken, reserve
from jishi.modules.catalog.actions.seed_categories import seed_categories
from jishi.modules.catalog.actions.submit import submit
from jishi.modules.catalog.actions.wares import SkuDraft
from jishi.modules.catalog.actions.withdraw import withdraw

__all__ = [
    "ProductDraft",
    "SkuChange",
    "SkuDraft",
    "Taken",
    "adjust_stock",
    "approve",
    "ban",
    "change_product",
    "consume",
    "consume_all",
    "create_product",
    "keep_picture",
    "publish",
    "read_picture",
    "reject",
    "release",
    "reserve",
    "seed_categories",
    "submit",
    "withdraw",
]
