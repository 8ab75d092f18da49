"""Public files move out of the database into the store that JISHI_FILES_URL names."""

from django.db import migrations


def move(apps, schema_editor):
    from jishi.kernel import files

    for row in apps.get_model("kernel", "PublicFile").objects.order_by("pk").iterator(50):
        files.write_once(files.place(row.pk), bytes(row.content))


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_seals_and_holds")]
    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.RemoveField(model_name="publicfile", name="content"),
    ]
