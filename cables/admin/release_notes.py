"""Notes of releases: what readers are told of the cables that came out on one day."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from cables.curation.limits import check_texts, check_year
from cables.curation.release_notes import FIELDS, check_words, set_release_note
from cables.models import Cable, ReleaseNote, clean_html

from .fields import ExactTextField
from .lists import COUNTED, QuickList
from .meanwhile import NoticesMeanwhile, WithSeen
from .mistakes import refused
from .previews import Previewed, PreviewForm
from .queues import released_on


class ReleaseNoteForm(PreviewForm, NoticesMeanwhile):
    noticed = FIELDS
    previewed = "notes"
    long = ("notes",)
    notes = ExactTextField(
        required=False,
        help_text="HTML; whatever could do harm is left out. Readers see it once a "
        "cable of that day is there.",
        widget=forms.Textarea(attrs={"rows": 16, "class": "vLargeTextField"}),
    )

    class Meta:
        model = ReleaseNote
        fields = list(FIELDS)

    def clean_day(self):
        day = self.cleaned_data["day"]
        check_year(day)
        return day

    def clean(self):
        try:
            check_texts(self.cleaned_data, ("title", "notes"))
        except ValidationError as error:
            self.add_error(None, error)
        cleaned = super().clean()
        if day := cleaned.get("day"):
            notes = clean_html(cleaned.get("notes", ""))
            refused(self, None, check_words, day, cleaned.get("title", ""), notes)
        return cleaned


@admin.register(ReleaseNote)
class ReleaseNoteAdmin(WithSeen, Previewed, QuickList, admin.ModelAdmin):
    form = ReleaseNoteForm
    list_display = ["day", "title", "modified"]
    search_fields = ["title"]
    fields = ["day", "title", "notes", "cables"]
    readonly_fields = ["cables"]

    def has_delete_permission(self, request, obj=None):
        return False  # a note can be rewritten; what it said stays in its history

    def view_on_site(self, note):
        return note.get_absolute_url() if note.day <= timezone.now().date() else None

    @admin.display(description="Cables of that day")
    def cables(self, note):
        if note.day is None:
            return "–"
        rows = Cable.objects.filter(released_on(note.day)).values("pk")
        number = rows[: COUNTED + 1].count()
        url = reverse("admin:cables_cable_changelist", query={"release": note.day})
        over = "over " if number > COUNTED else ""
        shown = f"{over}{min(number, COUNTED):,}"
        return format_html('<a href="{}">{} with this date of release</a>', url, shown)

    def save_model(self, request, obj, form, change):
        values = {name: form.cleaned_data[name] for name in FIELDS}
        set_release_note(obj, user=request.user, values=values)
