"""Questions to the lawbook, typed."""

from datetime import datetime

from jishi import lawbook
from jishi.lawbook import Ruling
from jishi.modules.orders.models import Cancellation, Order


def unpaid_limit(order: Order) -> Ruling:
    """How long an order may stay unpaid; judged by the rule in force when it was placed, not by today's."""
    return lawbook.at("orders.unpaid.cancel_after", on=order.placed_at, market=order.market)


def reminders(order: Order) -> tuple[Ruling, Ruling]:
    """When the buyer of an unpaid order is reminded."""
    first = lawbook.at("orders.unpaid.first_reminder_after", on=order.placed_at, market=order.market)
    return first, lawbook.at("orders.unpaid.second_reminder_after", on=order.placed_at, market=order.market)


def lapses_unpaid(order: Order) -> bool:
    """Can silence cancel an order paid in this way?"""
    return order.method in lawbook.at("orders.unpaid.applies_to", on=order.placed_at, market=order.market).value


def told_when_closed(order: Order) -> bool:
    """Is the buyer told that the unpaid order was cancelled?"""
    return bool(lawbook.at("orders.unpaid.tell_buyer", on=order.placed_at, market=order.market).value)


def free_within(order: Order) -> Ruling:
    """How long after paying (or placing, cash on delivery) the buyer may cancel freely."""
    return lawbook.at("orders.cancellation.free_within", on=order.placed_at, market=order.market)


def free_extensions(on: datetime, market: str) -> Ruling:
    """By which hours a shop may lengthen the free time, where a pack offers it."""
    return lawbook.at("orders.cancellation.free_extension_hours", on=on, market=market)


def answer_within(request: Cancellation, market: str) -> Ruling:
    """How long the shop has to answer a request to cancel."""
    return lawbook.at("orders.cancellation.answer_within", on=request.opened_at, market=market)


def silence_means(request: Cancellation, market: str) -> Ruling:
    """What a request counts as when the shop says nothing: accepted or rejected."""
    return lawbook.at("orders.cancellation.silence_means", on=request.opened_at, market=market)


def needs_answer_from(now: datetime, market: str) -> Ruling:
    """In which groups of states a request needs the shop's answer; elsewhere there is none to make."""
    return lawbook.at("orders.cancellation.needs_answer_from", on=now, market=market)


def causes(order: Order, now: datetime) -> Ruling:
    """For which causes an order may be cancelled."""
    return lawbook.at("orders.cancellation.causes", on=now, market=order.market)


def pack_within(order: Order, start: datetime) -> Ruling:
    """How long after payment the parcel is packed."""
    return lawbook.at("orders.shipping.pack_within", on=start, market=order.market)


def hand_over_within(order: Order, start: datetime) -> Ruling:
    """How long after payment the parcel is handed over: the promise of goods that are no presale."""
    return lawbook.at("orders.shipping.hand_over_within", on=start, market=order.market)


def cancel_if_not_ready(order: Order, start: datetime) -> Ruling:
    """After how long an order that is not made ready is cancelled, where a pack says so."""
    return lawbook.at("orders.shipping.cancel_if_not_ready_after", on=start, market=order.market)


def cancel_if_not_collected(order: Order, start: datetime) -> Ruling:
    """After how long an order that no carrier has collected is cancelled, where a pack says so."""
    return lawbook.at("orders.shipping.cancel_if_not_collected_after", on=start, market=order.market)


def completes_when(order: Order, now: datetime) -> Ruling:
    """At which event an order is completed."""
    return lawbook.at("orders.completion.completed_when", on=now, market=order.market)


def aftersales_window(order: Order) -> Ruling:
    """How long after delivery a buyer may open a case."""
    return lawbook.at("orders.completion.after_delivery", on=order.placed_at, market=order.market)


def address_changes(order: Order) -> Ruling:
    """How often the buyer may change the address before packing."""
    return lawbook.at("orders.address.buyer_may_change_before_packing", on=order.placed_at, market=order.market)


def same_zone(order: Order) -> Ruling:
    """Must the new address lie in the same freight zone?"""
    return lawbook.at("orders.address.same_freight_zone", on=order.placed_at, market=order.market)


def methods(now: datetime, market: str) -> Ruling:
    """Which ways to pay a market offers."""
    return lawbook.at("payments.methods.offered", on=now, market=market)


def export_limits(now: datetime, market: str) -> dict[str, Ruling]:
    """What an export may be: `formats`, `templates`, `states`, `times`, `window` in days, `records_per_file`, `file_kept_for`."""
    names = ("formats", "templates", "states", "times", "window", "records_per_file", "file_kept_for")
    return {name: lawbook.at(f"orders.export.{name}", on=now, market=market) for name in names}
