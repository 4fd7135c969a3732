"""The public log of changes, as readers see it: nobody edits it."""

from django.contrib import admin

from cables.models import Change

from .import_runs import Record


@admin.register(Change)
class ChangeAdmin(Record):
    list_display = ["when", "cable", "action", "reason_code", "reason", "words"]
    list_display_links = ["when"]
    list_filter = ["action", "reason_code"]
    list_select_related = ["cable"]
    search_fields = ["cable__reference_id__startswith"]
    search_help_text = "How a reference id begins, in capitals."
    fields = ["cable", "action", "when", "reason_code", "reason", "words"]
