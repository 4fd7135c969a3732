"""Discussions elsewhere: what was proposed, and what readers see."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError

from cables.choices import ModerationState
from cables.curation.articles import article_url
from cables.curation.discussions import (
    approve_discussion,
    leads_elsewhere,
    reject_discussion,
    save_discussion,
)
from cables.curation.markers import refuse_said
from cables.curation.moderation import OWN_WORK, is_own_work
from cables.models import Discussion

from .article_checks import AGAIN
from .lists import QuickList
from .meanwhile import NoticesMeanwhile
from .mistakes import refused
from .moderation import Moderated


class DiscussionForm(NoticesMeanwhile):
    """An address gets the spelling that proposals give it."""

    user = None
    noticed = ("cable", "url", "title", "state")

    class Meta:
        model = Discussion
        fields = ["cable", "url", "title", "state"]

    def clean_url(self):
        typed = self.cleaned_data["url"]
        if typed == self.instance.url:
            return typed
        try:
            return article_url(typed)
        except ValidationError as error:
            raise ValidationError(error.messages) from error

    def clean(self):
        cleaned = super().clean()
        is_for_readers = cleaned.get("state") != ModerationState.REJECTED
        if is_for_readers and (cable := cleaned.get("cable")):
            refused(self, "title", refuse_said, cable, cleaned.get("title", ""))
        return cleaned

    def clean_state(self):
        state = self.cleaned_data["state"]
        if "state" in self.changed_data and state == ModerationState.APPROVED:
            is_new = self.instance.pk is None
            if is_new or is_own_work(self.instance, self.user):
                raise ValidationError(OWN_WORK)
        return state


@admin.register(Discussion)
class DiscussionAdmin(Moderated, QuickList, admin.ModelAdmin):
    form = DiscussionForm
    change_form_template = "admin/cables/discussion/change_form.html"
    verbs = {"approve": approve_discussion, "reject": reject_discussion}
    list_display = ["__str__", "cable", "proposed", "state"]
    list_filter = ["state"]
    list_select_related = ["cable"]
    search_fields = ["title", "url"]
    search_help_text = "Words of the title, or a part of the address."
    ordering = ["proposed", "id"]
    autocomplete_fields = ["cable"]
    fields = ["cable", "url", "title", "state", "proposed", "seen"]
    readonly_fields = ["proposed"]

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        changes = obj and self.has_change_permission(request, obj)
        return fields if changes else [one for one in fields if one != "seen"]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.user = request.user
        return form

    def save_model(self, request, obj, form, change):
        values = {k: v for k, v in form.cleaned_data.items() if k != "seen"}
        if leads_elsewhere(Discussion.objects.filter(pk=obj.pk).first(), values):
            self.message_user(request, AGAIN, messages.WARNING)
        save_discussion(obj, user=request.user, values=values)
