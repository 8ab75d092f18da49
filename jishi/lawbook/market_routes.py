"""Routes by which operators see the markets with their packs, open one, and change the pack of one that is open, two at it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jishi.kernel import rows
from jishi.kernel.access import Actor
from jishi.kernel.api import REFUSALS, IdText, answer
from jishi.kernel.api.problems import reader_language
from jishi.lawbook import access, terms
from jishi.lawbook.actions.change_pack import By, propose_pack, settle_pack, withdraw_pack
from jishi.lawbook.market_schemas import MarketTerms, PackChangeIn, PackChangeOut
from jishi.lawbook.schemas import WithdrawIn

router = Router(tags=["lawbook"])


@router.get("/operator/markets", response={200: list[MarketTerms], **REFUSALS}, operation_id="lawbook.terms", summary="Markets and packs")
def all_markets(request: HttpRequest) -> Any:
    """Operators: every market of the rulebook, opened or not, with the pack that holds, the next one, and what is proposed."""
    actor = _actor(request)
    access.access_overrides(actor)
    return terms.terms(actor, reader_language(request))


@router.post(
    "/markets/{code}/pack-changes",
    response={201: PackChangeOut, **REFUSALS},
    operation_id="lawbook.propose_pack",
    summary="Propose another pack for a market",
)
def propose(request: HttpRequest, code: str, body: PackChangeIn) -> HttpResponse:
    """Operators who may open markets. Nothing holds until another person has settled it; it begins after the notice."""
    actor = _actor(request)
    access.access_markets(actor)
    market = access.access_market(code)
    return answer(request, _present(request), propose_pack, market, body.pack, body.since, body.reason, by=_by(actor), status=201)


@router.post(
    "/pack-changes/{id}/settle",
    response={200: PackChangeOut, **REFUSALS},
    operation_id="lawbook.settle_pack",
    summary="Settle a change of pack",
)
def settle(request: HttpRequest, id: IdText) -> HttpResponse:  # noqa: A002 - as the path has it
    """Operators who may publish, not the one who proposed it. From its day on the market follows the pack."""
    actor = _actor(request)
    row = access.access_pack_change(actor, id, may="lawbook.publish")
    return answer(request, _present(request), settle_pack, row, by=_by(actor))


@router.post(
    "/pack-changes/{id}/withdraw",
    response={200: PackChangeOut, **REFUSALS},
    operation_id="lawbook.withdraw_pack",
    summary="Withdraw a change of pack",
)
def withdraw(request: HttpRequest, id: IdText, body: WithdrawIn) -> HttpResponse:  # noqa: A002 - as the path has it
    """A proposal, by who may make one; what is settled, by who may publish, until it begins."""
    actor = _actor(request)
    row = access.access_pack_withdrawal(actor, id)
    return answer(request, _present(request), withdraw_pack, row, body.reason, actor=actor.name)


def _present(request: HttpRequest) -> Any:
    actor, lang = _actor(request), reader_language(request)

    def present(row: Any) -> dict[str, Any]:
        rows.flush()
        return terms.change_out(row, actor, lang)

    return present


def _by(actor: Actor) -> By:
    """As a person: two keys of one person are not two persons."""
    return By(actor.needs_person(), actor.operator or "", actor.name)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
