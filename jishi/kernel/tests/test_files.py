"""Public files are kept once, under the hash of their content."""

import hashlib

import pytest
from django.http import Http404

from jishi.kernel import files
from jishi.kernel.models import PublicFile
from jishi.kernel.runner import act
from tests.rows import unchanged

pytestmark = pytest.mark.django_db

PICTURE = b"<svg xmlns='http://www.w3.org/2000/svg'/>"


def test_a_file_is_kept_under_its_hash_and_read_again() -> None:
    key = act(files.put_public, PICTURE, "image/svg+xml")
    assert key == hashlib.sha256(PICTURE).hexdigest()
    assert files.read(key) == ("image/svg+xml", PICTURE)
    assert files.url(key) == f"/files/{key}"


def test_the_same_again_is_the_same_file() -> None:
    key = act(files.put_public, PICTURE, "image/svg+xml")
    with unchanged():
        assert act(files.put_public, PICTURE, "image/svg+xml") == key


@pytest.mark.parametrize(("content", "kind"), [(PICTURE, "text/html"), (PICTURE, ""), (bytes(files.LARGEST + 1), "image/png")])
def test_a_type_or_size_that_is_not_taken(content: bytes, kind: str) -> None:
    with unchanged(), pytest.raises(ValueError, match="not taken"):
        act(files.put_public, content, kind)


def test_the_largest_is_taken() -> None:
    key = act(files.put_public, bytes(files.LARGEST), "image/png")
    assert len(files.read(key)[1]) == 1_000_000
    assert PublicFile.objects.count() == 1


def test_what_is_not_there_is_not_found() -> None:
    with pytest.raises(Http404):
        files.read("0" * 64)
