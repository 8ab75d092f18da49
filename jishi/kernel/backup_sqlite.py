"""SQLite's half of a backup: its own online copy, made and put back while others read and write."""

import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from jishi.kernel import clock, stored
from jishi.kernel.post import DELIVERIES

NAME = "database.sqlite3"
PIECE = 1 << 20


@contextmanager
def copied(folder: Path) -> Iterator[Iterator[tuple[str, Iterator[bytes]]]]:
    """The database as of one commit, in one step: writers that come meanwhile append to the log and do not wait."""
    copy = folder / NAME
    with closing(_open(copy)) as target:
        _driver().backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
    with copy.open("rb") as file:
        yield iter([(NAME, iter(lambda: file.read(PIECE), b""))])


def put_back(archive: zipfile.ZipFile, folder: Path) -> None:
    """Write the copy over the database in one transaction of SQLite's, deliveries held in it. Raises ValueError for a broken copy."""
    copy = Path(archive.extract(NAME, folder))
    with closing(_open(copy)) as source:
        found = source.execute("PRAGMA quick_check").fetchone()[0]
        if found != "ok":
            raise ValueError(f"the backup is damaged: {found}")
        held = "INSERT INTO kernel_hold (id, since) VALUES (?, ?) ON CONFLICT (id) DO NOTHING"
        source.execute(held, (DELIVERIES, stored.sqlite_time(clock.real())))
        source.commit()
        source.backup(_driver())


def _open(path: Path) -> Any:
    from pysqlite3 import dbapi2

    return dbapi2.connect(path)


def _driver() -> Any:
    connection.ensure_connection()
    return connection.connection
