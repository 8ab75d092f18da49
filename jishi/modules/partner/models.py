"""Tables of partner. Times of sending are by the real clock; when something happened, by the marketplace's."""

from django.db import models


class Webhook(models.Model):
    """Where a shop's program listens. The secret is sealed; the old one signs too until `old_until`.

    `failing_since` is the first of the attempts since the last good one; `leased_until` says which worker sends, and orders turns.
    """

    id = models.CharField(primary_key=True, max_length=40)
    shop = models.CharField(max_length=40)
    market = models.CharField(max_length=4)
    url = models.TextField()
    kinds = models.JSONField()
    sealed = models.BinaryField()
    old_sealed = models.BinaryField(null=True)
    old_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, default="on")
    made_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    decision = models.CharField(max_length=40, null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(state__in=["on", "off", "removed"]), name="partner_webhook_state")]
        indexes = [models.Index(fields=["shop"], condition=~models.Q(state="removed"), name="partner_webhook_shop")]


class Delivery(models.Model):
    """One thing that happened, on its way to one webhook: `body` is sent and signed as it stands here. A trial has no `seq`."""

    id = models.CharField(primary_key=True, max_length=40)
    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    kind = models.CharField(max_length=40)
    seq = models.BigIntegerField(null=True)
    body = models.TextField()
    at = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting")
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField()
    gives_up_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    last_status = models.IntegerField(null=True)
    last_error = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["webhook", "seq"], name="partner_delivery_once"),
            models.CheckConstraint(condition=models.Q(state__in=["waiting", "delivered", "failed"]), name="partner_delivery_state"),
        ]
        indexes = [models.Index(fields=["webhook", "next_at"], condition=models.Q(state="waiting"), name="partner_delivery_waiting")]


class Attempt(models.Model):
    """One time that a delivery was tried: the status of the answer, or why there was none."""

    id = models.CharField(primary_key=True, max_length=40)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="tried")
    at = models.DateTimeField()
    took_ms = models.IntegerField()
    status = models.IntegerField(null=True)
    error = models.CharField(max_length=200, default="")
