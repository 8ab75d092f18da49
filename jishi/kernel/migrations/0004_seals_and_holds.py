"""Blocks that seal the audit, in the order in which transactions were committed; and what is held after a restore."""

from django.db import migrations, models


def add_txid(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE kernel_audit ADD COLUMN txid bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint)")
        schema_editor.execute("CREATE INDEX audit_txid ON kernel_audit (txid, id)")


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_extended_and_leased")]
    operations = [
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("n", models.BigIntegerField(primary_key=True, serialize=False)),
                ("sealed_at", models.DateTimeField()),
                ("txid", models.BigIntegerField(default=0)),
                ("last", models.BigIntegerField()),
                ("sealed", models.JSONField()),
                ("before", models.CharField(max_length=64)),
                ("head", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(model_name="audit", index=models.Index(fields=["subject", "id"], name="audit_subject")),
        migrations.AddIndex(model_name="audit", index=models.Index(fields=["actor", "id"], name="audit_actor")),
        migrations.RunPython(add_txid, migrations.RunPython.noop),
    ]
