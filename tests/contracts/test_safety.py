"""What an installation refuses and shows: gates of production, doctor, headers on every answer, metrics, secrets from files."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from jishi.config import cli, gates
from jishi.kernel import audit, clock, post, rows
from jishi.kernel.runner import act
from tests import people
from tests.contracts.operations import operations
from tests.ground import on_postgresql

GOOD = token_urlsafe(48)
OTHER = token_urlsafe(48)


def refused(**changes: Any) -> list[str]:
    """Why production would not start with these settings."""
    with override_settings(**{"ENV": "prod", "SECRET_KEY": GOOD, "FIELD_KEYS": [OTHER], "DEBUG": False} | changes):
        return list(gates.unsafe())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"SECRET_KEY": "unset"}, "JISHI_SECRET_KEY is not set"),
        ({"FIELD_KEYS": []}, "JISHI_FIELD_KEYS is not set"),
        ({"SECRET_KEY": "secret"}, "JISHI_SECRET_KEY holds a secret that can be guessed"),
        ({"SECRET_KEY": "a" * 50}, "JISHI_SECRET_KEY holds a secret that can be guessed"),
        ({"FIELD_KEYS": [OTHER, "test-FIELD_KEYS".ljust(50, "-")]}, "JISHI_FIELD_KEYS holds a secret that can be guessed"),
        ({"FIELD_KEYS": [OTHER, GOOD]}, "JISHI_SECRET_KEY is one of JISHI_FIELD_KEYS"),
        ({"DEBUG": True}, "DEBUG is on"),
        ({"URL": "http://market.example"}, "JISHI_URL is not https"),
    ],
)
def test_production_does_not_start_with(changes: dict[str, Any], says: str) -> None:
    assert refused() == []
    (reason,) = refused(**changes)
    assert reason.startswith(says)
    with override_settings(**{"ENV": "prod", "SECRET_KEY": GOOD, "FIELD_KEYS": [OTHER]} | changes), pytest.raises(RuntimeError, match=says):
        gates.refuse_unsafe()


def test_a_sqlite_that_can_lose_commits_is_known_by_its_version() -> None:
    sound = {(3, 51, 3): True, (3, 51, 2): False, (3, 50, 7): True, (3, 50, 6): False, (3, 44, 6): True, (3, 44, 5): False}
    sound |= {(3, 45, 9): False, (3, 49, 9): False, (3, 52, 0): True, (4, 0, 0): True, (3, 40, 1): False}
    assert {version: gates.sqlite_is_sound(version) for version in sound} == sound
    assert gates.sqlite_is_sound(gates.sqlite_version()), "the one that comes with the server"


def test_serve_says_in_one_line_why_it_does_not_start(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JISHI_")}
    (tmp_path / "key").write_text("short\n")
    given = {"JISHI_DATA_DIR": str(tmp_path), "JISHI_SECRET_KEY_FILE": str(tmp_path / "key"), "JISHI_FIELD_KEYS": OTHER}
    command = [sys.executable, "-m", "jishi.config.cli", "serve", "--port", "1"]
    done = subprocess.run(command, env=kept | given, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "jishi: JISHI_SECRET_KEY holds a secret that can be guessed: take 32 random characters or more\n"


def test_every_secret_can_be_given_by_a_file(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JISHI_")}
    wanted = {"SECRET_KEY": GOOD, "FIELD_KEYS": OTHER, "MAIL_URL": "smtp://one:two@mail.example.org", "METRICS_TOKEN": "tell"}
    for name, value in wanted.items():
        (tmp_path / name).write_text(f"{value}\n")
    given = {f"JISHI_{name}_FILE": str(tmp_path / name) for name in wanted} | {"JISHI_DATA_DIR": str(tmp_path)}
    code = "from jishi.config import settings as s; print(s.SECRET_KEY, s.FIELD_KEYS[0], s.MAIL_URL, s.METRICS_TOKEN)"
    done = subprocess.run([sys.executable, "-c", code], env=kept | given, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == list(wanted.values())


def doctor(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, tuple[str, str]]]:
    """How `jishi doctor --json` ended, and what it found: what -> (state, words)."""
    capsys.readouterr()
    code = cli.main(["doctor", "--json"])
    return code, {one["what"]: (one["state"], one["says"]) for one in json.loads(capsys.readouterr().out)}


@pytest.mark.django_db
def test_the_doctor_finds_a_sound_installation_sound(capsys: pytest.CaptureFixture[str]) -> None:
    people.a_shop()
    audit.seal()
    code, found = doctor(capsys)
    assert code == 0
    assert {"jishi", "SQLite", "data directory", "files", "fonts", "mail", "database", "keys", "deadlines", "facts"} <= found.keys()
    assert {what: state for what, (state, _) in found.items() if state == "bad"} == {}
    assert found["keys"] == ("good", "one key, and it opens what is sealed")
    assert found["audit"] == ("good", "sealed")
    assert found["calendar CN"][0] in ("good", "look")
    assert "deliveries" not in found


@pytest.mark.django_db
def test_the_doctor_names_what_is_wrong(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    people.a_shop()
    act(rows.change, "INSERT INTO kernel_hold (id, since) VALUES (%s, %s)", [post.DELIVERIES, rows.db_time(clock.real())])
    with override_settings(FIELD_KEYS=[OTHER], MAIL_URL="smtp://127.0.0.1:1"):
        code, found = doctor(capsys)
    assert code == 1
    assert found["keys"] == ("bad", "what is sealed cannot be read: no key of the installation opens it")
    assert found["mail"][0] == "bad"
    assert found["audit"][0] == "look"
    assert found["deliveries"] == ("look", "held since a restore: run jishi release once all is well")
    with override_settings(FIELD_KEYS=[OTHER, *settings.FIELD_KEYS]):
        assert doctor(capsys)[1]["keys"] == ("look", "2 keys: once jishi keys rotate is through, the first is enough")


WANTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def _paths() -> Iterator[str]:
    yield from (
        "/",
        "/s/shp_1/orders",
        "/healthz",
        "/readyz",
        "/metrics",
        "/files/none",
        "/api/v1/docs",
        "/api/none",
        "/logo.svg",
        "/none\x00",
    )
    yield from (operation.address() for operation in operations() if operation.method == "GET")


@pytest.mark.django_db
def test_every_answer_bears_the_headers_of_safety() -> None:
    client = Client(raise_request_exception=False)
    for path in _paths():
        answer = client.get(path)
        lacking = {name: answer.headers.get(name) for name, value in WANTED.items() if answer.headers.get(name) != value}
        assert lacking == {}, path
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy or "default-src 'self'" in policy, path
        assert "script-src" not in policy, "scripts come from our own address alone, by the default"
        assert "frame-ancestors 'none'" in policy, path
        if path.startswith("/api/"):
            assert answer.headers["Cache-Control"] == "no-store", path
        answer.close()


@pytest.mark.django_db
def test_metrics_are_told_on_this_machine_alone() -> None:
    people.a_shop()
    answer = Client().get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    told = dict(line.rsplit(" ", 1) for line in answer.content.decode().splitlines() if not line.startswith("#"))
    database = "postgresql" if on_postgresql() else "sqlite"
    assert [name for name in told if name.startswith("jishi_info")] == [f'jishi_info{{database="{database}",version="0.1.0"}}']
    assert (float(told["jishi_audit_unsealed"]), float(told["jishi_audit_blocks"])) == (2.0, 0.0)
    assert Client(REMOTE_ADDR="203.0.113.7").get("/metrics").status_code == 404
    assert Client().get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 404
    with override_settings(METRICS_TOKEN="tell"):
        far = Client(REMOTE_ADDR="203.0.113.7")
        assert far.get("/metrics", headers={"Authorization": "Bearer tell"}).status_code == 200
        assert far.get("/metrics", headers={"Authorization": "Bearer told"}).status_code == 404
        assert Client().get("/metrics").status_code == 404
