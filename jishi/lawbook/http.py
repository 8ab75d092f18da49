"""Routes of the law: rules, markets, and why something was decided."""

import base64
import binascii
from datetime import date
from itertools import islice
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import Field

from jishi.kernel import clock, money, rows
from jishi.kernel.api import REFUSALS, Page, answer
from jishi.kernel.api.problems import reader_language
from jishi.kernel.errors import BadInput
from jishi.lawbook import access, engine, queries, show, why
from jishi.lawbook.actions.open_market import open_market
from jishi.lawbook.errors import UnknownMarket
from jishi.lawbook.models import Market
from jishi.lawbook.queries import OpenMarket
from jishi.lawbook.rulebook import rulebook
from jishi.lawbook.schemas import MarketIn, MarketOut, RuleLine, RuleOut, WhereIn, WhyOut

router = Router(tags=["lawbook"])

LIMIT, LIMIT_MOST = 50, 200
Word = Annotated[str, Query(max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")]
RuleName = Annotated[str, Path(max_length=120, pattern=r"^[a-z0-9_.]+$")]
DecisionId = Annotated[str, Path(max_length=40, pattern=r"^[A-Za-z0-9_]+$")]
MarketCode = Annotated[str, Query(max_length=4)]


@router.get("/rules", response={200: Page[RuleLine], **REFUSALS}, operation_id="lawbook.rules", summary="Rules by name, filtered")
def rules(
    request: HttpRequest,
    q: Word = "",
    module: Word = "",
    market: MarketCode = "",
    cursor: Annotated[str, Query(max_length=300)] = "",
    limit: Annotated[int, Field(ge=1, le=LIMIT_MOST)] = LIMIT,
) -> Any:
    """The rulebook, open to everyone: `q` is sought in names and sentences of all languages."""
    on = engine.today(clock.now(), _known(market)) if market else None
    lines = list(show.rules(reader_language(request), q=q, module=module, market=market, on=on))
    return _page(lines, cursor, limit)


def _page(lines: list[dict[str, Any]], cursor: str, limit: int) -> dict[str, Any]:
    """Lines are in the order of their ids; a cursor holds the id that the page lies beyond."""
    back, beyond = _read(cursor) if cursor else (False, "")
    if back:
        some = list(islice((line for line in reversed(lines) if line["id"] < beyond), limit + 1))
    else:
        some = list(islice((line for line in lines if line["id"] > beyond), limit + 1))
    more, items = len(some) > limit, some[:limit]
    if back:
        items.reverse()
    return {
        "items": items,
        "next_cursor": _cursor(items[-1]["id"], False) if items and (more or back) else None,
        "prev_cursor": _cursor(items[0]["id"], True) if items and cursor and (more or not back) else None,
        "total": len(lines),
    }


def _cursor(name: str, back: bool) -> str:
    return base64.urlsafe_b64encode(f"{'<' if back else '>'}{name}".encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[bool, str]:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (ValueError, binascii.Error):
        text = ""
    if text[:1] not in ("<", ">"):
        raise BadInput("kernel.bad_cursor", field="cursor")
    return text[0] == "<", text[1:]


def _known(market: str) -> str:
    if market not in rulebook().markets:
        raise UnknownMarket(field="market", market=market)
    return market


@router.get("/rules/{rule}", response={200: RuleOut, **REFUSALS}, operation_id="lawbook.show", summary="One rule, its values and sources")
def show_rule(
    request: HttpRequest, rule: RuleName, where: Annotated[WhereIn, Query()], market: MarketCode = "", on: date | None = None
) -> Any:
    """What it says, what holds on a day in a market, what comes next, and every value it ever had."""
    day = on or (engine.today(clock.now(), _known(market)) if market else clock.now().date())
    given = where.model_dump(exclude_none=True)
    show.check_where(rule, given)
    return show.rule_page(rule, reader_language(request), on=day, market=_known(market) if market else None, where=given)


@router.get("/decisions/{id}", response={200: WhyOut, **REFUSALS}, operation_id="lawbook.why", summary="Why something was decided")
def why_card(request: HttpRequest, id: DecisionId) -> Any:  # noqa: A002 - as the path has it
    """For those it concerns, in their language; to everyone else it is not there."""
    decision, audiences = access.access_decision(request.actor, id)  # type: ignore[attr-defined]
    return why.card(decision, audiences, reader_language(request))


@router.get("/markets", response={200: list[MarketOut], **REFUSALS}, operation_id="lawbook.markets", summary="Open markets")
def markets(request: HttpRequest) -> Any:
    """The markets that the operator has opened, each with the pack that holds today."""
    return [_market(row) for row in queries.markets()]


def _market(row: OpenMarket) -> dict[str, Any]:
    return {
        "code": row.code,
        "currency": row.currency,
        "places": money.places(row.currency),
        "zone": row.zone,
        "opened": row.opened.isoformat(),
        "pack": row.pack,
        "next_pack": row.next_pack,
        "next_since": row.next_since.isoformat() if row.next_since else None,
    }


@router.post(
    "/markets", response={201: MarketOut, **REFUSALS}, operation_id="lawbook.open_market", summary="Open a market, or change its pack"
)
def open_a_market(request: HttpRequest, body: MarketIn) -> HttpResponse:
    """Operators only. A pack begins on a day of the market's own zone; an open market changes its pack after the notice."""
    actor = request.actor  # type: ignore[attr-defined]
    access.access_markets(actor)
    return answer(request, _opened, open_market, body.code, body.pack, body.since, actor=actor.name, person=actor.person, status=201)


def _opened(row: Market) -> dict[str, Any]:
    rows.flush()
    return _market(queries.settled(row.code))
