"""A letter's states: every verb from each of them, against the table written down once more."""

import pytest

from jishi.modules.notices.models import Letter
from jishi.modules.notices.states import LETTER
from jishi.modules.notices.tests.scene import wants
from jishi.modules.orders.tests.scene import Scene
from tests.tables import obeys

WANTED = {"send": "open > sent", "drop": "open > dropped"}


@pytest.mark.parametrize("verb", WANTED)
def test_every_pair_moves_or_refuses(verb: str, scene: Scene) -> None:
    wants(scene, scene.shop.person, mail=True)
    scene.to_pack()
    scene.heard()
    obeys(LETTER, Letter.objects.get(), verb, WANTED)
