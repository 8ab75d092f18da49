"""Place: the buyer's lines become orders, one a shop; stock is held, prices and rulings are fixed, the clocks start."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jishi.kernel import clock, deadlines, events, ids, rows
from jishi.kernel.money import Money
from jishi.modules.catalog import actions as stock
from jishi.modules.catalog import queries as catalog
from jishi.modules.catalog.queries import Buyable
from jishi.modules.identity import queries as people
from jishi.modules.orders import law
from jishi.modules.orders.actions.cart import take_from_cart
from jishi.modules.orders.actions.clocks import COSTS, first_limit, start_shipping_clocks
from jishi.modules.orders.errors import MethodNotOffered, MixedCurrencies, NoSuchAddress, NotOnSale, PriceChanged
from jishi.modules.orders.events import OrderPlaced
from jishi.modules.orders.models import Order, OrderLine
from jishi.modules.orders.states import ORDER, UNPAID
from jishi.modules.payments import actions as payments
from jishi.modules.payments.actions import Due, View

CASH = "cash_on_delivery"


@dataclass(frozen=True)
class Placed:
    """What was placed: the orders with their lines, and the payment that is due (None for cash on delivery or nothing to pay)."""

    orders: list[Order]
    lines: dict[str, list[OrderLine]]
    payment: View | None


def place(
    person: str, basket: Mapping[str, int], address: str, method: str, *, actor: str, note: str = "", expected: Money | None = None
) -> Placed:
    """Order a basket (SKU -> pieces).

    Raises NotOnSale and catalog's SoldOut naming the SKU, PriceChanged when `expected` is not the total, NoSuchAddress,
    MethodNotOffered, MixedCurrencies. Rulings: orders.unpaid.*, payments.methods.offered, as of now.
    """
    now = clock.now()
    if people.live_address(person, address) is None:
        raise NoSuchAddress(field="address_id")
    by_shop = _by_shop(basket, catalog.buyable(list(basket)), method, now)
    stock.reserve(sorted(basket.items()))
    made = [_order(person, address, method, note, bought, basket, now) for bought in by_shop.values()]
    orders = [order for order, _ in made]
    _check_total(orders, expected)
    payment = None
    due = [Due(order.pk, order.shop, Money(order.total_minor, order.currency)) for order in orders if method != CASH and order.total_minor]
    if due:
        payment = payments.create(person, method, due, market=orders[0].market)
    for order, lines in made:
        if payment and order.method != CASH:
            order.payment = payment.payment.pk
        rows.add(order, *lines)
        _start(order, actor)
    take_from_cart(person, list(basket))
    return Placed(orders, {order.pk: lines for order, lines in made}, payment)


def _by_shop(basket: Mapping[str, int], found: Mapping[str, Buyable], method: str, now: datetime) -> dict[str, list[Buyable]]:
    by_shop: dict[str, list[Buyable]] = {}
    for sku in basket:
        item = found.get(sku)
        if item is None or not item.on_sale:
            raise NotOnSale(field=f"lines.{sku}", title=item.title if item else "—")
        offered = law.methods(now, item.market)
        if method not in offered.value:
            raise MethodNotOffered(field="method", rule=offered.rule, market=item.market)
        by_shop.setdefault(item.shop, []).append(item)
    if len({item.market for items in by_shop.values() for item in items}) > 1:
        raise MixedCurrencies(field="lines")
    return by_shop


def _order(
    person: str, address: str, method: str, note: str, bought: Sequence[Buyable], basket: Mapping[str, int], now: datetime
) -> tuple[Order, list[OrderLine]]:
    order_id = ids.new_id("ord")
    lines = [
        rows.new(
            OrderLine,
            id=ids.new_id("orl"),
            order=order_id,
            n=n,
            product=item.product,
            sku=item.sku,
            title=item.title,
            sku_name=item.sku_name,
            picture=item.picture,
            quantity=basket[item.sku],
            price_minor=item.price_minor,
            total_minor=item.price_minor * basket[item.sku],
        )
        for n, item in enumerate(bought, 1)
    ]
    goods = sum(line.total_minor for line in lines)
    first = bought[0]
    order = rows.new(
        Order,
        id=order_id,
        number=ids.new_number(),
        shop=first.shop,
        market=first.market,
        currency=first.currency,
        person=person,
        state=UNPAID,
        method=method,
        address=address,
        note=note,
        goods_minor=goods,
        total_minor=goods,
        placed_at=now,
    )
    return order, lines


def _check_total(orders: Sequence[Order], expected: Money | None) -> None:
    total = Money(sum(order.total_minor for order in orders), orders[0].currency)
    if expected is not None and expected != total:
        raise PriceChanged(field="total", total=total)


def _start(order: Order, actor: str) -> None:
    """Start the clocks of a new order: to pay, or at once to ship where nothing is owed before delivery."""
    events.emit(OrderPlaced.of(order))
    if order.method == CASH or not order.total_minor:
        ORDER.advance(order, "confirm", actor=actor, act_by=first_limit(order, order.placed_at))
        start_shipping_clocks(order, order.placed_at)
        return
    if not law.lapses_unpaid(order):
        return
    first, second = law.reminders(order)
    held: dict[str, Any] = {"market": order.market, "shop": order.shop, "person": order.person}
    deadlines.open("orders.reminder_1", order.pk, first, order.placed_at, **held)
    deadlines.open("orders.reminder_2", order.pk, second, order.placed_at, **held)
    cost = {"money": Money(order.total_minor, order.currency), "what": COSTS["orders.unpaid"]}
    deadlines.open("orders.unpaid", order.pk, law.unpaid_limit(order), order.placed_at, cost=cost, **held)
