"""The archive's own texts, with a look at them before they are saved."""

from django import forms
from django.contrib import admin

from cables.curation.limits import check_texts
from cables.curation.site_pages import FIELDS, set_site_page
from cables.models import SitePage, clean_html

from .fields import ExactTextField
from .lists import QuickList


class SitePageForm(forms.ModelForm):
    """Asked for a look, the form is never valid: it comes back as it was typed."""

    preview = None
    text = ExactTextField(
        help_text="HTML; whatever could do harm is left out.",
        widget=forms.Textarea(attrs={"rows": 24, "class": "vLargeTextField"}),
    )

    class Meta:
        model = SitePage
        fields = list(FIELDS)

    def clean(self):
        cleaned = super().clean()
        check_texts(cleaned, ("title", "summary", "text"))
        if "_preview" in self.data and not self.errors:
            self.preview = clean_html(cleaned["text"])
            self.add_error(None, "Nothing is saved yet.")
        return cleaned


@admin.register(SitePage)
class SitePageAdmin(QuickList, admin.ModelAdmin):
    form = SitePageForm
    list_display = ["title", "slug", "position", "modified"]
    search_fields = ["title", "slug"]
    fields = list(FIELDS)

    def has_delete_permission(self, request, obj=None):
        return False  # its address is in print; a page can be rewritten

    def render_change_form(self, request, context, **kwargs):
        context["preview"] = context["adminform"].form.preview
        if context["preview"] is not None:
            context["errors"] = None  # "correct the error below" is not what happened
        return super().render_change_form(request, context, **kwargs)

    def save_model(self, request, obj, form, change):
        set_site_page(obj, user=request.user, values=form.cleaned_data)
