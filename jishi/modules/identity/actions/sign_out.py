"""Sign out: the session is over at once."""

from datetime import datetime

from jishi.kernel import clock, rows
from jishi.kernel.models import Audit
from jishi.modules.identity.actions.tell_change import end_sessions
from jishi.modules.identity.actions.view_as import end_viewing
from jishi.modules.identity.models import Viewing


def sign_out(session: str, *, at: datetime) -> None:
    """End a session now, by the real clock, and what it looked at; one that is over stays as it was."""
    for row in Viewing.objects.filter(session=session, ended_at=None):
        end_viewing(row, at=at, actor=f"person:{row.person_id}")
    rows.change("UPDATE identity_session SET revoked_at = %s WHERE id = %s AND revoked_at IS NULL", [rows.db_time(at), session])


def end_other_sessions(person: str, here: str | None, *, at: datetime) -> int:
    """End all of a person's sessions but the one here; how many."""
    ended = end_sessions(person, at=at, keep=here)
    rows.add(Audit(actor=f"person:{person}", act="identity.end_other_sessions", subject=person, at=clock.now(), data={"ended": ended}))
    return ended
