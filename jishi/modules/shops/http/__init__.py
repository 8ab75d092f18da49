"""Routes of shops and of who works in them."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from jishi import lawbook
from jishi.kernel import files, words
from jishi.kernel.access import Actor
from jishi.kernel.api import REFUSALS, IdText, Page, answer, paginate
from jishi.kernel.api.lists import LIMIT, LIMIT_MOST
from jishi.kernel.api.problems import reader_language
from jishi.lawbook.near import NearOut, view
from jishi.modules.identity import actions as identity
from jishi.modules.identity import queries as people
from jishi.modules.shops import actions
from jishi.modules.shops.access import access_market, access_member, access_shop, front, needs_owner
from jishi.modules.shops.http import setting_up
from jishi.modules.shops.models import Shop
from jishi.modules.shops.queries import in_market, limits_of
from jishi.modules.shops.schemas import MemberChange, MemberIn, MemberOut, ShopIn, ShopOut

router = Router(tags=["shops"])
router.add_router("", setting_up.router)
Limit = Annotated[int, Query(ge=1, le=LIMIT_MOST)]


@router.get("/markets/{code}/shops", response={200: Page[ShopOut], **REFUSALS}, operation_id="shops.list", summary="Open shops of a market")
def shops(request: HttpRequest, code: str, cursor: str | None = None, limit: Limit = LIMIT) -> Any:
    """By name, for anyone."""
    market = access_market(code)

    def present(found: list[Shop]) -> list[dict[str, Any]]:
        return [_shop(row, None) for row in found]

    return paginate(in_market(market.code), present, order=("name", "id"), cursor=cursor, limit=limit)


@router.post("/markets/{code}/shops", response={201: ShopOut, **REFUSALS}, operation_id="shops.open", summary="Open a shop in a market")
def open_shop(request: HttpRequest, code: str, body: ShopIn) -> HttpResponse:
    """The operator opens it; its owner signs in by proving the phone or e-mail given."""
    actor = _actor(request)
    actor.needs_operator("shops.open")
    market = access_market(code)
    owner = people.reach(body.owner, market.code, field="owner")
    language = words.language(request.headers.get("Accept-Language"))

    names = {str(lang): name for lang, name in body.names.items()}

    def opened() -> Shop:
        person = identity.know_person(owner, language=language)
        return actions.open_shop(body.name, market.code, owner=person.id, actor=actor.name, names=names, description=body.description)

    return answer(request, lambda shop: _shop(shop, actor), opened, status=201)


@router.get("/shops/{id}", response={200: ShopOut, **REFUSALS}, operation_id="shops.get", summary="One shop")
def shop(request: HttpRequest, id: IdText) -> Any:  # noqa: A002 - as the path names it
    """Its front for anyone; its staff and operators see more."""
    return _shop(front(id), _actor(request))


@router.get("/shops/{id}/members", response={200: list[MemberOut], **REFUSALS}, operation_id="shops.members", summary="Who works in a shop")
def members(request: HttpRequest, id: IdText) -> Any:  # noqa: A002 - as the path names it
    """All of them, the first who joined first; a shop has few."""
    row = access_shop(_actor(request), id, may="shops.members")
    return _members(people.members(row.id))


@router.get("/shops/{id}/limits", response={200: list[NearOut], **REFUSALS}, operation_id="shops.limits", summary="How near limits are")
def limits(request: HttpRequest, id: IdText) -> Any:  # noqa: A002 - as the path names it
    """For its staff: each limit of the shop, how far it has come, and whether that is near enough to be warned."""
    row = access_shop(_actor(request), id)
    return [view(found, reader_language(request)) for found in limits_of(row)]


@router.post("/shops/{id}/members", response={201: MemberOut, **REFUSALS}, operation_id="shops.add_member", summary="Take someone on")
def add_member(request: HttpRequest, id: IdText, body: MemberIn) -> HttpResponse:  # noqa: A002 - as the path names it
    """Only owners and the operator make owners."""
    actor = _actor(request)
    row = access_shop(actor, id, may="shops.members")
    needs_owner(actor, row.id, body.role)
    reach = people.reach(body.to, row.market)
    language = words.language(request.headers.get("Accept-Language"))
    return answer(request, _member, actions.add_member, row, reach, body.role, language=language, actor=actor.name, status=201)


@router.patch(
    "/shops/{id}/members/{person}",
    response={200: MemberOut, **REFUSALS},
    operation_id="shops.change_member",
    summary="Change a role",
)
def change_member(request: HttpRequest, id: IdText, person: IdText, body: MemberChange) -> HttpResponse:  # noqa: A002
    """A shop keeps one owner at least."""
    actor = _actor(request)
    row, member = access_member(actor, id, person)
    needs_owner(actor, row.id, body.role)
    return answer(request, _member, actions.change_member, row, member, body.role, actor=actor.name)


@router.delete(
    "/shops/{id}/members/{person}", response={204: None, **REFUSALS}, operation_id="shops.remove_member", summary="End someone's work here"
)
def remove_member(request: HttpRequest, id: IdText, person: IdText) -> HttpResponse:  # noqa: A002 - as the path names it
    """A shop keeps one owner at least."""
    actor = _actor(request)
    row, member = access_member(actor, id, person)
    return answer(request, None, actions.remove_member, row, member, actor=actor.name, status=204)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _shop(row: Shop, actor: Actor | None) -> dict[str, Any]:
    inside = actor is not None and (actor.holds("shops.read", row.id) or actor.holds("shops.read"))
    role = actor.shops.get(row.id) if actor else None
    return {
        "id": row.id,
        "view": "public" if not inside else "shop" if role else "operator",
        "name": row.name,
        "names": row.names,
        "market": row.market,
        "currency": row.currency,
        "zone": lawbook.zone(row.market).key,
        "state": row.state,
        "description": row.description,
        "picture": files.url(row.picture) if row.picture else None,
        "opened_at": row.opened_at,
        "subject": row.subject if inside else None,
        "role": role if inside else None,
        "permissions": sorted(actor.granted.get(row.id if role else "operator", ())) if actor and inside else [],
    }


def _members(found: list[people.Membership]) -> list[dict[str, Any]]:
    seen = people.masked_people([one.person_id for one in found])
    return [_seen(one, seen[one.person_id]) for one in found]


def _member(one: people.Membership) -> dict[str, Any]:
    """Just written: a person who is new is read back within the action."""
    return _seen(one, people.masked_people([one.person_id])[one.person_id])


def _seen(one: people.Membership, person: people.MaskedPerson) -> dict[str, Any]:
    data = {"name": person.name, "phone": person.phone, "email": person.email}
    return {"person": one.person_id, **data, "role": one.role, "since": one.since}
