"""The one route of the socket: a ticket for those who have no cookie of ours."""

from dataclasses import asdict
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jishi.kernel import clock
from jishi.kernel.access import Actor
from jishi.kernel.api import REFUSALS, Shape
from jishi.kernel.api.answers import answer
from jishi.kernel.errors import NotSignedIn
from jishi.realtime import actions

router = Router(tags=["realtime"])


class TicketOut(Shape):
    """A ticket for one socket: goes into `hello`, never into an address."""

    ticket: str
    expires_at: datetime


@router.post(
    "/realtime/tickets",
    response={201: TicketOut, **REFUSALS},
    operation_id="realtime.make_ticket",
    summary="A ticket that opens one socket",
)
def make_ticket(request: HttpRequest) -> HttpResponse:
    """Good once and for 30 seconds; it does what the session or key that asks for it may do."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.kind == "nobody":
        raise NotSignedIn
    return answer(request, asdict, actions.make_ticket, actor, at=clock.real(), status=201)
