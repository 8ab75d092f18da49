"""The machine of a letter."""

from jishi.kernel.machine import Machine
from jishi.modules.notices.models import Letter

OPEN, SENT, DROPPED = "open", "sent", "dropped"
LETTER = Machine("letter", Letter, {"send": ({OPEN}, SENT), "drop": ({OPEN}, DROPPED)})
