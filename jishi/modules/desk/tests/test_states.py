"""A session's states: every verb from each of them, against the table written down once more."""

import pytest

from jishi.modules.desk.models import Session
from jishi.modules.desk.states import SESSION
from jishi.modules.desk.tests.test_desk import say, talk
from tests import people
from tests.tables import obeys

WANTED = {"close": "open > closed", "lapse": "open > closed"}


@pytest.mark.django_db
@pytest.mark.parametrize("verb", WANTED)
def test_every_pair_moves_or_refuses(verb: str) -> None:
    buyer = people.a_buyer()
    say(buyer, talk(buyer, people.a_shop()), "in stock?", "b1")
    obeys(SESSION, Session.objects.get(), verb, WANTED, fact="desk.SessionClosed")
