"""Cables: the list, and the form with everything that belongs to one cable."""

from django.contrib import admin
from django.template.defaultfilters import truncatechars
from django.urls import path

from cables.curation.cables import EDITABLE, save_cable
from cables.curation.errors import VersionConflict
from cables.curation.states import publish_blockers, publish_warnings, standing
from cables.curation.tags import set_tags, tag_names
from cables.models import Cable

from . import (
    cable_drafts,
    cable_pages,
    cable_paragraphs,
    cable_preview,
    cable_reparse,
    redaction_workbench,
    saved_filters,
)
from .article_links import CableArticleLinks, save_links
from .cable_editor import CableEditor, with_places
from .cable_fieldsets import FIELDSETS
from .cable_filters import (
    ConflictFilter,
    PartialFilter,
    PostFilter,
    PostForm,
    YearFilter,
)
from .cable_form import CableForm
from .cable_search import find
from .cable_tables import OldAddressesInline, RecipientsInline, ReferencesInline
from .cable_verbs import ACTIONS, VERBS
from .desk_filters import DESK_FILTERS
from .import_filters import RunFilter
from .lists import BoundedChangeList, QuickList

FOR_EDITORS = ["seen_version", "why"]  # of no use to who may only look
LONG_FIELDS = ["header", "body", "problems", "declassify_note"]


class CableChangeList(BoundedChangeList):
    aligned = {
        "created": ["created", "pk"],
        "-created": ["-created", "-pk"],
        "released": ["released", "created", "pk"],
        "-released": ["-released", "-created", "-pk"],
        "reference_id": ["reference_id"],
        "-reference_id": ["-reference_id"],
    }


@admin.register(Cable)
class CableAdmin(CableEditor, QuickList, admin.ModelAdmin):
    form = CableForm
    actions = ACTIONS
    list_display = [
        "reference_id",
        "short_subject",
        "created_day",
        "released_day",
        "level",
        "post",
        "standing",
    ]
    list_filter = [
        "state",
        "classification",
        PostFilter,
        YearFilter,
        "on_hold",
        ("is_partial", PartialFilter),
        ConflictFilter,
        *DESK_FILTERS,
        RunFilter,
    ]
    narrowed_by = ["created__lt"]  # how far a search has looked
    list_per_page = 50
    list_select_related = ["post"]
    ordering = ["-created", "-pk"]
    search_fields = ["reference_id"]  # what is really searched: get_search_results
    search_help_text = (
        "A reference id in any spelling, a number, or words of the cable: "
        'harbour, "harbour talks", negotiat*, tag:PREL.'
    )
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ["reference_id", "created_day", "released_day"]
    autocomplete_fields = ["post", "canonical"]
    inlines = [
        CableArticleLinks,
        ReferencesInline,
        RecipientsInline,
        OldAddressesInline,
    ]
    save_on_top = True
    fieldsets = FIELDSETS

    @property
    def media(self):
        return super().media + PostForm().media

    # --- the list ------------------------------------------------------------------
    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        if request.resolver_match.url_name == "cables_cable_changelist":
            return queryset.select_related("post").defer(*LONG_FIELDS)
        return queryset

    def get_changelist(self, request, **kwargs):
        return CableChangeList

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        completes = request.resolver_match.url_name == "autocomplete"
        request.found = find(queryset, search_term, request.GET, unfinished=completes)
        return queryset.filter(pk__in=request.found.keys), False

    def changelist_view(self, request, extra_context=None):
        above = saved_filters.above_list(request)
        response = super().changelist_view(request, above | (extra_context or {}))
        found = getattr(request, "found", None)
        if found and getattr(response, "context_data", None):
            changelist = response.context_data["cl"]
            older = {"created__lt": found.reached and found.reached.isoformat()}
            response.context_data |= {
                "found": found,
                "older": changelist.get_query_string(older),
                "without_words": changelist.get_query_string(remove=["q"]),
            }
        return response

    @admin.display(description="Subject")
    def short_subject(self, cable):
        return truncatechars(cable.subject, 80) or "(no subject)"

    @admin.display(description="Created", ordering="created")
    def created_day(self, cable):
        return cable.created.date().isoformat()

    @admin.display(description="Released", ordering="released", empty_value="–")
    def released_day(self, cable):
        return cable.released.date().isoformat() if cable.released else None

    @admin.display(description="Classification")
    def level(self, cable):
        return cable.get_classification_display().replace("//", "//\u200b")  # may break

    @admin.display(description="State")
    def standing(self, cable):
        return standing(cable)

    # --- who may what --------------------------------------------------------------
    def has_add_permission(self, request):
        return False  # cables come in by an import, which keeps the record as received

    def has_delete_permission(self, request, obj=None):
        return False  # what was in print is withdrawn, never deleted

    def has_publish_permission(self, request):
        return request.user.has_perm("cables.publish_cable")

    def has_withdraw_permission(self, request):
        return request.user.has_perm("cables.withdraw_cable")

    def has_hold_permission(self, request):
        return request.user.has_perm("cables.hold_cable")

    def has_send_back_permission(self, request):
        """Who edits sends a cable back to draft, and who approves."""
        return self.has_change_permission(request) or self.has_publish_permission(
            request
        )

    # --- the form ------------------------------------------------------------------
    def get_urls(self):
        pages = [
            ("paragraphs", cable_paragraphs.paragraphs),
            ("source", cable_pages.source),
            ("conflicts", cable_pages.conflicts),
            ("redact", redaction_workbench.workbench),
            ("preview", cable_preview.preview),
            ("draft", cable_drafts.draft),
            ("reparse", cable_reparse.reparse),
        ]
        wrap = self.admin_site.admin_view
        of_filters = [
            path(f"filters/{route}", wrap(view), {"modeladmin": self}, name=name)
            for route, view, name in saved_filters.PAGES
        ]
        return (
            of_filters
            + [
                path(
                    f"<int:pk>/{name}/",
                    wrap(cable_pages.told_if_missing(view)),
                    {"modeladmin": self},
                    name=f"cables_cable_{name}",
                )
                for name, view in pages
            ]
            + super().get_urls()
        )

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if self.has_change_permission(request, obj):
            return fieldsets
        return [
            (name, options | {"fields": kept})
            for name, options in fieldsets
            if (kept := [f for f in options["fields"] if f not in FOR_EDITORS])
        ]

    @admin.display(description="Tags")
    def tag_lines(self, cable):
        """What a viewer sees in the place of the field."""
        return ", ".join(tag_names(cable))

    def view_on_site(self, cable):
        return cable.get_absolute_url() if cable.is_public else None

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except VersionConflict:
            # Saved in the moment between the form's look and ours: it looks again.
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj:
            context |= self._about(request, obj, context["adminform"].form)
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def _about(self, request, cable, form):
        allowed = context_verbs(self, request, cable)
        blockers = (
            publish_blockers(cable, request.user) if "publish" in dict(allowed) else []
        )
        return self.panes(request, cable, form) | {
            "verbs": allowed,
            "blockers": with_places(cable, blockers),
            "standing": standing(cable),
            "warnings": with_places(cable, publish_warnings(cable)),
            "block_count": cable.paragraphs.count(),
            "may_see_source": cable_pages.may_see_record(request.user, cable),
            "aliases": cable.paragraph_aliases.select_related("paragraph"),
        }

    def save_model(self, request, obj, form, change):
        touched = {
            name: form.cleaned_data[name]
            for name in form.changed_data
            if name in EDITABLE
        }
        given = {"user": request.user, "why": form.cleaned_data["why"]}
        version = form.cleaned_data["seen_version"]
        saved = save_cable(obj, values=touched, expected_version=version, **given)
        if "tag_lines" in form.changed_data:
            names = form.cleaned_data["tag_lines"]
            saved = set_tags(saved, names=names, **given)
        obj.version = saved.version

    def save_formset(self, request, form, formset, change):
        if isinstance(formset, CableArticleLinks.formset):
            save_links(formset, user=request.user)
        else:
            formset.save(commit=False)  # nothing: the other tables are for reading


def context_verbs(modeladmin, request, cable):
    """Return the verbs that begin where the cable stands and that the user may do."""
    return [
        (name, verb)
        for name, verb in VERBS.items()
        if verb.applies_to(cable)
        and getattr(modeladmin, f"has_{verb.permission}_permission")(request)
    ]
