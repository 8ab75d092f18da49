"""Tables of shops."""

from django.db import models


class Shop(models.Model):
    """A shop. Market, and with it currency and zone, are for good. `name_key` is the name as it is compared: one in the marketplace.

    `names` holds the name in other languages where it has one; `subject` refers to the papers of whoever owns it.
    """

    id = models.CharField(primary_key=True, max_length=40)
    market = models.CharField(max_length=4)
    currency = models.CharField(max_length=3)
    name = models.CharField(max_length=60)
    name_key = models.CharField(max_length=120)
    names = models.JSONField(default=dict)
    description = models.TextField(default="")
    picture = models.CharField(max_length=64, null=True)
    subject = models.CharField(max_length=120, default="")
    state = models.CharField(max_length=10, default="open")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name_key"], name="shops_one_name"),
            models.CheckConstraint(condition=models.Q(state__in=["open", "suspended", "closed"]), name="shops_state"),
        ]
        indexes = [models.Index(fields=["market", "state", "name"], name="shops_in_market")]
