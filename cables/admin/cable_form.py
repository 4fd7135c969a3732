"""The form of a cable, and what it does when somebody else saved meanwhile."""

from dataclasses import dataclass

from django import forms

from cables.choices import State
from cables.curation.cables import EDITABLE, check_id
from cables.curation.errors import WordsComeBack, WordsTakenOut
from cables.curation.limits import (
    LONGEST_SUBJECT,
    check_cable,
    check_embargo,
    check_release,
)
from cables.curation.markers import (
    lost_markers,
    refuse_said,
    texts_in,
    words_back,
)
from cables.curation.revisions import has_every_version, last_editor, values_at
from cables.curation.tags import refuse_names, tag_names
from cables.curation.text_merge import Merged, merge_texts
from cables.models import Cable, OldAddress, Tag

from .fields import ExactTextField, LinesField, PlainTexts, unix_lines
from .form_values import as_initial, put_value, readable
from .mistakes import refused

IMPORTED = "Saved meanwhile by an import."
UNKNOWN = "The page came without the version of the cable that it showed."

#: Long enough that two people change different words of one.
LONG_TEXTS = ("subject", "header", "body")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two people changed: what each of them made of it."""

    label: str
    theirs: object
    mine: object
    merged: Merged | None = None  # of a long text: what the form has now
    anchor: str = ""


class CableForm(PlainTexts, forms.ModelForm):
    subject = ExactTextField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST_SUBJECT}),
        help_text=f"At most {LONGEST_SUBJECT:,} characters: more is not taken in.",
    )
    header = ExactTextField(required=False, widget=forms.Textarea(attrs={"rows": 12}))
    body = ExactTextField(required=False, widget=forms.Textarea(attrs={"rows": 24}))
    captions = LinesField(required=False, help_text="One a line.")
    attention = LinesField(required=False, help_text="For whom, one a line.")
    tag_lines = LinesField(
        label="Tags",
        required=False,
        help_text="One a line, in the order of the TAGS line.",
    )
    why = forms.CharField(
        label="Why",
        required=False,
        max_length=500,
        help_text="For the history. Readers see it where the cable is public.",
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    user = None  # who types
    draft = None  # what the same person typed before and did not save

    class Meta:
        model = Cable
        fields = sorted(EDITABLE)

    def __init__(self, *args, as_stored=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.differences = []
        self.saved_by = None
        self.is_groundless = False
        self.initial["seen_version"] = self.instance.version
        self.initial["tag_lines"] = tag_names(self.instance)
        for name in self.instance.curated:
            self._mark_curated("tag_lines" if name == "tags" else name)
        if self.draft and not self.is_bound and not as_stored:
            self._take_up(self.draft)

    def _take_up(self, draft):
        """Begin with what the draft has, put onto what was saved since it was typed."""
        data = {"seen_version": draft.version} | draft.data
        typed = type(self)(data, instance=self._stored())
        typed.full_clean()
        for name in self.fields:
            if name != "seen_version" and typed[name].data is not None:
                self.initial[name] = typed[name].data
        self.differences, self.saved_by = typed.differences, typed.saved_by
        self.is_groundless = typed.is_groundless

    def clean_reference_id(self):
        reference_id = self.cleaned_data["reference_id"]
        if reference_id != self.instance.reference_id:
            check_id(reference_id)
        former = OldAddress.objects.filter(former_id=reference_id)
        if other := former.exclude(cable=self.instance).select_related("cable").first():
            raise forms.ValidationError(
                f"{reference_id} was the id of {other.cable}, and links lead there."
            )
        return reference_id

    # The two below hold for the whole row, which the form does not have in its hands.
    def clean_released(self):
        released = self.cleaned_data["released"]
        if released is None and self.instance.state == State.PUBLISHED:
            raise forms.ValidationError("A published cable has a date of release.")
        return released

    def clean_canonical(self):
        canonical = self.cleaned_data["canonical"]
        if canonical == self.instance:
            raise forms.ValidationError("A cable cannot be the twin of itself.")
        return canonical

    def clean_tag_lines(self):
        names = self.cleaned_data["tag_lines"]
        longest = Tag._meta.get_field("name").max_length
        if long := [name for name in names if len(name) > longest]:
            raise forms.ValidationError(
                f"{long[0]} is longer than {longest} characters."
            )
        return names

    def clean(self):
        cleaned = super().clean()
        self._check_what_was_typed(cleaned)
        version = cleaned.get("seen_version")
        if version is None:
            self._miss_the_version()
        elif version != self.instance.version:
            self._meet_halfway(version)
        return cleaned

    def _check_what_was_typed(self, cleaned):
        changed = {n: cleaned[n] for n in self.changed_data if n in cleaned}
        if cleaned.get("seen_version") == self.instance.version:
            self._check_markers(changed)
        try:
            check_cable(self.instance, changed)
            check_embargo(self.instance, changed, cleaned.get("why", ""))
            check_release(self.instance, changed, self.user)
        except forms.ValidationError as error:
            self.add_error(None, error)
        self._check_what_is_said(cleaned)

    def _check_what_is_said(self, cleaned):
        """Refuse words that were taken out, where readers would have them from beside."""
        if self.instance.state == State.PUBLISHED:
            refused(self, "why", refuse_said, self.instance, cleaned.get("why", ""))
        if "tag_lines" in self.changed_data and "tag_lines" in cleaned:
            names = cleaned["tag_lines"]
            try:
                refused(self, "tag_lines", refuse_names, self.instance, names)
            except forms.ValidationError as error:
                self.add_error("tag_lines", error)

    def _check_markers(self, changed):
        for name, value in changed.items():
            lost = lost_markers(texts_in(self.initial.get(name)), texts_in(value))
            if lost:
                self.add_error(name, str(WordsTakenOut(lost)))
        pairs = {
            name: (self.initial.get(name), value)
            for name, value in changed.items()
            if name in EDITABLE
        }
        for name in words_back(self.instance, pairs):
            self.add_error(name, WordsComeBack.TYPED)

    def _mark_curated(self, name):
        if name in self.fields:
            field = self.fields[name]
            field.help_text = f"{field.help_text} Set by a person: imports leave it."

    def _meet_halfway(self, version):
        """
        Take over what only the other person changed, keep what was typed here, and show
        both where the two meet. The form can then be saved on the newer version.
        """
        theirs = type(self)(instance=self._stored(), as_stored=True)
        self.data = self.data.copy()
        if not has_every_version(self.instance, version):
            self._show_what_stands(theirs)
            return
        ground = values_at(self.instance, version)
        for name in ground:
            self._settle("tag_lines" if name == "tags" else name, ground[name], theirs)
        self.data["seen_version"] = str(self.instance.version)
        self.saved_by = last_editor(self.instance)
        self.add_error(
            None,
            f"Saved meanwhile by {self.saved_by or 'somebody else'}. What you typed is "
            "below, and nothing of it is saved yet. Look at the differences, then "
            "save again.",
        )

    def _miss_the_version(self):
        theirs = type(self)(instance=self._stored(), as_stored=True)
        self.data = self.data.copy()
        self._errors.pop("seen_version", None)
        self._show_what_stands(theirs, UNKNOWN)

    def _show_what_stands(self, theirs, said=IMPORTED):
        """
        Nothing tells what the values were that were typed over: what was sent may be
        typed or merely old. The form gets what stands, and each value that was sent and
        differs is shown beside it.
        """
        self.is_groundless = True
        for name in self.fields:
            if name in ("seen_version", "why"):
                continue
            if self.fields[name].has_changed(theirs[name].initial, self[name].data):
                self._differ(name, theirs)
                put_value(self.data, theirs[name])
        self.data["seen_version"] = str(self.instance.version)
        self.add_error(
            None,
            f"{said} The form shows the cable as it stands now, and nothing of what you "
            "typed is saved yet: look at the differences, type again what is yours, then "
            "save again.",
        )

    def _settle(self, name, ground, theirs):
        if name not in self.fields:
            return
        typed = self[name].data
        untouched = not self.fields[name].has_changed(
            as_initial(self.fields[name], ground), typed
        )
        if untouched:
            put_value(self.data, theirs[name])
        elif self.fields[name].has_changed(theirs[name].initial, typed):
            self._differ(name, theirs, self._merged(name, ground, theirs))

    def _merged(self, name, ground, theirs):
        """Put both changes of a long text into the form, and return what came of it."""
        if name not in LONG_TEXTS:
            return None
        mine = unix_lines(self[name].data or "")
        merged = merge_texts(ground, theirs[name].initial, mine)
        self.data[self[name].html_name] = merged.text
        return merged

    def _differ(self, name, theirs, merged=None):
        field = self.fields[name]
        mine = self.cleaned_data.get(name, self[name].data)
        self.differences.append(
            Difference(
                self[name].label,
                readable(field, theirs[name].initial),
                readable(field, mine),
                merged,
                self[name].auto_id,
            )
        )

    def unsaved(self):
        """Return the names of fields that have another value than what is stored."""
        if not (self.is_bound or self.draft):
            return set()
        stored = type(self)(instance=self._stored(), as_stored=True)
        return {
            name
            for name, field in self.fields.items()
            if field.has_changed(
                stored[name].initial,
                self[name].data if self.is_bound else self[name].initial,
            )
        }

    def _stored(self):
        # construct_instance has not run yet, but the instance is what it will write to.
        return Cable.objects.get(pk=self.instance.pk)
