"""Sign out: the session is over at once."""

from datetime import datetime

from jishi.kernel import rows


def sign_out(session: str, *, at: datetime) -> None:
    """End a session now, by the real clock; one that is over stays as it was."""
    rows.change("UPDATE identity_session SET revoked_at = %s WHERE id = %s AND revoked_at IS NULL", [rows.db_time(at), session])
