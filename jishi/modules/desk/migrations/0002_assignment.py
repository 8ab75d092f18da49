from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_sessions")]

    operations = [
        migrations.AddField("session", "agent", models.CharField(default="", max_length=40)),
        migrations.AddField("session", "assigned_at", models.DateTimeField(null=True)),
        migrations.AddIndex("session", models.Index(fields=["shop", "state", "agent"], name="desk_session_agent")),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.CharField(max_length=90, primary_key=True, serialize=False)),
                ("shop", models.CharField(max_length=40)),
                ("person", models.CharField(max_length=40)),
                ("accepting", models.BooleanField(default=False)),
                ("capacity", models.PositiveIntegerField()),
                ("seen_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("shop", "person"), name="desk_seat_one_each"),
                    models.CheckConstraint(condition=models.Q(("capacity__gte", 1)), name="desk_seat_capacity"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Floor",
            fields=[
                ("shop", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("turns", models.BigIntegerField(default=0)),
            ],
        ),
    ]
