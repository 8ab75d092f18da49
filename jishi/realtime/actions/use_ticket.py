"""Use a ticket up."""

from datetime import datetime

from jishi.kernel import rows
from jishi.realtime.actions.make_ticket import ticket_hash


def use_ticket(token: str, *, at: datetime) -> str | None:
    """The session or key behind a ticket, which is used up by this; None for one that is unknown, used or too old (real clock)."""
    now = rows.db_time(at)
    text = "UPDATE realtime_ticket SET used_at = %s WHERE id = %s AND used_at IS NULL AND expires_at > %s RETURNING behind"
    found = rows.sql(text, [now, ticket_hash(token), now])
    return str(found[0][0]) if found else None
