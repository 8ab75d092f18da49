"""Values on their way to the database and back: what a field's value is as a parameter of raw SQL, and what raw SQL reads as."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import orjson
from django.db import connection, models

_PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.FloatField, models.BinaryField)


def converter(f: Any, vendor: str) -> Callable[[Any], Any] | None:
    """How a value of this field is written; None when it goes as it is. A field with its own conversion is asked for it."""
    if type(f).__module__.startswith("django."):
        if isinstance(f, models.DateTimeField):
            return sqlite_time if vendor == "sqlite" else None
        if isinstance(f, models.JSONField):
            return json_text
        if isinstance(f, _PLAIN) or (isinstance(f, models.DateField) and vendor != "sqlite"):
            return None
    return lambda value: f.get_db_prep_save(value, connection)


@lru_cache(maxsize=256)
def sqlite_time(value: datetime | None) -> str | None:
    """A time as Django keeps it in SQLite: UTC without the zone. Naive times are refused with ValueError.

    Rows that are written together share their times, so the last few are remembered; equal instants read alike in every zone.
    """
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("an instant needs a zone")
    value = value.astimezone(UTC) if value.tzinfo is not UTC else value
    return value.replace(tzinfo=None).isoformat(" ")


def json_text(value: Any) -> str | None:
    """JSON as text, for both databases."""
    return None if value is None else orjson.dumps(value).decode()


def from_db_time(value: Any) -> datetime | None:
    """A time read by raw SQL from this database."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if value is not None and value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    return value  # type: ignore[no-any-return]


def from_db_day(value: Any) -> date | None:
    """A day read by raw SQL from this database."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def reader(f: Any, vendor: str) -> Callable[[Any], Any] | None:
    """How a value read by raw SQL becomes the field's; None when it is so already."""
    if isinstance(f, models.ForeignKey):
        return reader(f.target_field, vendor)
    if isinstance(f, models.DateTimeField):
        return from_db_time if vendor == "sqlite" else None
    if isinstance(f, models.DateField):
        return from_db_day if vendor == "sqlite" else None
    if isinstance(f, models.JSONField):
        return lambda value: None if value is None else orjson.loads(value)
    if isinstance(f, models.BooleanField):
        return lambda value: None if value is None else bool(value)
    if isinstance(f, (*_PLAIN, models.DateField)):  # both drivers read a column of dates as dates
        return None
    raise TypeError(f"{f} is not read by raw SQL")
