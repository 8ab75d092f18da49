"""Shapes of fulfilment in the API."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from jishi.kernel.api import IdText, Shape


class ContentOut(Shape):
    """So many pieces of an order's line that are in a parcel."""

    order_id: str
    order_number: str
    line_id: str
    title: str
    sku_name: str
    quantity: int


class PackageOut(Shape):
    """A parcel: an order or some of it, or several orders of one buyer. A void one held last what its contents say."""

    id: str
    number: str
    contents: list[ContentOut]
    carrier: str
    carrier_name: str
    waybill: str
    state: str
    state_text: str
    packed_at: datetime
    collected_at: datetime | None
    delivered_at: datetime | None
    printed_at: datetime | None


class PartIn(Shape):
    """So many pieces of a line for a parcel."""

    line_id: IdText
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]


class ParcelIn(Shape):
    """What is to be in one parcel."""

    lines: Annotated[list[PartIn], Field(min_length=1, max_length=200)]


class SplitIn(Shape):
    """The parcels that an order is packed in: together they hold, each piece once, what of it is to be sent and still here."""

    parcels: Annotated[list[ParcelIn], Field(min_length=2, max_length=100)]


class MergeIn(Shape):
    """The orders that are packed in one parcel."""

    order_ids: Annotated[list[IdText], Field(min_length=2, max_length=100)]


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
