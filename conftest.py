"""Fixtures of every test, in jishi/ and in tests/."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.law import Amend


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The test database of SQLite is a file, with a write-ahead log as in production: one in memory locks differently."""
    from django.conf import settings

    for database in settings.DATABASES.values():
        if database["ENGINE"] == "jishi.config.sqlite":
            worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
            database.setdefault("TEST", {})["NAME"] = str(Path(settings.DATA_DIR, f"test-{worker}.sqlite3"))


@pytest.fixture(scope="session", autouse=True)
def one_way_in() -> Iterator[None]:
    """All clients go through one chain of middleware: to look for the web's files anew for each took a tenth of the run."""
    from django.test.client import ClientHandler

    load, ready = ClientHandler.load_middleware, ClientHandler()

    def share(self: ClientHandler, is_async: bool = False) -> None:
        if ready._middleware_chain is None:
            load(ready)
        for part in ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain"):
            setattr(self, part, getattr(ready, part))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientHandler, "load_middleware", share)
        yield


@pytest.fixture
def amend(tmp_path: Path) -> "Iterator[Amend]":
    """Change a passage of the rulebook that is in force in this process, until the test ends."""
    from tests.law import amending

    with amending(tmp_path / "rules") as change:
        yield change
