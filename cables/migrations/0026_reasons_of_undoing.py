"""
The public log gave the title of an undone job as a reason, with the words that an editor
had searched for. Such a reason is nobody's: it goes.
"""

from django.db import migrations
from django.db.models import F


def take_titles_out(apps, schema_editor):
    alias = schema_editor.connection.alias
    changes = apps.get_model("cables", "Change").objects.using(alias)
    told = changes.filter(reason__startswith="Undone: ")
    if told.update(reason=""):  # no cached page outlives this
        epochs = apps.get_model("cables", "PublicationEpoch").objects.using(alias)
        epochs.update(value=F("value") + 1, step=F("step") + 1)


class Migration(migrations.Migration):
    dependencies = [("cables", "0025_roles_again")]

    operations = [migrations.RunPython(take_titles_out, migrations.RunPython.noop)]
