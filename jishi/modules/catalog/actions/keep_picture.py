"""Keep a picture that a shop sends: what it is says its content, not its name."""

from jishi.kernel import files, uploads
from jishi.kernel.uploads import Picture
from jishi.modules.catalog.errors import NotAPicture, PictureTooLarge


def read_picture(content: bytes) -> Picture:
    """A PNG, JPEG or WebP as it will be kept, before the action: decoding takes longer than others may wait for.

    Raises NotAPicture for anything else (SVG can carry scripts and is not taken from outside) and PictureTooLarge.
    """
    try:
        return uploads.picture(content)
    except uploads.NotAPicture:
        raise NotAPicture(field="body") from None
    except uploads.TooLarge:
        raise PictureTooLarge(field="body", most=files.LARGEST) from None


def keep_picture(picture: Picture) -> str:
    """Keep a picture and return its key; the same picture has the same key."""
    return files.put_public(picture.content, picture.type)
