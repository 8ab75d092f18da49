"""The machine of a parcel."""

from jishi.kernel.machine import Machine
from jishi.modules.fulfilment.models import Package

PACKAGE = Machine(
    "package",
    Package,
    {
        "collect": ({"packed"}, "in_transit"),
        "deliver": ({"in_transit"}, "delivered"),
        "fail": ({"in_transit"}, "failed"),
        "destroy": ({"in_transit", "failed"}, "destroyed"),
        "void": ({"packed"}, "void"),
    },
)
