from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0002_assignment"),
    ]

    operations = [
        migrations.CreateModel(
            name="Closing",
            fields=[
                ("shop", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("shop", models.CharField(max_length=40)),
                ("person", models.CharField(default="", max_length=40)),
                ("title", models.CharField(max_length=40)),
                ("text", models.TextField()),
                ("shortcut", models.CharField(default="", max_length=20)),
                ("folder", models.CharField(default="", max_length=40)),
                ("place", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["shop", "person", "place"], name="desk_reply_owner")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("shortcut", ""), _negated=True),
                        fields=("shop", "person", "shortcut"),
                        name="desk_reply_shortcut",
                    )
                ],
            },
        ),
    ]
