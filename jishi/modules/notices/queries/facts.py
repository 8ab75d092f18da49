"""What facts of other modules mean to persons: whom to tell of what, and which notices are settled by it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from jishi import lawbook
from jishi.kernel import deadlines, rows
from jishi.kernel.events import Heard
from jishi.kernel.models import Post
from jishi.kernel.money import Money
from jishi.kernel.post import NoticeWritten
from jishi.modules.desk import events as desk
from jishi.modules.desk import queries as talks
from jishi.modules.notices.queries.kinds import ANSWERED, ARRIVED, ASKED, ASKED_FREELY, CHAT, CLOSED, KINDS, REMINDER, SHIPPED, TO_PACK
from jishi.modules.orders import events as orders
from jishi.modules.orders import queries as trade
from jishi.modules.shops import queries as shops

BY_THE_CLOCK = ("not_ready", "not_collected", "merchant_silent")
"""Causes for which an order was closed that the shop had been paid for, because the shop let a time pass."""
SETTLES: dict[type, tuple[str, ...]] = {
    orders.OrderPaid: (REMINDER,),
    orders.OrderPacked: (TO_PACK,),
    orders.OrderCancelled: (TO_PACK, ASKED, ASKED_FREELY, REMINDER),
    orders.CancellationAgreed: (ASKED, ASKED_FREELY),
    orders.CancellationDeclined: (ASKED, ASKED_FREELY),
    orders.CancellationWithdrawn: (ASKED, ASKED_FREELY),
    desk.SessionAssigned: (CHAT,),
    desk.SessionAnswered: (CHAT,),
    desk.SessionClosed: (CHAT,),
    desk.SessionLeftOut: (CHAT,),
}
TELLS = (
    *(orders.OrderReleased, orders.OrderCollected, orders.OrderDelivered, orders.CancellationAsked),
    *(desk.SessionOpened, desk.SessionQueued, NoticeWritten),
)
_OF_ORDERS = (*TELLS[:4], orders.OrderCancelled)
_OF_BUYERS = {orders.OrderCollected: SHIPPED, orders.OrderDelivered: ARRIVED}


@dataclass(slots=True)
class Told:
    """Something to tell one person, or (`person` is "") those of a shop who may act on it. `post` is the message that tells it already."""

    kind: str
    topic: str
    subject: str
    market: str
    seq: int
    at: datetime
    shop: str = ""
    person: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    post: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What these kinds of notices about a thing asked for is done, or no longer matters."""

    kinds: tuple[str, ...]
    subject: str


class Known:
    """What is asked of other modules for a batch of facts: once each."""

    def __init__(self, heard: Collection[Heard]) -> None:
        facts = [one.fact for one in heard]
        self.orders = trade.briefs({one.subject for one in facts if isinstance(one, _OF_ORDERS)})
        asked = [one.subject for one in facts if isinstance(one, orders.CancellationAsked)]
        self.answer_by = {one.subject: one.due for one in deadlines.of(asked) if one.kind == "orders.cancellation"}
        self.sessions = talks.awaited({one.subject for one in facts if isinstance(one, desk.SessionFact)})
        self.shops = shops.named({one.shop for one in facts if isinstance(one, desk.SessionAnswered)})
        written = [one.subject for one in facts if isinstance(one, NoticeWritten)]
        among, keys = rows.among(written)
        self.posts = {one.id: one for one in rows.fetch(Post, f"WHERE id {among}", keys)} if written else {}


def meaning(heard: Heard, known: Known) -> list[Settled | Told]:
    """What a fact settles, and then what is to be told of it."""
    fact, found = heard.fact, list[Settled | Told]()
    kinds = SETTLES.get(type(fact))
    if kinds:
        found.append(Settled(kinds, fact.conversation if isinstance(fact, desk.SessionFact) else fact.subject))
    told = _of_talks(heard, known) if isinstance(fact, desk.SessionFact) else _of_orders(heard, known)
    if isinstance(fact, NoticeWritten) and fact.subject in known.posts:
        row = known.posts[fact.subject]
        about = {"shop": fact.shop, "person": fact.person, "params": row.params, "post": row.id}
        told = Told(row.kind, fact.topic, fact.about, fact.market, heard.seq, heard.at, **about)
    return [*found, told] if told else found


def _of_talks(heard: Heard, known: Known) -> Told | None:
    fact = heard.fact
    if isinstance(fact, desk.SessionAnswered):
        return _told(
            heard, ANSWERED, fact.conversation, person=fact.person, params={"shop": known.shops.get(fact.shop, ""), "from": fact.shop}
        )
    agent = fact.agent if isinstance(fact, desk.SessionAssigned) else ""
    told = isinstance(fact, (desk.SessionOpened, desk.SessionQueued, desk.SessionAssigned))
    if told and known.sessions.get(fact.subject) == agent:
        return _told(heard, CHAT, fact.conversation, shop=fact.shop, person=agent)
    return None


def _of_orders(heard: Heard, known: Known) -> Told | None:
    fact = heard.fact
    order = known.orders.get(fact.subject)
    if order is None:
        return None
    params: dict[str, Any] = {"number": order.number}
    if isinstance(fact, orders.OrderReleased):
        return _told(heard, TO_PACK, fact.subject, shop=fact.shop, params=params | _amount(order))
    if isinstance(fact, orders.OrderCancelled):
        lapsed = fact.cause in BY_THE_CLOCK
        return _told(heard, CLOSED, fact.subject, shop=fact.shop, params=params) if lapsed else None
    if isinstance(fact, orders.CancellationAsked):
        by = known.answer_by.get(fact.subject)
        told = {"by": {"at": by.isoformat()}, "zone": lawbook.zone(order.market).key} if by else {}
        return _told(heard, ASKED if by else ASKED_FREELY, fact.subject, order.market, shop=fact.shop, params=params | told)
    kind = _OF_BUYERS.get(type(fact))
    return _told(heard, kind, fact.subject, person=order.person, params=params) if kind and order.person else None


def _amount(order: trade.Brief) -> dict[str, Any]:
    return {"amount": Money(order.total_minor, order.currency).json()}


def _told(heard: Heard, kind: str, subject: str, market: str = "", **whom: Any) -> Told:
    return Told(kind, KINDS[kind].topic, subject, market or heard.fact.market, heard.seq, heard.at, **whom)
