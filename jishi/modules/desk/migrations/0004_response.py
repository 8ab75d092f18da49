from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0003_replies"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="answer_due",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="session",
            name="answered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="session",
            name="answered_by",
            field=models.CharField(default="", max_length=40),
        ),
        migrations.AddField(
            model_name="session",
            name="answered_ms",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="session",
            name="decision",
            field=models.CharField(default="", max_length=40),
        ),
        migrations.AddField(
            model_name="session",
            name="expiring_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="session",
            name="in_window",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="session",
            name="left_out",
            field=models.CharField(default="", max_length=20),
        ),
        migrations.AddField(
            model_name="session",
            name="no_reply",
            field=models.CharField(default="", max_length=20),
        ),
        migrations.AddField(
            model_name="session",
            name="opened_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="session",
            name="owed_by",
            field=models.CharField(default="", max_length=40),
        ),
        migrations.AddField(
            model_name="session",
            name="response",
            field=models.CharField(default="waiting", max_length=10),
        ),
        migrations.RunSQL("UPDATE desk_session SET response = 'left_out', left_out = 'before'", migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["shop", "opened_on"], name="desk_session_day"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("response__in", ["waiting", "in_time", "late", "left_out"])), name="desk_session_response"
            ),
        ),
    ]
