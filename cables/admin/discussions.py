"""Discussions elsewhere: what was proposed, and what readers see."""

from django.contrib import admin, messages

from cables.choices import ModerationState
from cables.curation.discussions import save_discussion
from cables.models import Discussion

from .lists import QuickList


@admin.action(permissions=["change"], description="Approve")
def approve(modeladmin, request, queryset):
    moderate(modeladmin, request, queryset, ModerationState.APPROVED)


@admin.action(permissions=["change"], description="Reject")
def reject(modeladmin, request, queryset):
    moderate(modeladmin, request, queryset, ModerationState.REJECTED)


def moderate(modeladmin, request, queryset, state):
    discussions = list(queryset.select_related("cable"))
    for discussion in discussions:
        save_discussion(discussion, user=request.user, values={"state": state})
        modeladmin.log_change(request, discussion, state.label)
    noun = "discussion" if len(discussions) == 1 else "discussions"
    text = f"{len(discussions)} {noun} {state.label.lower()}."
    modeladmin.message_user(request, text, messages.SUCCESS)


@admin.register(Discussion)
class DiscussionAdmin(QuickList, admin.ModelAdmin):
    actions = [approve, reject]
    list_display = ["__str__", "cable", "proposed", "state"]
    list_filter = ["state"]
    list_select_related = ["cable"]
    search_fields = ["title", "url"]
    autocomplete_fields = ["cable"]
    fields = ["cable", "url", "title", "state", "proposed"]
    readonly_fields = ["proposed"]

    def has_delete_permission(self, request, obj=None):
        return False  # rejected instead: a second proposal is then known

    def save_model(self, request, obj, form, change):
        save_discussion(obj, user=request.user, values=form.cleaned_data)
