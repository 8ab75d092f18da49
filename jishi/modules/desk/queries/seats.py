"""Who answers in a shop, who of them is online, how much each carries, and what waits."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from jishi.kernel import clock
from jishi.modules.desk import law
from jishi.modules.desk.access import answers_in
from jishi.modules.desk.actions.drain import loads, online, places
from jishi.modules.desk.models import Seat, Session
from jishi.modules.identity import queries as people
from jishi.modules.shops import queries as shops


def not_seen_since(wanted: Collection[tuple[str, str]], real: datetime) -> set[tuple[str, str]]:
    """Of these agents (shop, person) those whose lines were not noted after this real instant; one question."""
    if not wanted:
        return set()
    seen = Seat.objects.filter(pk__in=[f"{shop}:{person}" for shop, person in wanted], seen_at__gt=real).values_list("shop", "person")
    return set(wanted) - set(seen)


def markets_of(ids: Collection[str]) -> dict[str, str]:
    """The markets of shops, by id; one question."""
    return shops.markets(ids)


def desk_seen(shop: str, market: str, person: str | None) -> dict[str, Any]:
    """The desk of a shop as one of its people sees it: how long the queue is, who answers, how much each carries.

    `mine` is the reader's own seat; the limit that is recommended comes from rule desk.assignment.recommended_capacity.
    """
    seats = {seat.person: seat for seat in Seat.objects.filter(shop=shop)}
    carried = loads([shop])
    staff = sorted(answers_in(shop))
    names = people.masked_people(staff)
    agents = [_agent(shop, market, one, names[one].name, seats.get(one), carried.get((shop, one), 0)) for one in staff]
    return {
        "shop": shop,
        "waiting": Session.objects.filter(shop=shop, state="open", agent="").count(),
        "recommended": int(law.recommended_capacity(clock.now(), market).value),
        "mine": next((one for one in agents if one["person"] == person), None),
        "agents": sorted(agents, key=lambda one: (not one["online"], one["name"], one["person"])),
    }


def _agent(shop: str, market: str, person: str, name: str, seat: Seat | None, load: int) -> dict[str, Any]:
    first = Seat(shop=shop, person=person, accepting=False, capacity=int(law.initial_capacity(clock.now(), market).value))
    held = seat or first
    return {
        "person": person,
        "name": name,
        "online": online(held, clock.real()),
        "accepting": held.accepting,
        "capacity": held.capacity,
        "load": load,
        "full": places(held, load, market) == 0,
    }
