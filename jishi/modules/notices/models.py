"""Tables of notices. A notice comes to a person as someone who works in a shop, or (`shop` is "") as a buyer."""

from django.db import models

TOPICS = ("orders", "cancellations", "chats", "service")


class Notice(models.Model):
    """Something that a person was told: `kind` has its words, `subject` is the thing it is about, `seq` the event it came from.

    It is new until its person reads it (`read_at`) or what it asks for was done by anyone (`settled_at`). `in_app` says whether it
    is listed, `mail` whether a letter is still to tell of it; `shown_at` is from when a browser may show it, null for never.
    """

    id = models.CharField(primary_key=True, max_length=40)
    person = models.CharField(max_length=40)
    shop = models.CharField(max_length=40, default="")
    market = models.CharField(max_length=4)
    topic = models.CharField(max_length=20)
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=40)
    params = models.JSONField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    in_app = models.BooleanField(default=True)
    mail = models.BooleanField(default=False)
    shown_at = models.DateTimeField(null=True)
    letter = models.CharField(max_length=40, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seq", "person", "kind"], name="notices_notice_once"),
            models.CheckConstraint(condition=models.Q(topic__in=TOPICS), name="notices_notice_topic"),
        ]
        indexes = [
            models.Index(fields=["person", "shop", "at", "seq", "id"], name="notices_notice_person"),
            models.Index(
                fields=["person", "shop"], condition=models.Q(read_at=None, settled_at=None, in_app=True), name="notices_notice_new"
            ),
            models.Index(fields=["subject"], condition=models.Q(settled_at=None), name="notices_notice_subject"),
            models.Index(fields=["letter"], condition=~models.Q(letter=""), name="notices_notice_letter"),
            models.Index(fields=["market", "at"], name="notices_notice_market"),
        ]


class Letter(models.Model):
    """What is to be told to a person of one topic, together, when its deadline comes: in a mail, and on the screens of browsers."""

    id = models.CharField(primary_key=True, max_length=40)
    person = models.CharField(max_length=40)
    shop = models.CharField(max_length=40, default="")
    market = models.CharField(max_length=4)
    topic = models.CharField(max_length=20)
    state = models.CharField(max_length=8, default="open")
    opened_at = models.DateTimeField()
    notices = models.IntegerField(default=1)
    post = models.CharField(max_length=40, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "shop", "topic"], condition=models.Q(state="open"), name="notices_letter_one_open"),
            models.CheckConstraint(condition=models.Q(state__in=["open", "sent", "dropped"]), name="notices_letter_state"),
        ]
        indexes = [models.Index(fields=["market", "opened_at"], name="notices_letter_market")]


class Wish(models.Model):
    """What a person wants told where, as someone of a shop or as a buyer; who has none gets the rule's.

    `channels` is {topic: {channel: wanted}} of all topics and channels; from `quiet_from` until `quiet_to` ("22:00") nothing is
    mailed or shown, both "" for no such hours.
    """

    id = models.CharField(primary_key=True, max_length=40)
    person = models.CharField(max_length=40)
    shop = models.CharField(max_length=40, default="")
    channels = models.JSONField()
    quiet_from = models.CharField(max_length=5, default="")
    quiet_to = models.CharField(max_length=5, default="")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "shop"], name="notices_wish_one")]
