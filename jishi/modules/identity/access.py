"""Who asks, and what each role may: the one table role -> permissions, and the doors to persons' own rows.

A permission is `module.what`. Shop roles hold theirs in the shop where they are given, operator roles everywhere.
"""

import hashlib
import hmac
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import orjson
from django.conf import settings
from django.http import HttpRequest

from jishi.kernel import clock, rows, stored, words
from jishi.kernel.access import NOBODY, Actor
from jishi.kernel.errors import NotFound, NotSignedIn
from jishi.modules.identity import law
from jishi.modules.identity.errors import BadOrigin, HigherStanding, NotYourself, OnlyLooking, ProveAnew, SecondNeeded
from jishi.modules.identity.models import Address, Key, OperatorRole, Passkey, Person, Session, Viewing, Workplace

COOKIE = "jishi_session"
SAFE = ("GET", "HEAD", "OPTIONS")
DEMO = "demo"
"""How one is signed in who chose a person of the demonstration, on its own machine: there is nobody to ask for a factor."""
API = "api/v1/"
SETTING_UP = (
    *("me/security", "me/authenticator", "me/passkeys", "me/recovery-codes", "me/sessions", "sign-in", "sign-out", "clock"),
    *("installation", "setup", "mailbox", "demo/"),
)
"""Where someone goes who must set up a second factor first; the last two are there in a demonstration only."""
LEAVING = ("me/viewing/end", "sign-out")
"""What whoever only looks may still do."""
VIEW_AS = "identity.view_as"

_EVERYONE = ("shops.read", "catalog.read", "orders.read")
_SELLING = ("orders.cancel", "orders.answer", "orders.note", "orders.reveal", "desk.answer")
_RUNNING = (
    *("shops.members", "identity.keys", "catalog.edit", "catalog.stock", *_SELLING, "orders.import", "orders.export", "orders.money"),
    "orders.terms",
    "desk.manage",
    *("fulfilment.pack", "payments.read", "ledger.read", "partner.webhooks"),
)
SHOP_ROLES: Mapping[str, frozenset[str]] = {
    "owner": frozenset([*_EVERYONE, *_RUNNING, "shops.owners"]),
    "manager": frozenset([*_EVERYONE, *_RUNNING]),
    "supervisor": frozenset([*_EVERYONE, *_SELLING, "desk.manage"]),
    "agent": frozenset([*_EVERYONE, *_SELLING]),
    "warehouse": frozenset([*_EVERYONE, "catalog.stock", "orders.note", "orders.reveal", "fulfilment.pack"]),
    "finance": frozenset([*_EVERYONE, "orders.export", "orders.money", "payments.read", "ledger.read"]),
}

_LOOKING = ("shops.read", "catalog.read", "lawbook.decisions", "lawbook.overrides")
_PEOPLE = ("identity.people", "identity.reveal", VIEW_AS)
_LAW = ("lawbook.draft", "lawbook.publish")
_MONEY = ("orders.read", "orders.money", "payments.read", "ledger.read")
OPERATOR_ROLES: Mapping[str, frozenset[str]] = {
    "admin": frozenset(
        [
            *(*_LOOKING, *_MONEY, "lawbook.open_market", "identity.operators", "identity.operator_keys"),
            *("shops.open", "shops.members", "shops.owners", "catalog.review", "catalog.ban", "orders.import", "orders.cancel"),
            *("fulfilment.carry", "kernel.audit", "kernel.read", "kernel.rerun", "lawbook.publish", "lawbook.calendar"),
            *("identity.factors", "identity.people", VIEW_AS),
        ]
    ),
    "reviewer": frozenset([*_LOOKING, "shops.open", "catalog.review"]),
    "finance": frozenset([*_LOOKING, *_MONEY, *_LAW]),
    "governance": frozenset(
        [*_LOOKING, "orders.read", "orders.cancel", "catalog.ban", "kernel.audit", "lawbook.calendar", *_PEOPLE, *_LAW]
    ),
    "support": frozenset(
        [*_LOOKING, "orders.read", "orders.reveal", "payments.read", "fulfilment.carry", "kernel.read", "identity.factors", *_PEOPLE]
    ),
}
_STANDINGS = (frozenset({"support"}), frozenset({"reviewer", "finance", "governance"}), frozenset({"admin"}))
"""Operators from the lowest standing to the highest; everyone else stands below them."""
PERMISSIONS = frozenset().union(*SHOP_ROLES.values(), *OPERATOR_ROLES.values())

_SECURED = """(EXISTS (SELECT 1 FROM identity_authenticator a WHERE a.person_id = p.id AND a.confirmed_at IS NOT NULL)
OR EXISTS (SELECT 1 FROM identity_passkey y WHERE y.person_id = p.id))"""
_SESSION = f"""
SELECT s.id, p.id, p.language, p.market, s.used_at, s.way, {_SECURED}, v.id, v.workplace_id, v.role, o.role, m.workplace_id,
    w.market, m.role
FROM identity_session s JOIN identity_person p ON p.id = s.person_id
LEFT JOIN identity_viewing v ON v.session = s.id AND v.ended_at IS NULL AND v.ends_at > %s
LEFT JOIN identity_operatorrole o ON o.person_id = p.id LEFT JOIN identity_membership m ON m.person_id = p.id
LEFT JOIN identity_workplace w ON w.shop = m.workplace_id
WHERE s.token = %s AND s.revoked_at IS NULL AND s.expires_at > %s AND NOT p.erased
"""
_KEY = f"""
SELECT k.id, p.language, k.workplace_id, k.scopes, {_SECURED}, o.role, w.market, m.role
FROM identity_key k JOIN identity_person p ON p.id = k.maker_id
LEFT JOIN identity_operatorrole o ON o.person_id = p.id
LEFT JOIN identity_membership m ON m.person_id = p.id AND m.workplace_id = k.workplace_id
LEFT JOIN identity_workplace w ON w.shop = k.workplace_id
WHERE k.token = %s AND k.revoked_at IS NULL AND NOT p.erased
"""


_SESSIONS, _KEYS = (text.replace(f"{row}.token = %s", f"{row}.id {{among}}") for row, text in (("s", _SESSION), ("k", _KEY)))
"""The same questions for many sessions and keys at once, by their ids."""


def actor_of(request: HttpRequest) -> Actor:
    """Whoever asks: by an API key (`Authorization: Bearer`), else by the session's cookie, else nobody. One read, kept nowhere.

    Raises NotSignedIn for a key that is unknown, revoked or suspended with its maker, and BadOrigin (403) for a write that
    does not come from our own pages. A cookie that no longer holds is nobody: people browse with old cookies.
    """
    bearer = request.headers.get("Authorization", "")
    if bearer:
        return _of_key(bearer)
    if request.method not in SAFE:
        _own_origin(request)
    token = request.COOKIES.get(COOKIE)
    if not token:
        return _nobody(request)
    actor = actor_of_session(token)
    if actor is None:
        return _nobody(request)
    if request.method not in SAFE and not hmac.compare_digest(
        request.META.get("HTTP_X_CSRFTOKEN", "").encode(), csrf_token(token).encode()
    ):
        raise BadOrigin
    return actor


def token_hash(token: str) -> str:
    """As sessions and keys are kept: whoever reads the tables cannot act."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def csrf_token(token: str) -> str:
    """What a page of ours must send with each write of this session."""
    return hmac.new(str(settings.SECRET_KEY).encode(), b"csrf:" + token.encode("utf-8", "surrogateescape"), hashlib.sha256).hexdigest()


def _nobody(request: HttpRequest) -> Actor:
    return Actor(NOBODY.kind, NOBODY.id, language=words.language(request.headers.get("Accept-Language")))


def _own_origin(request: HttpRequest) -> None:
    """Browsers say where a write comes from; programs may keep silent."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc not in (request.get_host(), urlsplit(settings.URL).netloc):
        raise BadOrigin


def actor_of_session(token: str) -> Actor | None:
    """The person behind a session's token; None when the session is over."""
    now = rows.db_time(clock.real())
    found: list[tuple[Any, ...]] = rows.sql(_SESSION, [now, token_hash(token), now])
    return _of_session(found, noting=True) if found else None


def standing_in(refs: Collection[str]) -> dict[str, Actor]:
    """Whoever is behind these sessions and keys (their ids) and still may act; those that are over are missing. Two questions at most.

    Missing too are those who must set up a second factor first.
    """
    found: dict[str, Actor] = {}
    for prefix, text, made in (("ses_", _SESSIONS, _of_session), ("key_", _KEYS, _of_found_key)):
        wanted = [ref for ref in refs if ref.startswith(prefix)]
        if not wanted:
            continue
        among, keys = rows.among(wanted)
        now = rows.db_time(clock.real())
        params = [now, *keys, now] if prefix == "ses_" else keys
        by_id: dict[str, list[tuple[Any, ...]]] = {}
        for row in rows.sql(text.format(among=among), params):
            by_id.setdefault(str(row[0]), []).append(row)
        for ref, some in by_id.items():
            actor = made(some)
            if actor is not None and not actor.second_wanted:
                found[ref] = actor
    return found


def _of_session(found: list[tuple[Any, ...]], *, noting: bool = False) -> Actor:
    """Who a session's rows tell of; `noting` asks whether its use is to be noted, which only requests do."""
    session, person, language, market, used_at, way, secured, viewing, looked_at, looks_as, operator, *_ = found[0]
    shops = {shop: role for *_, shop, _, role in found if shop is not None}
    granted = {shop: SHOP_ROLES.get(role, frozenset()) for shop, role in shops.items()}
    if operator is not None:
        granted["operator"] = OPERATOR_ROLES.get(operator, frozenset())
    at = clock.real()
    works = [(where, role) for *_, where, role in found if role is not None]
    wanted = None if secured or way == DEMO else _second_wanted(operator, works, at)
    used = stored.from_db_time(used_at) if noting else None
    unnoted = noting and (used is None or law.use_noted_every(market, at).after(used) <= at)
    if viewing is not None and VIEW_AS in granted.get("operator", ()):
        seen = {looked_at: SHOP_ROLES.get(looks_as, frozenset())}
        return Actor("viewer", viewing, viewing, language, {looked_at: looks_as}, None, seen, session, wanted, unnoted)
    return Actor("person", person, person, language, shops, operator, granted, session, wanted, unnoted)


def _second_wanted(operator: str | None, works: Collection[tuple[str, str]], at: datetime) -> str | None:
    """The rule by which whoever holds these roles, in shops of these markets, must have a second factor; None where none asks for it."""
    asked = [(law.second_of_operators(at), operator)] if operator is not None else []
    asked += [(law.second_of_members(market, at), role) for market, role in works]
    return next((ruling.rule for ruling, role in asked if ruling.holds(role)), None)


def needs_no_second(actor: Actor, route: str) -> None:
    """Raises SecondNeeded when they must set up a second factor first (rules identity.factors.required_of_*), and this is not how."""
    asked = route.removeprefix(API)
    if actor.second_wanted and asked != "me" and not asked.startswith(SETTING_UP):
        raise SecondNeeded(rule=actor.second_wanted)


def needs_no_hands(actor: Actor, method: str | None, route: str) -> None:
    """Whoever only looks may ask, and leave. Raises OnlyLooking for every other write, whatever it is about."""
    if method not in SAFE and route.removeprefix(API) not in LEAVING:
        acts(actor)


def acts(actor: Actor) -> None:
    """Raises OnlyLooking for one who looks at a shop as its people see it."""
    if actor.kind == "viewer":
        raise OnlyLooking


def _of_key(header: str) -> Actor:
    scheme, _, token = header.partition(" ")
    found: list[tuple[Any, ...]] = rows.sql(_KEY, [token_hash(token.strip())]) if scheme.lower() == "bearer" else []
    actor = _of_found_key(found) if found else None
    if actor is None:
        raise NotSignedIn
    return actor


def _of_found_key(found: list[tuple[Any, ...]]) -> Actor | None:
    key, language, shop, scopes, secured, operator, market, role = found[0]
    may, at = frozenset(orjson.loads(scopes)), clock.real()
    if shop is None and operator is not None:
        granted = {"operator": may & OPERATOR_ROLES.get(operator, frozenset())}
        wanted = None if secured else _second_wanted(operator, [], at)
        return Actor("key", key, None, language, {}, operator, granted, second_wanted=wanted)
    if shop is not None and role is not None:
        granted = {shop: may & SHOP_ROLES.get(role, frozenset())}
        wanted = None if secured else _second_wanted(None, [(market, role)], at)
        return Actor("key", key, None, language, {shop: role}, None, granted, second_wanted=wanted)
    return None


def access_address(actor: Actor, address_id: str) -> Address:
    """An address of the person who asks, as it stands now. Raises NotFound for another's and for a version that is retired."""
    row = Address.objects.filter(pk=address_id, person_id=actor.needs_person(), retired_at=None).first()
    if row is None:
        raise NotFound
    return row


def access_session(actor: Actor, session_id: str) -> Session:
    """A session of the person who asks, that is not over. Raises NotFound for another's."""
    row = Session.objects.filter(pk=session_id, person_id=actor.needs_person(), revoked_at=None).first()
    if row is None:
        raise NotFound
    return row


def access_passkey(actor: Actor, passkey_id: str) -> Passkey:
    """A passkey of the person who asks. Raises NotFound for another's."""
    row = Passkey.objects.filter(pk=passkey_id, person_id=actor.needs_person()).first()
    if row is None:
        raise NotFound
    return row


def needs_fresh(actor: Actor, at: datetime) -> str:
    """The person who asks, signed in so lately that they may change how they sign in (rule identity.factors.fresh_for).

    Raises ProveAnew later, NotSignedIn and NotAllowed as `needs_person`. `at` is the real clock's.
    """
    person = actor.needs_person()
    fresh = law.fresh_for(at)
    row = Session.objects.filter(pk=actor.session).first()
    if row is None or fresh.after(row.made_at) <= at:
        raise ProveAnew(rule=fresh.rule)
    return person


def access_helped(actor: Actor, person: str) -> None:
    """May an operator who holds `identity.factors` take the factors off this person?

    Raises NotYourself for themselves and HigherStanding for one who stands above them among the operators.
    """
    if actor.person == person:
        raise NotYourself
    theirs = OperatorRole.objects.filter(person_id=person).values_list("role", flat=True).first()
    if _standing(theirs) > _standing(actor.operator):
        raise HigherStanding(role=theirs)


def _standing(role: str | None) -> int:
    return next((n for n, roles in enumerate(_STANDINGS, 1) if role in roles), 0)


def access_key(actor: Actor, key_id: str) -> Key:
    """A key of a shop where the person may manage keys, or of the operator. Raises NotFound, NotAllowed, NotSignedIn."""
    actor.needs_person()
    row = Key.objects.filter(pk=key_id, revoked_at=None).first()
    if row is None:
        raise NotFound
    if row.workplace_id is None:
        actor.needs_operator("identity.operator_keys")
    else:
        actor.needs("identity.keys", row.workplace_id)
    return row


def access_viewable(actor: Actor, shop_id: str) -> tuple[Workplace, str]:
    """A shop that the actor may look at as its people see it, and the session in which they would.

    Raises NotSignedIn, NotFound for anyone but operators and where there is no shop, NotAllowed where their role may not and for keys.
    """
    actor.needs_operator(VIEW_AS)
    actor.needs_person()
    shop = Workplace.objects.filter(pk=shop_id).first()
    if shop is None or actor.session is None:
        raise NotFound
    return shop, actor.session


def access_viewings(actor: Actor, shop_id: str) -> Workplace:
    """A shop whose staff, or who looked at it, the actor may know. Raises NotSignedIn, NotFound, NotAllowed."""
    actor.needs("shops.members", shop_id)
    shop = Workplace.objects.filter(pk=shop_id).first()
    if shop is None:
        raise NotFound
    return shop


def access_own_viewing(actor: Actor) -> Viewing:
    """The viewing in which the actor is. Raises NotSignedIn for nobody, NotFound for everyone who is in none."""
    if actor.kind == "nobody":
        raise NotSignedIn
    row = Viewing.objects.filter(pk=actor.id, ended_at=None).first() if actor.kind == "viewer" else None
    if row is None:
        raise NotFound
    return row


def access_people(actor: Actor, *, may: str = "identity.people") -> None:
    """May this actor see the marketplace's people? Raises NotFound for anyone but operators, NotAllowed where their role may not."""
    actor.needs_operator(may)


def access_person(actor: Actor, person: str, *, may: str = "identity.people") -> Person:
    """One of the marketplace's people, for operators whose role may. Raises as `access_people`, and NotFound when there is none."""
    access_people(actor, may=may)
    row = Person.objects.filter(pk=person).first()
    if row is None:
        raise NotFound
    return row


def access_operators(actor: Actor) -> None:
    """May this actor say who works for the marketplace? Raises NotFound for anyone but operators, NotAllowed where their role may not."""
    actor.needs_operator("identity.operators")


def access_operator(actor: Actor, person: str) -> OperatorRole:
    """One who works for the marketplace, for those who may say who does. Raises as `access_operators`, and NotFound for anyone else."""
    access_operators(actor)
    row = OperatorRole.objects.filter(person_id=person).first()
    if row is None:
        raise NotFound
    return row
