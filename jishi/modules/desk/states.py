"""The machine of a session."""

from jishi.kernel.machine import Machine
from jishi.modules.desk.events import SessionClosed
from jishi.modules.desk.models import Session

OPEN, CLOSED = "open", "closed"
SESSION = Machine(
    "session",
    Session,
    {
        "close": ({OPEN}, CLOSED),
        "lapse": ({OPEN}, CLOSED),
    },
    emits={"close": SessionClosed.of, "lapse": SessionClosed.of},
)
