"""On PostgreSQL each event carries its transaction's number, so that listeners read in commit-safe order."""

from django.db import migrations


def add_txid(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE kernel_event ADD COLUMN txid bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint)")
        schema_editor.execute("CREATE INDEX event_txid ON kernel_event (txid, seq)")


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_ground")]
    operations = [migrations.RunPython(add_txid, migrations.RunPython.noop)]
