"""The pytest plugin that all tests stand on: environment, data directory and database, set before Django reads its settings.

JISHI_TEST_DB is `sqlite` (default), `postgresql` (a server of our own is started and stopped) or the URL of a PostgreSQL to use.
With pytest-xdist the first process prepares the ground and its workers inherit it; each has a database of its own.
"""

import atexit
import contextlib
import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from tests import pg

KEPT = {"JISHI_TEST_DB", "JISHI_TEST_ALL", "JISHI_TEST_GROUND", "JISHI_FUZZ_EXAMPLES", "JISHI_TEST_KILLS"}
"""What a run takes from its caller's environment; every other JISHI_ setting would change what is tested."""
if "JISHI_TEST_GROUND" in os.environ:  # laid by the process that started this one
    KEPT |= {"JISHI_DATA_DIR", "JISHI_DATABASE_URL"}
for _name in [name for name in os.environ if name.startswith("JISHI_") and name not in KEPT]:
    del os.environ[_name]
os.environ["JISHI_ENV"] = "test"

_ground = contextlib.ExitStack()
atexit.register(_ground.close)  # a run that breaks off before it began is not told its end


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None]:
    """Lays the ground ahead of pytest-django, whose own hook loads the settings."""
    if "JISHI_TEST_GROUND" not in os.environ:
        _lay()
    return (yield)


def pytest_unconfigure() -> None:
    """Takes the ground away again, in the process that laid it."""
    _ground.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what is of the other database alone."""
    other = "sqlite" if on_postgresql() else "postgresql"
    left_out = [item for item in items if item.get_closest_marker(other)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker(other)]


def on_postgresql() -> bool:
    """Whether this run's database is PostgreSQL."""
    return os.environ["JISHI_DATABASE_URL"].startswith("postgres")


def _lay() -> None:
    memory = Path("/dev/shm")
    where = memory if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**30 else None
    data = _ground.enter_context(tempfile.TemporaryDirectory(prefix="jishi-test-", dir=where, ignore_cleanup_errors=True))
    wanted = os.environ.get("JISHI_TEST_DB", "sqlite")
    if wanted == "sqlite":
        url = f"sqlite:///{data}/jishi.sqlite3"
    elif wanted == "postgresql":
        url = _ground.enter_context(pg.server())
    elif wanted.startswith("postgresql://"):
        url = wanted
    else:
        raise pytest.UsageError(f"JISHI_TEST_DB={wanted}: give sqlite, postgresql or postgresql://…")
    os.environ |= {"JISHI_TEST_GROUND": "laid", "JISHI_DATA_DIR": data, "JISHI_DATABASE_URL": url}
