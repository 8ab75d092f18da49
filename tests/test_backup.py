"""`jishi backup` and `jishi restore`: the whole of it, never the keys, all or nothing, deliveries held until released."""

import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from jishi.config import cli
from jishi.kernel import audit, clock, events, fsck, post, rows
from jishi.kernel.models import Hold, Post
from jishi.kernel.runner import act
from tests import people
from tests.rows import snapshot

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder for backups, and stores of files with one file in each."""
    with override_settings(FILES_DIR=tmp_path / "files"):
        for name, content in (("public/ab/abcd", b"a picture"), ("private/x/xyz", b"a paper, sealed")):
            file = tmp_path / "files" / name
            file.parent.mkdir(parents=True)
            file.write_bytes(content)
        yield tmp_path


def ran(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """How a command ended, what it wrote and what it said."""
    capsys.readouterr()
    code = cli.main(list(words))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def world() -> people.Signed:
    """A marketplace with people, facts that were heard and sealed, and a letter."""
    people.a_shop()
    buyer = people.a_buyer("13800006021")
    people.all_heard()
    audit.seal()
    act(lambda: post.send(buyer.id, "identity.code", {}, language="en"))
    return buyer


def heard() -> int:
    """How far the listener furthest on has heard."""
    return max(seq for (seq,) in rows.sql("SELECT seq FROM kernel_cursor"))


def without_hold() -> dict[str, Any]:
    return snapshot("kernel_hold", *TXIDS)


TXIDS = ("kernel_event", "kernel_audit", "kernel_cursor", "kernel_auditseal")


def soon(count: Callable[[], int], wanted: int = 1) -> int:
    """What it counts in all, once it is so much: on PostgreSQL it waits for every transaction of the server, another test's too."""
    until, found = monotonic() + 20, 0
    while found < wanted:
        assert monotonic() < until, "it never came"
        found += count()
    return found


def test_what_was_there_is_there_again_and_nothing_else(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    buyer = world()
    before = without_hold()
    counted = {table: rows.sql(f"SELECT COUNT(*) FROM {table}") for table in TXIDS}
    code, out, err = ran(capsys, "backup", str(place / "one.zip"), "--json")
    assert code == 0, err
    assert json.loads(out)["database"] == connection.vendor
    people.a_shop("MY")
    people.an_address(buyer)
    (place / "files/public/ab/abcd").unlink()
    assert without_hold() != before
    code, _, err = ran(capsys, "restore", str(place / "one.zip"))
    assert code == 0, err
    assert without_hold() == before
    assert {table: rows.sql(f"SELECT COUNT(*) FROM {table}") for table in TXIDS} == counted
    assert (place / "files/public/ab/abcd").read_bytes() == b"a picture"
    assert list(fsck.run()) == []
    assert buyer.ask("GET", "/me/addresses").json()["total"] == 1, "the session goes on"
    assert events.pump() == 0, "no fact is heard a second time"
    assert cli.main(["erase", "--subject", buyer.id]) == 0
    assert soon(events.pump, 2) == 2, "what comes after is heard, by orders and by notices"
    assert soon(audit.seal) > 0
    assert list(audit.verify()) == []


def test_it_is_the_state_of_one_moment_while_others_write(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    world()
    stop, wrote = threading.Event(), []

    def pair(n: int) -> None:
        now = clock.real()
        text = "INSERT INTO kernel_audit (actor, act, subject, at, data) VALUES ('system:test', 'test.pair', %s, %s, '{}')"
        rows.change(text, [str(n), rows.db_time(now)])
        rows.change("INSERT INTO kernel_quota (id, used) VALUES (%s, 1)", [f"test.pair|{n}"])

    def write() -> None:
        while not stop.is_set():
            act(pair, len(wrote))
            wrote.append(1)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    while not wrote:
        stop.wait(0.01)
    try:
        assert ran(capsys, "backup", str(place / "one.zip"))[0] == 0
    finally:
        stop.set()
        writer.join()
    assert ran(capsys, "restore", str(place / "one.zip"))[0] == 0
    first = rows.sql("SELECT subject FROM kernel_audit WHERE act = 'test.pair' ORDER BY id")
    second = rows.sql("SELECT id FROM kernel_quota WHERE id LIKE %s", ["test.pair|%"])
    assert [subject for (subject,) in first] == [str(n) for n in range(len(first))]
    assert {f"test.pair|{subject}" for (subject,) in first} == {one for (one,) in second}
    assert 0 < len(first) <= len(wrote)
    assert list(fsck.run()) == []


def test_deliveries_are_held_until_released(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    world()
    assert ran(capsys, "backup", str(place / "one.zip"))[0] == 0
    assert post.deliver() > 0
    assert ran(capsys, "restore", str(place / "one.zip"))[0] == 0
    waiting = Post.objects.filter(sent_at=None).count()
    assert (waiting > 0, post.deliver(), post.held()) == (True, 0, True)
    assert ran(capsys, "release", "--json")[:2] == (0, '{"released":true}\n')
    assert post.deliver() == waiting
    assert ran(capsys, "release", "--json")[:2] == (0, '{"released":false}\n')
    assert not Hold.objects.exists()


def test_the_keys_are_not_in_it_and_nobody_is_readable_without(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    world()
    assert ran(capsys, "backup", str(place / "one.zip"))[0] == 0
    with zipfile.ZipFile(place / "one.zip") as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    secrets = [*settings.FIELD_KEYS, settings.SECRET_KEY, "13800006021", "+8613800006021", "许晴", people.ADDRESS["CN"]["line"]]
    assert [secret for secret in secrets if secret.encode() in content or secret.encode().hex().encode() in content] == []
    before = snapshot()
    with override_settings(FIELD_KEYS=["another key"]):
        code, _, err = ran(capsys, "restore", str(place / "one.zip"))
    assert (code, "JISHI_FIELD_KEYS" in err) == (1, True)
    assert snapshot() == before


def test_a_backup_is_never_written_over(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "one.zip").write_bytes(b"precious")
    code, _, err = ran(capsys, "backup", str(place / "one.zip"))
    assert (code, (place / "one.zip").read_bytes()) == (1, b"precious")
    assert "is there already" in err


def _damaged(path: Path, how: str) -> None:
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    largest = max(entries, key=lambda name: len(entries[name]))
    match how:
        case "a byte":
            entries[largest] = entries[largest][:-1] + bytes([entries[largest][-1] ^ 1])
        case "an entry less":
            del entries[next(name for name in entries if name.startswith("files/"))]
        case "an entry more":
            entries["files/../../escaped"] = b"x"
        case "no manifest":
            del entries["manifest.json"]
        case "another format":
            entries["manifest.json"] = entries["manifest.json"].replace(b'"format": 1', b'"format": 2')
        case "other tables":
            told = json.loads(entries["manifest.json"])
            told["migrations"].append("kernel.0999_future")
            entries["manifest.json"] = json.dumps(told).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)


@pytest.mark.parametrize("how", ["a byte", "an entry less", "an entry more", "no manifest", "another format", "other tables", "no zip"])
def test_a_damaged_backup_changes_nothing(place: Path, capsys: pytest.CaptureFixture[str], how: str) -> None:
    world()
    file = place / "one.zip"
    assert ran(capsys, "backup", str(file))[0] == 0
    if how == "no zip":
        file.write_bytes(b"nothing")
    else:
        _damaged(file, how)
    before, there = snapshot(), sorted(place.rglob("*"))
    code, _, err = ran(capsys, "restore", str(file))
    assert (code, err != "") == (1, True)
    assert snapshot() == before
    assert sorted(place.rglob("*")) == there
