"""References of cables, for reading: which cables are cited that are not here."""

from django.contrib import admin

from cables.models import Reference

from . import queues
from .cable_tables import link_to_cable
from .import_runs import Record


class MissingFilter(admin.SimpleListFilter):
    title = "in the archive"
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        return [("yes", "Cables that are not here")]

    def queryset(self, request, queryset):
        return queryset.filter(queues.MISSING) if self.value() == "yes" else queryset


@admin.register(Reference)
class ReferenceAdmin(Record):
    list_display = ["printed", "cited_id", "citing", "kind", "cited"]
    list_display_links = None
    list_filter = [MissingFilter]
    list_select_related = ["cable", "target"]
    ordering = ["-pk"]
    search_fields = ["cited_id__startswith"]
    search_help_text = "How the id of a cited cable begins, in capitals."
    fields = ["cable", "printed", "cited_id", "kind", "note", "cited"]
    readonly_fields = ["cited"]
    sortable_by = []

    @admin.display(description="In")
    def citing(self, reference):
        return link_to_cable(reference.cable)

    @admin.display(description="In the archive")
    def cited(self, reference):
        return link_to_cable(reference.target) if reference.target else "not yet"
