"""What can be done at the desk: one file a verb."""

from jishi.modules.desk.actions.close import close
from jishi.modules.desk.actions.open_session import open_sessions
from jishi.modules.desk.actions.seat import accept, be_here, leave, set_capacity
from jishi.modules.desk.actions.send import send
from jishi.modules.desk.actions.start import start
from jishi.modules.desk.actions.take import take
from jishi.modules.desk.models import Seat, Session

__all__ = ["Seat", "Session", "accept", "be_here", "close", "leave", "open_sessions", "send", "set_capacity", "start", "take"]
