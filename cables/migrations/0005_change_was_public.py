"""Whether readers had seen a cable when its line of the log was written."""

from django.db import migrations, models
from django.db.models import F


def mark_what_readers_saw(apps, schema_editor):
    """The date of release is all that tells of the time before this column."""
    changes = apps.get_model("cables", "Change").objects.using(schema_editor.connection.alias)
    changes.filter(cable__released__lte=F("when")).update(was_public=True)


class Migration(migrations.Migration):
    dependencies = [("cables", "0004_search_tasks")]

    operations = [
        migrations.AddField(
            model_name="change",
            name="was_public",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Whether readers had seen the cable by then.",
            ),
        ),
        migrations.RunPython(mark_what_readers_saw, migrations.RunPython.noop),
    ]
