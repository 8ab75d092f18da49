"""What `bench.today` measures: it runs in the environment of its place. Orders and deadlines are written as rows, four months of them."""

import os
import statistics
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jishi.config.settings")

import django

django.setup()

import orjson
from django.db import connection

from jishi import lawbook
from jishi.kernel import clock, ids, rows
from jishi.kernel.access import Actor
from jishi.kernel.models import Deadline
from jishi.kernel.money import Money
from jishi.kernel.runner import act
from jishi.lawbook import Ruling
from jishi.lawbook.models import Decision
from jishi.modules.identity import actions as identity
from jishi.modules.identity.access import actor_of_session
from jishi.modules.identity.models import Membership
from jishi.modules.insights import queries
from jishi.modules.insights.access import access_today
from jishi.modules.orders.models import Order

ORDERS, DAYS, PIECE, TIMES, WARM = 70_000, 120, 2_000, 100, 10
MOST_MS = 20.0
LATE_EACH = 9


def state_of(age: timedelta) -> str:
    """Where an order stands that was paid so long ago."""
    for state, least in (("completed", 18), ("delivered", 4), ("awaiting_collection", 2)):
        if age > timedelta(days=least):
            return state
    return "to_process" if age > timedelta(hours=1) else "on_hold"


def order(n: int, shop: str, now: datetime, dice: Random, buyers: list[str]) -> Order:
    """One order, paid at some moment of the last months."""
    paid = now - timedelta(seconds=dice.randrange(DAYS * 86_400))
    minor = dice.randrange(1_000, 50_000)
    amounts = dict.fromkeys(("goods_minor", "total_minor", "paid_minor"), minor)
    return rows.new(
        Order,
        id=ids.new_id("ord"),
        number=ids.new_number(),
        shop=shop,
        market="CN",
        currency="CNY",
        person=buyers[n % len(buyers)],
        state=state_of(now - paid),
        method="online",
        placed_at=paid - timedelta(minutes=5),
        paid_at=paid,
        **amounts,
    )


def clocks(n: int, one: Order, rulings: dict[str, Ruling]) -> Iterator[Any]:
    """The deadlines of an order as they stand, and the decision of one that lapsed."""
    worth = Money(one.total_minor, "CNY").json()
    waits = one.state in ("on_hold", "to_process")
    packing = "open" if waits else "lapsed" if n % LATE_EACH == 0 else "met"
    told = [
        ("orders.release", 1, "open" if one.state == "on_hold" else "lapsed", None),
        ("orders.pack_by", 48, packing, {"what": "orders.cost.late_packing"}),
        (
            "orders.hand_over_by",
            96,
            "open" if waits or one.state == "awaiting_collection" else "met",
            {"money": worth, "what": "orders.cost.late_shipment"},
        ),
    ]
    if one.state in ("delivered", "completed"):
        told.append(("orders.completion", 18 * 24, "open" if one.state == "delivered" else "lapsed", None))
    assert one.paid_at
    for kind, hours, state, cost in told:
        due = one.paid_at + timedelta(hours=hours)
        ruling = rulings[kind]
        closed = {} if state == "open" else {"closed_at": due, "late_ms": 5 if state == "lapsed" else None}
        row = rows.new(
            Deadline,
            id=ids.new_id("dln"),
            kind=kind,
            subject=one.pk,
            market="CN",
            shop=one.shop,
            person=one.person,
            opened=one.paid_at,
            due=due,
            soon_at=due - timedelta(hours=4),
            state=state,
            rule=ruling.rule,
            ruling=ruling.json(),
            cost=cost,
            **closed,
        )
        yield row
        if kind == "orders.pack_by" and state == "lapsed":
            yield decision(row, ruling)


def decision(row: Deadline, ruling: Ruling) -> Decision:
    """Late packing was noted."""
    told = {"rulings": [ruling.json()], "facts": [], "counterfactuals": [], "deadline": row.id, "due": row.due, "fired": row.due}
    about = {"subject": row.subject, "shop": row.shop, "market": "CN", "at": row.due}
    return rows.new(
        Decision, id=ids.new_id("dec"), verb="fulfilment.late_packing", outcome="fulfilment.decision.late_packing", **told, **about
    )


def prepare() -> tuple[str, str]:
    """Fill the shop; its id, and the token of its owner's session."""
    owner = Membership.objects.select_related("person").get(role="owner")
    now, dice = clock.now(), Random(1)
    buyers = [ids.new_id("per") for _ in range(5_000)]
    of = {"pack_by": "shipping.pack_within", "hand_over_by": "shipping.hand_over_within", "release": "cancellation.free_within"}
    of["completion"] = "completion.after_delivery"
    rulings = {f"orders.{kind}": lawbook.at(f"orders.{rule}", on=now, market="CN") for kind, rule in of.items()}

    def piece(first: int) -> None:
        for n in range(first, first + PIECE):
            one = order(n, owner.workplace_id, now, dice, buyers)
            rows.add(one, *clocks(n, one, rulings))

    for first in range(0, ORDERS, PIECE):
        act(piece, first)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return owner.workplace_id, act(identity.open_session, owner.person, at=clock.real()).token


def asked(shop_id: str, token: str) -> dict[str, Any]:
    """Who asks, what they may, and the shop's day as it is sent."""
    actor = actor_of_session(token)
    assert isinstance(actor, Actor)
    shop, may = access_today(actor, shop_id)
    found = queries.today(shop, may, actor.person, "zh-Hans")
    orjson.dumps(found)
    return found


def measure() -> None:
    """Print how long it takes, and of how much."""
    shop, token = prepare()
    took, worked = [], []
    for _ in range(WARM + TIMES):
        begun, began = time.perf_counter(), time.process_time()
        found = asked(shop, token)
        took.append(1000 * (time.perf_counter() - begun))
        worked.append(1000 * (time.process_time() - began))
    middle, of_cpu = statistics.median(took[WARM:]), statistics.median(worked[WARM:])
    due = sum(one["count"] for one in found["inbox"])
    reached = "reached" if middle <= MOST_MS else "NOT REACHED"
    print(
        f"{connection.vendor}: {ORDERS:,} orders, {due:,} deadlines in {len(found['inbox'])} lines: {middle:.1f} ms, {of_cpu:.1f} of them "
        f"this process at work, the least {min(took):.1f} (to reach: at most {MOST_MS:.0f} ms; {reached})"
    )


if __name__ == "__main__":
    measure()
