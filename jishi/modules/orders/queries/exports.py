"""What an export holds: which orders, in which columns. Recipients stay masked; times are those of the shop's market."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from jishi.kernel import words
from jishi.kernel.access import Actor
from jishi.kernel.money import Money
from jishi.kernel.sheets import Cell
from jishi.lawbook import engine
from jishi.modules.catalog import queries as catalog
from jishi.modules.identity import queries as people
from jishi.modules.identity.queries import Recipient
from jishi.modules.orders.models import Export, Order, OrderLine, Waybill
from jishi.modules.orders.queries.lists import Wanted, of_shop

PIECE = 500
TIMES = {"created": ("placed_from", "placed_to", "placed_at"), "paid": ("paid_from", "paid_to", "paid_at")}
NOBODY = Actor("system", "export")


@dataclass
class _Around:
    """What the columns of some orders are made of besides the orders themselves."""

    zone: tzinfo
    language: str
    lines: dict[str, list[OrderLine]] = field(default_factory=lambda: defaultdict(list))
    waybills: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    recipients: Mapping[str, Recipient] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)

    def time(self, instant: datetime | None) -> datetime | None:
        """As the market's clocks show it."""
        return instant.astimezone(self.zone) if instant else None

    def recipient(self, order: Order) -> Recipient | None:
        """Where an order goes, masked."""
        return self.recipients.get(order.address) if order.address else None


Of = Callable[[Order, OrderLine, _Around], Cell]


def _money(minor: int, order: Order) -> Decimal:
    return Decimal(Money(minor, order.currency).text())


def _at(name: str) -> Of:
    return lambda order, _, around: around.time(getattr(order, name))


def _amount(name: str) -> Of:
    return lambda order, _, __: _money(getattr(order, f"{name}_minor"), order)


def _to(name: str) -> Of:
    def told(order: Order, _: OrderLine, around: _Around) -> Cell:
        found = around.recipient(order)
        return getattr(found, name) if found else None

    return told


_STATE: dict[str, Of] = {
    "number": lambda order, _, __: order.number,
    "state": lambda order, _, around: words.say(f"orders.state.{order.state}", around.language),
}
_AMOUNTS: dict[str, Of] = {
    "currency": lambda order, _, __: order.currency,
    **{name: _amount(name) for name in ("goods", "total", "paid", "refunded")},
    "method": lambda order, _, around: words.say(f"orders.method.{order.method}", around.language),
}
_TIMES: dict[str, Of] = {name: _at(name) for name in ("placed_at", "paid_at", "completed_at", "cancelled_at")}
_SENDING: dict[str, Of] = {name: _at(name) for name in ("packed_at", "collected_at", "delivered_at")}
_NOTES: dict[str, Of] = {"note": lambda order, _, __: order.note, "shop_note": lambda order, _, __: order.shop_note}
_PARCEL: dict[str, Of] = {
    "waybills": lambda order, _, around: " ".join(around.waybills[order.pk]),
    "recipient": _to("name"),
    **{name: _to(name) for name in ("phone", "country", "region", "city", "district", "line", "postcode")},
}
_ITEM: dict[str, Of] = {
    "title": lambda _, line, __: line.title,
    "sku_name": lambda _, line, __: line.sku_name,
    "sku_code": lambda _, line, around: around.codes.get(line.sku, ""),
    "price": lambda order, line, __: _money(line.price_minor, order),
    "quantity": lambda _, line, __: line.quantity,
    "cancelled": lambda _, line, __: line.cancelled,
    "line_total": lambda order, line, __: _money(line.total_minor, order),
}
TEMPLATES: dict[str, dict[str, Of]] = {
    "order_list": _STATE | _TIMES | _AMOUNTS | _NOTES,
    "package_list": _STATE | _SENDING | _PARCEL,
    "order_items": _STATE | _ITEM | _TIMES | _AMOUNTS | _SENDING | _PARCEL | _NOTES,
}


def chosen(shop: str, bounds: Mapping[str, str]) -> QuerySet[Order]:
    """The orders of an export, by its `bounds`."""
    since, until, column = TIMES[bounds["time"]]
    edges: dict[str, Any] = {since: datetime.fromisoformat(bounds["since"]), until: datetime.fromisoformat(bounds["until"])}
    return of_shop(shop, Wanted(tab=bounds["state"], **edges)).order_by(column, "pk")


def head(row: Export) -> list[str]:
    """The names of an export's columns, in its language."""
    return [words.say(f"orders.export.column.{name}", row.language) for name in TEMPLATES[row.template]]


def pieces(row: Export, market: str) -> Iterator[tuple[int, list[list[Cell]]]]:
    """The lines of an export, so many orders at a time, each piece after the number of its orders: an order may have several lines."""
    zone = engine.market_of(market).zone
    found = list(chosen(row.shop, row.bounds).values_list("pk", flat=True))
    for start in range(0, len(found), PIECE):
        held = Order.objects.in_bulk(found[start : start + PIECE])
        orders = [held[key] for key in found[start : start + PIECE] if key in held]
        yield len(orders), list(_lines(row, orders, _Around(zone, row.language)))


def _lines(row: Export, orders: Sequence[Order], around: _Around) -> Iterator[list[Cell]]:
    keys = [order.pk for order in orders]
    for line in OrderLine.objects.filter(order__in=keys).order_by("order", "n"):
        around.lines[line.order].append(line)
    for under in Waybill.objects.filter(order__in=keys).order_by("id"):
        around.waybills[under.order].append(under.waybill)
    columns = TEMPLATES[row.template]
    if "recipient" in columns:
        around.recipients = people.recipients_for([order.address for order in orders if order.address], NOBODY)
    if "sku_code" in columns:
        skus = {line.sku for lines in around.lines.values() for line in lines}
        around.codes = {sku: one.code for sku, one in catalog.lying(sorted(skus)).items()}
    for order in orders:
        lines = around.lines[order.pk]
        for line in lines if "title" in columns else lines[:1]:
            yield [of(order, line, around) for of in columns.values()]
