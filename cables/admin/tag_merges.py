"""Merges of tags: what became what, when and why, and the way back."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from cables.curation.errors import MergeRefused
from cables.curation.jobs.tag_merge import check_undoable, start_undoing
from cables.curation.tag_merge import AT_ONCE
from cables.curation.tag_unmerge import undo_merge
from cables.models.sealed import TagMerge

from .import_runs import Record

FEW = 20  # cables that are named in a message


@admin.register(TagMerge)
class TagMergeAdmin(Record):
    list_display = ["name", "target", "cables", "user", "when", "why", "way_back"]
    list_display_links = None
    list_select_related = ["target", "user", "undone_by"]
    search_fields = ["name"]
    search_help_text = "The code of a tag that is gone."

    def get_queryset(self, request):
        return super().get_queryset(request).defer("packed", "fields")

    def get_urls(self):
        undo = self.admin_site.admin_view(undo_page)
        return [path("<int:pk>/undo/", undo, name="cables_tagmerge_undo")] + (
            super().get_urls()
        )

    def change_view(self, request, object_id, form_url="", extra_context=None):
        raise Http404  # the list says all

    def history_view(self, request, object_id, extra_context=None):
        raise Http404

    @admin.display(description="Undo")
    def way_back(self, merge):
        if merge.undone:
            return f"Undone {merge.undone:%Y-%m-%d}"
        if merge.target_id is None:
            return "Its target is gone"
        url = reverse("admin:cables_tagmerge_undo", args=[merge.pk])
        return format_html('<a href="{}">Undo the merge of {}</a>', url, merge.name)


def undo_page(request, pk):
    """Ask, then put the tag back: at once on few cables, on more by a job."""
    if not request.user.has_perms(["cables.change_tag", "cables.delete_tag"]):
        raise PermissionDenied
    merge = get_object_or_404(TagMerge.objects.select_related("target"), pk=pk)
    try:
        check_undoable(merge)
        if request.method == "POST":
            return _undo(request, merge)
    except MergeRefused as error:
        messages.error(request, str(error))
        return redirect("admin:cables_tagmerge_changelist")
    request.current_app = admin.site.name
    context = {
        **admin.site.each_context(request),
        "opts": TagMerge._meta,
        "original": merge,
        "title": f"Undo the merge of {merge.name}",
    }
    return TemplateResponse(request, "admin/cables/tag/unmerge.html", context)


def _undo(request, merge):
    if merge.cables > AT_ONCE:
        job = start_undoing(merge, user=request.user)
        return redirect("admin:cables_job_change", job.pk)
    left = undo_merge(merge, user=request.user)
    text = f"{merge.name} is a tag of its own again."
    messages.success(request, text)
    if left:
        named = ", ".join(left[:FEW]) + (", …" if len(left) > FEW else "")
        text = f"These stay as they are, since their tags were changed: {named}."
        messages.warning(request, text)
    return redirect("admin:cables_tag_change", merge.fields["pk"])
