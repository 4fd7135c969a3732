"""What readers report of a cable: words that are wrong, private data, danger to a person."""

from django.conf import settings
from django.db import models

from cables.choices import ReportKind, ReportState

LONGEST_REPORT = 2_000  # characters


class ReaderReport(models.Model):
    """
    Readers' pages add rows and never read one: the readers' database role may not. It
    keeps what was typed, and nothing about who typed it. No page for readers shows it.
    """

    kind = models.CharField(max_length=10, choices=ReportKind)
    reference_id = models.CharField("cable", max_length=60, help_text="As it was sent.")
    paragraph = models.CharField(max_length=60, blank=True, help_text="Its key.")
    text = models.TextField(max_length=LONGEST_REPORT)
    created = models.DateTimeField(auto_now_add=True)
    state = models.CharField(
        max_length=10, choices=ReportState, default=ReportState.OPEN
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    decided = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-created", "-id"]
        indexes = [
            models.Index(fields=["state", "created", "id"], name="reader_report_state")
        ]
        permissions = [("answer_readerreport", "Can see and answer reports of readers")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ReportKind.values),
                name="reader_report_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ReportState.values),
                name="reader_report_state_known",
            ),
        ]

    def __str__(self):
        return f"Report {self.pk} on {self.reference_id}"
