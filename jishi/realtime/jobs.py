"""What the socket tidies once an hour."""

from jishi.kernel import clock, rows
from jishi.kernel.runner import act
from jishi.kernel.worker import periodic


@periodic
def forget_tickets() -> None:
    """A ticket that has run out opens nothing."""
    act(lambda: rows.change("DELETE FROM realtime_ticket WHERE expires_at < %s", [rows.db_time(clock.real())]))
