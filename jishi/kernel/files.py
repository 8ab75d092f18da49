"""Public files (pictures of goods), kept under the hash of their content and never changed, in the public store of JISHI_FILES_URL.

The file is there before the row that names it: a kill in between leaves a file that nobody names, which `jishi fsck` finds. Writing
the same content again changes nothing, so that an action may do it twice.
"""

import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.http import Http404

from jishi.kernel import rows
from jishi.kernel.models import PublicFile

TYPES = ("image/svg+xml", "image/png", "image/jpeg", "image/webp")
LARGEST = 1_000_000
STORE = "public"


def put_public(content: bytes, kind: str) -> str:
    """Keep a file and return its key. Raises ValueError for a type or size that is not taken."""
    if kind not in TYPES or len(content) > LARGEST:
        raise ValueError(f"{kind} of {len(content)} bytes is not taken")
    key = hashlib.sha256(content).hexdigest()
    write_once(place(key), content)
    rows.change("INSERT INTO kernel_publicfile (id, type) VALUES (%s, %s) ON CONFLICT (id) DO NOTHING", [key, kind])
    return key


def folder() -> Path:
    """The public store."""
    return Path(settings.FILES_DIR) / STORE


def place(key: str) -> Path:
    """Where a public file lies; folders of a 256th each."""
    return folder() / key[:2] / key


def write_once(path: Path, content: bytes) -> None:
    """Write a file that is whole or not there, on the disk when this returns; one that is there already stays."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def url(key: str) -> str:
    """Where a public file is served."""
    return f"/files/{key}"


def read(key: str) -> tuple[str, bytes]:
    """Type and content of a file. Raises Http404 when there is none."""
    row = PublicFile.objects.filter(pk=key).first()
    if row is None:
        raise Http404(key)
    try:
        return row.type, place(row.pk).read_bytes()
    except FileNotFoundError:
        raise Http404(key) from None
