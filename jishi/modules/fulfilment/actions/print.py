"""Print: labels of many parcels, or a pick list of many orders, as one sheet; what cannot be printed is told order by order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from jishi.kernel import clock, ids, rows
from jishi.kernel.access import Actor
from jishi.kernel.errors import NotFound, Refused
from jishi.lawbook.decisions import decide
from jishi.modules.fulfilment.errors import NoRecipient, NotPacked, NotSent, NotToPick, WithCarrier
from jishi.modules.fulfilment.models import Content, Package, Sheet
from jishi.modules.identity import actions as identity
from jishi.modules.identity import queries as people
from jishi.modules.orders import queries as orders
from jishi.modules.orders.actions import Order

REASON = "fulfilment.labels"
"""What stands in the audit as the reason for which recipients were read."""
TO_PICK = ("to_process", "awaiting_collection")
WITH_CARRIER = ("in_transit", "delivered", "completed")


@dataclass
class Printed:
    """What became of a wish to print: the sheet (None when nothing could be printed), the orders on it, and the others with why not."""

    sheet: Sheet | None = None
    done: list[str] = field(default_factory=list)
    refused: list[tuple[str, Refused, str | None]] = field(default_factory=list)


def print_labels(shop: str, market: str, wanted: Sequence[str], *, actor: Actor, language: str) -> Printed:
    """Labels of the parcels of these orders: their recipients stand on it in full, each on record as a reveal.

    A parcel has one label, however many orders it holds.

    A parcel's first label is what it is sent by and counts for nothing; one printed again counts. Orders that are another shop's or
    none, not packed, with the carrier, ended, or without a recipient are refused one by one, and so are those beyond what the day
    allows (rules identity.reveal.*). Raises NotSignedIn, NotAllowed for a key, TooManyReveals where another took meanwhile what was left.
    """
    person = actor.needs_person()
    printed = Printed()
    parcels = _packed(wanted)
    fit = _fitting(shop, wanted, printed, lambda order: _label_of(order, bool(parcels[order.pk])))
    seen = people.recipients_for([order.address for order in fit if order.address], actor)
    lost = [order for order in fit if order.address is None or not seen[order.address].name]
    printed.refused += [(order.pk, NoRecipient(), None) for order in lost]
    addresses = {order.pk: order.address for order in fit if order.address and order not in lost}
    first = _first_labels(sorted({one for order in addresses for one in parcels[order]}))
    new = {order: address for order, address in addresses.items() if not first.isdisjoint(parcels[order])}
    identity.note_on_paper(new, actor=actor, shop=shop, reason=REASON)
    old = {order: address for order, address in addresses.items() if order not in new}
    again, refusal = identity.reveal_on_paper(old, actor=actor, shop=shop, market=market, reason=REASON)
    if refusal is not None and refusal.why is not None:
        why = decide(**refusal.why).pk
        printed.refused += [(order, refusal, why) for order in old if order not in again]
    printed.done = [order for order in addresses if order in new or order in again]
    if printed.done:
        pages = dict.fromkeys(one for order in printed.done for one in parcels[order])
        printed.sheet = _sheet(shop, person, "labels", language, list(pages))
    return printed


def _packed(wanted: Sequence[str]) -> dict[str, list[str]]:
    """Order -> its parcels that no carrier has, first packed first; one that holds several orders is each one's."""
    found: dict[str, list[str]] = {order: [] for order in wanted}
    inside = Content.objects.filter(order__in=wanted).values_list("order", "package").distinct()
    here = {one.pk: one for one in Package.objects.filter(pk__in={package for _, package in inside}, state="packed")}
    for order, package in sorted(inside, key=lambda one: (here[one[1]].packed_at, one[1]) if one[1] in here else (clock.now(), "")):
        if package in here:
            found[order].append(package)
    return found


def _first_labels(parcels: list[str]) -> set[str]:
    """Mark those that had no label yet as printed now; which they are. Of two who print at once, one has the first."""
    if not parcels:
        return set()
    text = f"UPDATE fulfilment_package SET printed_at = %s WHERE printed_at IS NULL AND id IN ({rows.marks(parcels)}) RETURNING id"
    return {row[0] for row in rows.sql(text, [rows.db_time(clock.now()), *parcels])}


def print_pick_list(shop: str, wanted: Sequence[str], *, actor: Actor, language: str) -> Printed:
    """A list of what to take from which shelf for these orders. Orders that are none of the shop's, or wait for nothing, are refused.

    Raises NotSignedIn, NotAllowed for a key.
    """
    person = actor.needs_person()
    printed = Printed()
    fit = _fitting(shop, wanted, printed, lambda order: None if order.state in TO_PICK else NotToPick())
    printed.done = [order.pk for order in fit]
    if fit:
        printed.sheet = _sheet(shop, person, "pick_list", language, printed.done)
    return printed


def _fitting(shop: str, wanted: Sequence[str], printed: Printed, fault: Callable[[Order], Refused | None]) -> list[Order]:
    """The orders, each once, that have no fault; the others are refused."""
    found = orders.by_ids(wanted)
    fit = []
    for order_id in dict.fromkeys(wanted):
        order = found.get(order_id)
        refusal = NotFound() if order is None or order.shop != shop else fault(order)
        if refusal is None and order is not None:
            fit.append(order)
        elif refusal is not None:
            printed.refused.append((order_id, refusal, None))
    return fit


def _label_of(order: Order, packed: bool) -> Refused | None:
    """Why an order has no label to print; None where it has."""
    if order.state == "cancelled":
        return NotSent()
    if order.state in WITH_CARRIER:
        return WithCarrier()
    return None if packed else NotPacked()


def _sheet(shop: str, person: str, kind: str, language: str, subjects: list[str]) -> Sheet:
    return rows.add(Sheet(id=ids.new_id("sht"), shop=shop, person=person, kind=kind, language=language, subjects=subjects, at=clock.now()))
