"""Shapes of fulfilment in the API."""

from datetime import datetime
from typing import Literal

from jishi.kernel.api import Shape


class PackageOut(Shape):
    """A parcel."""

    id: str
    number: str
    order_id: str
    carrier: str
    carrier_name: str
    waybill: str
    state: str
    state_text: str
    packed_at: datetime
    collected_at: datetime | None
    delivered_at: datetime | None


class ScanIn(Shape):
    """What the sandbox carrier is to report, as of now."""

    event: Literal["collected", "delivered", "failed", "destroyed"]
