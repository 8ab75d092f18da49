from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0007_deadlines_by_kind"),
    ]

    operations = [
        migrations.CreateModel(
            name="PrivateFile",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("subject", models.CharField(max_length=40)),
                ("type", models.CharField(max_length=40)),
                ("size", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("dropped_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject"], name="privatefile_subject"),
                    models.Index(condition=models.Q(("dropped_at__isnull", False)), fields=["dropped_at"], name="privatefile_dropped"),
                ],
            },
        ),
    ]
