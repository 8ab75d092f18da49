"""Keep a picture that a shop sends: what it is says its content, not its name."""

from jishi.kernel import files
from jishi.modules.catalog.errors import NotAPicture, PictureTooLarge

_HEADS = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


def keep_picture(content: bytes) -> str:
    """Keep a PNG, JPEG or WebP and return its key; the same bytes have the same key.

    Raises NotAPicture for anything else (SVG can carry scripts and is not taken from outside) and PictureTooLarge.
    """
    kind = next((kind for head, kind in _HEADS if content.startswith(head)), None)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        kind = "image/webp"
    if kind is None:
        raise NotAPicture(field="body")
    if len(content) > files.LARGEST:
        raise PictureTooLarge(field="body", most=files.LARGEST)
    return files.put_public(content, kind)
