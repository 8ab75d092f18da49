"""Whose move each kind of deadline is: the shop's, with the act that stops it and the list it is dealt with in, or someone else's."""

from dataclasses import dataclass
from typing import Literal

Act = Literal["pack", "answer", "reply"]
Place = Literal["orders", "desk"]
Move = Literal["theirs", "moving"]


@dataclass(frozen=True, slots=True)
class Duty:
    """A kind that the shop stops: by which act, who may and who sees it, and in which tab (and part of it) of which list it stands."""

    act: Act
    may: str
    tab: str
    sub: str | None = None
    place: Place = "orders"
    seen: str = "orders.read"


@dataclass(frozen=True, slots=True)
class Awaited:
    """A kind that is not for the shop to stop: whose move it is, and the permission by which it is seen."""

    move: Move
    may: str = "orders.read"


_PACK = Duty("pack", "fulfilment.pack", "to_ship")
DUTIES = {
    "orders.cancellation": Duty("answer", "orders.answer", "cancelling"),
    "orders.pack_by": _PACK,
    "orders.not_ready": _PACK,
    "orders.hand_over_by": _PACK,
    "orders.not_collected": _PACK,
    "desk.response": Duty("reply", "desk.answer", "open", place="desk", seen="desk.answer"),
}
AWAITED = {
    "orders.unpaid": Awaited("theirs"),
    "catalog.review": Awaited("theirs"),
    "orders.release": Awaited("moving"),
    "orders.completion": Awaited("moving"),
    "desk.silent": Awaited("moving", "desk.answer"),
}
UNTOLD = frozenset({"orders.reminder_1", "orders.reminder_2", "orders.export_kept", "lawbook.notice", "notices.letter"})
"""Letters, files that go, and a market's own: nothing of a shop lapses with them."""
