"""Approve and reject what comes from outside: in the list, and beside the form."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.views.decorators.http import require_POST

from cables.choices import ModerationState
from cables.curation.errors import CurationError
from cables.curation.moderation import OWN_WORK, is_own_work


# In the list only: beside the form there are buttons of their own.
@admin.action(permissions=["approve"], description="Approve")
def approve(modeladmin, request, queryset):
    moderate(modeladmin, request, queryset, "approve")


@admin.action(permissions=["approve"], description="Reject")
def reject(modeladmin, request, queryset):
    moderate(modeladmin, request, queryset, "reject")


DONE = {"approve": "approved", "reject": "rejected"}


def moderate(modeladmin, request, queryset, name, why=""):
    """Decide on each; say how many were, and what could not be."""
    done = []
    for row in queryset:
        try:
            modeladmin.verbs[name](row, user=request.user, why=why)
        except CurationError as error:
            modeladmin.message_user(request, f"{row}: {error}", messages.ERROR)
        else:
            done.append(row)
            modeladmin.log_change(request, row, DONE[name].capitalize())
    if done:
        opts = modeladmin.opts
        noun = opts.verbose_name if len(done) == 1 else opts.verbose_name_plural
        text = f"{len(done)} {noun} {DONE[name]}."
        modeladmin.message_user(request, text, messages.SUCCESS)
        if name == "approve" and (said := modeladmin.said_of_approved(done)):
            modeladmin.message_user(request, said, messages.WARNING)


class Moderated:
    """For a screen: ``verbs`` are what approves and what rejects a row."""

    actions = [approve, reject]
    change_form_template = "admin/cables/moderated_form.html"
    verbs = {}

    def has_approve_permission(self, request):
        return request.user.has_perm(f"cables.approve_{self.opts.model_name}")

    def has_delete_permission(self, request, obj=None):
        return False  # rejected instead: a second proposal is then known

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if self.has_approve_permission(request) else [*fields, "state"]

    def get_urls(self):
        decide = self.admin_site.admin_view(require_POST(self.decide_view))
        name = f"cables_{self.opts.model_name}_decide"
        return [path("<int:pk>/decide/", decide, name=name), *super().get_urls()]

    def render_change_form(self, request, context, *args, **kwargs):
        row = kwargs.get("obj")
        if row and self.has_approve_permission(request):
            context |= {"may_decide": True, "states": ModerationState}
            if self.is_own(row, request.user):
                context["own_work"] = OWN_WORK
        return super().render_change_form(request, context, *args, **kwargs)

    def said_of_approved(self, rows):
        """Return what there is to know of rows that were approved just now."""
        return ""

    def is_own(self, row, user):
        return is_own_work(row, user)

    def decide_view(self, request, pk):
        row = get_object_or_404(self.model, pk=pk)
        if not self.has_approve_permission(request):
            raise PermissionDenied
        name = request.POST.get("decision")
        if name in self.verbs:
            rows, why = [row], request.POST.get("why", "").strip()[:500]
            moderate(self, request, rows, name, why)
        return redirect(f"admin:cables_{self.opts.model_name}_change", pk)
