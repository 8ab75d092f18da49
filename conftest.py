"""Fixtures of every test, in jishi/ and in tests/."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The test database of SQLite is a file, with a write-ahead log as in production: one in memory locks differently."""
    from django.conf import settings

    for database in settings.DATABASES.values():
        if database["ENGINE"] == "jishi.config.sqlite":
            worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
            database.setdefault("TEST", {})["NAME"] = str(Path(settings.DATA_DIR, f"test-{worker}.sqlite3"))
