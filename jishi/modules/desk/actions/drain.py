"""Drain: sessions that wait are given to agents who can take them, first come, first served, to whoever has most room.

Runs in the transaction of whatever makes a session wait or a place free. The shop's floor is held before anything is looked at:
of two who come at once the second sees what the first has done, so that no place is given away twice and no free place overlooked.
"""

import heapq
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from fractions import Fraction

from jishi.kernel import clock, events, rows
from jishi.modules.desk import law
from jishi.modules.desk.events import SessionAssigned
from jishi.modules.desk.models import Seat, Session

HERE_FOR = timedelta(seconds=45)
"""An agent is online for so long after a line of theirs was last seen up (real clock): a line that drops and mends changes nothing."""
WHOLE = 10_000
BOUNDLESS = 1_000_000
"""What an agent takes where no rule says that they must be below their capacity: more than ever waits."""
_HOLD = "INSERT INTO desk_floor (shop, turns) VALUES (%s, 1) ON CONFLICT (shop) DO UPDATE SET turns = desk_floor.turns + 1"
_GIVE = "UPDATE desk_session SET agent = %s, assigned_at = %s WHERE id = %s AND state = 'open' AND agent = ''"


def drain(markets: Mapping[str, str], cause: str | None = None) -> list[Session]:
    """Give out what waits in these shops (shop -> market); the sessions that were. `cause` is the event that freed a place, if one did.

    Rules desk.assignment.eligible_when, saturated_at, queue_order; desk.metrics.capacity_event_drain.
    """
    now = clock.now()
    shops = sorted(shop for shop, market in markets.items() if cause is None or law.drained_by(now, market).holds(cause))
    hold(shops)
    given = []
    for seat_shop, room in _room(shops, markets).items():
        waiting = Session.objects.filter(shop=seat_shop, state="open", agent="").order_by("opened_at", "id")
        for session in waiting[: sum(places for _, places, _, _ in room)]:
            share, places, taken, seat = heapq.heappop(room)
            if give(session, seat.person):
                given.append(session)
                places, taken = places - 1, taken + 1
                share = Fraction(taken, seat.capacity)
            if places:
                heapq.heappush(room, (share, places, taken, seat))
    return given


def hold(shops: Iterable[str]) -> None:
    """Hold the floors of these shops until the commit, in one order for all; what was added before is there to be seen."""
    rows.flush()
    wanted = [(shop,) for shop in shops]
    if wanted:
        rows.change_many(_HOLD, wanted)


def give(session: Session, person: str) -> bool:
    """Have an agent answer a session from now on; False when it is closed or somebody's already. The floor must be held."""
    now = clock.now()
    if not rows.change(_GIVE, [person, rows.db_time(now), session.pk]):
        return False
    rows.put(session, agent=person, assigned_at=now)
    events.emit(SessionAssigned.of(session))
    return True


def loads(shops: Iterable[str]) -> dict[tuple[str, str], int]:
    """How many sessions each agent of these shops has now, by shop and person."""
    among, keys = rows.among(list(shops))
    text = f"SELECT shop, agent, COUNT(*) FROM desk_session WHERE shop {among} AND state = 'open' AND agent <> '' GROUP BY shop, agent"
    return {(str(shop), str(agent)): int(count) for shop, agent, count in rows.sql(text, keys)}


def online(seat: Seat, real: datetime) -> bool:
    """Was a line of this agent's up just now (real clock)?"""
    return seat.seen_at is not None and seat.seen_at > real - HERE_FOR


def places(seat: Seat, load: int, market: str) -> int:
    """How many sessions more this agent takes before they are full (rule desk.assignment.saturated_at)."""
    return max(0, seat.capacity * int(law.saturated_at(clock.now(), market).value) // WHOLE - load)


Room = list[tuple[Fraction, int, int, "Place"]]


class Place:
    """A seat among others that are as full."""

    def __init__(self, seat: Seat) -> None:
        self.person, self.capacity = seat.person, seat.capacity

    def __lt__(self, other: "Place") -> bool:
        return self.person < other.person


def _room(shops: list[str], markets: Mapping[str, str]) -> dict[str, Room]:
    """Those who can take sessions, by shop: how full they are, how many more they take, how many they have."""
    seats = list(Seat.objects.filter(shop__in=shops)) if shops else []
    if not seats:
        return {}
    real, now = clock.real(), clock.now()
    taken = loads({seat.shop for seat in seats})
    found: dict[str, Room] = {}
    for seat in seats:
        market = markets[seat.shop]
        load = taken.get((seat.shop, seat.person), 0)
        conditions = law.eligible_when(now, market).value
        free = places(seat, load, market) if "below_capacity" in conditions else BOUNDLESS
        holds = {"online": online(seat, real), "accepting_new_sessions": seat.accepting, "below_capacity": free > 0}
        if all(holds[one] for one in conditions):
            heapq.heappush(found.setdefault(seat.shop, []), (Fraction(load, seat.capacity), free, load, Place(seat)))
    return found
