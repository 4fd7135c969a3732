"""Forms of what has no version of its own: they notice that somebody saved meanwhile."""

import hashlib
from dataclasses import dataclass

from django import forms

from cables.curation.revisions import history, last_editor, snapshot
from cables.curation.text_merge import Merged, merge_texts

from .fields import PlainTexts, unix_lines

LOOKED_THROUGH = 100  # revisions, for what the page showed


@dataclass(frozen=True, slots=True)
class Both:
    """A long text that two people changed: whole, and put together where that is known."""

    label: str
    theirs: str
    mine: str
    merged: Merged | None
    anchor: str


class NoticesMeanwhile(PlainTexts, forms.ModelForm):
    """
    Keeps what was there when the form was opened. Where that has changed, it comes back
    once with all that was typed, and says what differs now; saved again, it stands.
    ``noticed`` are the names of the row's fields, ``told`` those of the form that show
    them, where these are others; ``long`` those whose texts are put together.
    """

    noticed = ()
    told = ()
    long = ()
    differs = ""  # the sentence that says so, where somebody saved meanwhile
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.both = []
        if self.instance.pk:
            self.there = snapshot(self.instance, self.noticed)
            self.initial["seen"] = _digest(self.there)

    def clean(self):
        cleaned = super().clean()
        seen = cleaned.get("seen")
        is_changed = {*self.changed_data} - {"seen"}
        if self.instance.pk and seen != self.initial["seen"] and (seen or is_changed):
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self.initial["seen"]
            self._put_together(self._ground(seen))
            self.differs = self._what_differs(seen)
            self.add_error(None, self.differs)
        return cleaned

    def _ground(self, seen):
        """Return the values that the page showed, where the history has them."""
        values = dict(self.there)
        for revision in history(self.instance)[:LOOKED_THROUGH]:
            values |= {n: v for n, v in revision.before.items() if n in values}
            if _digest(values) == seen:
                return values
        return {}

    def _put_together(self, ground):
        for name in self.long:
            theirs = self._stored(name) or ""
            mine = unix_lines(self.cleaned_data.get(name, theirs) or "")
            if mine == theirs or ground.get(name) == theirs:
                continue  # they left it as it was
            merged = merge_texts(ground[name], theirs, mine) if name in ground else None
            if merged:
                self.data[self.add_prefix(name)] = merged.text
            if mine != ground.get(name):
                bound = self[name]
                one = Both(bound.label, theirs, mine, merged, bound.auto_id)
                self.both.append(one)

    def _what_differs(self, seen):
        if seen:
            begins = f"{last_editor(self.instance) or 'Somebody'} saved this meanwhile"
        else:
            begins = "The page came without what it showed"
        names = self.told or self.noticed
        said = [
            f"{self.fields[name].label or name} is now {self._quoted(name)}"
            for name in names
            if name in self.fields
            and not self._is_same(name, self.cleaned_data.get(name))
        ]
        there = "; ".join(said) or "what is there now is what you typed"
        return f"{begins}: {there}. Save again to have yours instead."

    def _quoted(self, name):
        shown = any(one.anchor == self[name].auto_id for one in self.both)
        if shown or name in self.long:
            return "another text" + (", shown below" if shown else ", and in the form")
        return f"“{self._shown(name)}”"

    def _is_same(self, name, typed):
        return getattr(typed, "pk", typed) == self._stored(name)

    def _stored(self, name):
        return self.initial.get(name)

    def _shown(self, name):
        value = self.initial.get(name)
        queryset = getattr(self.fields[name], "queryset", None)
        if queryset is not None and value:
            value = queryset.filter(pk=value).first() or value
        return str(value or "")


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
