"""What identity's routes have in common: who asks and from where, what `/me` says, and how a browser is let in."""

from dataclasses import asdict
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jishi.kernel import clock, words
from jishi.kernel.access import Actor
from jishi.kernel.runner import act
from jishi.modules.identity import actions, law, queries
from jishi.modules.identity.access import COOKIE, actor_of_session, csrf_token
from jishi.modules.identity.models import Viewing
from jishi.modules.identity.queries.devices import device_of
from jishi.modules.identity.queries.viewings import viewing_seen

JSON = "application/json"
SECOND_WANTED = 202


def who(request: HttpRequest) -> Actor:
    """Whoever asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def language_of(request: HttpRequest) -> str:
    """The language that the browser asks for."""
    return words.language(request.headers.get("Accept-Language"))


def ip_of(request: HttpRequest) -> str:
    """The network address that asks; behind a trusted proxy, the one it names."""
    return str(request.META.get("REMOTE_ADDR", ""))


def device_of_request(request: HttpRequest) -> str:
    """Browser and system, as a person would name them."""
    return device_of(request.headers.get("User-Agent", ""))


def told(actor: Actor, token: str | None) -> dict[str, Any]:
    """What `/me` says."""
    viewing = Viewing.objects.filter(pk=actor.id).first() if actor.kind == "viewer" else None
    themselves = viewing.person_id if viewing else actor.person
    person = queries.person(themselves) if themselves else None
    shops = queries.workplaces(actor.shops)
    operator = {"role": actor.operator, "permissions": sorted(actor.granted["operator"])} if actor.operator else None
    hats = [hat for hat, worn in (("buyer", person and not viewing), ("shop", shops), ("operator", operator)) if worn]
    return {
        "person": person
        and {
            "id": person.id,
            "name": person.name,
            "phone": queries.masked_phone(person.phone),
            "email": queries.masked_email(person.email),
        },
        "hats": hats,
        "shops": [
            {"id": s.shop, "name": s.name, "market": s.market, "role": actor.shops[s.shop], "permissions": sorted(actor.granted[s.shop])}
            for s in shops
        ],
        "operator": operator,
        "language": person.language if person else actor.language,
        "market": person.market if person else law.home_market(),
        "clock": asdict(clock.state()),
        "csrf": csrf_token(token) if actor.session and token else None,
        "second_wanted": actor.second_wanted,
        "viewing": viewing_seen(viewing, clock.real()) if viewing else None,
    }


def into(request: HttpRequest, made: actions.SignedIn | actions.SecondWanted) -> HttpResponse:
    """The answer that lets a browser into the new session, and out of the one it had; or says that the second factor is wanted."""
    if isinstance(made, actions.SecondWanted):
        return HttpResponse(orjson.dumps(asdict(made)), status=SECOND_WANTED, content_type=JSON)
    at = clock.real()
    before = who(request).session
    if before:
        act(actions.sign_out, before, at=at)
    actor = actor_of_session(made.token)
    assert actor is not None, "the session was just made"
    reply = HttpResponse(orjson.dumps(told(actor, made.token)), content_type=JSON)
    secure = settings.ENV == "prod" or settings.URL.startswith("https:")
    age = int((made.session.expires_at - at).total_seconds())
    reply.set_cookie(COOKIE, made.token, max_age=age, httponly=True, samesite="Lax", secure=secure)
    return reply
