"""The route by which an operator helps a person who cannot sign in any more."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jishi.kernel import clock
from jishi.kernel.api import REFUSALS, answer
from jishi.kernel.errors import NotFound
from jishi.modules.identity import actions, law, queries
from jishi.modules.identity.access import access_helped, needs_fresh
from jishi.modules.identity.http.answers import who
from jishi.modules.identity.schemas import EndedOut, HelpIn

router = Router(tags=["identity"])


@router.post(
    "/operator/take-off-factors",
    response={200: EndedOut, **REFUSALS},
    operation_id="identity.take_off_factors",
    summary="Take the second factors off a person who lost them",
)
def take_off_factors(request: HttpRequest, body: HelpIn) -> HttpResponse:
    """All of them; their sessions end, they are written, the reason is on record. By an operator who signed in lately, never a key."""
    actor, at = who(request), clock.real()
    actor.needs_operator("identity.factors")
    needs_fresh(actor, at)
    person = queries.person_reached(queries.reach(body.to, law.home_market()))
    if person is None:
        raise NotFound
    access_helped(actor, person.id)
    return answer(request, lambda ended: {"ended": ended}, actions.take_off_factors, person.id, body.reason, actor=actor.name, at=at)
