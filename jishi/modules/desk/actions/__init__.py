"""What can be done at the desk: one file a verb."""

from jishi.modules.desk.actions.answer import answer, waive
from jishi.modules.desk.actions.close import close
from jishi.modules.desk.actions.open_session import open_sessions
from jishi.modules.desk.actions.replies import add_reply, change_reply, forget_replies, remove_reply, set_closing
from jishi.modules.desk.actions.say_closing import say_closing
from jishi.modules.desk.actions.seat import accept, be_here, leave, set_capacity
from jishi.modules.desk.actions.send import send
from jishi.modules.desk.actions.start import start
from jishi.modules.desk.actions.take import take
from jishi.modules.desk.models import Seat, Session

__all__ = [
    "Seat",
    "Session",
    "accept",
    "add_reply",
    "answer",
    "be_here",
    "change_reply",
    "close",
    "forget_replies",
    "leave",
    "open_sessions",
    "remove_reply",
    "say_closing",
    "send",
    "set_capacity",
    "set_closing",
    "start",
    "take",
    "waive",
]
