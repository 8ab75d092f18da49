"""Facts of the catalog."""

from dataclasses import dataclass
from typing import Self

from jishi.kernel.events import Event
from jishi.modules.catalog.models import Product


@dataclass(frozen=True)
class _OfProduct(Event):
    """What happened to a product."""

    shop: str
    market: str

    @classmethod
    def of(cls, product: Product) -> Self:
        """The fact about this product."""
        return cls(product.pk, product.shop, product.market)


@dataclass(frozen=True)
class ProductSubmitted(_OfProduct):
    """A product waits for a reviewer."""


@dataclass(frozen=True)
class ProductOnSale(_OfProduct):
    """A product can be bought: approved, or put back on sale."""


@dataclass(frozen=True)
class ProductRejected(_OfProduct):
    """A reviewer wants something changed; the product is a draft again."""


@dataclass(frozen=True)
class ProductOffSale(_OfProduct):
    """The shop took a product off sale."""


@dataclass(frozen=True)
class ProductBanned(_OfProduct):
    """The operator closed a product for good."""


@dataclass(frozen=True)
class ReviewOverdue(_OfProduct):
    """No reviewer decided within the promised time (rule catalog.products.review_within)."""
