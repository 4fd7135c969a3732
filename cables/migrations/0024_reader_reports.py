"""Reports of readers; the roles get their rights to them by a later migration."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KINDS = [
    ("wording", "The text is wrong"),
    ("person", "Private data, or danger to a person"),
    ("other", "Something else"),
]
STATES = [("open", "Open"), ("done", "Done"), ("rejected", "Rejected")]


class Migration(migrations.Migration):
    dependencies = [
        ("cables", "0022_way_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReaderReport",
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
                ("kind", models.CharField(choices=KINDS, max_length=10)),
                (
                    "reference_id",
                    models.CharField(
                        "cable", max_length=60, help_text="As it was sent."
                    ),
                ),
                (
                    "paragraph",
                    models.CharField(blank=True, max_length=60, help_text="Its key."),
                ),
                ("text", models.TextField(max_length=2000)),
                ("created", models.DateTimeField(auto_now_add=True)),
                (
                    "state",
                    models.CharField(choices=STATES, default="open", max_length=10),
                ),
                ("decided", models.DateTimeField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-created", "-id"],
                "permissions": [
                    ("answer_readerreport", "Can see and answer reports of readers")
                ],
                "indexes": [
                    models.Index(
                        fields=["state", "created", "id"], name="reader_report_state"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(kind__in=[kind for kind, _ in KINDS]),
                        name="reader_report_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(state__in=[state for state, _ in STATES]),
                        name="reader_report_state_known",
                    ),
                ],
            },
        ),
    ]
