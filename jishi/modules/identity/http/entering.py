"""Routes that let someone in: by a code, a password or a passkey, and by a second factor where the person has one."""

from dataclasses import asdict

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Router

from jishi.kernel import clock
from jishi.kernel.api import REFUSALS, answer
from jishi.kernel.runner import act
from jishi.modules.identity import actions, law, queries
from jishi.modules.identity.access import COOKIE
from jishi.modules.identity.errors import WrongCode, WrongPassword, WrongSecond
from jishi.modules.identity.http.answers import JSON, device_of_request, into, ip_of, language_of, who
from jishi.modules.identity.queries import passkeys
from jishi.modules.identity.queries.factors import challenged, password_hash
from jishi.modules.identity.queries.passwords import fits
from jishi.modules.identity.schemas import (
    CodesIn,
    CodesOut,
    MeOut,
    PasskeyOptions,
    PasskeySignInIn,
    PasswordSignInIn,
    SecondIn,
    SecondOut,
    SignInIn,
)

router = Router(tags=["identity"])
ENTERED = {200: MeOut, 202: SecondOut, **REFUSALS}


@router.post(
    "/sign-in/codes", response={202: CodesOut, **REFUSALS}, operation_id="identity.send_code", summary="Send a code to a phone or an e-mail"
)
def send_code(request: HttpRequest, body: CodesIn) -> HttpResponse:
    """The same answer whether or not a person is behind it."""
    to = queries.reach(body.to, law.home_market())
    at, ip = clock.real(), ip_of(request)
    return answer(request, asdict, actions.send_code, to, language=language_of(request), at=at, ip=ip, status=202)


@router.post("/sign-in", response=ENTERED, operation_id="identity.sign_in", summary="Sign in with a code")
def sign_in(request: HttpRequest, body: SignInIn) -> HttpResponse:
    """Sets the session's cookie, or asks for the second factor (202). Under no key of idempotency: a code works once."""
    at = clock.real()
    to = queries.reach(body.to, law.home_market())
    if not act(actions.count_try, to, at=at):
        raise WrongCode(field="code")
    trial = act(actions.take_try, at=at, ip=ip_of(request))
    device, language = device_of_request(request), language_of(request)
    return into(request, act(actions.sign_in, to, body.code, name=body.name or "", language=language, at=at, device=device, trial=trial))


@router.post("/sign-in/password", response=ENTERED, operation_id="identity.sign_in_with_password", summary="Sign in with a password")
def sign_in_with_password(request: HttpRequest, body: PasswordSignInIn) -> HttpResponse:
    """An address without a person, or without a password, is answered as a wrong password is, as slowly. Under no key of idempotency."""
    at = clock.real()
    to = queries.reach(body.to, law.home_market())
    trial = act(actions.take_try, at=at, ip=ip_of(request), address=to.index)
    person = queries.person_reached(to)
    right = fits(body.password, password_hash(person.id) if person else None)
    if person is None or not right:
        raise WrongPassword(field="password")
    return into(request, act(actions.enter, person, "password", at=at, device=device_of_request(request), trial=trial))


@router.post("/sign-in/second", response={200: MeOut, **REFUSALS}, operation_id="identity.give_second", summary="Give the second factor")
def give_second(request: HttpRequest, body: SecondIn) -> HttpResponse:
    """A code of the authenticator app, or a recovery code; a passkey signs in by itself. Under no key of idempotency: it works once."""
    at = clock.real()
    person = challenged(body.token, at)
    if person is None:
        raise WrongSecond(field="code")
    trial = act(actions.take_try, at=at, ip=ip_of(request), person=person)
    return into(request, act(actions.give_second, body.token, body.code, at=at, device=device_of_request(request), trial=trial))


@router.post(
    "/sign-in/passkey/options",
    response={200: PasskeyOptions, **REFUSALS},
    operation_id="identity.passkey_challenge",
    summary="Begin to sign in with a passkey",
)
def passkey_challenge(request: HttpRequest) -> HttpResponse:
    """For whoever it is: the device says which person. Writes nothing."""
    party = passkeys.party(f"{request.scheme}://{request.get_host()}")
    options = passkeys.to_sign_in(party, passkeys.new_challenge("passkey", "", clock.real()))
    return HttpResponse(orjson.dumps({"options": options}), content_type=JSON)


@router.post(
    "/sign-in/passkey", response={200: MeOut, **REFUSALS}, operation_id="identity.sign_in_with_passkey", summary="Sign in with a passkey"
)
def sign_in_with_passkey(request: HttpRequest, body: PasskeySignInIn) -> HttpResponse:
    """Both factors at once: the device, and what it knows its holder by. Under no key of idempotency: a challenge is answered once."""
    at = clock.real()
    party = passkeys.party(f"{request.scheme}://{request.get_host()}")
    given = body.credential.dict()
    trial = act(actions.take_try, at=at, ip=ip_of(request))
    act(actions.take_challenge, passkeys.challenge_in(given), "passkey", "", at=at)
    row = passkeys.passkey_by(given)
    counter = passkeys.proved(party, row, given)
    return into(request, act(actions.enter_by_passkey, row, counter, at=at, device=device_of_request(request), trial=trial))


@router.post("/sign-out", response={204: None, **REFUSALS}, operation_id="identity.sign_out", summary="End this session")
def sign_out(request: HttpRequest) -> HttpResponse:
    """The session is over at once, everywhere."""
    session = who(request).session
    if session:
        act(actions.sign_out, session, at=clock.real())
    reply = HttpResponse(status=204)
    reply.delete_cookie(COOKIE, samesite="Lax")
    return reply
