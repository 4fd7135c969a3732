"""Forms of what has no version of its own: they notice that somebody saved meanwhile."""

import hashlib

from django import forms

from cables.curation.revisions import last_editor, snapshot


class NoticesMeanwhile(forms.ModelForm):
    """
    Keeps what was there when the form was opened. Where that has changed, it comes back
    once with all that was typed, and says what differs now; saved again, it stands.
    ``noticed`` are the names of the row's fields, ``told`` those of the form that show
    them, where these are others.
    """

    noticed = ()
    told = ()
    differs = ""  # the sentence that says so, where somebody saved meanwhile
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.there = snapshot(self.instance, self.noticed)
            self.initial["seen"] = _digest(self.there)

    def clean(self):
        cleaned = super().clean()
        seen = cleaned.get("seen")
        if self.instance.pk and seen and seen != self.initial["seen"]:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self.initial["seen"]
            self.differs = self._what_differs()
            self.add_error(None, self.differs)
        return cleaned

    def _what_differs(self):
        who = last_editor(self.instance) or "Somebody"
        names = self.told or self.noticed
        typed = {name: self.cleaned_data.get(name) for name in names}
        said = [
            f"{self.fields[name].label or name} is now “{self._shown(name)}”"
            for name in names
            if name in self.fields and not self._is_same(name, typed[name])
        ]
        there = "; ".join(said) or "what is there now is what you typed"
        return f"{who} saved this meanwhile: {there}. Save again to have yours instead."

    def _is_same(self, name, typed):
        return getattr(typed, "pk", typed) == self._stored(name)

    def _stored(self, name):
        return self.initial.get(name)

    def _shown(self, name):
        value = self.initial.get(name)
        queryset = getattr(self.fields[name], "queryset", None)
        if queryset is not None and value:
            value = queryset.filter(pk=value).first() or value
        return str(value or "")[:200]


class NoticesMeanwhileDeleted:
    """
    For a table of such forms: Django asks nothing of a row that is to be deleted, so that
    the table itself says when somebody saved it after the page was opened.
    """

    def clean(self):
        super().clean()
        said = [form.differs for form in self.forms if self._should_delete_form(form)]
        if stale := [f"To be deleted: {one}" for one in said if one]:
            raise forms.ValidationError(stale)


class WithSeen:
    """For the screen of such a form: who may change a row sends what they saw of it."""

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        changes = obj and self.has_change_permission(request, obj)
        return [*fields, "seen"] if changes else fields


def _digest(values):
    return hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()[:32]
