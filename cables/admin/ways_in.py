"""Ways in: what is asked for, approved by another administrator, revoked."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from cables.curation import ways_in
from cables.curation.errors import CurationError
from cables.models.sealed import WayIn

from .lists import QuickList


@admin.register(WayIn)
class WayInAdmin(QuickList, admin.ModelAdmin):
    list_display = ["person", "standing", "why", "asked_by", "asked", "expires"]
    list_select_related = ["person", "asked_by", "approved_by"]
    actions = None
    fields = [
        *("person", "standing", "why", "asked_by", "asked"),
        *("approved_by", "approved", "expires"),
    ]
    change_form_template = "admin/cables/wayin/change_form.html"

    def has_add_permission(self, request):
        return False  # it is asked for on the person's page

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False  # the history of who came in how

    @admin.display(description="State")
    def standing(self, way):
        if way.used:
            return "used"
        if way.revoked:
            return "revoked"
        if way.expires <= timezone.now():
            return "expired"
        return "approved, not used yet" if way.approved else "waits for approval"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        may = request.user.has_perm("cables.approve_wayin")
        is_open = may and ways_in.open_ways().filter(pk=object_id)
        extra = {
            "can_revoke": is_open and is_open.exists(),
            "can_approve": is_open and is_open.filter(approved=None).exists(),
        }
        return super().change_view(
            request, object_id, form_url, extra | (extra_context or {})
        )

    def get_urls(self):
        pages = [
            path(
                f"<int:key>/{verb}/",
                self.admin_site.admin_view(getattr(self, verb)),
                name=f"cables_wayin_{verb}",
            )
            for verb in ("approve", "revoke")
        ]
        return [*pages, *super().get_urls()]

    def _way(self, request, key):
        if not request.user.has_perm("cables.approve_wayin"):
            raise PermissionDenied
        rows = WayIn.objects.select_related("person", "asked_by")
        return get_object_or_404(rows, pk=key)

    def approve(self, request, key):
        """Ask whether it is meant; approve it, and show the link here and now."""
        way, address = self._way(request, key), ""
        if request.method == "POST":
            try:
                way, token = ways_in.approve(way, user=request.user)
            except CurationError as error:
                messages.error(request, str(error))
                return redirect("admin:cables_wayin_change", key)
            address = request.build_absolute_uri(reverse("way_in", args=[token]))
        context = self.admin_site.each_context(request)
        title = "Approved" if address else "Approve it"
        context |= {"title": title, "subtitle": str(way), "way": way}
        context |= {"address": address}
        return TemplateResponse(request, "admin/cables/wayin/approve.html", context)

    def revoke(self, request, key):
        way = self._way(request, key)
        if request.method == "POST":
            try:
                way = ways_in.revoke(way, user=request.user)
                messages.success(request, self._revoked(way))
            except CurationError as error:
                messages.error(request, str(error))
        return redirect("admin:cables_wayin_change", key)

    @staticmethod
    def _revoked(way):
        if not way.approved:
            return "It is taken back. Nothing has changed for them."
        return (
            f"The link is good for nothing. {way.person} has no password now: ask for "
            "another way in."
        )
