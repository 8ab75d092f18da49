"""Shapes of insights in the API."""

from datetime import date, datetime
from typing import Literal

from jishi.kernel.api import MoneyShape, Shape
from jishi.lawbook.countdown import DeadlineShape
from jishi.modules.desk.queries import SessionLine


class Numbered(Shape):
    """An order by its id and number."""

    id: str
    number: str


class DutyOut(Shape):
    """The open deadlines of one kind that are due on one day: how many, what missing all costs, the first of them.

    `day` is null for those beyond the last day that is told apart. `tab` (and `sub`) of the list of the `place` is where they are
    dealt with; `due_from` and `due_to` with `kind` name the same orders in `orders.list` (as `clock`). `acts` is what the reader may
    do about them; where it is empty, it is for others of the shop. `order` is the first one's.
    """

    kind: str
    day: date | None
    due_from: datetime | None
    due_to: datetime | None
    count: int
    money: MoneyShape | None
    first: DeadlineShape
    order: Numbered | None
    place: Literal["orders", "desk"]
    tab: str
    sub: str | None
    acts: list[Literal["pack", "answer", "reply"]]


class AwaitedOut(Shape):
    """What is due before tomorrow ends and is nothing for the shop to do: a buyer's, the operator's, or it happens by itself."""

    kind: str
    move: Literal["theirs", "moving"]
    count: int
    money: MoneyShape | None
    first: DeadlineShape


class DecidedOut(Shape):
    """A decision and the order that it is about."""

    decision: str
    order: Numbered | None
    at: datetime


class LapsedOut(Shape):
    """What deadlines that ran out on one day brought about: how many, what they cost, how late the latest fired, the last decisions."""

    day: date
    outcome: str
    says: str
    effect: str
    count: int
    money: MoneyShape | None
    late_ms: int
    decisions: list[DecidedOut]


class FirstOut(Shape):
    """What to do first: so many of the inbox, in its order, and what that keeps, each order counted once."""

    things: int
    money: MoneyShape | None


class WaitingOut(Shape):
    """Orders that wait: for payment, for the free hour to end, to be packed, to be collected; requests to cancel to be answered."""

    unpaid: int
    on_hold: int
    pack: int
    collect: int
    cancelling: int


class ChatsOut(Shape):
    """Buyers who wait for an answer in the queue and in one's own sessions: how many, and those who have waited longest."""

    waiting: int
    longest: list[SessionLine]


class TakingsOut(Shape):
    """What was paid from one instant on and before another; what went back later is not taken off."""

    begins: datetime
    ends: datetime
    amount: MoneyShape
    orders: int
    buyers: int


class SalesOut(Shape):
    """Today up to now, and yesterday up to the same time of day; `hours` add up to the amount at the end of each hour of the day."""

    today: TakingsOut
    yesterday: TakingsOut
    today_hours: list[MoneyShape]
    yesterday_hours: list[MoneyShape]


class TodayOut(Shape):
    """A shop's day. A part that the reader's role may not see is null."""

    shop: str
    at: datetime
    day: date
    inbox: list[DutyOut]
    first: FirstOut
    others: list[AwaitedOut]
    lapsed: list[LapsedOut]
    orders: WaitingOut
    chats: ChatsOut | None
    sales: SalesOut | None
