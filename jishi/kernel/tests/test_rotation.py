"""`jishi keys rotate`: after it the older keys of the installation can be taken away, and nothing is lost."""

import ast
import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from jishi.config import cli
from jishi.kernel import backup, crypto, fsck, rotation, rows
from jishi.kernel.models import SubjectKey
from jishi.kernel.runner import act
from tests import people
from tests.tidy import sources

NEW = "a new key of the installation"


@contextmanager
def under(*keys: str) -> Iterator[None]:
    with override_settings(FIELD_KEYS=list(keys)):
        yield


def rotated(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What `jishi keys rotate` says it did."""
    capsys.readouterr()
    assert cli.main(["keys", "rotate", "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


@pytest.mark.django_db
def test_everything_is_sealed_anew_and_still_read(capsys: pytest.CaptureFixture[str]) -> None:
    old = settings.FIELD_KEYS
    people.a_shop()
    buyer = people.a_buyer("13800006021")
    wanted = {"name": "许晴", "phone": people.PHONE["CN"], **people.ADDRESS["CN"]}
    kept = buyer.ask("POST", "/me/addresses", wanted, key="once").json()
    before = {name: sum(1 for _ in rows.sql(f"SELECT 1 FROM {name}")) for name in ("kernel_subjectkey", "identity_code", "kernel_post")}
    with under(NEW, *old):
        told = rotated(capsys)
        assert told["kernel_subjectkey.wrapped"] == {"rows": before["kernel_subjectkey"], "anew": before["kernel_subjectkey"]}
        assert told["identity_code.sealed"]["anew"] == before["identity_code"]
        assert told["kernel_post.address"]["anew"] == told["kernel_post.params"]["anew"] == before["kernel_post"]
        assert told["kernel_idempotencykey.answer"]["anew"] == 1
        assert told["identity_person.indexes"]["anew"] == 2
        assert {one["anew"] for one in rotated(capsys).values()} == {0}, "what is done is not done again"
    with under(NEW):
        assert list(fsck.run()) == [], "nothing needs the old key any more"
        again = people.signed_in("13800006021")
        assert (again.id, again.me["person"]["name"]) == (buyer.id, "许晴")
        assert buyer.ask("GET", "/me/addresses").json()["items"][0]["line"] == people.ADDRESS["CN"]["line"]
        assert buyer.ask("POST", "/me/addresses", wanted, key="once").json() == kept
    assert {name for name, one in told.items() if one["anew"] == 0} <= set(rotation.PASSES), "every pass is run"


@pytest.mark.django_db
def test_a_person_is_found_before_and_after_a_new_key_is_rotated() -> None:
    people.a_market()
    before = people.signed_in("13800006021")
    with under(NEW, *settings.FIELD_KEYS):
        assert people.signed_in("13800006021").id == before.id
        assert Client().get("/healthz").status_code == 200


@pytest.mark.django_db
def test_broken_off_it_goes_on_where_it_was() -> None:
    act(lambda: [crypto.new_subject(f"per_{n}") for n in range(5)])
    with under(NEW, *settings.FIELD_KEYS):
        piece = act(rotation.PASSES["kernel_subjectkey.wrapped"], None, 2)
        assert (piece.seen, piece.anew, piece.last) == (2, 2, "per_1")
        assert {name: anew for name, _, anew in rotation.rotate()}["kernel_subjectkey.wrapped"] == 3
    with under(NEW):
        for row in SubjectKey.objects.all():
            assert len(crypto.unseal(bytes(row.wrapped or b""), crypto.SUBJECT)) == 32


def test_whatever_the_code_seals_is_reached() -> None:
    """A purpose that no pass names would be lost with the old key."""
    sealed = set()
    for path in sources.python():
        if sources.is_test(path) or not path.is_relative_to(sources.ROOT / "jishi") or path.name == "crypto.py":
            continue
        for node in ast.walk(sources.tree(path)):
            if isinstance(node, ast.Call) and sources.dotted(node.func) in ("crypto.seal", "seal") and len(node.args) == 2:
                name = ".".join(path.relative_to(sources.ROOT).with_suffix("").parts)
                purpose = node.args[1]
                sealed.add(purpose.value if isinstance(purpose, ast.Constant) else getattr(import_module(name), sources.dotted(purpose)))
    assert sealed >= {"post", "idempotency"}
    assert sealed - {backup.PURPOSE} <= rotation.PURPOSES, "a backup's proof stays with the backup, whose data the old key sealed too"
