from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0001_log"),
    ]

    operations = [
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("conversation", models.CharField(max_length=40)),
                ("side", models.CharField(max_length=10)),
                ("sender", models.CharField(max_length=60)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                ("seq", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("seq", None)), fields=["made_at"], name="picture_unsent")],
                "constraints": [
                    models.UniqueConstraint(fields=("conversation", "seq"), name="picture_one_a_message"),
                    models.CheckConstraint(condition=models.Q(("side__in", ["buyer", "shop"])), name="picture_side"),
                ],
            },
        ),
    ]
