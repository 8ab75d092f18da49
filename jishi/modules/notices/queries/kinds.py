"""The kinds of notices that this module makes of what happens; those of others come as messages (`kernel.post.NoticeWritten`)."""

from dataclasses import dataclass

from jishi.modules.identity.access import SHOP_ROLES

TO_PACK, CLOSED, CHAT = "notices.to_pack", "notices.closed_by_clock", "notices.chat_waiting"
ASKED, ASKED_FREELY = "notices.cancellation_asked", "notices.cancellation_asked_freely"
"""A request to cancel that is to be answered by a time, and one that is not."""
SHIPPED, ARRIVED, ANSWERED = "notices.shipped", "notices.arrived", "notices.chat_answered"
REMINDER = "orders.post.reminder"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a notice is of, and which permission those in the shop hold who may act on it; None for what buyers are told."""

    topic: str
    may: str | None = None


KINDS = {
    TO_PACK: Kind("orders", "fulfilment.pack"),
    CLOSED: Kind("cancellations", "orders.cancel"),
    ASKED: Kind("cancellations", "orders.answer"),
    ASKED_FREELY: Kind("cancellations", "orders.answer"),
    CHAT: Kind("chats", "desk.answer"),
    SHIPPED: Kind("orders"),
    ARRIVED: Kind("orders"),
    ANSWERED: Kind("chats"),
}


def may_act(kind: str, role: str) -> bool:
    """May someone of a shop in this role act on a notice of this kind? On what others made notices of, whoever they told."""
    known = KINDS.get(kind)
    return known is None or known.may in SHOP_ROLES.get(role, frozenset())
