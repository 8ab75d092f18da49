"""Routes of identity: oneself, addresses, keys, the clock; in demonstration and tests the Mailbox and the logins.

`entering` has those that let someone in, `security` those by which a person changes how they get in, `helping` that by which an
operator helps whoever cannot, `viewing` those by which one sees a shop as its people do, `directory`
those by which operators find people, and say who works for the marketplace.
"""

from dataclasses import asdict
from typing import Annotated, Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from jishi.kernel import clock
from jishi.kernel.access import Actor
from jishi.kernel.api import REFUSALS, IdText, Page, answer, paginate
from jishi.kernel.api.lists import LIMIT, LIMIT_MOST
from jishi.kernel.errors import NotFound
from jishi.kernel.runner import act
from jishi.modules.identity import actions, law, queries
from jishi.modules.identity.access import COOKIE, DEMO, access_address, access_key, needs_fresh
from jishi.modules.identity.actions.addresses import Place
from jishi.modules.identity.actions.keys import MadeKey
from jishi.modules.identity.errors import WrongCode
from jishi.modules.identity.http import directory, entering, helping, security, viewing
from jishi.modules.identity.http.answers import device_of_request, into, told, who
from jishi.modules.identity.models import Address, Person
from jishi.modules.identity.queries.keys import key_seen, keys_of, keys_seen
from jishi.modules.identity.schemas import (
    AddressChange,
    AddressOut,
    ClockOut,
    CodesIn,
    KeyIn,
    KeyOut,
    LetterOut,
    LoginOut,
    MeChange,
    MeOut,
    NewAddress,
    ReachIn,
)

router = Router(tags=["identity"])
Limit = Annotated[int, Query(ge=1, le=LIMIT_MOST)]
LOOPBACK = ("127.0.0.1", "::1", "localhost", "[::1]", "testserver")
PLAY = settings.ENV in ("demo", "dev", "test")


router.add_router("", entering.router)
router.add_router("", security.router)
router.add_router("", helping.router)
router.add_router("", viewing.router)
router.add_router("", directory.router)


@router.get("/me", response={200: MeOut, **REFUSALS}, operation_id="identity.me", summary="Who asks, and what they may")
def me(request: HttpRequest) -> HttpResponse:
    """For nobody too: language, market and clock."""
    return HttpResponse(orjson.dumps(told(who(request), request.COOKIES.get(COOKIE))), content_type="application/json")


@router.patch("/me", response={200: MeOut, **REFUSALS}, operation_id="identity.change_me", summary="Change one's name or language")
def change_me(request: HttpRequest, body: MeChange) -> HttpResponse:
    """What is not given stays."""
    actor = who(request)
    person = Person.objects.get(pk=actor.needs_person())
    token = request.COOKIES.get(COOKIE)

    def present(changed: Person) -> dict[str, Any]:
        return told(actor, token) | {"language": changed.language}

    return answer(request, present, actions.change_person, person, name=body.name, language=body.language)


@router.post("/me/reaches", response={200: MeOut, **REFUSALS}, operation_id="identity.add_reach", summary="Be reached by phone and e-mail")
def add_reach(request: HttpRequest, body: ReachIn) -> HttpResponse:
    """The second of the two, proved by a code that was sent there. Kept under no key of idempotency: a code works once."""
    at = clock.real()
    actor = who(request)
    person = Person.objects.get(pk=needs_fresh(actor, at))
    to = queries.reach(body.to, person.market)
    if not act(actions.count_try, to, at=at):
        raise WrongCode(field="code")
    act(actions.add_reach, person, to, body.code, at=at)
    return HttpResponse(orjson.dumps(told(actor, request.COOKIES.get(COOKIE))), content_type="application/json")


@router.get("/me/addresses", response={200: Page[AddressOut], **REFUSALS}, operation_id="identity.addresses", summary="One's own addresses")
def addresses(request: HttpRequest, cursor: str | None = None, limit: Limit = LIMIT) -> Any:
    """In full, the latest first."""
    person = who(request).needs_person()
    mine = Address.objects.filter(person_id=person, retired_at=None)

    def present(found: list[Address]) -> list[dict[str, Any]]:
        seen = queries.recipients_for([row.id for row in found], who(request))
        return [asdict(seen[row.id]) for row in found]

    return paginate(mine, present, order=("-made_at", "-id"), cursor=cursor, limit=limit)


@router.post("/me/addresses", response={201: AddressOut, **REFUSALS}, operation_id="identity.add_address", summary="Keep an address")
def add_address(request: HttpRequest, body: NewAddress) -> HttpResponse:
    """Checks country and phone."""
    actor = who(request)
    return answer(request, _full(actor), actions.add_address, actor.needs_person(), Place(**body.dict()), status=201)


@router.patch(
    "/me/addresses/{id}", response={200: AddressOut, **REFUSALS}, operation_id="identity.change_address", summary="Change an address"
)
def change_address(request: HttpRequest, id: IdText, body: AddressChange) -> HttpResponse:  # noqa: A002 - as the path names it
    """Makes the next version, with an id of its own; orders keep the one they have."""
    actor = who(request)
    row = access_address(actor, id)
    before = asdict(queries.recipient_for(row.id, actor))
    changes = body.dict(exclude_none=True)
    place = Place(**{name: changes.get(name, before[name]) for name in Place.__dataclass_fields__})
    return answer(request, _full(actor), actions.change_address, row, place)


@router.delete(
    "/me/addresses/{id}", response={204: None, **REFUSALS}, operation_id="identity.retire_address", summary="No longer offer an address"
)
def retire_address(request: HttpRequest, id: IdText) -> HttpResponse:  # noqa: A002 - as the path names it
    """Orders that go there keep it."""
    return answer(request, None, actions.retire_address, access_address(who(request), id), status=204)


@router.get("/shops/{id}/keys", response={200: Page[KeyOut], **REFUSALS}, operation_id="identity.keys", summary="A shop's API keys")
def shop_keys(request: HttpRequest, id: IdText, cursor: str | None = None, limit: Limit = LIMIT) -> Any:  # noqa: A002
    """Those not revoked, the latest first."""
    who(request).needs("identity.keys", id)
    return paginate(keys_of(id), keys_seen, order=("-made_at", "-id"), cursor=cursor, limit=limit)


@router.post("/shops/{id}/keys", response={201: KeyOut, **REFUSALS}, operation_id="identity.make_key", summary="Make an API key of a shop")
def make_shop_key(request: HttpRequest, id: IdText, body: KeyIn) -> HttpResponse:  # noqa: A002 - as the path names it
    """The token is shown this once. Never more than its maker may."""
    actor = who(request)
    actor.needs("identity.keys", id)
    return answer(request, _with_token, actions.make_key, actor, id, body.name, body.scopes, status=201)


@router.get(
    "/operator/keys", response={200: Page[KeyOut], **REFUSALS}, operation_id="identity.operator_keys", summary="The operator's API keys"
)
def operator_keys(request: HttpRequest, cursor: str | None = None, limit: Limit = LIMIT) -> Any:
    """Those not revoked, the latest first."""
    who(request).needs_operator("identity.operator_keys")
    return paginate(keys_of(None), keys_seen, order=("-made_at", "-id"), cursor=cursor, limit=limit)


@router.post(
    "/operator/keys",
    response={201: KeyOut, **REFUSALS},
    operation_id="identity.make_operator_key",
    summary="Make an API key of the operator",
)
def make_operator_key(request: HttpRequest, body: KeyIn) -> HttpResponse:
    """The token is shown this once. Never more than its maker may."""
    actor = who(request)
    actor.needs_operator("identity.operator_keys")
    return answer(request, _with_token, actions.make_key, actor, None, body.name, body.scopes, status=201)


@router.delete("/keys/{id}", response={204: None, **REFUSALS}, operation_id="identity.revoke_key", summary="End an API key")
def revoke_key(request: HttpRequest, id: IdText) -> HttpResponse:  # noqa: A002 - as the path names it
    """From this moment it opens nothing."""
    actor = who(request)
    return answer(request, None, actions.revoke_key, access_key(actor, id), actor=actor.name, status=204)


@router.get("/clock", response={200: ClockOut, **REFUSALS}, operation_id="identity.clock", summary="The marketplace's clock")
def read_clock(request: HttpRequest) -> Any:
    """What a page needs to count along."""
    return asdict(clock.state())


def _full(actor: Actor) -> Any:
    return lambda row: asdict(queries.recipient_for(row.id, actor))


def _with_token(made: MadeKey) -> dict[str, Any]:
    return key_seen(made.key) | {"suspended": False, "token": made.token}


if PLAY:

    @router.get(
        "/mailbox", response={200: list[LetterOut], **REFUSALS}, operation_id="identity.mailbox", summary="Messages of the demonstration"
    )
    def mailbox(request: HttpRequest, to: Annotated[str, Query(max_length=254)]) -> Any:
        """What went to a phone or an e-mail, the last first."""
        _only_here(request)
        return [asdict(one) for one in queries.mailbox(queries.reach(to, law.home_market()))]

    @router.get(
        "/demo/logins", response={200: list[LoginOut], **REFUSALS}, operation_id="identity.logins", summary="Persons of the demonstration"
    )
    def logins(request: HttpRequest) -> Any:
        """Those whom the demonstration made, as it wrote them down; a code for each comes to the Mailbox."""
        _only_here(request)
        return _logins()

    @router.post(
        "/demo/sign-in", response={200: MeOut, **REFUSALS}, operation_id="identity.demo_sign_in", summary="Be a person of the demonstration"
    )
    def demo_sign_in(request: HttpRequest, body: CodesIn) -> HttpResponse:
        """Without a code, which would have to be waited for; on this machine only, and for the demonstration's own persons only."""
        _only_here(request)
        person = queries.person_reached(queries.reach(body.to, law.home_market()))
        if person is None or body.to not in [one["to"] for one in _logins()]:
            raise NotFound
        return into(request, act(actions.open_session, person, at=clock.real(), device=device_of_request(request), way=DEMO))


def _logins() -> list[dict[str, str]]:
    kept = settings.DATA_DIR / "demo.json"
    return list(orjson.loads(kept.read_bytes())["logins"]) if kept.exists() else []


def _only_here(request: HttpRequest) -> None:
    """Shown to this machine alone, asked by a name of its own: not to a foreign page that points its name here."""
    name = request.get_host().rsplit(":", 1)[0] if not request.get_host().endswith("]") else request.get_host()
    if request.META.get("REMOTE_ADDR") not in LOOPBACK or name not in LOOPBACK:
        raise NotFound
