"""The archive's own texts, with a look at them before they are saved."""

from django import forms
from django.contrib import admin

from cables.curation.limits import check_texts
from cables.curation.site_pages import FIELDS, set_site_page
from cables.models import SitePage

from .fields import ExactTextField
from .lists import QuickList
from .meanwhile import NoticesMeanwhile, WithSeen
from .previews import Previewed, PreviewForm


class SitePageForm(PreviewForm, NoticesMeanwhile):
    noticed = FIELDS
    previewed = "text"
    long = ("text",)
    text = ExactTextField(
        help_text="HTML; whatever could do harm is left out.",
        widget=forms.Textarea(attrs={"rows": 24, "class": "vLargeTextField"}),
    )

    class Meta:
        model = SitePage
        fields = list(FIELDS)

    def clean(self):
        check_texts(self.cleaned_data, ("title", "summary", "text"))
        return super().clean()


@admin.register(SitePage)
class SitePageAdmin(WithSeen, Previewed, QuickList, admin.ModelAdmin):
    form = SitePageForm
    list_display = ["title", "slug", "position", "modified"]
    search_fields = ["title", "slug"]
    fields = list(FIELDS)

    def has_delete_permission(self, request, obj=None):
        return False  # its address is in print; a page can be rewritten

    def save_model(self, request, obj, form, change):
        values = {name: form.cleaned_data[name] for name in FIELDS}
        set_site_page(obj, user=request.user, values=values)
