"""Cash: the carrier takes it at the door, and what goes back is paid out against a slip."""

from jishi.kernel.ids import new_id

NAME = "cash"


def received() -> str:
    """The number of the receipt."""
    return new_id("csh")


def send_back() -> str:
    """The number of the slip."""
    return new_id("csh")
