"""Start: a buyer turns to a shop. The conversation is there from now on; a session opens with the first message."""

from jishi.modules.conversations import actions as conversations
from jishi.modules.conversations.actions import Conversation
from jishi.modules.desk.access import KIND


def start(person: str, shop: str, market: str) -> Conversation:
    """The conversation of a buyer with a shop's service, made at the first need."""
    return conversations.open_conversation(KIND, market=market, person=person, shop=shop)
