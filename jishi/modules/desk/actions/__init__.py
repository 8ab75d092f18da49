"""What can be done at the desk: one file a verb."""

from jishi.modules.desk.actions.close import close
from jishi.modules.desk.actions.open_session import open_sessions
from jishi.modules.desk.actions.send import send
from jishi.modules.desk.actions.start import start
from jishi.modules.desk.models import Session

__all__ = ["Session", "close", "open_sessions", "send", "start"]
