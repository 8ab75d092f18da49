"""Take: an agent takes a session out of the queue."""

from jishi.modules.desk.actions.drain import give, hold, loads, places
from jishi.modules.desk.actions.seat import seat_of
from jishi.modules.desk.errors import Full, Taken
from jishi.modules.desk.models import Session


def take(session: Session, person: str) -> Session:
    """Answer a session that waits, whether or not one takes new ones.

    Raises Taken where somebody answers it, Full where one's limit is reached (rule desk.assignment.saturated_at).
    """
    hold([session.shop])
    seat = seat_of(session.shop, session.market, person)
    if not places(seat, loads([session.shop]).get((session.shop, person), 0), session.market):
        raise Full(capacity=seat.capacity, rule="desk.assignment.saturated_at")
    if not give(session, person):
        raise Taken
    return session
