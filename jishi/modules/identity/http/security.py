"""Routes by which a person sees and changes how they sign in: password, authenticator, recovery codes, passkeys, sessions.

What changes it needs a session that is fresh, and ends all others. A password is under no key of idempotency: not even its hash
by a fast function may be kept.
"""

from dataclasses import asdict
from typing import Annotated, Any

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from jishi.kernel import clock
from jishi.kernel.api import REFUSALS, IdText, Page, answer, paginate
from jishi.kernel.api.lists import LIMIT, LIMIT_MOST
from jishi.kernel.errors import NotFound
from jishi.kernel.runner import act
from jishi.modules.identity import actions, law, queries
from jishi.modules.identity.access import access_passkey, access_session, needs_fresh
from jishi.modules.identity.actions.factors import NewAuthenticator
from jishi.modules.identity.actions.passkeys import AddedPasskey
from jishi.modules.identity.http.answers import JSON, ip_of, who
from jishi.modules.identity.queries import passkeys
from jishi.modules.identity.queries.factors import passkey_seen, security, sessions_of, sessions_seen
from jishi.modules.identity.queries.passwords import hashed, needs_good_password
from jishi.modules.identity.schemas import (
    AuthenticatorCode,
    AuthenticatorOut,
    EndedOut,
    PasskeyAdded,
    PasskeyIn,
    PasskeyOptions,
    PasswordIn,
    RecoveryCodesOut,
    SecurityOut,
    SignedInOut,
)

router = Router(tags=["identity"])
Limit = Annotated[int, Query(ge=1, le=LIMIT_MOST)]
ISSUER = "Jishi"


@router.get("/me/security", response={200: SecurityOut, **REFUSALS}, operation_id="identity.security", summary="How one signs in")
def read_security(request: HttpRequest) -> Any:
    """Password, authenticator, passkeys, and until when this session may change them."""
    actor, at = who(request), clock.real()
    seen = asdict(security(actor.needs_person(), actor.session, at))
    return seen | {"shortest": law.password_shortest(at).value}


@router.post("/me/password", response={204: None, **REFUSALS}, operation_id="identity.set_password", summary="Set one's password")
def set_password(request: HttpRequest, body: PasswordIn) -> HttpResponse:
    """Whoever forgot theirs signs in by a code and sets another. All other sessions end."""
    actor, at = who(request), clock.real()
    person = needs_fresh(actor, at)
    data = queries.person(person)
    assert data is not None, "whoever asks is there"
    needs_good_password(body.password, data, at)
    act(actions.set_password, person, hashed(body.password), at=at, session=actor.session)
    return HttpResponse(status=204)


@router.delete("/me/password", response={204: None, **REFUSALS}, operation_id="identity.remove_password", summary="Have no password")
def remove_password(request: HttpRequest) -> HttpResponse:
    """Codes and passkeys remain. All other sessions end."""
    actor, at = who(request), clock.real()
    return answer(request, None, actions.remove_password, needs_fresh(actor, at), at=at, session=actor.session, status=204)


@router.post(
    "/me/authenticator",
    response={201: AuthenticatorOut, **REFUSALS},
    operation_id="identity.begin_authenticator",
    summary="Set up an authenticator app",
)
def begin_authenticator(request: HttpRequest) -> HttpResponse:
    """Its secret is shown this once, and asked for only after it was confirmed."""
    actor, at = who(request), clock.real()
    person = needs_fresh(actor, at)
    return answer(request, _secret_shown, actions.begin_authenticator, person, at=at, status=201)


@router.post(
    "/me/authenticator/confirm",
    response={200: RecoveryCodesOut, **REFUSALS},
    operation_id="identity.confirm_authenticator",
    summary="Show that the authenticator app works",
)
def confirm_authenticator(request: HttpRequest, body: AuthenticatorCode) -> HttpResponse:
    """From now on it is asked for at each sign-in. All other sessions end. Under no key of idempotency: a code works once."""
    actor, at = who(request), clock.real()
    person = needs_fresh(actor, at)
    trial = act(actions.take_try, at=at, ip=ip_of(request), person=person)
    codes = act(actions.confirm_authenticator, person, body.code, at=at, session=actor.session, trial=trial)
    return HttpResponse(orjson.dumps(_codes(codes)), content_type=JSON)


@router.delete(
    "/me/authenticator",
    response={204: None, **REFUSALS},
    operation_id="identity.remove_authenticator",
    summary="Have no authenticator app",
)
def remove_authenticator(request: HttpRequest) -> HttpResponse:
    """All other sessions end."""
    actor, at = who(request), clock.real()
    return answer(request, None, actions.remove_authenticator, needs_fresh(actor, at), at=at, session=actor.session, status=204)


@router.post(
    "/me/recovery-codes",
    response={201: RecoveryCodesOut, **REFUSALS},
    operation_id="identity.make_recovery_codes",
    summary="Get new recovery codes",
)
def make_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Shown this once; those before work no more. All other sessions end."""
    actor, at = who(request), clock.real()
    return answer(request, _codes, actions.make_recovery_codes, needs_fresh(actor, at), at=at, session=actor.session, status=201)


@router.post(
    "/me/passkeys/options", response={200: PasskeyOptions, **REFUSALS}, operation_id="identity.passkey_options", summary="Begin a passkey"
)
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What to hand to the browser. Writes nothing."""
    at = clock.real()
    person = queries.person(needs_fresh(who(request), at))
    assert person is not None, "whoever asks is there"
    party = passkeys.party(f"{request.scheme}://{request.get_host()}")
    options = passkeys.to_register(party, person, passkeys.new_challenge("register", person.id, at))
    return HttpResponse(orjson.dumps({"options": options}), content_type=JSON)


@router.post("/me/passkeys", response={201: PasskeyAdded, **REFUSALS}, operation_id="identity.add_passkey", summary="Keep a passkey")
def add_passkey(request: HttpRequest, body: PasskeyIn) -> HttpResponse:
    """What the browser made of the options. All other sessions end. Under no key of idempotency: a challenge is answered once."""
    actor, at = who(request), clock.real()
    person = needs_fresh(actor, at)
    party = passkeys.party(f"{request.scheme}://{request.get_host()}")
    given = body.credential.dict()
    act(actions.take_challenge, passkeys.challenge_in(given), "register", person, at=at)
    added = act(actions.add_passkey, person, passkeys.registered(party, given), body.name, at=at, session=actor.session)
    return HttpResponse(orjson.dumps(_added(added)), status=201, content_type=JSON)


@router.delete("/me/passkeys/{id}", response={204: None, **REFUSALS}, operation_id="identity.remove_passkey", summary="Remove a passkey")
def remove_passkey(request: HttpRequest, id: IdText) -> HttpResponse:  # noqa: A002 - as the path names it
    """It opens nothing any more. All other sessions end."""
    actor, at = who(request), clock.real()
    row = access_passkey(actor, id)
    needs_fresh(actor, at)
    return answer(request, None, actions.remove_passkey, row, at=at, session=actor.session, status=204)


@router.get(
    "/me/sessions", response={200: Page[SignedInOut], **REFUSALS}, operation_id="identity.sessions", summary="Where one is signed in"
)
def sessions(request: HttpRequest, cursor: str | None = None, limit: Limit = LIMIT) -> Any:
    """Those not over, the latest first."""
    actor = who(request)
    mine = sessions_of(actor.needs_person(), clock.real())
    return paginate(mine, lambda found: sessions_seen(found, actor.session), order=("-made_at", "-id"), cursor=cursor, limit=limit)


@router.post(
    "/me/sessions/end-others",
    response={200: EndedOut, **REFUSALS},
    operation_id="identity.end_other_sessions",
    summary="Sign out everywhere else",
)
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """All sessions but this one are over at once."""
    actor = who(request)
    person = actor.needs_person()
    return answer(request, lambda ended: {"ended": ended}, actions.end_other_sessions, person, actor.session, at=clock.real())


@router.delete("/me/sessions/{id}", response={204: None, **REFUSALS}, operation_id="identity.end_session", summary="Sign out elsewhere")
def end_session(request: HttpRequest, id: IdText) -> HttpResponse:  # noqa: A002 - as the path names it
    """That session is over at once, everywhere."""
    row = access_session(who(request), id)
    return answer(request, None, actions.sign_out, row.id, at=clock.real(), status=204)


def _codes(codes: list[str]) -> dict[str, list[str]]:
    return {"recovery_codes": codes}


def _added(added: AddedPasskey) -> dict[str, Any]:
    return {"passkey": passkey_seen(added.passkey)} | _codes(added.recovery_codes)


def _secret_shown(made: NewAuthenticator) -> dict[str, str]:
    import pyotp
    import segno

    person = queries.person(made.person)
    if person is None:
        raise NotFound
    uri = pyotp.TOTP(made.secret).provisioning_uri(name=person.email or person.phone, issuer_name=ISSUER)
    return {"secret": made.secret, "uri": uri, "qr": segno.make_qr(uri).svg_data_uri(scale=4, border=2)}
