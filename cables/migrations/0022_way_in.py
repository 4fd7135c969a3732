"""A way in for somebody who lost their password: two administrators, one link."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cables", "0021_link_states"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WayIn",
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
                ("why", models.CharField(max_length=500, verbose_name="reason")),
                ("asked", models.DateTimeField(auto_now_add=True)),
                ("approved", models.DateTimeField(blank=True, null=True)),
                (
                    "token_sha256",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="Empty until approved.",
                        max_length=64,
                    ),
                ),
                (
                    "expires",
                    models.DateTimeField(
                        help_text="The request; once it is approved, the link."
                    ),
                ),
                ("used", models.DateTimeField(blank=True, null=True)),
                ("revoked", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "way in",
                "verbose_name_plural": "ways in",
                "ordering": ["-asked", "-id"],
                "permissions": [("approve_wayin", "Can approve a way in")],
                "default_permissions": ("add", "view"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", models.F("asked_by")), _negated=True
                        ),
                        name="way_in_needs_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person", models.F("asked_by")), _negated=True),
                            models.Q(
                                ("person", models.F("approved_by")), _negated=True
                            ),
                        ),
                        name="way_in_for_somebody_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("token_sha256", ""),
                            ("approved__isnull", False),
                            _connector="OR",
                        ),
                        name="way_in_has_a_link_once_approved",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("token_sha256", ""), _negated=True),
                        fields=("token_sha256",),
                        name="way_in_link_once",
                    ),
                ],
            },
        ),
    ]
