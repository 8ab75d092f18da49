"""What identity tidies once an hour: codes and sessions that are over, by the real clock."""

from jishi.kernel import clock, rows
from jishi.kernel.runner import act
from jishi.kernel.worker import periodic


@periodic
def forget_what_is_over() -> None:
    """A code that no longer works and a session that has run out are of no use to anyone."""
    act(_forget)


def _forget() -> None:
    now = rows.db_time(clock.real())
    rows.change("DELETE FROM identity_code WHERE expires_at < %s AND resend_at < %s", [now, now])
    rows.change("DELETE FROM identity_session WHERE expires_at < %s", [now])
