"""Routes of exports: a shop's orders as a table to take away, written by the worker and kept for a while."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from jishi.kernel import clock, deadlines, private, rows
from jishi.kernel.access import Actor
from jishi.kernel.api import REFUSALS, IdText, Page, Shape, answer, paginate, reply
from jishi.kernel.api.lists import LIMIT, LIMIT_MOST
from jishi.kernel.api.problems import reader_language
from jishi.kernel.models import Job
from jishi.kernel.sheets import TYPES
from jishi.modules.identity import queries as people
from jishi.modules.orders import actions, law, schemas
from jishi.modules.orders.access import access_export
from jishi.modules.orders.models import Export
from jishi.modules.shops.access import access_shop

router = Router(tags=["orders"])
MAY = "orders.export"
BINARY = {"schema": {"type": "string", "format": "binary"}}
FILE = {"responses": {200: {"description": "OK", "content": {kind.partition(";")[0]: BINARY for kind in TYPES.values()}}}}
Limit = Annotated[int, Query(ge=1, le=LIMIT_MOST)]


class ExportIn(Shape):
    """Which orders to export: in a state, created or paid from `since` and before `until`; in which columns and format."""

    template: Literal["order_list", "package_list", "order_items"]
    format: Literal["csv", "xlsx"]
    state: Literal["all", "unpaid", "to_ship", "shipped", "completed", "cancelling", "cancelled"] = "all"
    time: Literal["created", "paid"] = "created"
    since: schemas.Instant
    until: schemas.Instant


class ExportOut(Shape):
    """An export: who asked for which orders, and its job; `orders` once it is written, `kept_until` while it can be had."""

    id: str
    job: str | None
    template: str
    format: str
    state: str
    time: str
    since: datetime
    until: datetime
    by: str
    at: datetime
    orders: int | None
    failed: bool
    kept_until: datetime | None


class ExportTerms(Shape):
    """What the rules of the market offer: each choice, over how many days, how many orders at most, and for how long a file is kept."""

    templates: list[str]
    formats: list[str]
    states: list[str]
    times: list[str]
    days: int
    most: int
    kept_days: int


@router.post("/shops/{shop_id}/exports", response={201: ExportOut, **REFUSALS}, operation_id="orders.export", summary="Export orders")
def export(request: HttpRequest, shop_id: IdText, body: ExportIn) -> HttpResponse:
    """Have a table written; its job tells how far it is. Recipients stay masked."""
    actor = _actor(request)
    shop = access_shop(actor, shop_id, may=MAY)
    asked = actions.Asked(**body.model_dump())
    return answer(request, _one, actions.export, shop.pk, shop.market, asked, actor=actor, language=reader_language(request), status=201)


@router.get(
    "/shops/{shop_id}/exports", response={200: Page[ExportOut], **REFUSALS}, operation_id="orders.exports", summary="A shop's exports"
)
def exports(request: HttpRequest, shop_id: IdText, cursor: str | None = None, limit: Limit = LIMIT) -> Any:
    """Who took which orders away, the latest first."""
    shop = access_shop(_actor(request), shop_id, may=MAY)
    return paginate(Export.objects.filter(shop=shop.pk), _seen, order=("-at", "-id"), cursor=cursor, limit=limit)


@router.get(
    "/shops/{shop_id}/export-terms",
    response={200: ExportTerms, **REFUSALS},
    operation_id="orders.export_terms",
    summary="What may be exported",
)
def export_terms(request: HttpRequest, shop_id: IdText) -> Any:
    """As the rules of the market have it now."""
    shop = access_shop(_actor(request), shop_id, may=MAY)
    limits = law.export_limits(clock.now(), shop.market)
    lists = {name: limits[name].value for name in ("templates", "formats", "states", "times")}
    days, most, kept = (int(limits[name].value) for name in ("window", "records_per_file", "file_kept_for"))
    return reply({**lists, "days": days, "most": most, "kept_days": kept})


@router.get(
    "/exports/{export_id}/file", response=REFUSALS, operation_id="orders.export_file", openapi_extra=FILE, summary="The file of an export"
)
def export_file(request: HttpRequest, export_id: IdText) -> HttpResponse:
    """For those of its shop who may export, while it is kept; no cache keeps it."""
    row = access_export(_actor(request), export_id)
    kind, content = private.read(row.pk)
    name = f"{row.template.replace('_', '-')}-{row.at:%Y%m%d}-{row.pk[-6:].lower()}.{row.format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)


def _one(row: Export) -> dict[str, Any]:
    rows.flush()
    return _seen([row])[0]


def _seen(some: Sequence[Export]) -> list[dict[str, Any]]:
    names = people.buyer_names_masked({row.person for row in some})
    states = dict(Job.objects.filter(pk__in=[row.job for row in some]).values_list("pk", "state"))
    kept = {one.subject: one.due for one in deadlines.of([row.pk for row in some]) if one.state == "open"}
    return [
        {
            **{name: getattr(row, name) for name in ("id", "job", "template", "format", "at", "orders")},
            **row.bounds,
            "by": names.get(row.person, ""),
            "failed": states.get(row.job or "") in ("failed", "stopped"),
            "kept_until": kept.get(row.pk),
        }
        for row in some
    ]


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
