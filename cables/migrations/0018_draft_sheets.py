"""A long cable's paragraphs stand on several sheets: each has a draft of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cables", "0017_queues")]

    operations = [
        migrations.RemoveConstraint("saveddraft", "draft_once_for_a_person"),
        migrations.AddField(
            "saveddraft",
            "sheet",
            models.BigIntegerField(
                default=0,
                help_text="Place of the first paragraph on the sheet, from 0.",
            ),
        ),
        migrations.AddConstraint(
            "saveddraft",
            models.UniqueConstraint(
                fields=["user", "page", "object_id", "sheet"],
                name="draft_once_for_a_person",
            ),
        ),
    ]
