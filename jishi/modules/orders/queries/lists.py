"""Lists of orders: by tab, by words, by time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from jishi.kernel import ids
from jishi.kernel.errors import BadInput
from jishi.kernel.models import Deadline
from jishi.modules.catalog import queries as catalog
from jishi.modules.identity import queries as people
from jishi.modules.orders.models import Cancellation, Mark, Order, OrderLine, SavedView, Waybill
from jishi.modules.orders.states import AWAITING_COLLECTION, GROUPS, ON_HOLD, TO_PROCESS

TABS = ("all", *GROUPS, "cancelling")
SUBS = {"on_hold": ON_HOLD, "pack": TO_PROCESS, "collect": AWAITING_COLLECTION}
SORTS = {"placed": ("-placed_at", "-id"), "due": ("act_by", "id")}
LISTS = ("all", "to_handle", "accepted", "rejected")


@dataclass(frozen=True)
class Wanted:
    """What part of a list is asked for."""

    tab: str = "all"
    sub: str | None = None
    q: str | None = None
    paid_from: datetime | None = None
    paid_to: datetime | None = None
    placed_from: datetime | None = None
    placed_to: datetime | None = None
    mark: str | None = None
    sku: str | None = None
    waybill: str | None = None
    buyer: str | None = None
    buyer_id: str | None = None
    shop: str | None = None
    clock: str | None = None
    due_from: datetime | None = None
    due_to: datetime | None = None


def by_ids(wanted: Collection[str]) -> dict[str, Order]:
    """Orders by id; those that are not there are left out."""
    return Order.objects.in_bulk(list(wanted))


def of_shop(shop: str, wanted: Wanted) -> QuerySet[Order]:
    """A shop's orders; of one buyer (a person or contact), where one is named."""
    if wanted.buyer_id:
        theirs = Q(person=wanted.buyer_id) | Q(contact=wanted.buyer_id)
        return _filtered(Order.objects.filter(theirs, shop=shop), wanted, shop)
    return _filtered(Order.objects.filter(shop=shop), wanted, shop)


def mine(person: str, wanted: Wanted) -> QuerySet[Order]:
    """A buyer's own orders; of one shop, where one is named."""
    own = Order.objects.filter(person=person)
    return _filtered(own.filter(shop=wanted.shop) if wanted.shop else own, wanted, None)


def _filtered(query: QuerySet[Order], wanted: Wanted, shop: str | None) -> QuerySet[Order]:
    query = _tabbed(query, wanted)
    for name, value in (
        ("paid_at__gte", wanted.paid_from),
        ("paid_at__lt", wanted.paid_to),
        ("placed_at__gte", wanted.placed_from),
        ("placed_at__lt", wanted.placed_to),
    ):
        if value is not None:
            query = query.filter(**{name: value})
    query = _timed(query, wanted)
    if wanted.mark:
        query = query.filter(Exists(Mark.objects.filter(order=OuterRef("pk"), mark=wanted.mark, withdrawn_at=None)))
    for words, condition in ((wanted.sku, _of_sku), (wanted.waybill, _under_waybill), (wanted.buyer, _of_buyer), (wanted.q, _worded)):
        if words and words.strip():
            query = query.filter(condition(words.strip(), shop))
    return query


def _timed(query: QuerySet[Order], wanted: Wanted) -> QuerySet[Order]:
    """With a clock of a kind that runs, due from an instant on and before another. Raises BadInput for instants of no clock."""
    if not wanted.clock:
        if wanted.due_from or wanted.due_to:
            raise BadInput(field="clock")
        return query
    running = Deadline.objects.filter(subject=OuterRef("pk"), kind=wanted.clock, state="open")
    if wanted.due_from:
        running = running.filter(due__gte=wanted.due_from)
    return query.filter(Exists(running.filter(due__lt=wanted.due_to) if wanted.due_to else running))


def _tabbed(query: QuerySet[Order], wanted: Wanted) -> QuerySet[Order]:
    if wanted.tab not in TABS:
        raise BadInput(field="tab")
    if wanted.sub is not None and (wanted.sub not in SUBS or wanted.tab != "to_ship"):
        raise BadInput(field="sub")
    if wanted.tab == "cancelling":
        return query.filter(Exists(Cancellation.objects.filter(order=OuterRef("pk"), state="open")))
    if wanted.sub:
        return query.filter(state=SUBS[wanted.sub])
    return query if wanted.tab == "all" else query.filter(state__in=GROUPS[wanted.tab])


def _worded(q: str, shop: str | None) -> Q:
    """By order number or waybill (whole or the beginning), id, SKU or title of a line, or buyer."""
    digits = q.replace(" ", "")
    if ids.is_id(q, "ord"):
        return Q(pk=q)
    named = Q(title__icontains=q) | Q(sku_name__icontains=q)
    found = Q(Exists(OrderLine.objects.filter(named, order=OuterRef("pk")))) | _of_sku(q, shop) | _under_waybill(q, shop)
    if digits.isascii() and digits.isdigit():
        found |= Q(number__startswith=digits)
    return found if shop is None else found | _of_buyer(q, shop)


def _of_sku(words: str, shop: str | None) -> Q:
    """With a line of a SKU by its id or, in its shop, by its whole code or bars."""
    skus = [words, *(catalog.coded(shop, words) if shop else [])]
    return Q(Exists(OrderLine.objects.filter(sku__in=skus, order=OuterRef("pk"))))


def _under_waybill(words: str, shop: str | None) -> Q:
    """Under a waybill that is or begins so, as it stands on the label or in groups."""
    kept = Waybill.objects.filter(order=OuterRef("pk"), waybill__startswith=words.replace(" ", "").upper())
    return Q(Exists(kept.filter(shop=shop) if shop else kept))


def _of_buyer(words: str, shop: str | None) -> Q:
    """Of a buyer by a whole phone or e-mail, or of an imported one by their reference. Nobody's where no shop asks."""
    if shop is None:
        return Q(pk__in=[])
    buyers = people.find_buyers(words, shop)
    return Q(person__in=buyers.persons) | Q(contact__in=buyers.contacts)


def counts(shop: str) -> dict[str, Any]:
    """How many orders a shop has, per tab and part of a tab."""
    by_state = dict(Order.objects.filter(shop=shop).order_by().values_list("state").annotate(n=Count("id")))
    tabs = {tab: sum(by_state.get(state, 0) for state in states) for tab, states in GROUPS.items()}
    return {
        "all": sum(by_state.values()),
        **tabs,
        "cancelling": Cancellation.objects.filter(shop=shop, state="open").count(),
        "sub": {name: by_state.get(state, 0) for name, state in SUBS.items()},
    }


def saved_views(shop: str, person: str) -> list[SavedView]:
    """The lists that a person of a shop keeps, the oldest first."""
    return list(SavedView.objects.filter(shop=shop, person=person).order_by("at", "id"))


def requests(shop: str, which: str) -> QuerySet[Cancellation]:
    """A shop's requests to cancel (rule orders.cancellation.lists)."""
    if which not in LISTS:
        raise BadInput(field="list")
    query = Cancellation.objects.filter(shop=shop)
    return query if which == "all" else query.filter(state="open" if which == "to_handle" else which)
