from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("conversation", models.CharField(max_length=40)),
                ("shop", models.CharField(max_length=40)),
                ("person", models.CharField(max_length=40)),
                ("market", models.CharField(max_length=4)),
                ("state", models.CharField(default="open", max_length=10)),
                ("first_seq", models.BigIntegerField()),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["shop", "state", "opened_at"], name="desk_session_shop")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("state__in", ["open", "closed"])), name="desk_session_state"),
                    models.UniqueConstraint(condition=models.Q(("state", "open")), fields=("conversation",), name="desk_session_one_open"),
                ],
            },
        )
    ]
