"""Tables of conversations."""

from django.db import models


class Conversation(models.Model):
    """A conversation between a person and a shop. `subject` is the person whose key seals its messages.

    `last_seq` is the last message's; `other_seq` that of the last one by somebody else than `last_sender`.
    """

    id = models.CharField(primary_key=True, max_length=40)
    kind = models.CharField(max_length=20)
    market = models.CharField(max_length=4)
    subject = models.CharField(max_length=40)
    person = models.CharField(max_length=40)
    shop = models.CharField(max_length=40)
    last_seq = models.BigIntegerField(default=0)
    last_sender = models.CharField(max_length=60, default="")
    other_seq = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "shop", "person"], name="conversation_one_a_pair"),
            models.CheckConstraint(condition=models.Q(other_seq__lte=models.F("last_seq")), name="conversation_seqs"),
        ]
        indexes = [
            models.Index(fields=["shop", "last_at"], name="conversation_shop"),
            models.Index(fields=["person", "last_at"], name="conversation_person"),
        ]


class Message(models.Model):
    """A message. `id` is made from conversation, sender and the sender's own `client_id`: the same again is the same row."""

    id = models.CharField(primary_key=True, max_length=40)
    conversation = models.CharField(max_length=40)
    seq = models.BigIntegerField()
    side = models.CharField(max_length=10)
    sender = models.CharField(max_length=60)
    sealed = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="message_one_a_seq"),
            models.CheckConstraint(condition=models.Q(side__in=["buyer", "shop"]), name="message_side"),
        ]


class Mark(models.Model):
    """How far one party (a person, or a shop as one) has read a conversation."""

    id = models.CharField(primary_key=True, max_length=90)
    conversation = models.CharField(max_length=40)
    party = models.CharField(max_length=40)
    seq = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["conversation"], name="mark_conversation")]


class Picture(models.Model):
    """A picture that one side of a conversation sent in; its content is the private file of the same id, sealed like the messages.

    `sender` sent it in and alone may send it on; `seq` is the message that shows it, null until there is one. Sides in pixels.
    """

    id = models.CharField(primary_key=True, max_length=40)
    conversation = models.CharField(max_length=40)
    side = models.CharField(max_length=10)
    sender = models.CharField(max_length=60)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    seq = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="picture_one_a_message"),
            models.CheckConstraint(condition=models.Q(side__in=["buyer", "shop"]), name="picture_side"),
        ]
        indexes = [models.Index(fields=["made_at"], condition=models.Q(seq=None), name="picture_unsent")]
