"""How many pieces of a line a carrier has: of orders that were collected before, all that was not cancelled."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0005_exports"),
    ]

    operations = [
        migrations.AddField(model_name="orderline", name="shipped", field=models.IntegerField(default=0)),
        migrations.RunSQL(
            """UPDATE orders_orderline SET shipped = quantity - cancelled
            WHERE "order" IN (SELECT id FROM orders_order WHERE collected_at IS NOT NULL)""",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(("shipped__gte", 0), ("shipped__lte", models.F("quantity") - models.F("cancelled"))),
                name="order_line_shipped",
            ),
        ),
    ]
