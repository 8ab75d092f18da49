"""What can be done with conversations: one file a verb."""

from jishi.modules.conversations.actions.mark import mark
from jishi.modules.conversations.actions.open_conversation import open_conversation
from jishi.modules.conversations.actions.store import Incoming, store
from jishi.modules.conversations.models import Conversation

__all__ = ["Conversation", "Incoming", "mark", "open_conversation", "store"]
