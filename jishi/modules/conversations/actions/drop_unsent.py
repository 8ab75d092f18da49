"""Drop unsent: pictures that were sent in and became no message go when their time is over."""

from jishi.kernel import clock, private, rows
from jishi.kernel.stored import from_db_time
from jishi.modules.conversations import law

PIECE = 200


def drop_unsent() -> int:
    """Let the oldest of them go, so many at a time (rule conversations.messages.image_unsent_kept); how many.

    Whoever sends one meanwhile keeps it: the row goes only while no message shows it.
    """
    oldest = rows.sql(
        """SELECT p.id, p.made_at, c.market FROM conversations_picture p JOIN conversations_conversation c ON c.id = p.conversation
        WHERE p.seq IS NULL ORDER BY p.made_at LIMIT %s""",
        [PIECE],
    )
    now = clock.now()
    over = [str(key) for key, made, market in oldest if (at := from_db_time(made)) and law.unsent_kept(at, market).after(at) <= now]
    gone = [key for key in over if rows.change("DELETE FROM conversations_picture WHERE id = %s AND seq IS NULL", [key])]
    private.drop(gone)
    return len(gone)
