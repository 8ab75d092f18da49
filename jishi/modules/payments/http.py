"""Routes of payments."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jishi.kernel.api import REFUSALS, IdText, answer
from jishi.kernel.api.problems import reader_language
from jishi.kernel.errors import NotFound
from jishi.modules.payments import actions
from jishi.modules.payments.access import access_own_payment
from jishi.modules.payments.adapters import sandbox
from jishi.modules.payments.errors import BadSignature
from jishi.modules.payments.queries import show, view_of
from jishi.modules.payments.schemas import NoticeIn, NoticeOut, PayIn, PaymentOut

router = Router(tags=["payments"])


@router.get("/payments/{payment_id}", response={200: PaymentOut, **REFUSALS}, operation_id="payments.get")
def get(request: HttpRequest, payment_id: IdText) -> Any:
    """A payment, for its payer."""
    payment = access_own_payment(request.actor, payment_id)  # type: ignore[attr-defined]
    return show(view_of(payment), reader_language(request))


@router.post("/payments/{payment_id}/pay", response={200: PaymentOut, **REFUSALS}, operation_id="payments.pay")
def pay(request: HttpRequest, payment_id: IdText, body: PayIn) -> HttpResponse:
    """Pay it, by its payer. A card that is declined is an answer too: the payment stays to be paid, `attempt` says why."""
    actor = request.actor  # type: ignore[attr-defined]
    payment = access_own_payment(actor, payment_id)
    lang = reader_language(request)
    return answer(request, lambda view: show(view, lang), actions.pay, payment, body.card, actor=actor.name, key="required")


@router.post("/payments/sandbox/notices", response={200: NoticeOut, **REFUSALS}, operation_id="payments.sandbox_notice")
def sandbox_notice(request: HttpRequest, body: NoticeIn) -> HttpResponse:
    """The sandbox provider tells what became of a charge; the header X-Sandbox-Signature holds the HMAC of the body."""
    if not sandbox.on():
        raise NotFound
    if not sandbox.signed(request.body, request.headers.get(sandbox.HEADER, "")):
        raise BadSignature
    told = (sandbox.NAME, body.provider_ref, body.event, body.code)
    return answer(request, lambda attempt: {"state": attempt.state}, actions.take_notice, *told)
