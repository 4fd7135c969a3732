"""Webmentions wait in a table of their own until a job has verified them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cables", "0019_saved_filters")]

    operations = [
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        max_length=1000, help_text="The page that links here."
                    ),
                ),
                (
                    "target",
                    models.CharField(max_length=1000, help_text="The address here."),
                ),
                (
                    "cables",
                    models.CharField(
                        max_length=200,
                        help_text="The cable that it names, as proposals write it.",
                    ),
                ),
                (
                    "digest",
                    models.CharField(max_length=64, unique=True, editable=False),
                ),
                ("made", models.DateTimeField(auto_now_add=True)),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.RemoveConstraint("job", "job_kind_known"),
        migrations.AlterField(
            "job",
            "kind",
            models.CharField(
                choices=[
                    ("bulk", "Change of many cables"),
                    ("tag_merge", "Merge of tags"),
                    ("purge", "Purge of redacted words"),
                    ("import", "Import"),
                    ("rollback", "Roll-back of an import"),
                    ("link_check", "Check of links"),
                    ("webmention", "Look at webmentions"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            "job",
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        "bulk",
                        "tag_merge",
                        "purge",
                        "import",
                        "rollback",
                        "link_check",
                        "webmention",
                    ]
                ),
                name="job_kind_known",
            ),
        ),
    ]
