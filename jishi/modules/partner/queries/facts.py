"""What webhooks tell of: the events of modules below under the names that programs know, and each as its body."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

import orjson

from jishi.kernel.events import Event
from jishi.kernel.money import Money
from jishi.modules.catalog import events as catalog
from jishi.modules.orders import events as orders
from jishi.modules.shops import events as shops

PING = "webhook.ping"
KINDS: Mapping[type[Event], str] = {
    orders.OrderPlaced: "order.placed",
    orders.OrderPaid: "order.paid",
    orders.OrderConfirmed: "order.confirmed",
    orders.OrderReleased: "order.released",
    orders.OrderPacked: "order.packed",
    orders.OrderCollected: "order.collected",
    orders.OrderDelivered: "order.delivered",
    orders.OrderCompleted: "order.completed",
    orders.OrderCancelled: "order.cancelled",
    orders.LinesCancelled: "order.lines_cancelled",
    orders.OrdersImported: "orders.imported",
    catalog.ProductSubmitted: "product.submitted",
    catalog.ProductOnSale: "product.on_sale",
    catalog.ProductRejected: "product.rejected",
    catalog.ProductOffSale: "product.off_sale",
    catalog.ProductBanned: "product.banned",
    shops.MemberAdded: "member.added",
    shops.MemberChanged: "member.changed",
    shops.MemberRemoved: "member.removed",
}
"""Event -> the kind that programs choose; the name is for good."""


def kind_of(fact: Event) -> str:
    """The kind that programs know this event by."""
    return KINDS[type(fact)]


def shop_of(fact: Event) -> str:
    """The shop that it happened in: named by the event, else its subject."""
    return str(getattr(fact, "shop", fact.subject))


def fact_body(kind: str, fact: Event | None, at: datetime) -> str:
    """The JSON that is sent and signed: {type, timestamp, data}; ids, amounts and times, no personal data."""
    data = (
        {} if fact is None else {"id": fact.subject, **{f.name: _told(getattr(fact, f.name)) for f in fields(fact) if f.name != "subject"}}
    )
    return orjson.dumps({"type": kind, "timestamp": at, "data": data}, option=orjson.OPT_UTC_Z).decode()


def _told(value: Any) -> Any:
    return {"amount": value.text(), "currency": value.currency} if isinstance(value, Money) else value
