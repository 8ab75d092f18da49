"""Pictures in conversations as they are kept: given out, erased, carried by backups, tidied away, and watched over by `jishi fsck`."""

import base64
import json
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from jishi.config import cli
from jishi.kernel import clock, private
from jishi.kernel.tests.pictures import picture
from jishi.modules.desk.tests.pictures import count, found, kept, looks, real_at, refused, sends_in, sent_in, shows, talk, tidy
from tests import people

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def stores(tmp_path: Path) -> Iterator[Path]:
    """Stores of their own, empty."""
    with override_settings(FILES_DIR=tmp_path / "files"):
        yield tmp_path / "files"


@pytest.mark.covers("DSK-01")
def test_a_picture_that_became_no_message_goes_after_a_day_and_its_file_a_day_later(stores: Path) -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    conversation = talk(buyer, shop)
    start, real = clock.now(), clock.real()
    with clock.at(start):
        shown, unsent = sent_in(buyer, conversation), sent_in(buyer, conversation)
        shows(buyer, conversation, shown, "b1")
    with clock.at(start + timedelta(hours=24) - timedelta(seconds=1)):
        tidy()
        assert looks(buyer, conversation, unsent).status_code == 200
    with clock.at(start + timedelta(hours=24)):
        tidy()
        refused(looks(buyer, conversation, unsent), 404, "kernel.not_found")
        refused(shows(buyer, conversation, unsent, "b2"), 422, "conversations.no_picture", "body.picture_id")
        assert looks(buyer, conversation, shown).status_code == 200
    assert kept(stores) == sorted([shown, unsent]), "a backup under way still finds it"
    assert found() == []
    with real_at(real + timedelta(hours=25)):
        private.tidy()
    assert (kept(stores), count("kernel_privatefile"), count("conversations_picture")) == ([shown], 1, 1)
    assert found() == []


def ran(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert cli.main(list(words)) == 0
    return capsys.readouterr().out


@pytest.mark.covers("DSK-01")
def test_pictures_are_given_out_with_their_buyer_and_unreadable_once_they_are_erased(
    stores: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    conversation = talk(buyer, shop)
    shown = sent_in(buyer, conversation)
    shows(buyer, conversation, shown, "b1")
    theirs = sent_in(shop.person, conversation, picture("JPEG"))
    shows(shop.person, conversation, theirs, "a1", seen=1)
    content = {one: looks(shop.person, conversation, one).content for one in (shown, theirs)}
    told = json.loads(ran(capsys, "export", "--subject", buyer.id))["tables"]
    assert {row["id"]: base64.b64decode(row["content"]) for row in told["kernel_privatefile"]} == content
    assert {row["id"] for row in told["conversations_picture"]} == {shown, theirs}
    ran(capsys, "erase", "--subject", buyer.id)
    for one in (shown, theirs):
        refused(looks(shop.person, conversation, one), 404, "kernel.not_found")
    refused(sends_in(shop.person, conversation, picture()), 404, "kernel.not_found")
    assert [one["body"] for one in shop.person.ask("GET", f"/conversations/{conversation}/messages").json()["items"]] == [None, None]
    assert all("content" not in row for row in json.loads(ran(capsys, "export", "--subject", buyer.id))["tables"]["kernel_privatefile"])
    assert found() == []
    real = clock.real()
    tidy()
    with real_at(real + timedelta(hours=25)):
        private.tidy()
    assert (kept(stores), count("kernel_privatefile")) == ([], 0)
    assert found() == []


@pytest.mark.covers("DSK-01")
def test_a_backup_carries_pictures_and_a_rotation_leaves_them_readable(
    stores: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    conversation = talk(buyer, shop)
    shown = sent_in(buyer, conversation)
    shows(buyer, conversation, shown, "b1")
    content = looks(buyer, conversation, shown).content
    ran(capsys, "backup", str(tmp_path / "one.zip"))
    private.place(shown).unlink()
    refused(looks(buyer, conversation, shown), 404, "kernel.not_found")
    ran(capsys, "restore", str(tmp_path / "one.zip"))
    assert looks(buyer, conversation, shown).content == content
    assert found() == []
    with override_settings(FIELD_KEYS=["a new key of the installation", *settings.FIELD_KEYS]):
        ran(capsys, "keys", "rotate")
    with override_settings(FIELD_KEYS=["a new key of the installation"]):
        assert looks(buyer, conversation, shown).content == content


BREAKS: dict[str, tuple[str, str | Callable[[Path], object]]] = {
    "a row whose file is gone": ("kernel_privatefile", lambda place: place.unlink()),
    "a file that is another": ("kernel_privatefile", lambda place: place.write_bytes(b"other")),
    "a file without a row": ("kernel_privatefile", lambda place: old(place.with_name("pic_0"))),
    "a file sealed for another": ("kernel_privatefile", "UPDATE kernel_privatefile SET subject = 'per_none'"),
    "a file that nothing shows": ("kernel_privatefile", "DELETE FROM conversations_picture"),
    "a picture whose file was let go": ("conversations_picture", "UPDATE kernel_privatefile SET dropped_at = '2020-01-01 00:00:00+00:00'"),
    "a picture without its file's row": ("conversations_picture", "DELETE FROM kernel_privatefile"),
    "a picture at another's message": ("conversations_picture", "UPDATE conversations_picture SET sender = 'person:other'"),
    "a picture at no message": ("conversations_picture", "UPDATE conversations_picture SET seq = 9"),
    "a picture of no conversation": ("conversations_picture", "UPDATE conversations_picture SET conversation = 'cnv_none'"),
}


def old(place: Path) -> None:
    """A file that has lain there for long."""
    place.write_bytes(b"nobody's")
    os.utime(place, (0, 0))


@pytest.mark.parametrize("what", BREAKS)
def test_fsck_names_what_was_broken(what: str) -> None:
    shop, buyer = people.a_shop(), people.a_buyer()
    conversation = talk(buyer, shop)
    shown = sent_in(buyer, conversation)
    shows(buyer, conversation, shown, "b1")
    assert found() == []
    table, broken = BREAKS[what]
    if isinstance(broken, str):
        with connection.cursor() as cursor:
            cursor.execute(broken)
    else:
        broken(private.place(shown))
    assert {one.split(" ")[0] for one in found()} >= {table}
