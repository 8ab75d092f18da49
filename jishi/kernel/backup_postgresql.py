"""PostgreSQL's half of a backup: every table by COPY in one snapshot, and put back in one transaction."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from jishi.kernel import clock
from jishi.kernel.post import DELIVERIES

PIECE = 1 << 20
COLUMNS, SEQUENCES = "columns.json", "sequences.json"
TXIDS = {"kernel_event": "txid", "kernel_audit": "txid", "kernel_cursor": "txid", "kernel_auditseal": "txid"}
"""Numbers of transactions, which mean nothing in another cluster: put back, they all lie before its own, in the same order."""


@contextmanager
def copied() -> Iterator[Iterator[tuple[str, Iterator[bytes]]]]:
    """Every table as of one moment; nobody waits for it."""
    with _connected() as link:
        link.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        link.read_only = True
        yield _entries(link)


def _entries(link: psycopg.Connection[Any]) -> Iterator[tuple[str, Iterator[bytes]]]:
    tables = _tables(link)
    yield COLUMNS, iter([json.dumps(tables).encode()])
    yield SEQUENCES, iter([json.dumps(_sequences(link)).encode()])
    for table, columns in tables.items():
        yield f"tables/{table}", _copy(link, table, columns)


def _copy(link: psycopg.Connection[Any], table: str, columns: list[str]) -> Iterator[bytes]:
    text = sql.SQL("COPY {} ({}) TO STDOUT").format(sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns)))
    with link.cursor() as cursor, cursor.copy(text) as copy:
        for piece in copy:
            yield bytes(piece)


def put_back(archive: zipfile.ZipFile) -> None:
    """Empty every table and fill it from the copy, in one transaction. Raises ValueError when its tables are not those of this one."""
    tables: dict[str, list[str]] = json.loads(archive.read(COLUMNS))
    with _connected() as link, link.cursor() as cursor:
        if tables != _tables(link):
            raise ValueError("the backup has other tables than this installation")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(sql.SQL(", ").join(map(sql.Identifier, tables))))
        for table, columns in tables.items():
            names = sql.SQL(", ").join(map(sql.Identifier, columns))
            text = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
            with archive.open(f"tables/{table}") as entry, cursor.copy(text) as copy:
                while piece := entry.read(PIECE):
                    copy.write(piece)
        for name, value in json.loads(archive.read(SEQUENCES)).items():
            cursor.execute("SELECT setval(%s::regclass, %s, %s)", [name, max(value or 1, 1), value is not None])
        _before_all(cursor)
        held = "INSERT INTO kernel_hold (id, since) VALUES (%s, %s) ON CONFLICT (id) DO NOTHING"
        cursor.execute(held, [DELIVERIES, clock.real()])


def _before_all(cursor: Any) -> None:
    """Numbers of transactions are moved below zero, each by the same: whatever this cluster writes comes after all of them."""
    highest = [
        sql.SQL("SELECT max({}) AS n FROM {}").format(sql.Identifier(column), sql.Identifier(table)) for table, column in TXIDS.items()
    ]
    cursor.execute(sql.SQL("SELECT coalesce(max(n), 0) + 1 FROM ({}) AS highest").format(sql.SQL(" UNION ALL ").join(highest)))
    shift = cursor.fetchone()[0]
    for table, column in TXIDS.items():
        cursor.execute(sql.SQL("UPDATE {} SET {c} = {c} - %s").format(sql.Identifier(table), c=sql.Identifier(column)), [shift])


def _tables(link: psycopg.Connection[Any]) -> dict[str, list[str]]:
    """Each table of this schema with its columns, but for those that the database reckons itself."""
    found = link.execute(
        "SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t"
        " USING (table_schema, table_name) WHERE table_schema = current_schema() AND t.table_type = 'BASE TABLE'"
        " AND c.is_generated = 'NEVER' ORDER BY c.table_name, c.column_name"
    ).fetchall()
    tables: dict[str, list[str]] = {}
    for table, column in found:
        tables.setdefault(table, []).append(column)
    return tables


def _sequences(link: psycopg.Connection[Any]) -> dict[str, int | None]:
    """What each counter of a key stands at; None for one that was never asked."""
    found = link.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()").fetchall()
    return dict(found)


@contextmanager
def _connected() -> Iterator[psycopg.Connection[Any]]:
    """A connection of its own, outside of Django's: one transaction, committed at the end, rolled back by any error."""
    connection.ensure_connection()
    params = connection.get_connection_params()
    wanted = {name: params[name] for name in ("dbname", "user", "password", "host", "port") if params.get(name)}
    with psycopg.connect(**wanted) as link:
        yield link
