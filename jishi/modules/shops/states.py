"""The states of a shop."""

from jishi.kernel.machine import Machine
from jishi.modules.shops.models import Shop

OPEN, SUSPENDED, CLOSED = "open", "suspended", "closed"

SHOP = Machine(
    "shop",
    Shop,
    {
        "suspend": ({OPEN}, SUSPENDED),
        "resume": ({SUSPENDED}, OPEN),
        "close": ({OPEN, SUSPENDED}, CLOSED),
    },
)
