"""Questions of the catalog to the lawbook."""

from datetime import datetime

from jishi import lawbook
from jishi.lawbook import Ruling


def images_max(on: datetime, market: str) -> Ruling:
    """How many pictures a product may show."""
    return lawbook.at("catalog.products.images_max", on=on, market=market)


def skus_max(on: datetime, market: str) -> Ruling:
    """How many variants a product may have."""
    return lawbook.at("catalog.products.skus_max", on=on, market=market)


def review_within(submitted: datetime, market: str) -> Ruling:
    """How long a review may take."""
    return lawbook.at("catalog.products.review_within", on=submitted, market=market)


def prohibited_goods(on: datetime, market: str) -> Ruling:
    """Goods that may not be sold, or only with a paper: rows {goods, treatment, paper}; no value: none listed."""
    return lawbook.at("catalog.prohibited.goods", on=on, market=market)


def low_at(on: datetime, market: str) -> Ruling:
    """At how many free pieces a variant counts as running out, unless its shop set a figure of its own."""
    return lawbook.at("catalog.stock.low_at", on=on, market=market)
