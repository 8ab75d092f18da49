"""Tables of the desk."""

from django.db import models


class Session(models.Model):
    """A stretch of a conversation that a buyer opened and that is closed by an agent or by the clock; several a day are possible.

    `first_seq` is the message that opened it.
    """

    id = models.CharField(primary_key=True, max_length=40)
    conversation = models.CharField(max_length=40)
    shop = models.CharField(max_length=40)
    person = models.CharField(max_length=40)
    market = models.CharField(max_length=4)
    state = models.CharField(max_length=10, default="open")
    first_seq = models.BigIntegerField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=["open", "closed"]), name="desk_session_state"),
            models.UniqueConstraint(fields=["conversation"], condition=models.Q(state="open"), name="desk_session_one_open"),
        ]
        indexes = [models.Index(fields=["shop", "state", "opened_at"], name="desk_session_shop")]
