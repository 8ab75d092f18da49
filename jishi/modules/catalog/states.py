"""The machine of a product: what a merchant, a reviewer and the operator may do with it."""

from jishi.kernel.machine import Machine
from jishi.modules.catalog.events import ProductBanned, ProductOffSale, ProductOnSale, ProductRejected, ProductSubmitted
from jishi.modules.catalog.models import Product

DRAFT, IN_REVIEW, ON_SALE, OFF_SALE, BANNED = "draft", "in_review", "on_sale", "off_sale", "banned"

PRODUCT = Machine(
    "product",
    Product,
    {
        "submit": ({DRAFT}, IN_REVIEW),
        "approve": ({IN_REVIEW}, ON_SALE),
        "reject": ({IN_REVIEW}, DRAFT),
        "withdraw": ({ON_SALE}, OFF_SALE),
        "publish": ({OFF_SALE}, ON_SALE),
        "revise": ({OFF_SALE}, DRAFT),
        "ban": ({DRAFT, IN_REVIEW, ON_SALE, OFF_SALE}, BANNED),
    },
    emits={
        "submit": ProductSubmitted.of,
        "approve": ProductOnSale.of,
        "reject": ProductRejected.of,
        "withdraw": ProductOffSale.of,
        "publish": ProductOnSale.of,
        "ban": ProductBanned.of,
    },
)
