"""Routes of fulfilment."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router

from jishi.kernel import clock, ids
from jishi.kernel.api import REFUSALS, IdText, answer
from jishi.kernel.api.problems import reader_language
from jishi.modules.fulfilment import actions, queries, schemas
from jishi.modules.fulfilment.access import access_package
from jishi.modules.fulfilment.errors import NoSandbox
from jishi.modules.orders.access import access_order

router = Router(tags=["fulfilment"])


@router.post("/orders/{order_id}/pack", response={200: schemas.PackageOut, **REFUSALS}, operation_id="fulfilment.pack")
def pack(request: HttpRequest, order_id: IdText) -> HttpResponse:
    """The shop packed the order: it gets its waybill and waits for the carrier."""
    actor = request.actor  # type: ignore[attr-defined]
    order, _ = access_order(actor, order_id, may="fulfilment.pack")
    lang = reader_language(request)
    return answer(request, lambda package: queries.package_view(package, lang), actions.pack, order, actor=actor.name)


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
