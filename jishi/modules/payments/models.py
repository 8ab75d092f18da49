"""Tables of payments. Amounts are minor units of the payment's currency."""

from typing import Literal

from django.db import models

CREATED, PENDING, CAPTURED, CLOSED = "created", "pending", "captured", "closed"
DECLINED = "declined"
ONLINE, CASH = "online", "cash_on_delivery"
Card = Literal["ok", "declined", "slow"]


class Payment(models.Model):
    """What one person pays at once, for one or several things of one market and currency; its parts hold the amounts."""

    id = models.CharField(primary_key=True, max_length=40)
    person = models.CharField(max_length=40)
    market = models.CharField(max_length=4)
    currency = models.CharField(max_length=3)
    method = models.CharField(max_length=20)
    provider = models.CharField(max_length=20)
    state = models.CharField(max_length=10)
    created_at = models.DateTimeField()
    captured_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=[CREATED, PENDING, CAPTURED, CLOSED]), name="payment_state"),
            models.CheckConstraint(
                condition=models.Q(state=CAPTURED, captured_at__isnull=False) | ~models.Q(state=CAPTURED) & models.Q(captured_at=None),
                name="payment_captured_at",
            ),
        ]


class Part(models.Model):
    """What a payment is for: `asked` when it was made, `due` now (less when some of it is no longer wanted), what came, what went back."""

    id = models.CharField(primary_key=True, max_length=40)
    payment = models.CharField(max_length=40)
    n = models.IntegerField()
    purpose = models.CharField(max_length=20)
    subject = models.CharField(max_length=40)
    shop = models.CharField(max_length=40)
    asked_minor = models.BigIntegerField()
    due_minor = models.BigIntegerField()
    captured_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "purpose"], name="part_paid_once"),
            models.CheckConstraint(condition=models.Q(asked_minor__gt=0), name="part_asked"),
            models.CheckConstraint(condition=models.Q(due_minor__gte=0, due_minor__lte=models.F("asked_minor")), name="part_due"),
            models.CheckConstraint(
                condition=models.Q(refunded_minor__gte=0, refunded_minor__lte=models.F("captured_minor")), name="part_refunded"
            ),
        ]
        indexes = [models.Index(fields=["payment", "n"], name="part_payment")]


class Attempt(models.Model):
    """One try to take the money: what the provider was asked for (`covers`: part -> minor units) and what became of it.

    `code` is the provider's own word for declining.
    """

    id = models.CharField(primary_key=True, max_length=40)
    payment = models.CharField(max_length=40)
    provider = models.CharField(max_length=20)
    provider_ref = models.CharField(max_length=60)
    covers = models.JSONField()
    state = models.CharField(max_length=10)
    code = models.CharField(max_length=40, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider_ref", "provider"], name="attempt_ref"),
            models.CheckConstraint(condition=models.Q(state__in=[PENDING, CAPTURED, DECLINED]), name="attempt_state"),
        ]
        indexes = [models.Index(fields=["payment"], name="attempt_payment")]


class Refund(models.Model):
    """Money that went back to the buyer, and why (`cause` = module.what). `key` makes it happen once."""

    id = models.CharField(primary_key=True, max_length=40)
    payment = models.CharField(max_length=40)
    part = models.CharField(max_length=40)
    key = models.CharField(max_length=160)
    cause = models.CharField(max_length=60)
    amount_minor = models.BigIntegerField()
    provider = models.CharField(max_length=20)
    provider_ref = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="refund_key"),
            models.UniqueConstraint(fields=["provider_ref", "provider"], name="refund_ref"),
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="refund_amount"),
        ]
        indexes = [models.Index(fields=["part"], name="refund_part")]
