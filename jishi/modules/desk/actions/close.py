"""Close: an agent ends a session; the buyer's next message opens another."""

from jishi.kernel import clock, deadlines
from jishi.modules.desk.actions.drain import drain
from jishi.modules.desk.actions.open_session import SILENT
from jishi.modules.desk.models import Session
from jishi.modules.desk.states import SESSION


def close(session: Session, *, actor: str) -> Session:
    """End an open session; the place that is free goes to who waits. Raises WrongState for one that is closed."""
    SESSION.advance(session, "close", actor=actor, closed_at=clock.now())
    deadlines.moot([SILENT], [session.pk])
    drain({session.shop: session.market}, "session_closed")
    return session
