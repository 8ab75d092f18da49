"""Tables of the desk."""

from django.db import models


class Session(models.Model):
    """A stretch of a conversation that a buyer opened and that is closed by an agent or by the clock; several a day are possible.

    `first_seq` is the message that opened it; `agent` is the person who answers, "" while it is in the queue.

    `response` says how it stands with the first answer of a person: "waiting" until `answer_due`, then "in_time" or "late" (`decision`
    says why), or "left_out" of the figures (`left_out`: what for, `no_reply`: why an agent said that none is needed). `answered_at` is
    that answer's time, `answered_ms` how long after the opening, `answered_by` who gave it, `owed_by` in whose figures the session
    is, "" for nobody's. `opened_on` is the market's day (null: opened before any of this was kept), `in_window` whether it was
    opened in the hours that the other measures look at; from `expiring_at` on it is about to expire.
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
    agent = models.CharField(max_length=40, default="")
    assigned_at = models.DateTimeField(null=True)
    response = models.CharField(max_length=10, default="waiting")
    left_out = models.CharField(max_length=20, default="")
    no_reply = models.CharField(max_length=20, default="")
    opened_on = models.DateField(null=True)
    in_window = models.BooleanField(default=False)
    answer_due = models.DateTimeField(null=True)
    expiring_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_ms = models.BigIntegerField(null=True)
    answered_by = models.CharField(max_length=40, default="")
    owed_by = models.CharField(max_length=40, default="")
    decision = models.CharField(max_length=40, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=["open", "closed"]), name="desk_session_state"),
            models.CheckConstraint(
                condition=models.Q(response__in=["waiting", "in_time", "late", "left_out"]), name="desk_session_response"
            ),
            models.UniqueConstraint(fields=["conversation"], condition=models.Q(state="open"), name="desk_session_one_open"),
        ]
        indexes = [
            models.Index(fields=["shop", "state", "opened_at"], name="desk_session_shop"),
            models.Index(fields=["shop", "state", "agent"], name="desk_session_agent"),
            models.Index(fields=["shop", "opened_on"], name="desk_session_day"),
        ]


class Seat(models.Model):
    """Where one person answers in one shop: do they take new sessions, how many at once, when a line of theirs was last up (real clock)."""

    id = models.CharField(primary_key=True, max_length=90)
    shop = models.CharField(max_length=40)
    person = models.CharField(max_length=40)
    accepting = models.BooleanField(default=False)
    capacity = models.PositiveIntegerField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "person"], name="desk_seat_one_each"),
            models.CheckConstraint(condition=models.Q(capacity__gte=1), name="desk_seat_capacity"),
        ]


class Floor(models.Model):
    """One row a shop: whoever gives its sessions out holds it until the commit, so that a place is never given away twice."""

    shop = models.CharField(primary_key=True, max_length=40)
    turns = models.BigIntegerField(default=0)


class Reply(models.Model):
    """A text that is kept to be sent often 快捷回复: of a shop (`person` ""), or of one who answers there.

    `shortcut` begins with "/", "" for none; variables in the text stand in braces. `place` counts from 0 among those of one owner.
    """

    id = models.CharField(primary_key=True, max_length=40)
    shop = models.CharField(max_length=40)
    person = models.CharField(max_length=40, default="")
    title = models.CharField(max_length=40)
    text = models.TextField()
    shortcut = models.CharField(max_length=20, default="")
    folder = models.CharField(max_length=40, default="")
    place = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "person", "shortcut"], condition=~models.Q(shortcut=""), name="desk_reply_shortcut"),
        ]
        indexes = [models.Index(fields=["shop", "person", "place"], name="desk_reply_owner")]


class Closing(models.Model):
    """The phrase with which a shop ends its sessions 结束语; it is sent when an agent closes one."""

    shop = models.CharField(primary_key=True, max_length=40)
    text = models.TextField()
    at = models.DateTimeField()
