"""The one way in for files from outside: size, real type, decoded and encoded anew. Nothing of what was sent is kept as it was sent."""

import io
from dataclasses import dataclass
from typing import Any

from jishi.kernel import files

PIXELS_MOST = 24_000_000
"""A picture is decoded whole, at four bytes a pixel: one that says it is larger is not begun."""
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
QUALITY = 90
QUICK = 4


class NotAPicture(Exception):
    """It is no PNG, JPEG or WebP, whatever its name or header says, or is broken."""


class TooLarge(Exception):
    """It has more bytes or pixels than are taken."""


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept: upright, its first frame, without metadata; so many pixels wide and high."""

    content: bytes
    type: str
    width: int
    height: int


@dataclass(frozen=True)
class Bounds:
    """What is taken: at most so many bytes, as sent and as kept, and pixels; what is wider or higher than `edge` is made smaller.

    A `quick` PNG is a tenth larger than the tightest and takes a fifth of the time: for what people wait for.
    """

    bytes: int = files.LARGEST
    pixels: int = PIXELS_MOST
    edge: int | None = None
    quick: bool = False


PUBLIC = Bounds()


def picture(content: bytes, bounds: Bounds = PUBLIC) -> Picture:
    """Read a picture that came from outside: the same bytes give the same picture. Takes tenths of a second: not inside an action.

    Raises NotAPicture and TooLarge. SVG, which can carry scripts, is none.
    """
    import puremagic
    from PIL import Image, ImageOps

    if len(content) > bounds.bytes:
        raise TooLarge
    try:
        kind = puremagic.from_string(content, mime=True) if content else ""
    except puremagic.PureError:
        kind = ""
    if kind not in FORMATS:
        raise NotAPicture
    try:
        with Image.open(io.BytesIO(content), formats=[FORMATS[kind]]) as opened:
            if opened.width * opened.height > bounds.pixels:
                raise TooLarge
            if bounds.edge is not None:
                opened.draft(None, (bounds.edge, bounds.edge))  # a JPEG is decoded no larger than it is wanted
            upright = ImageOps.exif_transpose(opened)
            plain = upright.convert("RGB" if kind == "image/jpeg" else "RGBA" if upright.has_transparency_data else "RGB")
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        raise NotAPicture from None
    if bounds.edge is not None:
        plain.thumbnail((bounds.edge, bounds.edge))
    plain.info.clear()
    out = io.BytesIO()
    png: dict[str, Any] = {"compress_level": QUICK} if bounds.quick else {"optimize": True}
    plain.save(out, FORMATS[kind], **(png if kind == "image/png" else {"quality": QUALITY}))
    if out.tell() > bounds.bytes:
        raise TooLarge
    return Picture(out.getvalue(), kind, plain.width, plain.height)
