"""What must hold of partner's tables; `jishi fsck` names each row that does not."""

from collections.abc import Iterator

import orjson
from django.db.models import Count, F

from jishi.kernel import crypto
from jishi.kernel.fsck import check
from jishi.modules.partner.adapters.standard import PURPOSE
from jishi.modules.partner.models import Attempt, Delivery, Webhook
from jishi.modules.partner.queries.facts import KINDS, PING
from jishi.modules.partner.states import DELIVERED, OFF

PIECE = 2_000


@check("partner_webhook", "a webhook's secrets can be used, and it is told of kinds that there are")
def webhooks() -> Iterator[tuple[str, str]]:
    """Without its secret nothing sent to it could be believed."""
    known = set(KINDS.values())
    for row in Webhook.objects.order_by("pk").iterator(PIECE):
        try:
            for sealed in filter(None, (row.sealed, row.old_sealed)):
                crypto.unseal(bytes(sealed), PURPOSE)
        except ValueError:
            yield row.pk, "no key of the installation opens its secret"
        if set(row.kinds) - known:
            yield row.pk, f"is told of {sorted(set(row.kinds) - known)}, which there is not"
        if (row.old_sealed is None) != (row.old_until is None):
            yield row.pk, "its old secret and its end do not agree"
        if row.decision is not None and row.failing_since is None and row.state == OFF:
            yield row.pk, "was switched off by the rule without having failed"


@check("partner_delivery", "a delivery says what was sent, how often it was tried and how that ended")
def deliveries() -> Iterator[tuple[str, str]]:
    """Recounts the attempts."""
    for row in Delivery.objects.annotate(counted=Count("tried")).order_by("pk").iterator(PIECE):
        if row.attempts != row.counted:
            yield row.pk, f"{row.attempts} attempts are told, {row.counted} are there"
        if (row.state == DELIVERED) and row.delivered_at is None:
            yield row.pk, "its state and when it was delivered do not agree"
        try:
            told = orjson.loads(row.body)["type"]
        except (ValueError, KeyError, TypeError):
            told = None
        if told != row.kind or (row.kind == PING) != (row.seq is None):
            yield row.pk, "its body is of another kind"


@check("partner_attempt", "an attempt has a status or says why there is none")
def attempts() -> Iterator[tuple[str, str]]:
    """And took no negative time; none is later than the delivery's good one."""
    for row in Attempt.objects.order_by("pk").iterator(PIECE):
        if (row.status is None) == (row.error == ""):
            yield row.pk, "has no outcome, or two"
        if row.took_ms < 0:
            yield row.pk, f"took {row.took_ms} ms"
    late = Attempt.objects.filter(delivery__state=DELIVERED, at__gt=F("delivery__delivered_at")).values_list("pk", flat=True)
    yield from ((pk, "came after the delivery had arrived") for pk in late)
