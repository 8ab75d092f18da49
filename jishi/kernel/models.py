"""Tables of the kernel."""

from django.db import models


class SimulatedClock(models.Model):
    """The one row that a simulated marketplace's clock follows; production has none."""

    real0 = models.DateTimeField()
    sim0 = models.DateTimeField()
    speed = models.FloatField()


class History(models.Model):
    """One step of one machine: who moved what from where to where, and when."""

    machine = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    verb = models.CharField(max_length=40)
    from_state = models.CharField(max_length=40)
    to_state = models.CharField(max_length=40)
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    reason = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["subject", "id"], name="history_subject")]


class Deadline(models.Model):
    """A time limit with the ruling that set it; only one that lapsed has an effect."""

    id = models.CharField(primary_key=True, max_length=40)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=40)
    market = models.CharField(max_length=4)
    shop = models.CharField(max_length=40, null=True)
    person = models.CharField(max_length=40, null=True)
    opened = models.DateTimeField()
    due = models.DateTimeField()
    soon_at = models.DateTimeField()
    state = models.CharField(max_length=8, default="open")
    rule = models.CharField(max_length=120)
    ruling = models.JSONField()
    cost = models.JSONField(null=True)
    closed_at = models.DateTimeField(null=True)
    late_ms = models.BigIntegerField(null=True)
    remainder_ms = models.BigIntegerField(null=True)
    paused_reason = models.CharField(max_length=200, default="")
    extended_by = models.JSONField(null=True)
    set_aside_at = models.DateTimeField(null=True)
    error = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "kind"], condition=models.Q(state__in=["open", "paused"]), name="deadline_one_open"),
            models.CheckConstraint(condition=models.Q(state__in=["open", "met", "moot", "lapsed", "paused"]), name="deadline_state"),
            models.CheckConstraint(condition=models.Q(due__gte=models.F("opened")), name="deadline_due_after_opened"),
        ]
        indexes = [
            models.Index(fields=["due"], condition=models.Q(state="open", set_aside_at=None), name="deadline_due"),
            models.Index(fields=["subject"], name="deadline_subject"),
            models.Index(fields=["shop", "kind", "due"], condition=models.Q(state="open"), name="deadline_shop_kind"),
        ]


class Event(models.Model):
    """The outbox: a fact, written in the transaction that made it true."""

    seq = models.BigAutoField(primary_key=True)
    type = models.CharField(max_length=80)
    subject = models.CharField(max_length=40)
    at = models.DateTimeField()
    data = models.JSONField()


class Cursor(models.Model):
    """How far a listener has heard; `txid` orders commits on PostgreSQL and is 0 on SQLite."""

    listener = models.CharField(primary_key=True, max_length=80)
    txid = models.BigIntegerField(default=0)
    seq = models.BigIntegerField(default=0)


class EventSetAside(models.Model):
    """An event that a listener could not take; it blocks nobody and is shown."""

    listener = models.CharField(max_length=80)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    error = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["listener", "seq"], name="set_aside_once")]


class Quota(models.Model):
    """How much of a limit is used, per key and period."""

    id = models.CharField(primary_key=True, max_length=160)
    used = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(used__gte=0), name="quota_not_negative")]


class Standing(models.Model):
    """What a subject may not, or more than others, do for a while, and by which ruling."""

    id = models.CharField(primary_key=True, max_length=40)
    subject = models.CharField(max_length=40)
    privilege = models.CharField(max_length=80)
    effect = models.CharField(max_length=8)
    amount = models.IntegerField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    rule = models.CharField(max_length=120)
    ruling = models.JSONField()
    waives = models.CharField(max_length=120, default="")
    decision = models.CharField(max_length=40, null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(effect__in=["off", "limit", "factor", "on"]), name="standing_effect"),
        ]
        indexes = [models.Index(fields=["subject", "privilege"], name="standing_subject")]


class IdempotencyKey(models.Model):
    """A write that was asked for under a key, and the answer it got, sealed."""

    id = models.CharField(primary_key=True, max_length=64)
    request = models.CharField(max_length=64)
    status = models.IntegerField()
    answer = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="idempotency_at")]


class Post(models.Model):
    """A message to a person through mail or text, sent after the commit by an adapter.

    One that `waits` is a notice: it is not sent before it was said that its person wants it now.
    """

    id = models.CharField(primary_key=True, max_length=40)
    person = models.CharField(max_length=40, null=True)
    address = models.BinaryField(null=True)
    channel = models.CharField(max_length=10)
    kind = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    params = models.JSONField()
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    error = models.TextField(default="")
    waits = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["person", "at"], name="post_person"),
            models.Index(fields=["at"], condition=models.Q(sent_at=None), name="post_waiting"),
        ]


class Job(models.Model):
    """Long work with progress that a page shows: `running`, then `done`, `stopped` or `failed`; leased while a worker does it."""

    id = models.CharField(primary_key=True, max_length=40)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120, unique=True)
    shop = models.CharField(max_length=40, null=True)
    person = models.CharField(max_length=40, null=True)
    params = models.JSONField()
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, default="running")
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    answer = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["at", "id"], condition=models.Q(state="running"), name="job_running"),
            models.Index(fields=["person", "-at", "-id"], condition=models.Q(person__isnull=False), name="job_person"),
        ]


class Audit(models.Model):
    """Who looked at or changed what a person would want to know about, written in the act's transaction."""

    actor = models.CharField(max_length=60)
    act = models.CharField(max_length=80)
    subject = models.CharField(max_length=40)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="audit_subject"),
            models.Index(fields=["actor", "id"], name="audit_actor"),
        ]


class AuditSeal(models.Model):
    """A block of the sealed audit: `sealed` holds [id, hash] of each row in commit order, `head` the hash of all that with the head before.

    `txid` and `last` are the place of its last row: where the next block begins.
    """

    n = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    txid = models.BigIntegerField(default=0)
    last = models.BigIntegerField()
    sealed = models.JSONField()
    before = models.CharField(max_length=64)
    head = models.CharField(max_length=64)


class Hold(models.Model):
    """Something that stands still until an operator releases it; `deliveries` after a restore, so that nothing is sent twice."""

    id = models.CharField(primary_key=True, max_length=40)
    since = models.DateTimeField()


class Installation(models.Model):
    """The one row of what this installation calls itself and which languages it offers, the first of them first."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    name = models.CharField(max_length=60)
    languages = models.JSONField()
    set_up_at = models.DateTimeField()


class SubjectKey(models.Model):
    """The data key of one subject of personal data, wrapped by the installation's key; to erase the subject is to destroy it."""

    subject = models.CharField(primary_key=True, max_length=40)
    wrapped = models.BinaryField(null=True)


class PublicFile(models.Model):
    """A file that anyone may see, kept in the public store under the hash of its content."""

    id = models.CharField(primary_key=True, max_length=64)
    type = models.CharField(max_length=40)


class PrivateFile(models.Model):
    """A file of a subject, sealed with their data key, in the private store under its id; `digest` is the hash of what lies there.

    `size` is that of its content in bytes; `dropped_at` says that it was let go and will be removed (real clock).
    """

    id = models.CharField(primary_key=True, max_length=40)
    subject = models.CharField(max_length=40)
    type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject"], name="privatefile_subject"),
            models.Index(fields=["dropped_at"], condition=models.Q(dropped_at__isnull=False), name="privatefile_dropped"),
        ]
