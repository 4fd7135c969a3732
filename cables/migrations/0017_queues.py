"""What the queues of the desk and the log of all changes are found by."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cables", "0015_quotes_and_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "revision",
            "user",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=models.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            "revision", models.Index(fields=["user", "id"], name="revision_user")
        ),
        migrations.AddIndex(
            "revision", models.Index(fields=["model", "id"], name="revision_model")
        ),
        migrations.AddIndex(
            "cable",
            models.Index(
                fields=["created", "id"],
                condition=~models.Q(problems=[]),
                name="cable_problems",
            ),
        ),
        migrations.AddIndex(
            "cable",
            models.Index(
                fields=["modified", "id"],
                condition=models.Q(on_hold=True),
                name="cable_hold_age",
            ),
        ),
        migrations.AddIndex(
            "cable",
            models.Index(
                fields=["modified", "id"],
                condition=models.Q(state="review"),
                name="cable_review_age",
            ),
        ),
        migrations.AddIndex(
            "reference",
            models.Index(
                fields=["id"],
                condition=models.Q(target__isnull=True, kind="cable"),
                name="reference_missing",
            ),
        ),
        migrations.AddIndex(
            "article",
            models.Index(
                fields=["link_checked", "id"],
                condition=models.Q(link_status="dead"),
                name="article_dead",
            ),
        ),
        migrations.AddIndex(
            "discussion",
            models.Index(
                fields=["state", "proposed", "id"], name="discussion_proposed"
            ),
        ),
        migrations.AddIndex(
            "importconflict",
            models.Index(
                fields=["noticed", "id"],
                condition=models.Q(decided__isnull=True),
                name="conflict_waiting",
            ),
        ),
    ]
