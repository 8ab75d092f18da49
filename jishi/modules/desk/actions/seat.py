"""Seats: an agent comes online, takes new sessions or no more, may have more or fewer at once, or leaves the shop."""

from collections.abc import Collection, Mapping
from datetime import datetime

from jishi.kernel import clock, events, rows
from jishi.modules.desk import law
from jishi.modules.desk.actions.drain import HERE_FOR, drain, hold
from jishi.modules.desk.events import SeatChanged, SessionQueued
from jishi.modules.desk.models import Seat, Session

_MAKE = """
INSERT INTO desk_seat (id, shop, person, accepting, capacity, seen_at) VALUES (%s, %s, %s, %s, %s, NULL) ON CONFLICT (id) DO NOTHING
"""


def seat_of(shop: str, market: str, person: str) -> Seat:
    """A person's seat in a shop, made at the first need with the rule's capacity (rule desk.assignment.initial_capacity)."""
    key = f"{shop}:{person}"
    rows.change(_MAKE, [key, shop, person, False, int(law.initial_capacity(clock.now(), market).value)])
    return rows.fetch(Seat, "WHERE id = %s", [key])[0]


def be_here(seats: Collection[tuple[str, str]], markets: Mapping[str, str], at: datetime) -> None:
    """Lines of these agents (shop, person) are up at this real instant; who came just now gets what waits."""
    came: dict[str, str] = {}
    for shop, person in sorted(seats):
        before = seat_of(shop, markets[shop], person)
        rows.change("UPDATE desk_seat SET seen_at = %s WHERE id = %s", [rows.db_time(at), before.pk])
        if before.accepting and (before.seen_at is None or before.seen_at <= at - HERE_FOR):
            events.emit(SeatChanged(shop, shop))
            came[shop] = markets[shop]
    if came:
        drain(came, "agent_online")


def accept(shop: str, market: str, person: str, accepting: bool) -> Seat:
    """Take new sessions from now on, or no more; those one has one keeps."""
    seat = seat_of(shop, market, person)
    rows.change("UPDATE desk_seat SET accepting = %s WHERE id = %s", [accepting, seat.pk])
    rows.put(seat, accepting=accepting)
    events.emit(SeatChanged(shop, shop))
    if accepting:
        drain({shop: market}, "agent_online")
    return seat


def set_capacity(shop: str, market: str, person: str, capacity: int) -> Seat:
    """How many sessions at once an agent may have; who has more keeps them and gets no new ones."""
    before = seat_of(shop, market, person)
    rows.change("UPDATE desk_seat SET capacity = %s WHERE id = %s", [capacity, before.pk])
    raised = capacity > before.capacity
    rows.put(before, capacity=capacity)
    events.emit(SeatChanged(shop, shop))
    if raised:
        drain({shop: market}, "limit_raised")
    return before


def leave(shop: str, market: str, person: str) -> None:
    """Someone answers here no longer: their open sessions go back to their place in the queue, and to whoever has room."""
    hold([shop])
    rows.change("DELETE FROM desk_seat WHERE id = %s", [f"{shop}:{person}"])
    for session in rows.update(
        Session, "SET agent = '', assigned_at = NULL WHERE shop = %s AND agent = %s AND state = 'open'", [shop, person]
    ):
        events.emit(SessionQueued.of(session))
    events.emit(SeatChanged(shop, shop))
    drain({shop: market})
