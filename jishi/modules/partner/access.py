"""The doors to webhooks and their deliveries: those of the shop who may, operators not."""

from jishi.kernel.access import Actor
from jishi.kernel.errors import NotFound, NotSignedIn
from jishi.modules.partner.models import Delivery, Webhook
from jishi.modules.partner.states import REMOVED
from jishi.modules.shops.access import access_shop

MAY = "partner.webhooks"


def access_webhooks(actor: Actor, shop: str) -> str:
    """The market of a shop whose webhooks the actor may see and change. Raises NotSignedIn, NotFound, NotAllowed."""
    return access_shop(actor, shop, may=MAY).market


def access_webhook(actor: Actor, webhook: str) -> Webhook:
    """A webhook of such a shop, not removed. Raises as `access_webhooks`."""
    if actor.kind == "nobody":
        raise NotSignedIn
    row = Webhook.objects.filter(pk=webhook).exclude(state=REMOVED).first()
    if row is None:
        raise NotFound
    actor.needs(MAY, row.shop)
    return row


def access_delivery(actor: Actor, delivery: str) -> Delivery:
    """A delivery to such a webhook. Raises as `access_webhooks`."""
    if actor.kind == "nobody":
        raise NotSignedIn
    row = Delivery.objects.filter(pk=delivery).exclude(webhook__state=REMOVED).select_related("webhook").first()
    if row is None:
        raise NotFound
    actor.needs(MAY, row.webhook.shop)
    return row
