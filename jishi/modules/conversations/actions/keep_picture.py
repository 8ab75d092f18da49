"""Keep a picture that a side of a conversation sends in, to be shown by one message of theirs; sealed like the messages."""

from dataclasses import dataclass
from datetime import datetime

from jishi.kernel import clock, crypto, ids, private, quota, rows, uploads
from jishi.kernel.errors import NotFound
from jishi.kernel.private import Sealed
from jishi.modules.conversations import law
from jishi.modules.conversations.access import Side, party
from jishi.modules.conversations.errors import NotAPicture, PictureTooLarge, TooManyPictures, TooManyPicturesToday
from jishi.modules.conversations.models import Conversation, Picture

MEGABYTE = 1_000_000
PICTURE = "pic"
COUNTED = "conversations.pictures"
SECONDS = 60


@dataclass(frozen=True)
class Developed:
    """A picture that was read and sealed, and its sides in pixels."""

    sealed: Sealed
    width: int
    height: int


def count_picture(row: Conversation, side: Side, *, at: datetime) -> None:
    """Count a picture that is about to be sent in: a buyer's in all their conversations, a shop's in each. `at` is the real clock's.

    An action of its own, before the picture is looked at, since looking costs time. Raises TooManyPictures, TooManyPicturesToday,
    and then nothing is counted.
    """
    who = party(row, side) if side == "buyer" else row.pk
    a_minute, a_day = law.images_a_minute(at, row.market), law.images_a_day(at, row.market)
    minute = at.replace(second=0, microsecond=0)
    if not quota.take(f"{COUNTED}:{who}", minute.strftime("%Y-%m-%dT%H:%M"), a_minute.value):
        raise TooManyPictures(rule=a_minute.rule, seconds=SECONDS - at.second)
    if not quota.take(f"{COUNTED}:{who}", at.date().isoformat(), a_day.value):
        raise TooManyPicturesToday(rule=a_day.rule, limit=a_day.value)


def forget_counts(at: datetime) -> None:
    """What was counted in days that are over is of no use to anyone."""
    rows.change("DELETE FROM kernel_quota WHERE id LIKE %s AND id NOT LIKE %s", [f"{COUNTED}:%", f"%|{at.date().isoformat()}%"])


def develop(row: Conversation, content: bytes) -> Developed:
    """A PNG, JPEG or WebP as it will be kept, before the action: reading and sealing take longer than others may wait for.

    Raises NotAPicture, PictureTooLarge (rules conversations.messages.image_size, image_pixels), NotFound where the person was erased.
    """
    now = clock.now()
    size, pixels = law.image_size(now, row.market), law.image_pixels(now, row.market)
    bounds = uploads.Bounds(size.value * MEGABYTE - 1, pixels.value, law.image_edge(now, row.market).value, quick=True)
    try:
        picture = uploads.picture(content, bounds)
    except uploads.NotAPicture:
        raise NotAPicture(field="body") from None
    except uploads.TooLarge:
        rule = size.rule if len(content) > bounds.bytes else pixels.rule
        raise PictureTooLarge(field="body", rule=rule, megabytes=size.value, megapixels=pixels.value // MEGABYTE) from None
    try:
        sealed = private.seal(ids.new_id(PICTURE), row.subject, picture.content, picture.type)
    except crypto.Erased:
        raise NotFound from None
    return Developed(sealed, picture.width, picture.height)


def keep_picture(row: Conversation, side: Side, sender: str, developed: Developed) -> Picture:
    """Keep a picture until its sender sends the message that shows it."""
    private.put(developed.sealed)
    return rows.add(
        Picture(
            id=developed.sealed.id,
            conversation=row.pk,
            side=side,
            sender=sender,
            width=developed.width,
            height=developed.height,
            made_at=clock.now(),
        )
    )
