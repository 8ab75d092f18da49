"""Change of address: once before packing, within the freight zone that was paid for."""

from typing import Any

from jishi.kernel import clock, events, rows
from jishi.kernel.errors import WrongState
from jishi.lawbook import Ruling
from jishi.lawbook.decisions import Fact, Word
from jishi.modules.identity import queries as people
from jishi.modules.orders import law
from jishi.modules.orders.actions.hold import hold
from jishi.modules.orders.errors import AddressNoMore, NoSuchAddress, OtherZone
from jishi.modules.orders.events import OrderNoted
from jishi.modules.orders.models import Order
from jishi.modules.orders.states import CANCELLED, ON_HOLD, ORDER, TO_PROCESS, UNPAID


def change_address(order: Order, address: str) -> Order:
    """Send the order elsewhere (rules orders.address.*); to where it goes already is no change.

    Raises NoSuchAddress, WrongState for a cancelled order, and AddressNoMore (packed already, or changed as often as the rule
    allows) and OtherZone, each with its why.
    """
    hold(order)
    assert order.person is not None
    assert order.address is not None
    new, old = people.live_address(order.person, address), people.address_of(order.person, order.address)
    if new is None:
        raise NoSuchAddress(field="address_id")
    if order.state == CANCELLED:
        raise WrongState(machine=ORDER.name, verb="change_address", state=order.state)
    if address == order.address:
        return order
    often, same_zone = law.address_changes(order), law.same_zone(order)
    if order.state not in (UNPAID, ON_HOLD, TO_PROCESS):
        raise AddressNoMore(why=_why(order, often, "orders.decision.address_packed", "orders.instead.change_before_packing"))
    if same_zone.value and old is not None and new.zone != old.zone:
        raise OtherZone(field="address_id", why=_why(order, same_zone, "orders.decision.address_other_zone", "orders.instead.same_zone"))
    if order.address_changes >= (often.value or 0):
        raise AddressNoMore(why=_why(order, often, "orders.decision.address_changed_before", "orders.instead.ask_the_shop"))
    rows.change("UPDATE orders_order SET address = %s, address_changes = address_changes + 1 WHERE id = %s", [address, order.pk])
    order.address, order.address_changes = address, order.address_changes + 1
    events.emit(OrderNoted.of(order))
    return order


def _why(order: Order, ruling: Ruling, outcome: str, instead: str) -> dict[str, Any]:
    now = clock.now()
    return {
        "subject": order.pk,
        "verb": "orders.change_address",
        "outcome": outcome,
        "market": order.market,
        "person": order.person,
        "shop": order.shop,
        "rulings": [ruling],
        "facts": [
            Fact("orders.fact.state", Word(f"orders.state.{order.state}"), now),
            Fact("orders.fact.address_changes", order.address_changes),
        ],
        "counterfactuals": [(instead, {})],
    }
