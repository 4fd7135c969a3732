"""What readers report: private data and danger to persons first, then the oldest."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Value, When
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from cables.choices import ReportState
from cables.curation.errors import CurationError
from cables.curation.reports import NOTE_LENGTH, answer_report
from cables.models import Cable, ReaderReport
from cables.sharing.pasted import Lines

from .desk_page import desk_page
from .fields import PlainTexts
from .lists import QuickList
from .numbers import number_in
from .proposals import StateFilter
from .queues import ON_PERSONS

PERSONS_FIRST = Case(When(ON_PERSONS, then=Value(0)), default=Value(1))


class OpenFilter(StateFilter):
    """What is open, unless something else is asked for."""

    def lookups(self, request, model_admin):
        return [*ReportState.choices, ("all", "All")]

    def value(self):
        return super(StateFilter, self).value() or ReportState.OPEN.value

    def queryset(self, request, queryset):
        if self.value() in ReportState.values:
            return queryset.filter(state=self.value())
        return queryset


class AboutFilter(admin.SimpleListFilter):
    title = "what is reported"
    parameter_name = "about"

    def lookups(self, request, model_admin):
        return [("persons", "Private data, or danger to a person"), ("other", "Other")]

    def queryset(self, request, queryset):
        condition = {"persons": ON_PERSONS, "other": ~ON_PERSONS}.get(self.value())
        return queryset.filter(condition) if condition else queryset


class AnswerForm(PlainTexts, forms.Form):
    state = forms.ChoiceField(
        label="Answer",
        choices=[
            (one.value, one.label) for one in (ReportState.DONE, ReportState.REJECTED)
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is done or rejected."},
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For the desk alone. A rejection wants one. Do not repeat what is "
        "private.",
    )


@admin.register(ReaderReport)
class ReaderReportAdmin(QuickList, admin.ModelAdmin):
    actions = None
    list_display = ["name", "kind", "paragraph", "age", "state"]
    list_filter = [OpenFilter, AboutFilter]
    list_per_page = 50
    search_fields = ["reference_id"]
    search_help_text = "A part of the id, as the reader wrote it."
    sortable_by = []

    def get_ordering(self, request):
        return [PERSONS_FIRST, "created", "id"]

    def has_answer_permission(self, request):
        return request.user.has_perm("cables.answer_readerreport")

    def has_view_permission(self, request, obj=None):
        answers = self.has_answer_permission(request)
        return answers or super().has_view_permission(request, obj)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False  # what was typed stays as it is; it is answered

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="Cable")
    def name(self, report):
        return report.reference_id

    @admin.display(description="Waits")
    def age(self, report):
        if report.state != ReportState.OPEN:
            return f"{report.created:%Y-%m-%d}"
        days = (timezone.now() - report.created).days
        return f"{days} day{'' if days == 1 else 's'}" if days else "since today"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return report_page(request, object_id, self)


def report_page(request, object_id, modeladmin):
    rows = ReaderReport.objects.select_related("decided_by")
    report = get_object_or_404(rows, pk=number_in(object_id))
    may_answer = modeladmin.has_answer_permission(request)
    if not (may_answer or modeladmin.has_view_permission(request, report)):
        raise PermissionDenied
    if request.method == "POST" and not may_answer:
        raise PermissionDenied
    form = None
    if may_answer and report.state == ReportState.OPEN:
        form = AnswerForm(request.POST if request.method == "POST" else None)
        if form.is_valid() and (done := _answer(modeladmin, request, report, form)):
            return done
    return _shown(modeladmin, request, report, form)


def _answer(modeladmin, request, report, form):
    """Answer it; return where to go then, or None where something is in the way."""
    try:
        report = answer_report(report=report, user=request.user, **form.cleaned_data)
    except CurationError as error:
        form.add_error(None, str(error))
        return None
    said = report.get_state_display().lower()
    modeladmin.log_change(request, report, report.get_state_display())
    modeladmin.message_user(request, f"{report}: {said}.", messages.SUCCESS)
    return redirect("admin:cables_readerreport_changelist")


def _shown(modeladmin, request, report, form):
    cable = _cable_of(report)
    return desk_page(
        modeladmin,
        request,
        "readerreport/answer.html",
        str(report),
        original=report,
        form=form,
        is_open=report.state == ReportState.OPEN,
        days=(timezone.now() - report.created).days,
        cable=cable,
        ways=list(_ways(request.user, cable, report.paragraph)) if cable else [],
    )


def _cable_of(report):
    """Return the cable that a reader named, also one that readers do not see, or None."""
    ids = [name for one in Lines(report.reference_id) for name in one.ids]
    return Cable.objects.filter(reference_id__in=ids).first()


def _ways(user, cable, key):
    """Yield (address, words) of the pages at which something can be done about it."""
    block = _paragraph(cable, key)
    pages = [
        ("view_cable", "change", "", "Open the cable"),
        ("view_paragraph", "paragraphs", block and f"#{block.key}", "Edit paragraphs"),
        ("add_redaction", "redact", block and f"#text-paragraph:{block.pk}", "Redact"),
    ]
    for right, page, anchor, words in pages:
        if user.has_perm(f"cables.{right}"):
            url = reverse(f"admin:cables_cable_{page}", args=[cable.pk])
            yield f"{url}{anchor or ''}", words


def _paragraph(cable, key):
    """Return the paragraph of a cable that has this key, or had it, or None."""
    if found := cable.paragraphs.filter(key=key).first():
        return found
    alias = cable.paragraph_aliases.filter(key=key).select_related("paragraph").first()
    return alias.paragraph if alias else None
