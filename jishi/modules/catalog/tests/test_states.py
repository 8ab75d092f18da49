"""A product's states: every verb from each of them, against the table written down once more."""

import pytest

from jishi.modules.catalog.states import PRODUCT
from jishi.modules.catalog.tests import goods
from tests.tables import obeys

WANTED = {
    "submit": "draft > in_review",
    "approve": "in_review > on_sale",
    "reject": "in_review > draft",
    "withdraw": "on_sale > off_sale",
    "publish": "off_sale > on_sale",
    "revise": "off_sale > draft",
    "ban": "draft in_review on_sale off_sale > banned",
}
FACTS = {
    "submit": "catalog.ProductSubmitted",
    "approve": "catalog.ProductOnSale",
    "reject": "catalog.ProductRejected",
    "withdraw": "catalog.ProductOffSale",
    "publish": "catalog.ProductOnSale",
    "ban": "catalog.ProductBanned",
}


@pytest.mark.django_db
@pytest.mark.parametrize("verb", WANTED)
def test_every_pair_moves_or_refuses(verb: str) -> None:
    obeys(PRODUCT, goods.product(), verb, WANTED, fact=FACTS.get(verb))
