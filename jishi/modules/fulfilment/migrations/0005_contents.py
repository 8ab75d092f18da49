"""What is in a parcel: of those that were packed before, all of their order that was to be sent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0004_waybills_of_orders"),
        ("orders", "0006_pieces_handed_over"),
    ]

    operations = [
        migrations.CreateModel(
            name="Content",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("package", models.CharField(max_length=40)),
                ("order", models.CharField(max_length=40)),
                ("line", models.CharField(max_length=40)),
                ("quantity", models.IntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["order"], name="content_order")],
                "constraints": [
                    models.UniqueConstraint(fields=("package", "line"), name="content_once"),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="content_quantity"),
                ],
            },
        ),
        migrations.RunSQL(
            """INSERT INTO fulfilment_content (id, package, "order", line, quantity)
            SELECT 'pct' || substr(p.id, 4, 10) || substr(l.id, 4), p.id, p."order", l.id,
                CASE WHEN o.state = 'cancelled' OR l.quantity = l.cancelled THEN l.quantity ELSE l.quantity - l.cancelled END
            FROM fulfilment_package p JOIN orders_order o ON o.id = p."order" JOIN orders_orderline l ON l."order" = o.id
            WHERE o.state = 'cancelled' OR l.quantity > l.cancelled""",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveConstraint(model_name="package", name="package_one_an_order"),
        migrations.RemoveField(model_name="package", name="order"),
    ]
