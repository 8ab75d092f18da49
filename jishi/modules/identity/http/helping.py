"""The route by which an operator helps a person who cannot sign in any more."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jishi.kernel import clock
from jishi.kernel.access import Actor
from jishi.kernel.api import REFUSALS, answer
from jishi.kernel.errors import BadInput, NotFound
from jishi.modules.identity import actions, law, queries
from jishi.modules.identity.access import access_helped, access_person, needs_fresh
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
    person = _whom(actor, body)
    access_helped(actor, person)
    return answer(request, lambda ended: {"ended": ended}, actions.take_off_factors, person, body.reason, actor=actor.name, at=at)


def _whom(actor: Actor, body: HelpIn) -> str:
    """Raises BadInput where neither or both are given, NotReachable, NotFound."""
    if (body.to is None) == (body.person is None):
        raise BadInput("identity.whom", field="to")
    if body.person is not None:
        return access_person(actor, body.person, may="identity.factors").pk
    person = queries.person_reached(queries.reach(body.to or "", law.home_market()))
    if person is None:
        raise NotFound
    return person.id
