"""The paragraphs of a cable, edited on a page of their own."""

from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.shortcuts import redirect

from cables.choices import BlockKind
from cables.curation.errors import BadBlocks, CurationError, VersionConflict
from cables.curation.paragraphs import save_paragraphs
from cables.curation.revisions import has_every_version, last_editor
from cables.models import Cable

from .cable_pages import get_cable, page
from .fields import ExactTextField
from .mistakes import mistakes_of
from .numbers import number_in
from .paragraph_conflict import FIELDS, merge

LAST_PLACE = 100_000
PER_PAGE = 300  # of the 5,000 fields that a form may have, each block has eight


class BlockForm(forms.Form):
    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=BlockKind.choices)
    label = forms.CharField(required=False, max_length=20)
    marking = forms.CharField(required=False, max_length=40)
    text = ExactTextField(required=False)

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


class SaveForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(
        label="Why",
        required=False,
        max_length=500,
        help_text="For the history. Readers see it where the cable is public.",
    )


def paragraphs(request, pk, modeladmin):
    """Edit text, kind, label, marking and order; add and remove."""
    cable = get_cable(modeladmin, request, pk)
    may_change = modeladmin.has_change_permission(request, cable)
    blocks = list(cable.paragraphs.order_by("position", "id"))
    start = _start(request, len(blocks))
    sheet = Sheet(
        formset=BlockForms(initial=_initial(blocks[start : start + PER_PAGE])),
        save=SaveForm(initial={"version": cable.version}),
    )
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        sheet = Sheet(formset=BlockForms(request.POST), save=SaveForm(request.POST))
        rest = (blocks[:start], blocks[start + PER_PAGE :])
        if sheet.is_valid() and _save(modeladmin, request, cable, sheet, rest):
            return redirect(request.get_full_path())
    return page(
        modeladmin,
        request,
        "paragraphs",
        cable,
        "Paragraphs",
        sheet=sheet,
        rows=_rows(sheet.formset, blocks),
        mistakes=sheet.mistakes(blocks),
        may_change=may_change,
        aliases=cable.paragraph_aliases.select_related("paragraph"),
        starts=range(0, len(blocks), PER_PAGE) if len(blocks) > PER_PAGE else [],
        start=start,
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

    def is_valid(self):
        # Both are checked, so that one page shows the errors of both.
        return all([self.formset.is_valid(), self.save.is_valid()])

    def mistakes(self, blocks):
        found = mistakes_of(self.save)
        for form, key in _rows(self.formset, blocks):
            found += mistakes_of(form, f" of #{key}" if key else " of the new one")
        return found


def _rows(formset, blocks):
    """Pair each form with the key of its block: empty for a new one."""
    keys = {str(block.pk): block.key for block in blocks}
    return [(form, keys.get(str(form["id"].value() or ""), "")) for form in formset]


def _start(request, count):
    start = number_in(request.GET.get("from", "")) or 0
    return min(start, max(count - 1, 0)) // PER_PAGE * PER_PAGE


def _initial(blocks):
    return [
        {"id": block.pk, "key": block.key}
        | {name: getattr(block, name) for name in FIELDS}
        for block in blocks
    ]


def _save(modeladmin, request, cable, sheet, rest):
    """Save and say so; or say why not, and leave what was typed on the sheet."""
    before, after = map(_initial, rest)
    version = sheet.save.cleaned_data["version"]
    try:
        saved = save_paragraphs(
            cable,
            user=request.user,
            blocks=[*before, *_typed(sheet.formset), *after],
            why=sheet.save.cleaned_data["why"],
            expected_version=version,
        )
    except VersionConflict:
        _meet_halfway(cable, version, sheet, rest)
        return False
    except BadBlocks as error:
        forms = _kept(sheet.formset)
        for place, problems in error.problems.items():
            for name, sentence in problems.items():
                forms[place - len(before)].add_error(name, sentence)
        sheet.notice = str(error)
        return False
    except CurationError as error:
        sheet.notice = str(error)
        return False
    if saved.version == version:
        modeladmin.message_user(request, "Nothing was changed.", messages.INFO)
    else:
        modeladmin.log_change(request, cable, "Paragraphs changed.")
        modeladmin.message_user(request, "The paragraphs are saved.", messages.SUCCESS)
    return True


def _typed(formset):
    """Return the posted blocks in their new order, without those to be removed."""
    return [
        {name: form.cleaned_data.get(name) for name in ("id", "key", *FIELDS)}
        for form in _kept(formset)
    ]


def _kept(formset):
    return [
        form
        for form in formset.ordered_forms
        if form.cleaned_data.get("id") or form.cleaned_data.get("text")
    ]


def _meet_halfway(cable, version, sheet, rest):
    """Put what was typed onto what somebody else saved, for one more look."""
    elsewhere = {block.pk for part in rest for block in part}
    current = Cable.objects.get(pk=cable.pk)
    sheet.is_groundless = not has_every_version(current, version)
    part = slice(len(rest[0]), len(rest[0]) + PER_PAGE)
    merged, sheet.differences = merge(current, version, _typed(sheet.formset), part)
    shown = [block for block in merged if block["id"] not in elsewhere]
    sheet.formset = BlockForms(initial=shown)
    sheet.save = SaveForm(
        initial={"version": current.version, "why": sheet.save.cleaned_data["why"]}
    )
    sheet.notice = IMPORTED
    if not sheet.is_groundless:
        sheet.saved_by = last_editor(current)
        sheet.notice = SAVED.format(sheet.saved_by or "somebody else")


SAVED = (
    "Saved meanwhile by {}. What you typed has been put onto what they "
    "saved, your order and removals too, and nothing of it is saved yet: look at it, "
    "and save again."
)
IMPORTED = (
    "Saved meanwhile by an import. The paragraphs below are as they stand now, and nothing "
    "of what you typed is saved yet: look at the differences, type again what is yours, "
    "and save again. A new order or a removal has to be made again."
)
