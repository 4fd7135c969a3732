"""What an editor typed and has not saved yet: kept, so that nothing typed is lost."""

from django.conf import settings
from django.db import models


class SavedDraft(models.Model):
    """The fields of one form of the desk, as one person last had them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    page = models.CharField(max_length=20, help_text="The form: cable, paragraphs.")
    object_id = models.BigIntegerField()
    sheet = models.BigIntegerField(
        default=0, help_text="Place of the first paragraph on the sheet, from 0."
    )
    version = models.PositiveIntegerField(help_text="Of the cable that was typed over.")
    data = models.JSONField()
    saved = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "page", "object_id", "sheet"],
                name="draft_once_for_a_person",
            ),
        ]
        indexes = [models.Index(fields=["object_id"], name="draft_object")]

    def __str__(self):
        return f"{self.page} {self.object_id} by {self.user_id}"
