"""What can be done with conversations: one file a verb."""

from jishi.modules.conversations.actions.drop_unsent import drop_unsent
from jishi.modules.conversations.actions.keep_picture import Developed, count_picture, develop, forget_counts, keep_picture
from jishi.modules.conversations.actions.mark import mark
from jishi.modules.conversations.actions.open_conversation import open_conversation
from jishi.modules.conversations.actions.store import Incoming, store
from jishi.modules.conversations.models import Conversation, Picture

__all__ = [
    "Conversation",
    "Developed",
    "Incoming",
    "Picture",
    "count_picture",
    "develop",
    "drop_unsent",
    "forget_counts",
    "keep_picture",
    "mark",
    "open_conversation",
    "store",
]
