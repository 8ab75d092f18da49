"""An override's states: every verb from each of them, against the table written down once more."""

import pytest

from jishi.kernel import rows
from jishi.lawbook.models import Override
from jishi.lawbook.states import OVERRIDE
from jishi.lawbook.tests.test_overrides import NOON, drafted
from tests import people
from tests.tables import obeys

WANTED = {
    "publish": "draft > public_notice",
    "withdraw": "draft public_notice > withdrawn",
    "begin": "public_notice > in_force",
    "end": "in_force > repealed",
}
PUBLISHED = {"published_at": rows.db_time(NOON), "begins": rows.db_time(NOON)}


@pytest.mark.django_db
@pytest.mark.parametrize("verb", WANTED)
def test_every_pair_moves_or_refuses(verb: str) -> None:
    people.a_market("CN")
    override = drafted(people.an_operator("governance"))
    obeys(OVERRIDE, Override.objects.get(pk=override), verb, WANTED, standing=dict.fromkeys(OVERRIDE.states, PUBLISHED))
