from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Ticket",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("behind", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["expires_at"], name="realtime_ticket_expires")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("expires_at__gt", models.F("made_at"))), name="realtime_ticket_lasts")
                ],
            },
        )
    ]
