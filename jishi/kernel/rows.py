"""Rows, written together. An action adds models; they are inserted table by table with text compiled once per model.

Rows added are not readable before they are flushed: an action that must read its own rows calls `flush` first.
"""

import re
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Sized
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.base import ModelState

from jishi.kernel import stored
from jishi.kernel.compiled import Columns, columns_of, compiled

_LOCAL = threading.local()
COPY_FROM = 40
"""From so many rows of a table on PostgreSQL takes them by COPY."""
SHORT = 100
"""A list of fewer is worth a plan of its own."""
_MARK = re.compile(r"(?<!%)%s")


class State:
    """What Django's ModelState is to a row, without its finaliser, which costs a tenth of making a row."""

    db: str | None = None
    adding = True
    fields_cache = ModelState.fields_cache
    fetch_mode = ModelState.fetch_mode
    peers = ()


@dataclass
class Collected:
    """What one action has added and not yet flushed, and how to put its objects back if it is undone."""

    rows: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)
    undo: list[Callable[[], None]] = field(default_factory=list)
    after: list[Callable[[], None]] = field(default_factory=list)

    def revert(self) -> None:
        """Put the objects in memory back as they were: the database was rolled back."""
        for step in reversed(self.undo):
            step()
        self.undo.clear()
        self.after.clear()
        self.rows.clear()


@cache
def vendor() -> str:
    """`sqlite` or `postgresql`. A process has one database; Django's proxy looks its thread's connection up each time it is asked."""
    return connections[DEFAULT_DB_ALIAS].vendor


def collecting() -> bool:
    """Is an action running here?"""
    return getattr(_LOCAL, "collected", None) is not None


@contextmanager
def collect(into: Collected | None = None) -> Iterator[Collected]:
    """Gather what is added inside; the runner flushes it. Raises RuntimeError when already inside."""
    if collecting():
        raise RuntimeError("an action is already collecting")
    _LOCAL.collected = into or Collected()
    try:
        yield _LOCAL.collected
    finally:
        _LOCAL.collected = None


def current() -> Collected:
    """The running action's collection. Raises RuntimeError outside of an action."""
    if not collecting():
        raise RuntimeError("rows are written by actions only: call it through kernel.runner.act")
    return _LOCAL.collected  # type: ignore[no-any-return]


def add[M: models.Model](first: M, *others: models.Model) -> M:
    """Add rows to be inserted with the action's commit; returns the first."""
    collected = current().rows
    everything: tuple[models.Model, ...] = (first, *others)
    for row in everything:
        collected.setdefault(type(row), []).append(row)
    return first


def new[M: models.Model](model: type[M], **values: Any) -> M:
    """A row in memory, with its defaults: what `model(**values)` makes, at a sixth of the price. Values are not checked.

    For rows that are made by the thousand; fields are named as their columns are (a foreign key by `_id`).
    """
    row = model.__new__(model)
    plain, called = _defaults(model)
    held = row.__dict__
    held["_state"] = State()
    held.update(plain)
    for name, make in called:
        held[name] = make()
    held.update(values)
    return row


@cache
def _defaults(model: type[models.Model]) -> tuple[dict[str, Any], list[tuple[str, Callable[[], Any]]]]:
    plain, called = {}, []
    for f in model._meta.concrete_fields:
        if callable(f.default) and f.has_default():
            called.append((f.attname, f.default))
        else:
            plain[f.attname] = f.get_default()
    return plain, called


def put(row: models.Model, **values: Any) -> None:
    """Change an object in memory as its row was changed; it is put back if the action is undone."""
    before = {name: getattr(row, name) for name in values}
    current().undo.append(lambda: _assign(row, before))
    _assign(row, values)


def _assign(row: models.Model, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def pending(model: type[models.Model]) -> bool:
    """Has the running action rows of this table that are not flushed?"""
    return collecting() and bool(_LOCAL.collected.rows.get(model))


def flush() -> None:
    """Insert what the running action has added so far."""
    write(current().rows)


def write(rows: dict[type[models.Model], list[models.Model]]) -> None:
    """Insert collected rows, one statement a table, and clear the collection."""
    if not rows:
        return
    by_table = [(form := compiled(model, vendor()), [form.values(row) for row in all_of]) for model, all_of in rows.items()]
    with _together():
        for form, values in by_table:
            if len(values) == 1:
                change(form.text, values[0])
            elif vendor() != "postgresql" or len(values) < COPY_FROM:
                change_many(form.text, values)
    if vendor() == "postgresql":
        for form, values in by_table:
            if len(values) >= COPY_FROM:
                _copy(form.target, values)
    for objects in rows.values():
        for row in objects:
            row._state.adding = False
    rows.clear()


@contextmanager
def _together() -> Iterator[None]:
    """On PostgreSQL the statements inside are sent without waiting for each answer; their errors come at the end."""
    if vendor() != "postgresql":
        yield
        return
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def db_time(value: datetime | None) -> Any:
    """A time as a parameter of raw SQL on this database."""
    return stored.sqlite_time(value) if vendor() == "sqlite" else value


def many(model: type[models.Model], columns: Sequence[str], tuples: Iterable[Sequence[Any]]) -> int:
    """Insert many rows of one table at once: executemany on SQLite, COPY on PostgreSQL. Returns how many.

    Values are given as the fields hold them; `save()`, defaults and signals are bypassed, a field's own conversion is not.
    Raises RuntimeError outside of an action.
    """
    current()
    form = _many(model, tuple(columns))
    prepared = []
    for row in tuples:
        values = list(row)
        for n, convert in form.own:
            values[n] = convert(values[n])
        prepared.append(values)
    if vendor() == "postgresql":
        _copy(form.target, prepared)
    elif prepared:
        change_many(form.text, prepared)
    return len(prepared)


@dataclass(frozen=True)
class _Many:
    """Some columns of a table, compiled once: where COPY puts them, the statement for one row, and what converts which of the values."""

    target: str
    text: str
    own: list[tuple[int, Callable[[Any], Any]]]


@cache
def _many(model: type[models.Model], columns: tuple[str, ...]) -> _Many:
    fields: list[Any] = [model._meta.get_field(name) for name in columns]
    own = [(n, convert) for n, f in enumerate(fields) if (convert := stored.converter(f, vendor()))]
    quote = connection.ops.quote_name
    target = f"{quote(model._meta.db_table)} ({', '.join(quote(f.column) for f in fields)})"
    return _Many(target, f"INSERT INTO {target} VALUES ({', '.join(['%s'] * len(columns))})", own)


def _copy(target: str, prepared: Iterable[Sequence[Any]]) -> None:
    """PostgreSQL's way of taking many rows at once."""
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for values in prepared:
            copy.write_row(values)


def listen(before: Callable[[str], None] | None) -> None:
    """Have `before` see the text of each statement that goes straight to the driver in this thread; None ends it."""
    _LOCAL.before = before


def here() -> BaseDatabaseWrapper:
    """This thread's connection, which Django keeps as long as the thread; its proxy looks it up again for each attribute asked of it."""
    try:
        return _LOCAL.here  # type: ignore[no-any-return]
    except AttributeError:
        _LOCAL.here = connections[DEFAULT_DB_ALIAS]
        return _LOCAL.here  # type: ignore[no-any-return]


def _straight(own: BaseDatabaseWrapper, text: str) -> Any:
    """The driver's connection when this statement goes straight to it, else None. On SQLite half of a statement's price is Django's cursor.

    Not while anybody but the writer listens to Django's statements, as tests do; the writer hears of it here.
    """
    if vendor() != "sqlite":
        return None
    before = getattr(_LOCAL, "before", None)
    if len(own.execute_wrappers) > (before is not None) or own.force_debug_cursor:
        return None
    if own.connection is None:
        own.ensure_connection()
    if before is not None:
        before(text)
    return own.connection


@contextmanager
def one_moment() -> Iterator[None]:
    """What is read inside is as of one moment, however many questions it takes, while others go on writing; nothing is written.

    Inside a transaction, such as an action's, it is that transaction that says what is seen.
    """
    if here().in_atomic_block:
        yield
        return
    change("BEGIN" if vendor() == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    try:
        yield
    finally:
        change("ROLLBACK")


@lru_cache(maxsize=4096)
def _marked(text: str) -> str:
    """The text with the driver's own marks, as Django would write it."""
    return _MARK.sub("?", text).replace("%%", "%")


def sql(text: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run one statement with %s parameters on either database; the rows it returns, if any. Times must be given by `db_time`."""
    own = here()
    if (driver := _straight(own, text)) is not None:
        with own.wrap_database_errors:
            return driver.execute(_marked(text), params).fetchall()  # type: ignore[no-any-return]
    with own.cursor() as cursor:
        _execute(cursor, text, params)
        return cursor.fetchall() if cursor.description else []


def change(text: str, params: Sequence[Any] = ()) -> int:
    """Run one statement that changes rows; how many it changed."""
    own = here()
    if (driver := _straight(own, text)) is not None:
        with own.wrap_database_errors:
            return int(driver.execute(_marked(text), params).rowcount)
    with own.cursor() as cursor:
        _execute(cursor, text, params)
        return int(cursor.rowcount)


def _execute(cursor: Any, text: str, params: Sequence[Any]) -> None:
    """On PostgreSQL a statement over a short list is planned for the list it is given: a plan that is kept from when a table was
    small reads all of it until the table is analysed. A long list takes longer to plan for than that costs."""
    if vendor() != "postgresql" or not any(isinstance(one, list) and len(one) < SHORT for one in params):
        cursor.execute(text, params)
        return
    driver = connection.connection
    kept, driver.prepare_threshold = driver.prepare_threshold, None
    try:
        cursor.execute(text, params)
    finally:
        driver.prepare_threshold = kept


def fetch[M: models.Model](model: type[M], tail: str, params: Sequence[Any] = ()) -> list[M]:
    """Rows of a table as models, by a statement whose columns are compiled once: for paths where every order waits.

    `tail` is what follows the table's name ("WHERE id = %s"). Rows that the running action has added are flushed first.
    """
    if pending(model):
        flush()
    form = columns_of(model, vendor())
    return _models(model, form, sql(f"SELECT {form.columns} FROM {form.table} {tail}", params))


def one[M: models.Model](model: type[M], key: str) -> M | None:
    """The row of this primary key as a model; None when there is none."""
    return next(iter(fetch(model, f'WHERE "{model._meta.pk.column}" = %s', [key])), None)


def update[M: models.Model](model: type[M], tail: str, params: Sequence[Any] = ()) -> list[M]:
    """Change rows of a table (`tail`: "SET … WHERE …") and return those that were changed, as models, as they are now."""
    if pending(model):
        flush()
    form = columns_of(model, vendor())
    return _models(model, form, sql(f"UPDATE {form.table} {tail} RETURNING {form.columns}", params))


def _models[M: models.Model](model: type[M], form: Columns, found: Sequence[Sequence[Any]]) -> list[M]:
    """What `Model.from_db` makes of rows that hold every column, at a third of the price."""
    made = []
    for values in found:
        row = model.__new__(model)
        held = row.__dict__
        state = held["_state"] = State()
        state.adding, state.db = False, DEFAULT_DB_ALIAS
        held.update(zip(form.names, values, strict=True))
        for name, read in form.reads:
            held[name] = read(held[name])
        made.append(row)
    return made


def marks(values: Sized) -> str:
    """Placeholders for an IN list of this many values: a list whose length the code fixes."""
    return ", ".join(["%s"] * len(values))


def among(values: Collection[Any]) -> tuple[str, list[Any]]:
    """`IN (…)` for a list of any length, and its parameters.

    PostgreSQL gets one array: with a parameter each, a prepared statement compares every row with every value, and another
    length is another statement.
    """
    if vendor() == "postgresql":
        return "= ANY(%s)", [list(values)]
    return f"IN ({marks(values)})", list(values)


def given(pairs: Mapping[Any, Any], first: str, second: str) -> tuple[str, list[Any]]:
    """A table `given` (column1, column2) of these pairs for a FROM, and its parameters; `first` and `second` are their SQL types."""
    if vendor() == "postgresql":
        return f"unnest(%s::{first}[], %s::{second}[]) AS given (column1, column2)", [list(pairs), list(pairs.values())]
    values = ", ".join(["(%s, %s)"] * len(pairs))
    return f"(VALUES {values}) AS given", [part for pair in pairs.items() for part in pair]


def change_many(text: str, params: Sequence[Sequence[Any]]) -> None:
    """Run one statement for each set of parameters."""
    if not params:
        return
    own = here()
    if (driver := _straight(own, text)) is not None:
        with own.wrap_database_errors:
            driver.executemany(_marked(text), params)
        return
    with own.cursor() as cursor:
        cursor.executemany(text, params)
