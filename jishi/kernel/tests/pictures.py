"""Pictures for tests of what comes from outside."""

import io
from typing import Any

from PIL import Image


def picture(form: str = "PNG", size: tuple[int, int] = (3, 2), **told: Any) -> bytes:
    """A picture as a camera or a program writes it; `told` is what goes into the file with it (exif, say)."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **told)
    return out.getvalue()
