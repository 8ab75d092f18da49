"""Routes of notices: what one was told, and what one wants told where."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from jishi.kernel.access import Actor
from jishi.kernel.api import REFUSALS, IdText, Page, answer, paginate
from jishi.kernel.api.lists import LIMIT, LIMIT_MOST
from jishi.kernel.api.problems import reader_language
from jishi.modules.notices import actions, queries
from jishi.modules.notices.access import access_notice, access_notices
from jishi.modules.notices.schemas import ReadIn, ReadOut, ToldOut, WishIn, WishOut

router = Router(tags=["notices"])
Limit = Annotated[int, Query(ge=1, le=LIMIT_MOST)]


@router.get("/me/notices", response={200: Page[ToldOut], **REFUSALS}, operation_id="notices.mine", summary="What one was told")
def mine(request: HttpRequest, shop: IdText | None = None, new: bool = False, cursor: str | None = None, limit: Limit = LIMIT) -> Any:
    """The last first: as someone of a shop, or without one as a buyer; `new` for those alone that are."""
    person = access_notices(_actor(request), shop or "")
    language = reader_language(request)
    found = queries.listed(person, shop or "", new)
    return paginate(found, lambda some: queries.notices_seen(some, language), order=queries.ORDER, cursor=cursor, limit=limit)


@router.post("/me/notices/{id}/read", response={200: ToldOut, **REFUSALS}, operation_id="notices.read", summary="Have read a notice")
def read(request: HttpRequest, id: IdText) -> HttpResponse:  # noqa: A002 - as the path names it
    """It is new no longer."""
    language = reader_language(request)
    row = access_notice(_actor(request), id)
    return answer(request, lambda one: queries.notices_seen([one], language)[0], actions.read, row)


@router.post("/me/notices/read-all", response={200: ReadOut, **REFUSALS}, operation_id="notices.read_all", summary="Have read all notices")
def read_all(request: HttpRequest, body: ReadIn) -> HttpResponse:
    """All that came as someone of a shop, or as a buyer; or all of it about one thing."""
    shop = body.shop or ""
    person = access_notices(_actor(request), shop)
    return answer(request, lambda n: {"read": n}, actions.read_all, person, shop, subject=body.subject)


@router.get(
    "/me/notices/preferences", response={200: WishOut, **REFUSALS}, operation_id="notices.preferences", summary="What is told where"
)
def preferences(request: HttpRequest, shop: IdText | None = None) -> Any:
    """One's own word, else the rules' (notices.messages.defaults, notices.messages.quiet_hours)."""
    return queries.wish_seen(access_notices(_actor(request), shop or ""), shop or "")


@router.put(
    "/me/notices/preferences", response={200: WishOut, **REFUSALS}, operation_id="notices.set_preferences", summary="Say what is told where"
)
def set_preferences(request: HttpRequest, body: WishIn) -> HttpResponse:
    """From now on, for what comes and for what waits to be mailed. What concerns one's sign-in is mailed anyway."""
    shop = body.shop or ""
    person = access_notices(_actor(request), shop)
    channels = {one.topic: one.dict(exclude={"topic"}) for one in body.topics}
    quiet = (body.quiet.begins, body.quiet.ends) if body.quiet else None
    named = [one.topic for one in body.topics]
    return answer(request, lambda _: queries.wish_seen(person, shop), actions.wish, person, shop, named, channels, quiet)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
