"""Everything that the installation holds of a person: found by their id wherever it stands, in tables of any module.

A row is theirs when one of its columns is their id; it tells of them when one of its columns names them as who acted
(`person:ID`), or is the key of a row that is theirs (the lines of their order, say). No table has to be registered for that.
"""

from base64 import b64encode
from collections.abc import Collection, Iterator
from itertools import batched
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.db import models
from django.db.models import Q

from jishi.kernel import crypto, private
from jishi.kernel.errors import NotFound
from jishi.kernel.models import PrivateFile, SubjectKey

SECRETS = frozenset({"token", "wrapped", "secret", "password"})
"""Columns that let whoever has them act as the person: they are nobody's to read, however they are kept."""
PIECE = 500
Row = dict[str, Any]


def known(subject: str) -> bool:
    """Was a data key ever made for this subject? It stays known when it is erased."""
    return SubjectKey.objects.filter(pk=subject).exists()


def held(subject: str) -> dict[str, list[Row]]:
    """All rows of a subject, table by table, JSON-plain; what is sealed for them is opened, files are in base 64.

    Reads every table: for commands.
    What is sealed and no longer opens (they were erased), and secrets, are left out.
    """
    first = {model: list(_rows(model, {subject, f"person:{subject}"}, subject)) for model in _tables()}
    own = {str(row.pk) for found in first.values() for row in found if _is_of(row, subject)} - {subject}
    out: dict[str, list[Row]] = {}
    for model, found in first.items():
        there = {row.pk for row in found}
        found += [row for piece in batched(sorted(own), PIECE) for row in _rows(model, set(piece)) if row.pk not in there]
        unique = {row.pk: row for row in found}
        if unique:
            out[model._meta.db_table] = [_plain(row, subject) for row in unique.values()]
    return out


def _tables() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.managed and model.__module__.startswith("jishi.")]


def _columns(model: type[models.Model]) -> list[str]:
    """The columns in which an id may stand: text of at least an id's length, and relations."""
    return [
        field.attname
        for field in model._meta.concrete_fields
        if field.is_relation or (isinstance(field, models.CharField) and (field.max_length or 0) >= 26)
    ]


def _rows(model: type[models.Model], values: Collection[str], within: str | None = None) -> Iterator[models.Model]:
    """Rows one of whose columns is one of these values; with `within`, also those whose key (a quota's, say) holds it."""
    wanted = Q()
    for column in _columns(model):
        wanted |= Q(**{f"{column}__in": values})
    if within and isinstance(model._meta.pk, models.CharField):
        wanted |= Q(pk__contains=within)
    if wanted:
        yield from model._default_manager.filter(wanted).order_by("pk").iterator(PIECE)


def _is_of(row: models.Model, subject: str) -> bool:
    return any(getattr(row, column) == subject for column in _columns(type(row)))


def _plain(row: models.Model, subject: str) -> Row:
    out: Row = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.name in SECRETS:
            continue
        if isinstance(field, models.BinaryField):
            opened = _opened(value, subject)
            if opened is not None:
                out[field.name] = opened
        else:
            out[field.attname] = value
    if isinstance(row, PrivateFile) and (content := _content(row)) is not None:
        out["content"] = b64encode(content).decode()
    return dict(orjson.loads(orjson.dumps(out)))


def _content(row: PrivateFile) -> bytes | None:
    """What a private file holds, while it can be read."""
    try:
        return private.read(row.pk)[1]
    except NotFound:
        return None


def _opened(sealed: bytes | None, subject: str) -> Any:
    if not sealed:
        return None
    try:
        return crypto.open_for(subject, bytes(sealed))
    except (InvalidTag, ValueError, crypto.Erased):
        return None
