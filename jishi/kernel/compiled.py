"""What is compiled once for a model and kind of database: the text of its INSERT and of its columns, how values are written and read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import connection, models

from jishi.kernel import stored


@dataclass(frozen=True)
class Compiled:
    """INSERT text of a model for one kind of database, its table with columns, and how to read the values off an object."""

    text: str
    target: str
    take: Callable[[Any], tuple[Any, ...]]
    converts: tuple[tuple[int, Callable[[Any], Any]], ...]

    def values(self, row: models.Model) -> list[Any]:
        """The row's values as parameters of the text. Most go as they are: they are taken in one call."""
        values = list(self.take(row))
        for n, convert in self.converts:
            values[n] = convert(values[n])
        return values


@dataclass(frozen=True)
class Columns:
    """A model's table and columns as SQL of one kind of database, their names on an object, and how those that need it are read."""

    table: str
    columns: str
    names: tuple[str, ...]
    reads: tuple[tuple[str, Callable[[Any], Any]], ...]


@cache
def compiled(model: type[models.Model], vendor: str) -> Compiled:
    """The INSERT of a model; automatic keys are left to the database. Raises TypeError for a field that only `save()` would fill."""
    fields: list[Any] = [f for f in model._meta.concrete_fields if not isinstance(f, models.AutoField)]
    for f in fields:
        if getattr(f, "auto_now", False) or getattr(f, "auto_now_add", False) or f.has_db_default():
            raise TypeError(f"{f}: rows are written as they are; the action gives every value")
    quote = connection.ops.quote_name
    columns = ", ".join(quote(f.column) for f in fields)
    target = f"{quote(model._meta.db_table)} ({columns})"
    text = f"INSERT INTO {target} VALUES ({', '.join(['%s'] * len(fields))})"
    found = [(n, convert) for n, f in enumerate(fields) if (convert := stored.converter(f, vendor))]
    take = attrgetter(*[f.attname for f in fields])
    return Compiled(text, target, take if len(fields) > 1 else lambda row: (take(row),), tuple(found))


@cache
def columns_of(model: type[models.Model], vendor: str) -> Columns:
    """All columns of a model. Raises TypeError for a field that raw SQL does not read."""
    fields: Sequence[Any] = model._meta.concrete_fields
    quote = connection.ops.quote_name
    reads = [(f.attname, read) for f in fields if (read := stored.reader(f, vendor))]
    columns = ", ".join(quote(f.column) for f in fields)
    return Columns(quote(model._meta.db_table), columns, tuple(f.attname for f in fields), tuple(reads))
