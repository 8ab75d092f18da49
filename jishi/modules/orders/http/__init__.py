"""Routes of orders: parse -> access -> act -> present. `exporting` has the tables that people take away."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from jishi.kernel import deadlines, rows
from jishi.kernel.api import REFUSALS, IdText, MoneyShape, Page, Shape, answer, paginate, reply
from jishi.kernel.api.problems import reader_language
from jishi.kernel.errors import BadInput
from jishi.kernel.money import Money
from jishi.modules.ledger import queries as ledger
from jishi.modules.orders import actions, queries, schemas
from jishi.modules.orders.access import access_cancellation, access_order, own_cancellation, own_order, own_view
from jishi.modules.orders.actions.place import Placed
from jishi.modules.orders.http import exporting
from jishi.modules.orders.models import Cancellation, Order, SavedView
from jishi.modules.orders.queries.lists import SORTS, Wanted
from jishi.modules.orders.queries.views import cancellation_view
from jishi.modules.shops.access import access_shop

router = Router(tags=["orders"])
Limit = Annotated[int, Field(ge=1, le=200)]


class ListQuery(Shape):
    """Which part of a list of orders; `buyer` and `buyer_id` narrow a shop's list, `shop` a buyer's.

    `clock` is the kind of a deadline that runs (orders.pack_by), `due_from` and `due_to` when it is due.
    """

    tab: str = "all"
    sub: str | None = None
    q: Annotated[str, Field(max_length=120)] | None = None
    mark: Annotated[str, Field(max_length=40)] | None = None
    sku: Annotated[str, Field(max_length=60)] | None = None
    waybill: Annotated[str, Field(max_length=60)] | None = None
    buyer: Annotated[str, Field(max_length=120)] | None = None
    paid_from: schemas.Instant | None = None
    paid_to: schemas.Instant | None = None
    placed_from: schemas.Instant | None = None
    placed_to: schemas.Instant | None = None
    buyer_id: IdText | None = None
    shop: IdText | None = None
    clock: Annotated[str, Field(max_length=60, pattern=r"^[a-z_.]+$")] | None = None
    due_from: schemas.Instant | None = None
    due_to: schemas.Instant | None = None
    sort: Annotated[str, Field(pattern="^(placed|due)$")] = "placed"
    cursor: Annotated[str, Field(max_length=400)] | None = None
    limit: Limit = 50
    with_: Literal["verbs"] | None = Field(None, alias="with")

    def wanted(self) -> Wanted:
        """As the query asks for it."""
        times = self.paid_from, self.paid_to, self.placed_from, self.placed_to
        things = self.mark, self.sku, self.waybill, self.buyer, self.buyer_id, self.shop
        return Wanted(self.tab, self.sub, self.q, *times, *things, self.clock, self.due_from, self.due_to)


def _shown(request: HttpRequest, as_whom: str) -> Callable[[Order], Any]:
    """Present an order that an action has just changed."""

    def present(order: Order) -> Any:
        rows.flush()
        return queries.view(order, as_whom, request.actor, reader_language(request))  # type: ignore[attr-defined]

    return present


@router.get("/me/cart", response={200: schemas.Quote, **REFUSALS}, operation_id="orders.cart")
def cart(request: HttpRequest) -> Any:
    """What the buyer means to order, shop by shop."""
    return reply(queries.cart(request.actor.needs_person()))  # type: ignore[attr-defined]


@router.put("/me/cart/lines/{sku_id}", response={200: schemas.Quote, **REFUSALS}, operation_id="orders.put_in_cart")
def put_in_cart(request: HttpRequest, sku_id: IdText, payload: schemas.QuantityIn) -> HttpResponse:
    """Have so many pieces in the cart."""
    person = request.actor.needs_person()  # type: ignore[attr-defined]
    return answer(request, lambda _: queries.cart(person), actions.put_in_cart, person, sku_id, payload.quantity)


@router.delete("/me/cart/lines/{sku_id}", response={200: schemas.Quote, **REFUSALS}, operation_id="orders.take_from_cart")
def take_from_cart(request: HttpRequest, sku_id: IdText) -> HttpResponse:
    """Have a SKU no longer in the cart."""
    person = request.actor.needs_person()  # type: ignore[attr-defined]
    return answer(request, lambda _: queries.cart(person), actions.take_from_cart, person, [sku_id])


@router.post("/me/quote", response={200: schemas.Quote, **REFUSALS}, operation_id="orders.quote")
def quote(request: HttpRequest, payload: schemas.QuoteIn) -> Any:
    """What a basket would cost now; nothing is held by it."""
    request.actor.needs_person()  # type: ignore[attr-defined]
    return reply(queries.quote(_basket(payload)))


def _basket(payload: schemas.QuoteIn) -> dict[str, int]:
    basket: dict[str, int] = {}
    for line in payload.lines:
        basket[line.sku_id] = basket.get(line.sku_id, 0) + line.quantity
    return basket


@router.post("/me/orders", response={201: schemas.PlacedOut, **REFUSALS}, operation_id="orders.place")
def place(request: HttpRequest, payload: schemas.PlaceIn) -> HttpResponse:
    """Order a basket: one order a shop, one payment for all. Idempotency-Key is required."""
    actor = request.actor  # type: ignore[attr-defined]
    expected = _money(payload.total)
    return answer(
        request,
        _placed,
        actions.place,
        actor.needs_person(),
        _basket(payload),
        payload.address_id,
        payload.method,
        actor=actor.name,
        note=payload.note,
        expected=expected,
        status=201,
        key="required",
    )


def _money(shape: MoneyShape | None) -> Money | None:
    """The amount that the buyer was shown. Raises BadInput for an unknown currency, or more places than it has."""
    try:
        return Money.of(shape.amount, shape.currency) if shape else None
    except ValueError:
        raise BadInput(field="total") from None


def _placed(placed: Placed) -> dict[str, Any]:
    return {
        "orders": [
            {
                "id": order.pk,
                "number": order.number,
                "shop_id": order.shop,
                "state": order.state,
                "total": Money(order.total_minor, order.currency).json(),
                "placed_at": order.placed_at,
            }
            for order in placed.orders
        ],
        "payment": _due(placed),
    }


def _due(placed: Placed) -> dict[str, Any] | None:
    if placed.payment is None:
        return None
    due = sum(part.due_minor for part in placed.payment.parts)
    return {"id": placed.payment.payment.pk, "amount": Money(due, placed.payment.payment.currency).json()}


@router.get("/me/orders", response={200: Page[schemas.OrderRow], **REFUSALS}, operation_id="orders.mine")
def mine(request: HttpRequest, query: Query[ListQuery]) -> Any:
    """The buyer's own orders."""
    person = request.actor.needs_person()  # type: ignore[attr-defined]
    return _list(request, queries.mine(person, query.wanted()), "buyer", query)


@router.get("/shops/{shop_id}/orders", response={200: Page[schemas.OrderRow], **REFUSALS}, operation_id="orders.list")
def list_(request: HttpRequest, shop_id: IdText, query: Query[ListQuery]) -> Any:
    """A shop's orders, by tab, words and time; by what is due first or by what was placed last."""
    access_shop(request.actor, shop_id, may="orders.read")  # type: ignore[attr-defined]
    found = queries.of_shop(shop_id, query.wanted())
    return _list(request, found.filter(act_by__isnull=False) if query.sort == "due" else found, "shop", query)


def _list(request: HttpRequest, found: Any, as_whom: str, query: ListQuery) -> Any:
    lang = reader_language(request)
    actor = request.actor if query.with_ else None  # type: ignore[attr-defined]
    order = SORTS["placed" if as_whom == "buyer" else query.sort]
    return reply(
        paginate(found, lambda some: queries.listed(some, as_whom, lang, actor), order=order, cursor=query.cursor, limit=query.limit)
    )


@router.get("/shops/{shop_id}/orders/counts", response={200: schemas.Counts, **REFUSALS}, operation_id="orders.counts")
def counts(request: HttpRequest, shop_id: IdText) -> Any:
    """How many orders a shop has, per tab."""
    access_shop(request.actor, shop_id, may="orders.read")  # type: ignore[attr-defined]
    return reply(queries.counts(shop_id))


@router.get("/shops/{shop_id}/order-views", response={200: list[schemas.ViewOut], **REFUSALS}, operation_id="orders.views")
def views(request: HttpRequest, shop_id: IdText) -> Any:
    """The lists of this shop's orders that the reader keeps under names; nobody else's."""
    access_shop(request.actor, shop_id, may="orders.read")  # type: ignore[attr-defined]
    return reply([_saved(view) for view in queries.saved_views(shop_id, request.actor.needs_person())])  # type: ignore[attr-defined]


@router.post("/shops/{shop_id}/order-views", response={200: schemas.ViewOut, **REFUSALS}, operation_id="orders.save_view")
def save_view(request: HttpRequest, shop_id: IdText, payload: schemas.ViewIn) -> HttpResponse:
    """Keep a list under a name, for oneself; the same name again holds the new conditions."""
    actor = request.actor  # type: ignore[attr-defined]
    access_shop(actor, shop_id, may="orders.read")
    conditions = payload.conditions.model_dump(exclude_none=True)
    return answer(request, _saved, actions.save_view, shop_id, actor.needs_person(), payload.name, conditions)


def _saved(view: SavedView) -> dict[str, Any]:
    return {"id": view.pk, "name": view.name, "conditions": view.conditions}


@router.delete("/order-views/{view_id}", response={204: None, **REFUSALS}, operation_id="orders.forget_view")
def forget_view(request: HttpRequest, view_id: IdText) -> HttpResponse:
    """Keep a list no longer."""
    return answer(request, None, actions.forget_view, own_view(request.actor, view_id), status=204)  # type: ignore[attr-defined]


@router.get("/orders/{order_id}", response={200: schemas.OrderOut, **REFUSALS}, operation_id="orders.get")
def get(request: HttpRequest, order_id: IdText) -> Any:
    """One order; `view` says for whom."""
    order, as_whom = access_order(request.actor, order_id)  # type: ignore[attr-defined]
    return reply(queries.view(order, as_whom, request.actor, reader_language(request)))  # type: ignore[attr-defined]


@router.post("/orders/{order_id}/recipient", response={200: schemas.RecipientOut, **REFUSALS}, operation_id="orders.reveal_recipient")
def reveal_recipient(request: HttpRequest, order_id: IdText, payload: schemas.RevealIn) -> HttpResponse:
    """Where the parcel goes in full, for a reason that is kept: so many a day by person and by shop."""
    actor = request.actor  # type: ignore[attr-defined]
    order, as_whom = access_order(actor, order_id, may="orders.reveal")
    return answer(request, asdict, actions.reveal_recipient, order, payload.reason, as_shop=as_whom == "shop", actor=actor)


@router.get("/orders/{order_id}/ledger", response={200: ledger.LedgerOut, **REFUSALS}, operation_id="orders.ledger")
def order_ledger(request: HttpRequest, order_id: IdText) -> Any:
    """Every cent of an order: its postings, balances and the picture of where the money is."""
    order, _ = access_order(request.actor, order_id, may="orders.money")  # type: ignore[attr-defined]
    return ledger.show(ledger.order_story(order.pk), reader_language(request))


@router.post("/orders/{order_id}/cancellations", response={200: schemas.AskedOut, **REFUSALS}, operation_id="orders.request_cancellation")
def request_cancellation(request: HttpRequest, order_id: IdText, payload: schemas.CancelIn) -> HttpResponse:
    """The buyer wants it cancelled: done at once inside the free hour, else a request that the shop answers."""
    actor = request.actor  # type: ignore[attr-defined]
    order = own_order(actor, order_id)
    lang = reader_language(request)
    pieces: dict[str, int] = {}
    for line in payload.lines or []:
        pieces[line.line_id] = pieces.get(line.line_id, 0) + line.quantity

    def present(asked: Cancellation | None) -> dict[str, Any]:
        rows.flush()
        clock = next((one for one in deadlines.of([order.pk]) if one.kind == "orders.cancellation" and one.state == "open"), None)
        return {
            "order": queries.view(Order.objects.get(pk=order.pk), "buyer", actor, lang),
            "request": cancellation_view(asked, lang, clock) if asked else None,
        }

    return answer(request, present, actions.request_cancellation, order, pieces or None, payload.reason, actor=actor.name)


@router.post(
    "/cancellations/{request_id}/withdraw", response={200: schemas.CancellationOut, **REFUSALS}, operation_id="orders.withdraw_cancellation"
)
def withdraw_cancellation(request: HttpRequest, request_id: IdText) -> HttpResponse:
    """The buyer takes the request back."""
    asked = own_cancellation(request.actor, request_id)  # type: ignore[attr-defined]
    lang = reader_language(request)
    return answer(
        request,
        lambda one: cancellation_view(one, lang),
        actions.withdraw_cancellation,
        asked,
        actor=request.actor.name,  # type: ignore[attr-defined]
    )


@router.get(
    "/shops/{shop_id}/cancellations", response={200: Page[schemas.CancellationOut], **REFUSALS}, operation_id="orders.cancellations"
)
def cancellations(
    request: HttpRequest,
    shop_id: IdText,
    list: str = "all",  # noqa: A002 - the field's name in the contract
    cursor: str | None = None,
    limit: Limit = 50,
) -> Any:
    """A shop's requests to cancel: all, to handle, accepted, rejected."""
    access_shop(request.actor, shop_id, may="orders.read")  # type: ignore[attr-defined]
    lang = reader_language(request)

    def present(some: Any) -> Any:
        numbers = dict(Order.objects.filter(pk__in=[one.order for one in some]).values_list("id", "number"))
        open_ones = [one.order for one in some if one.state == "open"]
        clocks = {row.subject: row for row in deadlines.of(open_ones) if row.kind == "orders.cancellation" and row.state == "open"}
        return [cancellation_view(one, lang, clocks.get(one.order) if one.state == "open" else None, numbers[one.order]) for one in some]

    return paginate(queries.requests(shop_id, list), present, order=("-opened_at", "-id"), cursor=cursor, limit=limit)


@router.post("/cancellations/{request_id}/answer", response={200: schemas.OrderOut, **REFUSALS}, operation_id="orders.answer_cancellation")
def answer_cancellation(request: HttpRequest, request_id: IdText, payload: schemas.AnswerIn) -> HttpResponse:
    """The shop agrees (the order is cancelled and refunded) or declines (it goes on)."""
    actor = request.actor  # type: ignore[attr-defined]
    asked, order = access_cancellation(actor, request_id, may="orders.answer")
    shown = _shown(request, "shop")
    return answer(
        request,
        lambda _: shown(Order.objects.get(pk=order.pk)),
        actions.answer_cancellation,
        asked,
        order,
        payload.accept,
        payload.reason,
        actor=actor.name,
    )


@router.post("/orders/{order_id}/cancel", response={200: schemas.OrderOut, **REFUSALS}, operation_id="orders.cancel")
def cancel(request: HttpRequest, order_id: IdText, payload: schemas.ReasonIn) -> HttpResponse:
    """The shop cancels, or an operator for the platform; what was paid goes back to the buyer at once."""
    actor = request.actor  # type: ignore[attr-defined]
    order, as_whom = access_order(actor, order_id, may="orders.cancel")
    action = actions.cancel_for_platform if as_whom == "operator" else actions.cancel_for_shop
    return answer(request, _shown(request, as_whom), action, order, actor=actor.name, reason=payload.reason)


@router.get("/shops/{shop_id}/order-terms", response={200: schemas.TermsOut, **REFUSALS}, operation_id="orders.terms")
def terms(request: HttpRequest, shop_id: IdText) -> Any:
    """What the shop gives its buyers beyond the rules, and what the rules of its market offer."""
    shop = access_shop(request.actor, shop_id, may="orders.read")  # type: ignore[attr-defined]
    return reply(queries.terms_view(shop.id, shop.market))


@router.put("/shops/{shop_id}/order-terms", response={200: schemas.TermsOut, **REFUSALS}, operation_id="orders.change_terms")
def change_terms(request: HttpRequest, shop_id: IdText, payload: schemas.TermsIn) -> HttpResponse:
    """Lengthen the free cancellation time of orders paid from now on, where the rules offer it."""
    actor = request.actor  # type: ignore[attr-defined]
    shop = access_shop(actor, shop_id, may="orders.terms")

    def present(_: Any) -> Any:
        rows.flush()
        return queries.terms_view(shop.id, shop.market)

    return answer(request, present, actions.change_terms, shop.id, shop.market, payload.free_extension_hours, actor=actor.name)


@router.put("/orders/{order_id}/address", response={200: schemas.OrderOut, **REFUSALS}, operation_id="orders.change_address")
def change_address(request: HttpRequest, order_id: IdText, payload: schemas.AddressIn) -> HttpResponse:
    """The buyer sends it elsewhere: once before packing, in the same freight zone."""
    order = own_order(request.actor, order_id)  # type: ignore[attr-defined]
    return answer(request, _shown(request, "buyer"), actions.change_address, order, payload.address_id)


@router.put("/orders/{order_id}/note", response={200: schemas.OrderOut, **REFUSALS}, operation_id="orders.write_note")
def write_note(request: HttpRequest, order_id: IdText, payload: schemas.NoteIn) -> HttpResponse:
    """The reader's own note on the order: the buyer's, or the shop's."""
    actor = request.actor  # type: ignore[attr-defined]
    order, as_whom = access_order(actor, order_id)
    if as_whom != "buyer":
        access_order(actor, order_id, may="orders.note")
    side = "buyer" if as_whom == "buyer" else "shop"
    return answer(request, _shown(request, as_whom), actions.write_note, order, side, payload.text)


router.add_router("", exporting.router)
