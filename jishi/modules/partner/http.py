"""Routes of partner: a shop's webhooks and the log of what they were told."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from jishi.kernel.access import Actor
from jishi.kernel.api import REFUSALS, IdText, Page, answer, paginate
from jishi.kernel.api.lists import LIMIT, LIMIT_MOST
from jishi.kernel.api.problems import reader_language
from jishi.modules.partner import actions, queries
from jishi.modules.partner.access import access_delivery, access_webhook, access_webhooks
from jishi.modules.partner.models import Delivery, Webhook
from jishi.modules.partner.schemas import DeliveryOut, DeliveryWhole, KindOut, WebhookChange, WebhookIn, WebhookOut
from jishi.modules.partner.states import REMOVED

router = Router(tags=["partner"])
Limit = Annotated[int, Query(ge=1, le=LIMIT_MOST)]


@router.get("/webhook-kinds", response={200: list[KindOut], **REFUSALS}, operation_id="partner.kinds", summary="What webhooks may be told")
def kinds(request: HttpRequest) -> Any:
    """Every kind, in a sentence of the reader's language."""
    return queries.kinds_seen(reader_language(request))


@router.get(
    "/shops/{id}/webhooks", response={200: Page[WebhookOut], **REFUSALS}, operation_id="partner.webhooks", summary="A shop's webhooks"
)
def webhooks(request: HttpRequest, id: IdText, cursor: str | None = None, limit: Limit = LIMIT) -> Any:  # noqa: A002
    """Those not removed, the latest first; never their secrets."""
    access_webhooks(_actor(request), id)
    found = Webhook.objects.filter(shop=id).exclude(state=REMOVED)
    return paginate(found, queries.webhooks_seen, order=("-made_at", "-id"), cursor=cursor, limit=limit)


@router.post(
    "/shops/{id}/webhooks",
    response={201: WebhookOut, **REFUSALS},
    operation_id="partner.make_webhook",
    summary="Tell a program of the shop",
)
def make_webhook(request: HttpRequest, id: IdText, body: WebhookIn) -> HttpResponse:  # noqa: A002 - as the path names it
    """What happens from now on is sent there, signed as the Standard Webhooks specification says. The secret is shown this once."""
    actor = _actor(request)
    market = access_webhooks(actor, id)
    return answer(request, _shown, actions.make_webhook, id, market, body.url, body.kinds, actor=actor.name, status=201)


@router.get("/webhooks/{id}", response={200: WebhookOut, **REFUSALS}, operation_id="partner.webhook", summary="One webhook")
def webhook(request: HttpRequest, id: IdText) -> Any:  # noqa: A002 - as the path names it
    """Its state, what it is told, since when it fails."""
    return queries.webhook_seen(access_webhook(_actor(request), id))


@router.patch("/webhooks/{id}", response={200: WebhookOut, **REFUSALS}, operation_id="partner.change_webhook", summary="Change a webhook")
def change_webhook(request: HttpRequest, id: IdText, body: WebhookChange) -> HttpResponse:  # noqa: A002 - as the path names it
    """From now on; what waits goes to the new address too."""
    actor = _actor(request)
    row = access_webhook(actor, id)
    return answer(request, queries.webhook_seen, actions.change_webhook, row, url=body.url, kinds=body.kinds, actor=actor.name)


@router.delete("/webhooks/{id}", response={204: None, **REFUSALS}, operation_id="partner.remove", summary="End a webhook")
def remove(request: HttpRequest, id: IdText) -> HttpResponse:  # noqa: A002 - as the path names it
    """For good; what waits is not sent."""
    actor = _actor(request)
    return answer(request, None, actions.remove, access_webhook(actor, id), actor=actor.name, status=204)


@router.post("/webhooks/{id}/switch-on", response={200: WebhookOut, **REFUSALS}, operation_id="partner.switch_on", summary="Tell it again")
def switch_on(request: HttpRequest, id: IdText) -> HttpResponse:  # noqa: A002 - as the path names it
    """What happened meanwhile is not sent by itself."""
    actor = _actor(request)
    return answer(request, queries.webhook_seen, actions.switch_on, access_webhook(actor, id), actor=actor.name)


@router.post(
    "/webhooks/{id}/switch-off", response={200: WebhookOut, **REFUSALS}, operation_id="partner.switch_off", summary="Tell it nothing"
)
def switch_off(request: HttpRequest, id: IdText) -> HttpResponse:  # noqa: A002 - as the path names it
    """What waits is not sent; it can be delivered again later."""
    actor = _actor(request)
    return answer(request, queries.webhook_seen, actions.switch_off, access_webhook(actor, id), actor=actor.name)


@router.post("/webhooks/{id}/secret", response={200: WebhookOut, **REFUSALS}, operation_id="partner.rotate_secret", summary="A new secret")
def rotate_secret(request: HttpRequest, id: IdText) -> HttpResponse:  # noqa: A002 - as the path names it
    """Shown this once. The old one signs too for as long as the rule says."""
    actor = _actor(request)
    return answer(request, _shown, actions.rotate_secret, access_webhook(actor, id), actor=actor.name)


@router.post("/webhooks/{id}/ping", response={201: DeliveryOut, **REFUSALS}, operation_id="partner.ping", summary="Send a trial")
def ping(request: HttpRequest, id: IdText) -> HttpResponse:  # noqa: A002 - as the path names it
    """Of nothing that happened, to see whether the program listens."""
    return answer(request, _delivery_seen(request), actions.ping, access_webhook(_actor(request), id), status=201)


@router.get(
    "/webhooks/{id}/deliveries", response={200: Page[DeliveryOut], **REFUSALS}, operation_id="partner.deliveries", summary="The log"
)
def deliveries(
    request: HttpRequest,
    id: IdText,  # noqa: A002 - as the path names it
    state: Literal["", "waiting", "delivered", "failed"] = "",
    cursor: str | None = None,
    limit: Limit = LIMIT,
) -> Any:
    """What this webhook was told, the last first."""
    row = access_webhook(_actor(request), id)
    found = Delivery.objects.filter(webhook=row, **({"state": state} if state else {}))
    seen = partial(queries.deliveries_seen, lang=reader_language(request))
    return paginate(found, seen, order=("-id",), cursor=cursor, limit=limit)


@router.get("/deliveries/{id}", response={200: DeliveryWhole, **REFUSALS}, operation_id="partner.delivery", summary="One delivery")
def delivery(request: HttpRequest, id: IdText) -> Any:  # noqa: A002 - as the path names it
    """The body as it is sent and signed, and every attempt."""
    row = access_delivery(_actor(request), id)
    tried = queries.attempts_seen(row, reader_language(request))
    return _delivery_seen(request)(row) | {"body": row.body, "tried": tried}


@router.post(
    "/deliveries/{id}/redeliver", response={200: DeliveryOut, **REFUSALS}, operation_id="partner.redeliver", summary="Deliver again"
)
def redeliver(request: HttpRequest, id: IdText) -> HttpResponse:  # noqa: A002 - as the path names it
    """The same body under the same id, at once, and tried again as long as the rule says."""
    actor = _actor(request)
    return answer(request, _delivery_seen(request), actions.redeliver, access_delivery(actor, id), actor=actor.name)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _delivery_seen(request: HttpRequest) -> Callable[[Delivery], dict[str, Any]]:
    return partial(queries.delivery_seen, lang=reader_language(request))


def _shown(made: Any) -> dict[str, Any]:
    return queries.webhook_seen(made.webhook, made.secret)
