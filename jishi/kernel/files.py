"""Public files (pictures of goods), kept under the hash of their content and never changed."""

import hashlib

from django.http import Http404

from jishi.kernel import rows
from jishi.kernel.models import PublicFile

TYPES = ("image/svg+xml", "image/png", "image/jpeg", "image/webp")
LARGEST = 1_000_000


def put_public(content: bytes, kind: str) -> str:
    """Keep a file and return its key. Raises ValueError for a type or size that is not taken."""
    if kind not in TYPES or len(content) > LARGEST:
        raise ValueError(f"{kind} of {len(content)} bytes is not taken")
    key = hashlib.sha256(content).hexdigest()
    text = "INSERT INTO kernel_publicfile (id, type, content) VALUES (%s, %s, %s) ON CONFLICT (id) DO NOTHING"
    rows.change(text, [key, kind, content])
    return key


def url(key: str) -> str:
    """Where a public file is served."""
    return f"/files/{key}"


def read(key: str) -> tuple[str, bytes]:
    """Type and content of a file. Raises Http404 when there is none."""
    row = PublicFile.objects.filter(pk=key).first()
    if row is None:
        raise Http404(key)
    return row.type, bytes(row.content)
