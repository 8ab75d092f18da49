"""A deadline keeps the ruling that extended it, once; a message that is being handed over is leased to one worker."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_event_txid")]
    operations = [
        migrations.AddField(model_name="deadline", name="extended_by", field=models.JSONField(null=True)),
        migrations.AddField(model_name="post", name="leased_until", field=models.DateTimeField(null=True)),
    ]
