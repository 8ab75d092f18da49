"""The rows of all tables: seen whole, to say that nothing changed; broken one by one, to say that `fsck` notices.

with unchanged():
    answer = client.post(...)          # a denied call
assert answer.status_code == 404
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, transaction

NOT_JISHIS = ("django_", "auth_")


def tables() -> list[str]:
    """Names of all tables of Jishi's own, as the models have them."""
    return sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed})


def snapshot(*ignoring: str) -> dict[str, Counter[tuple[Any, ...]]]:
    """Every row of every table but those ignored, as text: table -> rows with how often each is there."""
    seen = {}
    with connection.cursor() as cursor:
        for table in tables():
            if table not in ignoring and not table.startswith(NOT_JISHIS):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                seen[table] = Counter(tuple(map(repr, row)) for row in cursor.fetchall())
    return seen


def changes(before: dict[str, Counter[tuple[Any, ...]]], after: dict[str, Counter[tuple[Any, ...]]]) -> dict[str, tuple[int, int]]:
    """Table -> (rows gone, rows come) where they differ; a changed row counts in both."""
    return {
        table: ((before[table] - after[table]).total(), (after[table] - before[table]).total())
        for table in before
        if before[table] != after[table]
    }


@contextmanager
def unchanged(*ignoring: str) -> Iterator[None]:
    """Asserts that no row of any table came, went or changed meanwhile. `ignoring`: tables that may (a log of refusals, say)."""
    before = snapshot(*ignoring)
    yield
    found = changes(before, snapshot(*ignoring))
    assert not found, f"rows (gone, come): {found}"


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens within is undone."""
    with transaction.atomic():  # noqa: TID251 (no action is at work: the test's own transaction is parted)
        yield
        transaction.set_rollback(True)


def break_row(table: str, key: str, column: str, value: Any, *, primary: str = "id") -> None:
    """Overwrites one field of one row behind the back of every action, as a fault of disk or hand would.

    Raises:
        AssertionError: not exactly one row was hit.
    """
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {quote(table)} SET {quote(column)} = %s WHERE {quote(primary)} = %s", [value, key])
        assert cursor.rowcount == 1, f"{table} {key}: {cursor.rowcount} rows"


def remove_row(table: str, key: str, *, primary: str = "id") -> None:
    """Takes one row away behind the back of every action."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {quote(table)} WHERE {quote(primary)} = %s", [key])
        assert cursor.rowcount == 1, f"{table} {key}: {cursor.rowcount} rows"
