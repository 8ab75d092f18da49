"""Tables of the lawbook. Values and decisions are for good, never changed or deleted; overrides move on, calendars are edited."""

from django.db import models


class Value(models.Model):
    """A dated value of a rule as it was when first seen: what cases cite, whatever the files say today."""

    key = models.CharField(primary_key=True, max_length=12)
    layer = models.CharField(max_length=40)
    rule = models.CharField(max_length=120)
    since = models.DateField()
    where = models.JSONField()
    unit = models.CharField(max_length=20)
    value = models.JSONField(null=True)
    source = models.JSONField()
    told = models.JSONField()  # notice, note, dated, min_count
    head = models.JSONField()  # the rule's own entry: name, sentences, shape, columns
    copied_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["rule", "since"], name="lawbook_value_rule")]


class Market(models.Model):
    """A market that the operator has opened; currency and zone are the rulebook's."""

    code = models.CharField(primary_key=True, max_length=4)
    opened = models.DateField()
    at = models.DateTimeField()


class MarketPack(models.Model):
    """From this day on the market follows this pack; null is the base alone. The next row ends it."""

    id = models.CharField(primary_key=True, max_length=40)
    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="packs")
    pack = models.CharField(max_length=40, null=True)
    since = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["market", "since"], name="lawbook_one_pack_a_day")]


class PackChange(models.Model):
    """That an open market follows another pack from a day on (null: the base alone): proposed by one person, settled by another.

    `approvals` are the persons who settled it. Once it is settled, the MarketPack of that day is there.
    """

    id = models.CharField(primary_key=True, max_length=40)
    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="pack_changes")
    pack = models.CharField(max_length=40, null=True)
    since = models.DateField()
    reason = models.CharField(max_length=120)
    state = models.CharField(max_length=10, default="draft")
    drafted_by = models.CharField(max_length=40)
    drafted_as = models.CharField(max_length=20)
    drafted_at = models.DateTimeField()
    approvals = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=["draft", "settled", "withdrawn"]), name="lawbook_pack_change_state"),
            models.UniqueConstraint(fields=["market", "since"], condition=models.Q(state="settled"), name="lawbook_one_change_a_day"),
        ]
        indexes = [models.Index(fields=["market", "state"], name="lawbook_pack_change_market")]


class Decision(models.Model):
    """An automatic effect or refusal that costs someone something: by which rulings, from which facts, and what would have changed it."""

    id = models.CharField(primary_key=True, max_length=40)
    subject = models.CharField(max_length=40)
    person = models.CharField(max_length=40, null=True)
    shop = models.CharField(max_length=40, null=True)
    market = models.CharField(max_length=4)
    verb = models.CharField(max_length=60)
    outcome = models.CharField(max_length=120)
    params = models.JSONField(default=dict)
    rulings = models.JSONField()
    facts = models.JSONField()
    sum = models.JSONField(null=True)
    counterfactuals = models.JSONField()
    deadline = models.CharField(max_length=40, null=True)
    due = models.DateTimeField(null=True)
    fired = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(deadline=None, due=None, fired=None) | models.Q(deadline__isnull=False, due__isnull=False),
                name="lawbook_decision_deadline_due",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "at"], name="lawbook_decision_subject"),
            models.Index(fields=["shop", "at"], name="lawbook_decision_shop"),
            models.Index(fields=["person", "at"], name="lawbook_decision_person"),
        ]


class Override(models.Model):
    """The operator's own value of a rule in one market, or the repeal of one: drafted by one person, published by another.

    `where` holds the market too; `place` names market, rule and where. `begins` and `ends` are the instants between which it
    governs: the midnights of the market's days, or the moment of publication in an emergency. `approvals` are the persons who
    published it. `revision` grows with each change of the row, so that every process sees that something changed.
    """

    id = models.CharField(primary_key=True, max_length=40)
    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="overrides")
    rule = models.CharField(max_length=120)
    place = models.CharField(max_length=64)
    repeals = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="repealed_by")
    where = models.JSONField()
    unit = models.CharField(max_length=20)
    value = models.JSONField(null=True)
    min_count = models.BigIntegerField(null=True)
    replaces_all = models.BooleanField(default=False)
    reason = models.TextField(default="")
    emergency = models.BooleanField(default=False)
    since = models.DateField(null=True)
    begins = models.DateTimeField(null=True)
    ends = models.DateTimeField(null=True)
    state = models.CharField(max_length=14, default="draft")
    drafted_by = models.CharField(max_length=40)
    drafted_as = models.CharField(max_length=20)
    drafted_at = models.DateTimeField()
    approvals = models.JSONField(default=list)
    published_at = models.DateTimeField(null=True)
    notice = models.JSONField(null=True)
    ruling = models.JSONField(null=True)
    key = models.CharField(max_length=12, null=True)
    revision = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "public_notice", "in_force", "repealed", "withdrawn"]), name="lawbook_override_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"])
                | models.Q(published_at__isnull=False, begins__isnull=False, begins__gte=models.F("published_at")),
                name="lawbook_override_published",
            ),
            models.UniqueConstraint(fields=["place"], condition=models.Q(state="public_notice"), name="lawbook_one_scheduled"),
        ]
        indexes = [models.Index(fields=["market", "state"], name="lawbook_override_market")]


class CalendarEntry(models.Model):
    """What the operator has written into a market's calendar. `content` null: taken back, the calendar is as it is published.

    A `day` works or not and has a name; a `year` (its 1 January) has all its holidays; a `week` holds the blocks of service of
    each weekday, Monday first, from a day on. `revision` grows with each change, so that every process sees it.
    """

    id = models.CharField(primary_key=True, max_length=40)
    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="calendar")
    kind = models.CharField(max_length=4)
    on = models.DateField()
    content = models.JSONField(null=True)
    at = models.DateTimeField()
    revision = models.BigIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["market", "kind", "on"], name="lawbook_calendar_once"),
            models.CheckConstraint(condition=models.Q(kind__in=["day", "year", "week"]), name="lawbook_calendar_kind"),
        ]
