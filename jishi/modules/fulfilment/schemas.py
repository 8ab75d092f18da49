"""Shapes of fulfilment in the API."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from jishi.kernel.api import IdText, Shape


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
    printed_at: datetime | None


class ScanIn(Shape):
    """What the sandbox carrier is to report, as of now."""

    event: Literal["collected", "delivered", "failed", "destroyed"]


class PrintIn(Shape):
    """Which orders are to be printed, in the order of the pages."""

    order_ids: Annotated[list[IdText], Field(min_length=1, max_length=100)]


class RefusedOrder(Shape):
    """An order that was left out, and why."""

    order_id: str
    code: str
    detail: str
    why: str | None


class PrintOut(Shape):
    """What was printed: the sheet to open (none when nothing could be), the orders on it, and those left out."""

    sheet_id: str | None
    document: str | None
    done: list[str]
    refused: list[RefusedOrder]


class ShelfIn(Shape):
    """Where a SKU lies; empty takes its place away."""

    place: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")]


class ShelfOut(Shape):
    """Where a SKU lies."""

    sku_id: str
    place: str
