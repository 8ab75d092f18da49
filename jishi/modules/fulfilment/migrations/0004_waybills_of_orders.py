"""Parcels that were packed before orders knew their waybills: each is told to its order."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0003_sheets"),
        ("orders", "0003_waybills_and_views"),
    ]

    operations = [
        migrations.RunSQL(
            """INSERT INTO orders_waybill (id, waybill, "order", shop)
            SELECT 'wbl' || substr(p.id, 4), p.waybill, p."order", p.shop FROM fulfilment_package p
            WHERE NOT EXISTS (SELECT 1 FROM orders_waybill w WHERE w."order" = p."order" AND w.waybill = p.waybill)""",
            migrations.RunSQL.noop,
        )
    ]
