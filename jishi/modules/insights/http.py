"""Routes of insights."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from jishi.kernel.api import REFUSALS, IdText
from jishi.kernel.api.problems import reader_language
from jishi.modules.insights import queries, schemas
from jishi.modules.insights.access import access_today

router = Router(tags=["insights"])


@router.get(
    "/shops/{shop_id}/today",
    response={200: schemas.TodayOut, **REFUSALS},
    operation_id="insights.today",
    summary="A shop's day: what lapses next and what missing it costs",
)
def today(request: HttpRequest, shop_id: IdText) -> Any:
    """The inbox of all deadlines by what missing them costs, then by time; what lapsed today and yesterday; who waits; what was sold."""
    actor = request.actor  # type: ignore[attr-defined]
    shop, may = access_today(actor, shop_id)
    return queries.today(shop, may, actor.person, reader_language(request))
