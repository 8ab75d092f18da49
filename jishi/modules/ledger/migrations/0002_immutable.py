"""The database itself refuses to change what was posted: a correction is a posting of its own."""

from django.db import migrations

TABLES = ("ledger_posting", "ledger_entry")


def forbid(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        schema_editor.execute(
            "CREATE FUNCTION ledger_immutable() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'what was posted is never changed'; END $$"
        )
    for table in TABLES:
        act = "EXECUTE FUNCTION ledger_immutable()" if postgresql else "BEGIN SELECT RAISE(ABORT, 'what was posted is never changed'); END"
        schema_editor.execute(f"CREATE TRIGGER {table}_immutable BEFORE UPDATE ON {table} FOR EACH ROW {act}")


def allow(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER {table}_immutable" + (f" ON {table}" if postgresql else ""))
    if postgresql:
        schema_editor.execute("DROP FUNCTION ledger_immutable()")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_ledger")]
    operations = [migrations.RunPython(forbid, allow)]
