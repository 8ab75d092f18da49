"""Fill: a new parcel with pieces of orders; take out: what of an order still lies in parcels here. The orders are held."""

from collections.abc import Mapping, Sequence

from jishi.kernel import clock, ids, rows
from jishi.kernel.access import THE_CLOCK
from jishi.modules.fulfilment import law
from jishi.modules.fulfilment.adapters import sandbox
from jishi.modules.fulfilment.models import Content, Package
from jishi.modules.fulfilment.states import PACKAGE
from jishi.modules.orders import actions as orders
from jishi.modules.orders.actions import Order

Pieces = Mapping[str, int]
"""Line -> pieces."""


def fill(inside: Sequence[tuple[Order, Pieces]], *, actor: str) -> Package:
    """A new parcel with these pieces under a new waybill; an order that waited to be packed is packed by it. Raises WrongState."""
    now = clock.now()
    first = inside[0][0]
    waybill = sandbox.waybill(law.waybill_prefix(now, first.market).value)
    parcel = Package(id=ids.new_id("pkg"), number=ids.new_number(), shop=first.shop, waybill=waybill, state="packed", packed_at=now)
    parcel.carrier = sandbox.NAME
    rows.add(parcel)
    for order, pieces in inside:
        if order.state == "awaiting_collection":
            orders.also_under(order, waybill)
        else:
            orders.pack(order, waybill, actor=actor)
        for line, n in sorted(pieces.items()):
            rows.add(Content(id=ids.new_id("pct"), package=parcel.pk, order=order.pk, line=line, quantity=n))
    return parcel


def _written() -> None:
    """What the running action added is there to be found."""
    if rows.pending(Package) or rows.pending(Content):
        rows.flush()


def contents(parcels: Sequence[str]) -> dict[str, dict[str, dict[str, int]]]:
    """Parcel -> order -> line -> pieces."""
    _written()
    found: dict[str, dict[str, dict[str, int]]] = {one: {} for one in parcels}
    for row in Content.objects.filter(package__in=parcels):
        found[row.package].setdefault(row.order, {})[row.line] = row.quantity
    return found


def parcels_of(order: str) -> list[Package]:
    """All parcels in which something of an order is or was, first packed first."""
    _written()
    held = Content.objects.filter(order=order).values("package")
    return list(Package.objects.filter(pk__in=held).order_by("packed_at", "id"))


def take_out(order: str, pieces: Pieces | None = None) -> list[Package]:
    """Take an order's pieces, or so many of them, out of its parcels that no carrier has, last packed first; those that were touched.

    A parcel that would be empty is void and keeps what it held.
    """
    _written()
    text = "SET state = state WHERE state = 'packed' AND id IN (SELECT package FROM fulfilment_content WHERE \"order\" = %s)"
    here = sorted(rows.update(Package, text, [order]), key=lambda one: (one.packed_at, one.pk), reverse=True)
    left = dict(pieces) if pieces is not None else None
    touched = []
    for parcel in here:
        inside = contents([parcel.pk])[parcel.pk]
        out = {line: n if left is None else min(n, left.get(line, 0)) for line, n in inside[order].items()}
        if not any(out.values()):
            continue
        touched.append(parcel)
        if left is not None:
            left = {line: n - out.get(line, 0) for line, n in left.items()}
        if sum(sum(some.values()) for some in inside.values()) == sum(out.values()):
            PACKAGE.advance(parcel, "void", actor=THE_CLOCK)
        else:
            _lessen(parcel.pk, inside[order], out)
    return touched


def _lessen(parcel: str, inside: Pieces, out: Pieces) -> None:
    for line, n in out.items():
        if n == inside[line]:
            rows.change("DELETE FROM fulfilment_content WHERE package = %s AND line = %s", [parcel, line])
        elif n:
            rows.change("UPDATE fulfilment_content SET quantity = quantity - %s WHERE package = %s AND line = %s", [n, parcel, line])
