from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Conversation",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("market", models.CharField(max_length=4)),
                ("subject", models.CharField(max_length=40)),
                ("person", models.CharField(max_length=40)),
                ("shop", models.CharField(max_length=40)),
                ("last_seq", models.BigIntegerField(default=0)),
                ("last_sender", models.CharField(default="", max_length=60)),
                ("other_seq", models.BigIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["shop", "last_at"], name="conversation_shop"),
                    models.Index(fields=["person", "last_at"], name="conversation_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "shop", "person"), name="conversation_one_a_pair"),
                    models.CheckConstraint(condition=models.Q(("other_seq__lte", models.F("last_seq"))), name="conversation_seqs"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("conversation", models.CharField(max_length=40)),
                ("seq", models.BigIntegerField()),
                ("side", models.CharField(max_length=10)),
                ("sender", models.CharField(max_length=60)),
                ("sealed", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("conversation", "seq"), name="message_one_a_seq"),
                    models.CheckConstraint(condition=models.Q(("side__in", ["buyer", "shop"])), name="message_side"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.CharField(max_length=90, primary_key=True, serialize=False)),
                ("conversation", models.CharField(max_length=40)),
                ("party", models.CharField(max_length=40)),
                ("seq", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["conversation"], name="mark_conversation")]},
        ),
    ]
