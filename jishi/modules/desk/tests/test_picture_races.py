"""Two at once about one picture: it is shown by one message, or it went; never both, and never a message of nothing."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import override_settings

from jishi.kernel import clock
from jishi.kernel.runner import Writer, act
from jishi.kernel.tests.ground import together
from jishi.modules.conversations import actions
from jishi.modules.conversations.models import Conversation, Picture
from jishi.modules.desk.tests.pictures import found, looks, sent_in, shows, talk
from tests import people
from tests.ground import on_postgresql

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6
WRITERS = ["a transaction each"] if on_postgresql() else ["a transaction each", "one writer"]


@pytest.fixture(params=WRITERS, autouse=True)
def writing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """Actions run in a transaction each, or, as in `jishi serve` on SQLite, through the one writer."""
    with override_settings(FILES_DIR=tmp_path):
        if request.param == "one writer":
            writer = Writer()
            writer.start()
            yield
            writer.stop()
        else:
            yield


def showing(buyer: people.Signed, conversation: str, picture: str, client_id: str) -> Callable[[], str]:
    """What comes of showing a picture: its refusal's code, or nothing."""

    def call() -> str:
        answer = shows(buyer, conversation, picture, client_id)
        return "" if answer.status_code == 200 else str(answer.json()["code"])

    return call


@pytest.mark.covers("DSK-01")
def test_two_messages_that_show_one_picture() -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    conversation = talk(buyer, shop)
    for n in range(ROUNDS):
        picture = sent_in(buyer, conversation)
        told = together(*(showing(buyer, conversation, picture, f"{n}-{one}") for one in range(3)))
        assert sorted(told) == ["", "conversations.picture_sent", "conversations.picture_sent"]
    assert Conversation.objects.get(pk=conversation).last_seq == ROUNDS
    assert found() == []


@pytest.mark.covers("DSK-01")
def test_a_picture_that_is_shown_as_its_time_ends() -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    conversation = talk(buyer, shop)
    start = clock.now()
    outcomes = []
    for n in range(ROUNDS):
        with clock.at(start):
            picture = sent_in(buyer, conversation)

        def sweep() -> str:
            with clock.at(start + timedelta(hours=24)):
                return f"dropped {act(actions.drop_unsent)}"

        told = together(showing(buyer, conversation, picture, f"{n}"), sweep)
        kept = Picture.objects.filter(pk=picture).exists()
        assert told in (["", "dropped 0"], ["conversations.no_picture", "dropped 1"]), told
        assert (kept, looks(buyer, conversation, picture).status_code) == ((True, 200) if told[0] == "" else (False, 404))
        outcomes.append(told[0])
    assert Conversation.objects.get(pk=conversation).last_seq == outcomes.count("")
    assert found() == []
