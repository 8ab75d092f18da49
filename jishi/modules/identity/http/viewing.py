"""Routes by which an operator looks at a shop as its people see it, and by which the shop sees that they did."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from jishi.kernel import clock
from jishi.kernel.api import REFUSALS, IdText, Page, answer, paginate
from jishi.kernel.api.lists import LIMIT, LIMIT_MOST
from jishi.modules.identity import actions
from jishi.modules.identity.access import access_own_viewing, access_viewable, access_viewings
from jishi.modules.identity.http.answers import who
from jishi.modules.identity.models import Viewing
from jishi.modules.identity.queries.viewings import viewing_seen, viewings_of, viewings_seen
from jishi.modules.identity.schemas import ViewingIn, ViewingOut

router = Router(tags=["identity"])
Limit = Annotated[int, Query(ge=1, le=LIMIT_MOST)]


@router.post(
    "/shops/{id}/viewings", response={201: ViewingOut, **REFUSALS}, operation_id="identity.view_as", summary="See a shop as its people do"
)
def view_as(request: HttpRequest, id: IdText, body: ViewingIn) -> HttpResponse:  # noqa: A002 - as the path names it
    """An operator's session sees this shop as one in that role does until it ends, or its time is over; nothing can be changed."""
    actor, at = who(request), clock.real()
    shop, session = access_viewable(actor, id)
    return answer(
        request,
        lambda row: viewing_seen(row, at),
        actions.begin_viewing,
        shop,
        body.role,
        body.reason,
        session=session,
        person=actor.needs_person(),
        by_role=actor.operator,
        at=at,
        status=201,
    )


@router.get(
    "/shops/{id}/viewings", response={200: Page[ViewingOut], **REFUSALS}, operation_id="identity.viewings", summary="Who looked at a shop"
)
def viewings(request: HttpRequest, id: IdText, cursor: str | None = None, limit: Limit = LIMIT) -> Any:  # noqa: A002
    """For those who manage its staff, and operators: each time the marketplace looked as its people see it, the latest first."""
    actor, at = who(request), clock.real()
    shop = access_viewings(actor, id)

    def present(found: list[Viewing]) -> list[dict[str, Any]]:
        return viewings_seen(found, at, named=actor.operator is not None)

    return paginate(viewings_of(shop.pk), present, order=("-begun_at", "-id"), cursor=cursor, limit=limit)


@router.post("/me/viewing/end", response={204: None, **REFUSALS}, operation_id="identity.end_viewing", summary="Be oneself again")
def end_viewing(request: HttpRequest) -> HttpResponse:
    """The session is the operator's own again."""
    row = access_own_viewing(who(request))
    return answer(request, None, actions.end_viewing, row, at=clock.real(), actor=f"person:{row.person_id}", status=204)
