"""Routes of the law: rules, markets, changes of the law, and why something was decided."""

import base64
import binascii
from collections.abc import Callable
from datetime import date, datetime
from itertools import islice
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import Field

from jishi.kernel import clock, money, rows
from jishi.kernel.access import Actor
from jishi.kernel.api import REFUSALS, IdText, Page, answer, paginate
from jishi.kernel.api.problems import reader_language
from jishi.kernel.errors import BadInput
from jishi.lawbook import access, calendars, changes, engine, market_routes, queries, show, why
from jishi.lawbook.actions.draft_override import Change, draft_override, repeal_override
from jishi.lawbook.actions.edit_calendar import set_day, set_week, set_year
from jishi.lawbook.actions.open_market import open_market
from jishi.lawbook.actions.publish_override import publish_override
from jishi.lawbook.actions.withdraw_override import withdraw_override
from jishi.lawbook.errors import TooFar, UnknownMarket
from jishi.lawbook.models import Market, Override
from jishi.lawbook.queries import OpenMarket
from jishi.lawbook.rulebook import rulebook
from jishi.lawbook.schemas import (
    CalendarOut,
    ChangeOut,
    DayIn,
    DraftIn,
    LawDay,
    MarketIn,
    MarketOut,
    OverrideOut,
    ReckonedOut,
    RepealIn,
    RuleLine,
    RuleOut,
    WeekIn,
    WhereIn,
    WhyOut,
    WithdrawIn,
    YearIn,
)

router = Router(tags=["lawbook"])
router.add_router("", market_routes.router)

LIMIT, LIMIT_MOST = 50, 200
Word = Annotated[str, Query(max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")]
RuleName = Annotated[str, Path(max_length=120, pattern=r"^[a-z0-9_.]+$")]
DecisionId = Annotated[str, Path(max_length=40, pattern=r"^[A-Za-z0-9_]+$")]
MarketPath = Annotated[str, Path(max_length=4, pattern=r"^[A-Za-z0-9]+$")]
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
    now = clock.now()
    day = on or (engine.today(now, _known(market)) if market else now.date())
    given = where.model_dump(exclude_none=True)
    show.check_where(rule, given)
    known = _known(market) if market else None
    return show.rule_page(rule, reader_language(request), on=day, market=known, where=given, at=None if on else now)


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


@router.post("/markets", response={201: MarketOut, **REFUSALS}, operation_id="lawbook.open_market", summary="Open a market")
def open_a_market(request: HttpRequest, body: MarketIn) -> HttpResponse:
    """Operators only, from a day of the market's own zone on. The pack of an open one is changed by two: propose it first."""
    actor = request.actor  # type: ignore[attr-defined]
    access.access_markets(actor)
    access.needs_new(body.code, body.pack, body.since)
    return answer(request, _opened, open_market, body.code, body.pack, body.since, actor=actor.name, person=actor.person, status=201)


def _opened(row: Market) -> dict[str, Any]:
    rows.flush()
    return _market(queries.settled(row.code))


@router.get(
    "/markets/{code}/changes", response={200: list[ChangeOut], **REFUSALS}, operation_id="lawbook.changes", summary="What changes next"
)
def coming_changes(request: HttpRequest, code: MarketPath) -> Any:
    """The public notices of a market, for anyone: what was announced and is still to come, and what began a little while ago."""
    return changes.coming(access.access_market(code), reader_language(request))


@router.get(
    "/markets/{code}/overrides",
    response={200: Page[OverrideOut], **REFUSALS},
    operation_id="lawbook.overrides",
    summary="Drafts and changes",
)
def overrides(
    request: HttpRequest,
    code: MarketPath,
    rule: Word = "",
    state: Word = "",
    cursor: Annotated[str | None, Query(max_length=300)] = None,
    limit: Annotated[int, Field(ge=1, le=LIMIT_MOST)] = LIMIT,
) -> Any:
    """Operators: the market's own values, drafts and repeals, the latest first."""
    actor = _actor(request)
    access.access_overrides(actor)
    found = queries.overrides(access.access_market(code), rule)
    found = found.filter(state=state) if state else found
    lang = reader_language(request)
    return paginate(
        found,
        lambda some: [changes.override_out(row, actor, lang) for row in some],
        order=("-drafted_at", "-id"),
        cursor=cursor,
        limit=limit,
    )


@router.post(
    "/markets/{code}/overrides", response={201: OverrideOut, **REFUSALS}, operation_id="lawbook.draft", summary="Draft a change of a rule"
)
def draft(request: HttpRequest, code: MarketPath, body: DraftIn) -> HttpResponse:
    """Operators of the roles that lawbook.overrides.drafted_by names. Nothing holds until another person has published it."""
    actor = _actor(request)
    access.access_overrides(actor, may="lawbook.draft")
    market = access.access_market(code)
    given = body.model_dump(exclude={"rule"})
    return answer(request, _override(request), draft_override, market, body.rule, Change(**given), **_who(actor), status=201)


@router.get("/overrides/{id}", response={200: OverrideOut, **REFUSALS}, operation_id="lawbook.override", summary="One override")
def one_override(request: HttpRequest, id: IdText) -> Any:  # noqa: A002 - as the path has it
    """Operators: how it stands, and what may be done next."""
    actor = _actor(request)
    return changes.override_out(access.access_override(actor, id), actor, reader_language(request))


@router.post("/overrides/{id}/publish", response={200: OverrideOut, **REFUSALS}, operation_id="lawbook.publish", summary="Publish a draft")
def publish(request: HttpRequest, id: IdText) -> HttpResponse:  # noqa: A002 - as the path has it
    """Operators, not the one who drafted it. The notice begins; an emergency is in force at once."""
    actor = _actor(request)
    row = access.access_override(actor, id, may="lawbook.publish")
    return answer(request, _override(request), publish_override, row, **_who(actor))


@router.post(
    "/overrides/{id}/withdraw",
    response={200: OverrideOut, **REFUSALS},
    operation_id="lawbook.withdraw",
    summary="Withdraw a draft or notice",
)
def withdraw(request: HttpRequest, id: IdText, body: WithdrawIn) -> HttpResponse:  # noqa: A002 - as the path has it
    """Operators, until it is in force."""
    actor = _actor(request)
    row = access.access_withdrawal(actor, id)
    return answer(request, _override(request), withdraw_override, row, body.reason, actor=actor.name)


@router.post(
    "/overrides/{id}/repeal",
    response={201: OverrideOut, **REFUSALS},
    operation_id="lawbook.repeal",
    summary="Draft the repeal of an override",
)
def repeal(request: HttpRequest, id: IdText, body: RepealIn) -> HttpResponse:  # noqa: A002 - as the path has it
    """Operators who may draft. It is published by another person and announced like any change."""
    actor = _actor(request)
    row = access.access_override(actor, id, may="lawbook.draft")
    change = Change(value=None, **body.model_dump())
    return answer(request, _override(request), repeal_override, row, change, **_who(actor), status=201)


@router.get(
    "/markets/{code}/calendar", response={200: CalendarOut, **REFUSALS}, operation_id="lawbook.calendar", summary="A year's calendar"
)
def year_of_a_market(request: HttpRequest, code: MarketPath, year: Annotated[int, Field(ge=2000, le=2200)] | None = None) -> Any:
    """For anyone: holidays, made-up working days, whether the year's holidays are known, and hours of service."""
    market = access.access_market(code)
    return calendars.year_page(market, year or engine.today(clock.now(), market).year, reader_language(request))


@router.get("/markets/{code}/reckon", response={200: ReckonedOut, **REFUSALS}, operation_id="lawbook.reckon", summary="When a time ends")
def reckon(
    request: HttpRequest,
    code: MarketPath,
    count: Annotated[int, Field(ge=0, le=calendars.COUNT_MOST)],
    unit: Literal[tuple(calendars.UNITS)],  # type: ignore[valid-type]
    start: datetime | None = None,
) -> Any:
    """For anyone: so much time after `start` (else now) by the market's zone and calendar, as every deadline is reckoned."""
    market = access.access_market(code)
    begins = start or clock.now()
    if begins.tzinfo is None or not calendars.FIRST <= begins <= calendars.LAST:
        raise TooFar(field="start")
    return calendars.reckon(market, begins, count, unit)


@router.put(
    "/markets/{code}/calendar/days/{day}",
    response={204: None, **REFUSALS},
    operation_id="lawbook.set_day",
    summary="A holiday or made-up day",
)
def put_day(request: HttpRequest, code: MarketPath, day: LawDay, body: DayIn) -> HttpResponse:
    """Operators, from tomorrow on: no limit that runs already is counted anew."""
    actor = _actor(request)
    market = access.access_calendar(actor, code)
    return answer(request, None, set_day, market, day, body.working, body.name, actor=actor.name, status=204)


@router.delete(
    "/markets/{code}/calendar/days/{day}", response={204: None, **REFUSALS}, operation_id="lawbook.clear_day", summary="Take an entry back"
)
def clear_day(request: HttpRequest, code: MarketPath, day: LawDay) -> HttpResponse:
    """Operators: the day is as the calendar is published."""
    actor = _actor(request)
    market = access.access_calendar(actor, code)
    return answer(request, None, set_day, market, day, None, "", actor=actor.name, status=204)


@router.put(
    "/markets/{code}/calendar/years/{year}", response={204: None, **REFUSALS}, operation_id="lawbook.set_year", summary="A year is whole"
)
def put_year(request: HttpRequest, code: MarketPath, year: Annotated[int, Path(ge=2000, le=2200)], body: YearIn) -> HttpResponse:
    """Operators: all its holidays are entered, so that countdowns need not say that they are not known."""
    actor = _actor(request)
    market = access.access_calendar(actor, code)
    return answer(request, None, set_year, market, year, body.known, actor=actor.name, status=204)


@router.put(
    "/markets/{code}/calendar/weeks/{since}", response={204: None, **REFUSALS}, operation_id="lawbook.set_week", summary="Hours of service"
)
def put_week(request: HttpRequest, code: MarketPath, since: LawDay, body: WeekIn) -> HttpResponse:
    """Operators, from tomorrow on: the blocks of each weekday."""
    actor = _actor(request)
    market = access.access_calendar(actor, code)
    blocks = [[(one.begins, one.ends) for one in day] for day in body.week]
    return answer(request, None, set_week, market, since, blocks, actor=actor.name, status=204)


@router.delete(
    "/markets/{code}/calendar/weeks/{since}", response={204: None, **REFUSALS}, operation_id="lawbook.clear_week", summary="Take hours back"
)
def clear_week(request: HttpRequest, code: MarketPath, since: LawDay) -> HttpResponse:
    """Operators: the change of hours that begins on that day will not come."""
    actor = _actor(request)
    market = access.access_calendar(actor, code)
    return answer(request, None, set_week, market, since, None, actor=actor.name, status=204)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _who(actor: Actor) -> dict[str, Any]:
    """Who acts, as a person: two keys of one person are not two persons."""
    return {"person": actor.needs_person(), "role": actor.operator or "", "actor": actor.name}


def _override(request: HttpRequest) -> Callable[[Override], dict[str, Any]]:
    def present(row: Override) -> dict[str, Any]:
        rows.flush()
        return changes.override_out(row, _actor(request), reader_language(request))

    return present
