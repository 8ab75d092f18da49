"""Read: what was new is new no longer, for its person alone."""

from collections.abc import Sequence

from jishi.kernel import clock, events, rows
from jishi.modules.notices.events import NoticesChanged
from jishi.modules.notices.models import Notice


def read(notice: Notice) -> Notice:
    """One was read; reading it again changes nothing."""
    if notice.read_at is None:
        now = clock.now()
        rows.change("UPDATE notices_notice SET read_at = %s WHERE id = %s AND read_at IS NULL", [rows.db_time(now), notice.pk])
        rows.put(notice, read_at=now)
        events.emit(NoticesChanged(notice.person, notice.person, ""))
    return notice


def read_all(person: str, shop: str, *, subject: str | None = None) -> int:
    """All that came to a person as someone of a shop, or ("") as a buyer, was read; or all of it about one thing. How many were new."""
    text = "UPDATE notices_notice SET read_at = %s WHERE person = %s AND shop = %s AND read_at IS NULL AND settled_at IS NULL"
    more: Sequence[str] = [subject] if subject else []
    count = rows.change(text + (" AND subject = %s" if subject else ""), [rows.db_time(clock.now()), person, shop, *more])
    if count:
        events.emit(NoticesChanged(person, person, ""))
    return count
