"""Sessions say when they were last used; of those there are, when they began."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0002_signing_in")]

    operations = [
        migrations.AddField(model_name="session", name="used_at", field=models.DateTimeField(null=True)),
        migrations.RunSQL("UPDATE identity_session SET used_at = made_at", migrations.RunSQL.noop),
        migrations.AlterField(model_name="session", name="used_at", field=models.DateTimeField()),
    ]
