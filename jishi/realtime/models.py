"""Tables of the socket."""

from django.db import models


class Ticket(models.Model):
    """Lets a program that has no cookie of ours open one socket, once, within half a minute of the real clock.

    `id` is the hash of what was handed out; `behind` is the session or key that asked.
    """

    id = models.CharField(primary_key=True, max_length=64)
    behind = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("made_at")), name="realtime_ticket_lasts")]
        indexes = [models.Index(fields=["expires_at"], name="realtime_ticket_expires")]
