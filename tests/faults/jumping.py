"""`python -m tests.faults.jumping FILE COMMAND…`: `jishi COMMAND…` on a machine whose clock is off by the seconds that the file says."""

import sys
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from jishi.config import cli
from jishi.kernel import clock

OFFSET = Path(sys.argv[1])


class Machine(datetime):
    """The time of day as this machine has it."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        """Off by what the file says at this moment."""
        moved = super().now(tz) + timedelta(seconds=float(OFFSET.read_text() or 0))
        return datetime.combine(moved.date(), moved.timetz())


if __name__ == "__main__":
    clock.datetime = Machine  # type: ignore[misc,attr-defined]
    sys.exit(cli.main(sys.argv[2:]))
