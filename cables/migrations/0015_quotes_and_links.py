"""What the quote checker said of a link, and where an article has moved to."""

from django.db import migrations, models

VERDICTS = [
    ("exact", "Word for word"),
    ("altered", "Altered"),
    ("absent", "Not found"),
]


class Migration(migrations.Migration):
    dependencies = [("cables", "0014_import_traces")]

    operations = [
        migrations.AddField(
            "articlelink",
            "quote_check",
            models.CharField(
                blank=True, choices=VERDICTS, default="", editable=False, max_length=7
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "articlelink",
            "quote_version",
            models.PositiveIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            "linkcheck",
            "moved_to",
            models.URLField(blank=True, default="", max_length=1000),
            preserve_default=False,
        ),
        migrations.AddIndex(
            "articlelink",
            models.Index(fields=["quote_check", "id"], name="link_quote_check"),
        ),
        migrations.AddConstraint(
            "articlelink",
            models.CheckConstraint(
                condition=models.Q(quote_check__in=["", "exact", "altered", "absent"]),
                name="article_quote_check_known",
            ),
        ),
    ]
