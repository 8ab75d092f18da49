"""Routes of fulfilment."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router

from jishi.kernel import clock, ids
from jishi.kernel.api import REFUSALS, IdText, answer
from jishi.kernel.api.problems import reader_language
from jishi.modules.catalog.access import access_sku
from jishi.modules.fulfilment import actions, law, queries, schemas
from jishi.modules.fulfilment.access import PRINTING, access_package, access_sheet
from jishi.modules.fulfilment.errors import NoSandbox, SheetClosed
from jishi.modules.orders.access import access_order
from jishi.modules.shops.access import access_shop, front

router = Router(tags=["fulfilment"])
PDF = "application/pdf"


@router.post("/orders/{order_id}/pack", response={200: schemas.PackageOut, **REFUSALS}, operation_id="fulfilment.pack")
def pack(request: HttpRequest, order_id: IdText) -> HttpResponse:
    """The shop packed the order: it gets its waybill and waits for the carrier."""
    actor = request.actor  # type: ignore[attr-defined]
    order, _ = access_order(actor, order_id, may="fulfilment.pack")
    lang = reader_language(request)
    return answer(request, lambda package: queries.package_view(package, lang), actions.pack, order, actor=actor.name)


@router.post("/orders/{order_id}/split", response={200: list[schemas.PackageOut], **REFUSALS}, operation_id="fulfilment.split")
def split(request: HttpRequest, order_id: IdText, payload: schemas.SplitIn) -> HttpResponse:
    """The order is packed in several parcels, for the first time or anew while no carrier has them: what it lay in before is void."""
    actor = request.actor  # type: ignore[attr-defined]
    order, _ = access_order(actor, order_id, may="fulfilment.pack")
    lang = reader_language(request)
    parts: list[dict[str, int]] = []
    for parcel in payload.parcels:
        part: dict[str, int] = {}
        for line in parcel.lines:
            part[line.line_id] = part.get(line.line_id, 0) + line.quantity
        parts.append(part)
    return answer(request, lambda made: queries.package_views(made, lang), actions.split, order, parts, actor=actor.name)


@router.post("/orders/{order_id}/repack", response={200: schemas.PackageOut, **REFUSALS}, operation_id="fulfilment.repack")
def repack(request: HttpRequest, order_id: IdText) -> HttpResponse:
    """What of a packed order no carrier has goes into one parcel of its own: it is split or merged no longer."""
    actor = request.actor  # type: ignore[attr-defined]
    order, _ = access_order(actor, order_id, may="fulfilment.pack")
    lang = reader_language(request)
    return answer(request, lambda package: queries.package_view(package, lang), actions.repack, order, actor=actor.name)


@router.post("/shops/{shop_id}/packages", response={201: schemas.PackageOut, **REFUSALS}, operation_id="fulfilment.merge")
def merge(request: HttpRequest, shop_id: IdText, payload: schemas.MergeIn) -> HttpResponse:
    """Several orders of one buyer to one address are packed in one parcel; those that were packed before leave what they lay in."""
    actor = request.actor  # type: ignore[attr-defined]
    shop = access_shop(actor, shop_id, may="fulfilment.pack")
    lang = reader_language(request)
    wanted = list(dict.fromkeys(payload.order_ids))
    return answer(
        request,
        lambda package: queries.package_view(package, lang),
        actions.merge,
        shop.id,
        shop.market,
        wanted,
        actor=actor.name,
        status=201,
    )


@router.get("/orders/{order_id}/packages", response={200: list[schemas.PackageOut], **REFUSALS}, operation_id="fulfilment.packages")
def packages(request: HttpRequest, order_id: IdText) -> Any:
    """The parcels of an order, for its buyer and its shop."""
    order, _ = access_order(request.actor, order_id)  # type: ignore[attr-defined]
    return queries.packages_of(order.pk, reader_language(request))


@router.post("/packages/{package_id}/scans", response={200: schemas.PackageOut, **REFUSALS}, operation_id="fulfilment.sandbox_scan")
def sandbox_scan(request: HttpRequest, package_id: IdText, payload: schemas.ScanIn) -> HttpResponse:
    """Have the sandbox carrier scan the parcel now; in demonstration and development only."""
    package = access_package(request.actor, package_id)  # type: ignore[attr-defined]
    if not settings.SANDBOX:
        raise NoSandbox
    lang = reader_language(request)
    reference = f"{package.pk}:{payload.event}:{ids.new_id('scn')}"
    return answer(request, lambda _: queries.package_view(package, lang), actions.scan, package, payload.event, clock.now(), reference)


@router.post("/shops/{shop_id}/labels", response={200: schemas.PrintOut, **REFUSALS}, operation_id="fulfilment.print_labels")
def print_labels(request: HttpRequest, shop_id: IdText, payload: schemas.PrintIn) -> HttpResponse:
    """Labels of packed orders, recipients in full: each is on record, one printed again counts as a reveal. Who printed it opens it."""
    actor = request.actor  # type: ignore[attr-defined]
    for may in PRINTING["labels"]:
        shop = access_shop(actor, shop_id, may=may)
    lang = reader_language(request)
    return answer(
        request,
        lambda printed: queries.printed_view(printed, lang),
        actions.print_labels,
        shop.id,
        shop.market,
        payload.order_ids,
        actor=actor,
        language=lang,
    )


@router.post("/shops/{shop_id}/pick-lists", response={200: schemas.PrintOut, **REFUSALS}, operation_id="fulfilment.print_pick_list")
def print_pick_list(request: HttpRequest, shop_id: IdText, payload: schemas.PrintIn) -> HttpResponse:
    """What to take from which shelf for a batch of orders; nobody's personal data stand on it."""
    actor = request.actor  # type: ignore[attr-defined]
    for may in PRINTING["pick_list"]:
        shop = access_shop(actor, shop_id, may=may)
    lang = reader_language(request)
    return answer(
        request,
        lambda printed: queries.printed_view(printed, lang),
        actions.print_pick_list,
        shop.id,
        payload.order_ids,
        actor=actor,
        language=lang,
    )


@router.get(
    "/sheets/{sheet_id}",
    response=REFUSALS,
    operation_id="fulfilment.sheet",
    openapi_extra={"responses": {200: {"description": "OK", "content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}}},
)
def sheet(request: HttpRequest, sheet_id: IdText) -> HttpResponse:
    """A sheet as PDF, for whoever printed it, while the rule keeps it open; opened again it is no other reveal."""
    printed = access_sheet(request.actor, sheet_id)  # type: ignore[attr-defined]
    kept = law.open_for(printed.at, front(printed.shop).market)
    if clock.now() >= kept.after(printed.at):
        raise SheetClosed(rule=kept.rule)
    name = f"{printed.kind.replace('_', '-')}-{printed.pk[-6:].lower()}.pdf"
    return HttpResponse(queries.pdf(printed), content_type=PDF, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@router.put("/skus/{sku_id}/shelf", response={200: schemas.ShelfOut, **REFUSALS}, operation_id="fulfilment.put_on_shelf")
def put_on_shelf(request: HttpRequest, sku_id: IdText, payload: schemas.ShelfIn) -> HttpResponse:
    """Where in the warehouse a SKU lies: it stands on pick lists."""
    sku = access_sku(request.actor, sku_id)  # type: ignore[attr-defined]
    return answer(request, lambda place: {"sku_id": sku.pk, "place": place}, actions.put_on_shelf, sku.pk, sku.shop, payload.place)
