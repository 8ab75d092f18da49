"""Routes of how soon sessions are answered: the figures, the sessions behind them, and those that need no reply."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from jishi.kernel.access import Actor
from jishi.kernel.api import REFUSALS, IdText, Page, answer, paginate
from jishi.kernel.api.lists import LIMIT, LIMIT_MOST
from jishi.kernel.api.problems import reader_language
from jishi.lawbook.schemas import LawDay
from jishi.modules.desk import actions, queries, schemas
from jishi.modules.desk.access import ANSWER, MANAGE, access_own_session
from jishi.modules.shops.access import access_shop

router = Router(tags=["desk"])
Limit = Annotated[int, Query(ge=1, le=LIMIT_MOST)]
AgentText = Annotated[str, Query(max_length=40, pattern="^[A-Za-z0-9_]*$")]


@router.get(
    "/shops/{shop_id}/response",
    response={200: schemas.ResponseOut, **REFUSALS},
    operation_id="desk.response",
    summary="How soon a shop answers",
)
def response(request: HttpRequest, shop_id: IdText, first: LawDay | None = None, last: LawDay | None = None) -> Any:
    """By default over the days that the rule names, today among them. Other agents' figures are for those who run the desk."""
    actor = _actor(request)
    shop = access_shop(actor, shop_id, may=ANSWER)
    days = queries.span_of(shop.market, first, last)
    whose = None if actor.holds(MANAGE, shop.pk) or actor.holds(MANAGE) else actor.person or ""
    return queries.response_seen(shop.pk, shop.market, days, whose, reader_language(request))


@router.get(
    "/shops/{shop_id}/response/sessions",
    response={200: Page[schemas.AnsweredLine], **REFUSALS},
    operation_id="desk.response_sessions",
    summary="The sessions behind the figures",
)
def sessions(
    request: HttpRequest,
    shop_id: IdText,
    outcome: Literal["waiting", "in_time", "late", "left_out"] | None = None,
    agent: AgentText | None = None,
    first: LawDay | None = None,
    last: LawDay | None = None,
    cursor: str | None = None,
    limit: Limit = LIMIT,
) -> Any:
    """Those opened on these days of the market, the latest first; of one outcome, or in one agent's figures ("" for nobody's)."""
    shop = access_shop(_actor(request), shop_id, may=ANSWER)
    language = reader_language(request)

    def present(found: list[actions.Session]) -> list[dict[str, Any]]:
        return queries.answered_listed(found, language)

    days: tuple[date, date] = queries.span_of(shop.market, first, last)
    return paginate(queries.behind(shop.pk, days, outcome, agent), present, order=("-opened_at", "-id"), cursor=cursor, limit=limit)


@router.post(
    "/sessions/{session_id}/no-reply",
    response={200: schemas.SessionOut, **REFUSALS},
    operation_id="desk.waive",
    summary="Mark a session as needing no reply",
)
def no_reply(request: HttpRequest, session_id: IdText, body: schemas.NoReplyIn) -> HttpResponse:
    """While its first answer is waited for: it is left out of the figures. Who did so and why is on record."""
    actor = _actor(request)
    session = access_own_session(actor, session_id)
    return answer(request, queries.session_seen, actions.waive, session, body.reason, actor=actor.name)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
