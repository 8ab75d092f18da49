"""Routes by which operators find people and help them, and by which admins say who works for the marketplace."""

from dataclasses import asdict
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from jishi.kernel import clock
from jishi.kernel.api import REFUSALS, IdText, Page, answer, paginate
from jishi.kernel.api.lists import LIMIT, LIMIT_MOST
from jishi.modules.identity import actions, law, queries
from jishi.modules.identity.access import access_helped, access_operator, access_operators, access_people, access_person, needs_fresh
from jishi.modules.identity.http.answers import language_of, who
from jishi.modules.identity.models import OperatorRole
from jishi.modules.identity.queries.directory import Hat, operators, operators_roles, operators_seen, people_found, people_seen
from jishi.modules.identity.schemas import EndedOut
from jishi.modules.identity.schemas.directory import OperatorChange, OperatorIn, OperatorSeen, PersonRevealed, PersonSeen, RoleOut, WhyIn

router = Router(tags=["identity"])
Limit = Annotated[int, Query(ge=1, le=LIMIT_MOST)]
Words = Annotated[str, Query(max_length=254, pattern=r"^[^\x00-\x1f\x7f]*$")]


@router.get("/people", response={200: Page[PersonSeen], **REFUSALS}, operation_id="identity.people", summary="The marketplace's people")
def find_people(request: HttpRequest, q: Words = "", hat: Hat = "any", cursor: str | None = None, limit: Limit = LIMIT) -> Any:
    """Operators: masked, the latest first. `q` is a whole phone number, e-mail address or id: parts of them find nobody."""
    access_people(who(request))
    at = clock.real()
    return paginate(people_found(q, hat), lambda found: people_seen(found, at), order=("-made_at", "-id"), cursor=cursor, limit=limit)


@router.get("/people/{id}", response={200: PersonSeen, **REFUSALS}, operation_id="identity.person", summary="One person, masked")
def one_person(request: HttpRequest, id: IdText) -> Any:  # noqa: A002 - as the path names it
    """Operators: their hats, shops, sessions and whether they have a second factor; how often the reader may reveal yet, where they may."""
    actor = who(request)
    row = access_person(actor, id)
    left = queries.reveals_left(actor.person, None, row.market) if actor.person and actor.holds("identity.reveal") else None
    return people_seen([row], clock.real())[0] | {"reveals_left": left}


@router.post(
    "/people/{id}/reveal", response={200: PersonRevealed, **REFUSALS}, operation_id="identity.reveal_person", summary="A person in full"
)
def reveal_person(request: HttpRequest, id: IdText, body: WhyIn) -> HttpResponse:  # noqa: A002 - as the path names it
    """Operators, never keys: name, phone and e-mail, for a reason that stays on record; so many a day (rules identity.reveal.*)."""
    actor = who(request)
    row = access_person(actor, id, may="identity.reveal")
    return answer(request, asdict, actions.reveal_person, row, actor=actor, reason=body.reason)


@router.post(
    "/people/{id}/end-sessions", response={200: EndedOut, **REFUSALS}, operation_id="identity.end_sessions_of", summary="Sign someone out"
)
def end_sessions_of(request: HttpRequest, id: IdText, body: WhyIn) -> HttpResponse:  # noqa: A002 - as the path names it
    """Everywhere; they are written, the reason is on record. By an operator who signed in lately, never a key."""
    actor, at = who(request), clock.real()
    row = access_person(actor, id, may="identity.factors")
    needs_fresh(actor, at)
    access_helped(actor, row.pk)
    return answer(request, lambda ended: {"ended": ended}, actions.end_sessions_of, row.pk, body.reason, actor=actor.name, at=at)


@router.get("/operators", response={200: list[OperatorSeen], **REFUSALS}, operation_id="identity.operators", summary="Who runs it")
def list_operators(request: HttpRequest) -> Any:
    """All who work for the marketplace, the first first; there are few."""
    access_operators(who(request))
    return operators_seen(operators(), clock.real())


@router.get("/operators/roles", response={200: list[RoleOut], **REFUSALS}, operation_id="identity.operator_roles", summary="What roles may")
def list_roles(request: HttpRequest) -> Any:
    """The roles of the operator's people, with their permissions and whether they want a second factor."""
    access_operators(who(request))
    return operators_roles(clock.real())


@router.post("/operators", response={201: OperatorSeen, **REFUSALS}, operation_id="identity.add_operator", summary="Take someone on")
def add_operator(request: HttpRequest, body: OperatorIn) -> HttpResponse:
    """They sign in by proving the phone or e-mail given, and set up the second factor of their role before anything else."""
    actor = who(request)
    access_operators(actor)
    needs_fresh(actor, clock.real())
    to = queries.reach(body.to, law.home_market())
    return answer(request, _seen, actions.take_on_operator, to, body.role, language=language_of(request), actor=actor.name, status=201)


@router.patch(
    "/operators/{person}", response={200: OperatorSeen, **REFUSALS}, operation_id="identity.change_operator", summary="Give another role"
)
def change_operator(request: HttpRequest, person: IdText, body: OperatorChange) -> HttpResponse:
    """One admin stays at least."""
    actor = who(request)
    row = access_operator(actor, person)
    needs_fresh(actor, clock.real())
    return answer(request, _seen, actions.change_operator, row, body.role, actor=actor.name)


@router.delete("/operators/{person}", response={204: None, **REFUSALS}, operation_id="identity.remove_operator", summary="Let someone go")
def remove_operator(request: HttpRequest, person: IdText) -> HttpResponse:
    """One admin stays at least; the keys they made are suspended."""
    actor = who(request)
    row = access_operator(actor, person)
    needs_fresh(actor, clock.real())
    return answer(request, None, actions.remove_operator, row, actor=actor.name, status=204)


def _seen(row: OperatorRole) -> dict[str, Any]:
    """Just written: read back within the action."""
    return operators_seen([row], clock.real())[0]
