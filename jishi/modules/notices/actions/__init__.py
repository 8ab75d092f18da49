"""The verbs of notices."""

from jishi.modules.notices.actions.forget import forget, forget_person, leave_shop
from jishi.modules.notices.actions.post_letters import post_letters
from jishi.modules.notices.actions.read import read, read_all
from jishi.modules.notices.actions.tell import tell
from jishi.modules.notices.actions.wish import wish

__all__ = ["forget", "forget_person", "leave_shop", "post_letters", "read", "read_all", "tell", "wish"]
