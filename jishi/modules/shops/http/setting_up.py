"""Routes of an installation: what it calls itself, for anyone; and to set it up, for the visitor who has the code from the console."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jishi.kernel import clock, installation
from jishi.kernel.api import REFUSALS, answer
from jishi.kernel.api.problems import reader_language
from jishi.kernel.runner import act
from jishi.modules.identity import actions as identity
from jishi.modules.shops import actions, queries
from jishi.modules.shops.errors import AlreadySetUp, MailFailed, WrongSetupCode
from jishi.modules.shops.schemas import InstallationOut, MailTryIn, SetUpIn, SetUpOut, SetupOut

router = Router(tags=["shops"])
FIRST_VISITOR = "system:setup"


@router.get("/installation", response={200: InstallationOut, **REFUSALS}, operation_id="shops.installation", summary="This marketplace")
def this_installation(request: HttpRequest) -> Any:
    """What it calls itself, the languages it offers, and whether it was set up; for anyone."""
    return {"name": installation.name(), "languages": list(installation.languages()), "set_up": queries.is_set_up()}


@router.get("/setup", response={200: SetupOut, **REFUSALS}, operation_id="shops.setup", summary="What may be set up")
def setup(request: HttpRequest) -> Any:
    """The languages, markets and packs to choose from, until it is set up."""
    if queries.is_set_up():
        raise AlreadySetUp
    return queries.choices(reader_language(request))


@router.post("/setup", response={201: SetUpOut, **REFUSALS}, operation_id="shops.set_up", summary="Set this marketplace up")
def set_up(request: HttpRequest, body: SetUpIn) -> HttpResponse:
    """Once, with the code that `jishi serve` wrote to its console. The first operator then signs in by a code to the address given."""
    _first(request, body.code)
    shop = actions.ShopWish(body.shop.name, body.shop.market, body.shop.owner) if body.shop else None
    wish = actions.Wish(
        name=body.name,
        languages=body.languages,
        markets={one.code: one.pack for one in body.markets},
        operator=body.operator,
        operator_name=body.operator_name,
        shop=shop,
    )
    return answer(request, _told, actions.set_up, wish, actor=FIRST_VISITOR, first=True, status=201)


@router.post("/setup/mail", response={204: None, **REFUSALS}, operation_id="shops.try_mail", summary="Try the mail server")
def try_mail(request: HttpRequest, body: MailTryIn) -> HttpResponse:
    """Send a message to an e-mail now, with the code from the console; what the server answered otherwise is told."""
    _first(request, body.code)
    fault = identity.try_mail(body.to, reader_language(request))
    if fault:
        raise MailFailed(error=fault)
    return HttpResponse(status=204)


def _first(request: HttpRequest, code: str) -> None:
    """Raises AlreadySetUp, TooManyTries and WrongSetupCode; tries are counted by their network address."""
    if queries.is_set_up():
        raise AlreadySetUp
    trial = act(identity.take_try, at=clock.real(), ip=str(request.META.get("REMOTE_ADDR", "")))
    if not queries.is_setup_code(code):
        raise WrongSetupCode(field="code")
    act(identity.forgive, trial)


def _told(made: actions.SetUp) -> dict[str, Any]:
    return {"done": made.done, "shop_id": made.shop}
