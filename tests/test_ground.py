"""The ground itself: what every other test takes for granted."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests.ground import on_postgresql


def test_settings_are_those_of_tests() -> None:
    assert settings.ENV == "test"
    assert str(settings.DATA_DIR) == os.environ["JISHI_DATA_DIR"]
    assert os.path.basename(settings.DATA_DIR).startswith("jishi-test-")


@pytest.mark.django_db
def test_the_database_is_the_one_asked_for() -> None:
    asked = "postgresql" if on_postgresql() else "sqlite"
    assert connection.vendor == asked
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if asked == "sqlite":
        assert connection.settings_dict["NAME"] == str(settings.DATA_DIR / f"test-{worker or 'alone'}.sqlite3")
    else:
        assert connection.settings_dict["NAME"] == (f"test_jishi_{worker}" if worker else "test_jishi")


@pytest.mark.postgresql
def test_a_server_goes_when_its_owner_is_killed() -> None:
    """Not even kill -9 of a test run leaves a PostgreSQL behind."""
    owner = subprocess.Popen(
        [sys.executable, "-c", "from tests.pg import Server\ns = Server()\ns.start()\nprint(s.process.pid, s.home, flush=True)\ninput()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert owner.stdout is not None
    pid, _, home = owner.stdout.readline().strip().partition(" ")
    assert os.path.exists(f"/proc/{pid}") or sys.platform != "linux"
    owner.kill()
    owner.wait()
    owner.stdout.close()
    if owner.stdin:
        owner.stdin.close()
    if sys.platform == "linux":
        for _ in range(200):
            if not os.path.exists(f"{home}/data/postmaster.pid"):
                break
            subprocess.run(["sleep", "0.05"], check=True)
        assert not os.path.exists(f"{home}/data/postmaster.pid")
    subprocess.run(["rm", "-rf", home], check=True)
