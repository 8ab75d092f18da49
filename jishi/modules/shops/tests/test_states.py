"""A shop's states: every verb from each of them, against the table written down once more."""

import pytest

from jishi.modules.shops.models import Shop
from jishi.modules.shops.states import SHOP
from tests import people
from tests.tables import obeys

WANTED = {"suspend": "open > suspended", "resume": "suspended > open", "close": "open suspended > closed"}


@pytest.mark.django_db
@pytest.mark.parametrize("verb", WANTED)
def test_every_pair_moves_or_refuses(verb: str) -> None:
    obeys(SHOP, Shop.objects.get(pk=people.a_shop().id), verb, WANTED)
