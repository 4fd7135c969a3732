"""
A link of an article waits for somebody else's approval, as articles do: those that
readers see stay with them.
"""

import django.utils.timezone
from django.db import migrations, models


def approve_what_readers_see(apps, schema_editor):
    approved = apps.get_model("cables", "Article").objects.filter(state="approved")
    links = apps.get_model("cables", "ArticleLink").objects
    links.filter(article__in=approved.values("pk")).update(state="approved")


class Migration(migrations.Migration):
    dependencies = [("cables", "0020_webmentions")]

    operations = [
        migrations.AddField(
            "articlelink",
            "state",
            models.CharField(
                choices=[
                    ("proposed", "Proposed"),
                    ("approved", "Approved"),
                    ("rejected", "Rejected"),
                ],
                default="proposed",
                max_length=10,
            ),
        ),
        migrations.AddField(
            "articlelink",
            "proposed",
            models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddIndex(
            "articlelink",
            models.Index(fields=["state", "proposed", "id"], name="link_proposed"),
        ),
        migrations.AddConstraint(
            "articlelink",
            models.CheckConstraint(
                condition=models.Q(state__in=["proposed", "approved", "rejected"]),
                name="article_link_state_known",
            ),
        ),
        migrations.RunPython(approve_what_readers_see, migrations.RunPython.noop),
    ]
