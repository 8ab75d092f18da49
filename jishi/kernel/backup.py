"""A copy of the whole marketplace in one file, taken while it runs; and a marketplace put back from one, all or nothing.

The file is a ZIP: `manifest.json`, the database (SQLite: the file itself as of one commit; PostgreSQL: each table as COPY writes it,
all of one snapshot), and the files of the stores. The installation's keys are never in it: whoever finds the file cannot read what
is sealed. After a restore deliveries are held until an operator releases them, so that nothing is sent a second time.
"""

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from jishi import __version__
from jishi.kernel import backup_postgresql, backup_sqlite, clock, crypto

MANIFEST = "manifest.json"
FORMAT = 1
PIECE = 1 << 20
FILES = "files/"
PROOF = b"jishi"
PURPOSE = "backup"
"""What the manifest seals to tell later, without holding a key, whether the installation's keys fit."""


def make(path: Path) -> dict[str, Any]:
    """Write a backup to `path`; its manifest. Raises FileExistsError when something is there already; a part is never left behind."""
    if path.exists():
        raise FileExistsError(f"{path} is there already: a backup is never written over")
    with _beside(path) as part:
        told: dict[str, Any] = {"entries": {}}
        with zipfile.ZipFile(part, "x", zipfile.ZIP_DEFLATED, compresslevel=1, allowZip64=True) as out:
            with _database(path.parent) as (kind, entries):
                for name, source in entries:
                    told["entries"][name] = _add(out, name, source)
            for name, file in _stored():
                told["entries"][name] = _add(out, name, _pieces(file))
            told |= {"format": FORMAT, "version": __version__, "database": kind, "at": clock.real().isoformat()}
            told |= {"migrations": _migrations(), "proof": crypto.seal(PROOF, PURPOSE).hex()}
            out.writestr(MANIFEST, json.dumps(told, indent=1))
        with part.open("rb") as whole:
            os.fsync(whole.fileno())
        part.rename(path)
    return told


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A file beside the one that is wanted: it takes its name when it is whole, else it goes."""
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _database(place: Path) -> Iterator[tuple[str, Iterator[tuple[str, Iterator[bytes]]]]]:
    if connection.vendor == "sqlite":
        with tempfile.TemporaryDirectory(dir=place) as folder, backup_sqlite.copied(Path(folder)) as entries:
            yield "sqlite", entries
    else:
        with backup_postgresql.copied() as entries:
            yield "postgresql", entries


def _add(out: zipfile.ZipFile, name: str, source: Iterator[bytes]) -> dict[str, Any]:
    """One entry, and what to know it by."""
    told, size = hashlib.sha256(), 0
    with out.open(name, "w", force_zip64=True) as entry:
        for piece in source:
            entry.write(piece)
            told.update(piece)
            size += len(piece)
    return {"sha256": told.hexdigest(), "bytes": size}


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while piece := source.read(PIECE):
            yield piece


def _stored() -> Iterator[tuple[str, Path]]:
    """The files of the stores, which lie beside the database; those that a row names are there before the row is."""
    for store in settings.FILES_DIR.glob("*"):
        for file in sorted(store.rglob("*")):
            if file.is_file() and not file.name.startswith("."):
                yield f"{FILES}{file.relative_to(settings.FILES_DIR)}", file


def _migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def put_back(path: Path) -> dict[str, Any]:
    """Put the marketplace back as it was; its manifest. Everything or nothing: until the last step the database is untouched.

    Raises ValueError for what is no backup, is damaged, was made by another kind of database or another version, or is sealed by
    keys that this installation does not have.
    """
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        raise ValueError(f"{path} is no backup") from None
    with archive:
        told = _manifest(archive, path)
        _check(archive, told)
        _files_back(archive, told)
        if told["database"] == "sqlite":
            with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder:
                backup_sqlite.put_back(archive, Path(folder))
        else:
            backup_postgresql.put_back(archive)
    return told


def _manifest(archive: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(archive.read(MANIFEST))
    except (KeyError, ValueError, zipfile.BadZipFile):
        raise ValueError(f"{path} is no backup: it has no {MANIFEST}") from None
    if told.get("format") != FORMAT:
        raise ValueError(f"{path} has format {told.get('format')}, this version reads {FORMAT}")
    if told["database"] != connection.vendor:
        raise ValueError(f"{path} holds a {told['database']} database, this installation has {connection.vendor}")
    if told["migrations"] != _migrations():
        raise ValueError(f"{path} was made by version {told['version']} with other tables: restore it there, then bring it to this version")
    try:
        proof = crypto.unseal(bytes.fromhex(told["proof"]), PURPOSE)
    except ValueError:
        raise ValueError("none of JISHI_FIELD_KEYS fits this backup: nothing personal in it could be read") from None
    if proof != PROOF:
        raise ValueError(f"{path} is damaged")
    return told


def _check(archive: zipfile.ZipFile, told: dict[str, Any]) -> None:
    """Every entry is whole and none is missing. Raises ValueError naming the first that is not."""
    if set(archive.namelist()) != {MANIFEST, *told["entries"]}:
        raise ValueError("the backup is damaged: its entries are not those of its manifest")
    for name, known in told["entries"].items():
        found = hashlib.sha256()
        try:
            with archive.open(name) as entry:
                while piece := entry.read(PIECE):
                    found.update(piece)
        except (zipfile.BadZipFile, EOFError, OSError):
            raise ValueError(f"the backup is damaged: {name} cannot be read") from None
        if found.hexdigest() != known["sha256"]:
            raise ValueError(f"the backup is damaged: {name}")


def _files_back(archive: zipfile.ZipFile, told: dict[str, Any]) -> None:
    """Files come before the rows that name them; one that is there is the same one, since files never change."""
    for name in told["entries"]:
        if not name.startswith(FILES):
            continue
        place = (settings.FILES_DIR / name.removeprefix(FILES)).resolve()
        if not place.is_relative_to(settings.FILES_DIR.resolve()):
            raise ValueError(f"the backup is damaged: {name} lies outside")
        if place.exists():
            continue
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _beside(place) as part:
            part.write_bytes(archive.read(name))
            part.rename(place)
