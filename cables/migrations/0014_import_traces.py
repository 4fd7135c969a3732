"""What imports found before they changed it, and files that came to the desk."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cables.models.sealed.fields


class Migration(migrations.Migration):
    dependencies = [
        ("cables", "0012_purge_by_command"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportSource",
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
                    "name",
                    models.CharField(help_text="As it was given.", max_length=1000),
                ),
                (
                    "file",
                    models.CharField(
                        blank=True,
                        help_text="In IMPORT_DIR; empty for a path.",
                        max_length=80,
                    ),
                ),
                (
                    "size",
                    models.PositiveBigIntegerField(default=0, help_text="In bytes."),
                ),
                ("added", models.DateTimeField(auto_now_add=True)),
                ("removed", models.DateTimeField(blank=True, null=True)),
                (
                    "report",
                    cables.models.sealed.fields.SealedTextField(
                        blank=True,
                        help_text="What the last dry run found, as JSON: it quotes "
                        "records.",
                        null=True,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["-added", "-id"], "default_permissions": ()},
        ),
        migrations.CreateModel(
            name="ImportTrace",
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
                ("model", models.CharField(max_length=20)),
                ("object_id", models.BigIntegerField()),
                (
                    "packed",
                    models.BinaryField(
                        help_text="What it was; none: it was made.", null=True
                    ),
                ),
                (
                    "revision",
                    models.BigIntegerField(
                        default=0,
                        help_text="The last row of the history when the run changed it.",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="traces",
                        to="cables.importrun",
                    ),
                ),
            ],
            options={
                "ordering": ["run", "id"],
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["model", "object_id"], name="trace_object")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "model", "object_id"), name="trace_once_in_a_run"
                    )
                ],
            },
        ),
    ]
