"""The sheet of a cable's paragraphs: a form for each block, and one for the whole."""

from dataclasses import dataclass, field

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from cables.choices import BlockKind

from .fields import ExactTextField, PlainTexts
from .mistakes import mistakes_of
from .paragraph_conflict import FIELDS, values_of

LAST_PLACE = 100_000
PER_PAGE = 100  # ten fields each, which take a third of a second to print


class BlockForm(forms.Form):
    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=BlockKind.choices)
    label = forms.CharField(required=False, max_length=20)
    marking = forms.CharField(required=False, max_length=40)
    text = ExactTextField(required=False)
    # Where a split is asked for: words that were typed, or where a script saw the cursor.
    before = forms.CharField(required=False, label="Split before the words")
    cursor = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        text = self.initial.get("text", "")
        rows = min(max(3, len(text) // 70 + text.count("\n") + 1), 24)
        self.fields["text"].widget.attrs["rows"] = rows


class BlockFormSet(forms.BaseFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        place = form.fields["ORDER"]
        place.label = "Place"
        place.validators = [MinValueValidator(0), MaxValueValidator(LAST_PLACE)]
        form.fields["DELETE"].label = "Remove"


BlockForms = forms.formset_factory(
    BlockForm,
    formset=BlockFormSet,
    extra=1,
    can_order=True,
    can_delete=True,
    absolute_max=PER_PAGE + 200,
    max_num=PER_PAGE + 200,
)


class SaveForm(PlainTexts, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(
        label="Why",
        required=False,
        max_length=500,
        help_text="For the history. Readers see it where the cable is public.",
    )


@dataclass
class Sheet:
    """What the page holds: a form a block, and one for the whole."""

    formset: BlockFormSet
    save: SaveForm
    differences: list = field(default_factory=list)
    notice: str = ""
    saved_by: object = None
    is_groundless: bool = False

    @classmethod
    def of(cls, cable, blocks):
        return cls(
            formset=BlockForms(initial=initial_of(blocks)),
            save=SaveForm(initial={"version": cable.version}),
        )

    @classmethod
    def sent(cls, data):
        return cls(formset=BlockForms(data), save=SaveForm(data))

    def is_valid(self):
        # Both are checked, so that one page shows the errors of both.
        return all([self.formset.is_valid(), self.save.is_valid()])

    def rows(self, blocks):
        """Pair each form with the key of its block: empty for a new one."""
        keys = {str(block.pk): block.key for block in blocks}
        return [
            (form, keys.get(str(form["id"].value() or ""), "")) for form in self.formset
        ]

    def mistakes(self, blocks):
        found = mistakes_of(self.save)
        for form, key in self.rows(blocks):
            found += mistakes_of(form, f" of #{key}" if key else " of the new one")
        return found

    def kept(self):
        """Return the forms of the blocks that stay, in their new order."""
        return [
            form
            for form in self.formset.ordered_forms
            if form.cleaned_data.get("id") or form.cleaned_data.get("text")
        ]

    def typed(self):
        """Return the sent blocks in their new order, without those to be removed."""
        names = ("id", "key", *FIELDS)
        return [
            {name: form.cleaned_data.get(name) for name in names}
            for form in self.kept()
        ]

    def add_errors(self, problems, first):
        """Put the sentences about blocks, by their place in the cable, on their forms."""
        kept = self.kept()
        for place, sentences in problems.items():
            for name, sentence in sentences.items():
                if 0 <= place - first < len(kept):
                    kept[place - first].add_error(name, sentence)


def initial_of(blocks):
    return [values_of(block) for block in blocks]
