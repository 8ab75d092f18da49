"""The steps of an override, as rule lawbook.changes.steps names them; only the clock begins one, at the end of its notice.

And those of a change of a market's pack, which begins by its day.
"""

from jishi.kernel.machine import Machine
from jishi.lawbook.models import Override, PackChange

DRAFT, NOTICE, IN_FORCE, REPEALED, WITHDRAWN = "draft", "public_notice", "in_force", "repealed", "withdrawn"
PUBLISHED = (NOTICE, IN_FORCE, REPEALED)

OVERRIDE: Machine[Override] = Machine(
    "override",
    Override,
    {
        "publish": ({DRAFT}, NOTICE),
        "withdraw": ({DRAFT, NOTICE}, WITHDRAWN),
        "begin": ({NOTICE}, IN_FORCE),
        "end": ({IN_FORCE}, REPEALED),
    },
)

SETTLED = "settled"

PACK_CHANGE: Machine[PackChange] = Machine(
    "pack_change",
    PackChange,
    {
        "settle": ({DRAFT}, SETTLED),
        "withdraw": ({DRAFT, SETTLED}, WITHDRAWN),
    },
)
