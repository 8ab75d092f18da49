"""The one way in for files from outside: size, real type, decoded and encoded anew. Nothing of what was sent is kept as it was sent."""

import io
from dataclasses import dataclass

from jishi.kernel import files

PIXELS_MOST = 24_000_000
"""A picture is decoded whole, at four bytes a pixel: one that says it is larger is not begun."""
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
QUALITY = 90


class NotAPicture(Exception):
    """It is no PNG, JPEG or WebP, whatever its name or header says, or is broken."""


class TooLarge(Exception):
    """It has more bytes or pixels than are taken."""


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept: upright, its first frame, without metadata."""

    content: bytes
    type: str


def picture(content: bytes) -> Picture:
    """Read a picture that came from outside: the same bytes give the same picture. Takes tenths of a second: not inside an action.

    Raises NotAPicture and TooLarge. SVG, which can carry scripts, is none.
    """
    import puremagic
    from PIL import Image, ImageOps

    if len(content) > files.LARGEST:
        raise TooLarge
    try:
        kind = puremagic.from_string(content, mime=True) if content else ""
    except puremagic.PureError:
        kind = ""
    if kind not in FORMATS:
        raise NotAPicture
    try:
        with Image.open(io.BytesIO(content), formats=[FORMATS[kind]]) as opened:
            if opened.width * opened.height > PIXELS_MOST:
                raise TooLarge
            upright = ImageOps.exif_transpose(opened)
            plain = upright.convert("RGB" if kind == "image/jpeg" else "RGBA" if upright.has_transparency_data else "RGB")
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        raise NotAPicture from None
    plain.info.clear()
    out = io.BytesIO()
    plain.save(out, FORMATS[kind], **({"optimize": True} if kind == "image/png" else {"quality": QUALITY}))
    if out.tell() > files.LARGEST:
        raise TooLarge
    return Picture(out.getvalue(), kind)
