"""Private files (pictures in conversations), each sealed with the data key of its subject, in the private store of JISHI_FILES_URL.

Whoever erases the subject has made its files unreadable in the same instant. No address leads here: a module that keeps a file serves
it through an operation of its own, which asks each time who may. Sealing comes before the action, since it costs time; the file is
there before the row that names it. A file that is let go stays for a day, for a backup under way may still be coming to it.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from jishi.kernel import clock, crypto, rows
from jishi.kernel.errors import NotFound
from jishi.kernel.files import write_once
from jishi.kernel.models import PrivateFile
from jishi.kernel.runner import act
from jishi.kernel.worker import periodic

STORE = "private"
STAYS = timedelta(days=1)
PIECE = 200
HOLDERS: set[str] = set()
"""Tables whose ids are those of private files."""


@dataclass(frozen=True)
class Sealed:
    """A file as it will lie in the store: `content` is sealed, `size` is that of what was sealed, in bytes."""

    id: str
    subject: str
    type: str
    size: int
    content: bytes


def kept_for(table: str) -> None:
    """Declare a module's table whose ids are those of private files: a file that none of them names is nobody's."""
    HOLDERS.add(table)


def seal(key: str, subject: str, content: bytes, kind: str) -> Sealed:
    """Seal a file of a subject under its id, before the action that keeps it. Raises crypto.Erased."""
    return Sealed(key, subject, kind, len(content), crypto.seal_bytes(subject, key, content))


def put(sealed: Sealed) -> PrivateFile:
    """Keep a sealed file, in the running action. Doing it again changes nothing in the store."""
    write_once(place(sealed.id), sealed.content)
    digest = hashlib.sha256(sealed.content).hexdigest()
    return rows.add(PrivateFile(id=sealed.id, subject=sealed.subject, type=sealed.type, size=sealed.size, digest=digest))


def folder() -> Path:
    """The private store."""
    return Path(settings.FILES_DIR) / STORE


def place(key: str) -> Path:
    """Where a private file lies; an id begins with its time, so that folders go by its end."""
    return folder() / key[-2:] / key


def read(key: str) -> tuple[str, bytes]:
    """Type and content of a file, for whoever was found to be allowed it. Raises NotFound where it or its subject's key is gone."""
    row = PrivateFile.objects.filter(pk=key, dropped_at=None).first()
    if row is None:
        raise NotFound
    try:
        return row.type, crypto.open_bytes(row.subject, row.pk, place(row.pk).read_bytes())
    except (FileNotFoundError, crypto.Erased):
        raise NotFound from None


def drop(keys: Collection[str]) -> None:
    """Let files go, in the running action: nobody reads them from now on, and `tidy` removes them."""
    among, params = rows.among(keys)
    text = f"UPDATE kernel_privatefile SET dropped_at = %s WHERE dropped_at IS NULL AND id {among}"
    rows.change(text, [rows.db_time(clock.real()), *params])


@periodic
def tidy() -> None:
    """Files of subjects who were erased are let go; what was let go a day ago is removed, and its row after it."""
    act(_drop_erased)
    before = clock.real() - STAYS
    while keys := list(PrivateFile.objects.filter(dropped_at__lt=before).order_by("pk").values_list("pk", flat=True)[:PIECE]):
        for key in keys:
            place(key).unlink(missing_ok=True)
        act(_forget, keys)


def _drop_erased() -> None:
    text = """UPDATE kernel_privatefile SET dropped_at = %s WHERE dropped_at IS NULL
        AND subject IN (SELECT subject FROM kernel_subjectkey WHERE wrapped IS NULL)"""
    rows.change(text, [rows.db_time(clock.real())])


def _forget(keys: Collection[str]) -> None:
    among, params = rows.among(keys)
    rows.change(f"DELETE FROM kernel_privatefile WHERE id {among}", params)
