"""HTML that editors write, looked at before it is saved."""

from django import forms

from cables.models import clean_html


class PreviewForm(forms.ModelForm):
    """Asked for a look, the form is never valid: it comes back as it was typed."""

    previewed = ""  # the field with HTML
    preview = None

    def clean(self):
        cleaned = super().clean()
        if "_preview" in self.data and not self.errors:
            self.preview = clean_html(cleaned[self.previewed])
            self.add_error(None, "Nothing is saved yet.")
        return cleaned


class Previewed:
    """For a screen whose form is a ``PreviewForm``."""

    change_form_template = "admin/previewed_form.html"

    def render_change_form(self, request, context, **kwargs):
        context["preview"] = context["adminform"].form.preview
        if context["preview"] is not None:
            context["errors"] = None  # "correct the error below" is not what happened
        return super().render_change_form(request, context, **kwargs)
