"""Import runs: what came in when, what could not, and what waits for a decision."""

from functools import partial

from django.contrib import admin
from django.urls import path, reverse
from django.utils.html import format_html

from cables.models import ImportRun
from cables.models.sealed import ImportConflict, ImportReject

from . import import_facts
from .import_back import roll_back_page
from .import_pages import source_page, start
from .import_rejects import can_be_mended, records, table
from .import_unresolved import unresolved
from .lists import BoundedChangeList, QuickList
from .readonly import ReadOnly
from .reject_sight import CLOSED, ReasonsOnly, RejectSight


class Record(ReadOnly, QuickList, admin.ModelAdmin):
    """A list of what happened: nobody edits that."""

    actions = None
    list_per_page = 50


@admin.register(ImportRun)
class ImportRunAdmin(Record):
    list_display = [
        "id",
        "source",
        "format",
        "state",
        "started",
        "created_count",
        "updated_count",
        "unchanged_count",
        "rejected_count",
        "conflict_count",
    ]
    list_filter = ["state", "format"]
    list_select_related = ["user"]
    readonly_fields = ["rejects_link", "conflicts_link", "asked_for", "came_to"]
    fields = [
        "source",
        "format",
        "state",
        ("started", "finished"),
        "user",
        ("created_count", "updated_count", "unchanged_count"),
        "rejects_link",
        "conflicts_link",
        "rolled_back",
        "asked_for",
        "came_to",
    ]

    def get_urls(self):
        def page(route, view, name):
            bound = partial(view, modeladmin=self)
            bound.csrf_exempt = getattr(view, "csrf_exempt", False)
            full = f"cables_importrun_{name}"
            return path(route, self.admin_site.admin_view(bound), name=full)

        return [
            page("start/", start, "start"),
            page("source/<int:pk>/", source_page, "source"),
            page("<int:pk>/roll-back/", roll_back_page, "roll_back"),
            page("<int:pk>/rejects.csv", table, "rejects_table"),
            page("<int:pk>/rejects", records, "rejects_records"),
            page("unresolved/", unresolved, "unresolved"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        may = {"may_import": request.user.has_perm("cables.run_import")}
        return super().changelist_view(request, may | (extra_context or {}))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context |= {
            "may_roll_back": request.user.has_perm("cables.roll_back_import"),
            "may_see_rejects": obj.rejected_count
            and request.user.has_perm("cables.view_importreject"),
            "can_be_mended": can_be_mended(obj),
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.display(description="Rejected")
    def rejects_link(self, run):
        url = reverse("admin:cables_importreject_changelist", query={"run": run.pk})
        return format_html('<a href="{}">{} not taken in</a>', url, run.rejected_count)

    @admin.display(description="Asked for")
    def asked_for(self, run):
        return import_facts.listed(import_facts.asked(run))

    @admin.display(description="Came to")
    def came_to(self, run):
        return import_facts.listed(import_facts.reached(run))

    @admin.display(description="Differences")
    def conflicts_link(self, run):
        url = reverse("admin:cables_importconflict_changelist", query={"run": run.pk})
        return format_html('<a href="{}">{} noticed</a>', url, run.conflict_count)


class RejectList(BoundedChangeList):
    def __init__(self, request, *args, **kwargs):
        super().__init__(request, *args, **kwargs)
        sight = ReasonsOnly(request.user, self.result_list)
        self.result_list = [sight.veil(one) for one in self.result_list]


@admin.register(ImportReject)
class ImportRejectAdmin(Record):
    list_display = ["reason", "reference_id", "file", "line", "column", "run"]
    list_select_related = ["run"]
    narrowed_by = ["run"]
    search_fields = ["reference_id", "reason"]
    fields = ["run", "file", "line", "column", "reference_id", "reason", "record"]
    readonly_fields = ["record"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("compressed")

    def get_changelist(self, request, **kwargs):
        return RejectList

    def get_search_fields(self, request):
        """A reason may quote words that were taken out since: it is not to be guessed."""
        sees = request.user.has_perm("cables.view_sealedtext")
        return self.search_fields if sees else ["reference_id"]

    def get_object(self, request, object_id, from_field=None):
        reject = super().get_object(request, object_id, from_field)
        if reject is not None:
            sight = RejectSight(request.user, [reject])
            reject.is_open = sight.opens(reject)
            sight.veil(reject)
        return reject

    @admin.display(description="Record as received")
    def record(self, reject):
        if not reject.is_open:
            return CLOSED
        text = reject.raw.decode("utf-8", "backslashreplace")
        return format_html("<pre>{}</pre>", text)


@admin.register(ImportConflict)
class ImportConflictAdmin(Record):
    list_display = ["cable", "field", "noticed", "decided", "decided_by", "run"]
    list_filter = [("decided", admin.EmptyFieldListFilter)]
    list_select_related = ["cable", "run", "decided_by"]
    narrowed_by = ["run"]
    # What came in may be sealed words: the page that decides asks for the right to them.
    fields = ["decide", "field", "noticed", "decided", "decided_by", "run"]
    readonly_fields = ["decide"]

    @admin.display(description="Cable")
    def decide(self, conflict):
        url = reverse("admin:cables_cable_conflicts", args=[conflict.cable_id])
        return format_html('<a href="{}">{}</a>', url, conflict.cable)
