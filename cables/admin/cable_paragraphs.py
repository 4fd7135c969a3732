"""The paragraphs of a cable, edited on a page of their own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect

from cables.curation.drafts import draft_of, drop_draft, sheets_with_drafts
from cables.curation.errors import BadBlocks, CurationError, VersionConflict
from cables.curation.paragraphs import in_order, save_paragraphs
from cables.curation.revisions import has_every_version, last_editor
from cables.models import Cable

from .cable_drafts import is_offered, is_taken, offer
from .cable_pages import get_cable, page
from .numbers import number_in
from .paragraph_conflict import merge
from .paragraph_forms import PER_PAGE, BlockForms, SaveForm, Sheet, initial_of
from .paragraph_verbs import asked


def paragraphs(request, pk, modeladmin):
    """Edit text, kind, label, marking and order; split, merge, add and remove."""
    cable = get_cable(modeladmin, request, pk)
    may_change = modeladmin.has_change_permission(request, cable)
    blocks = in_order(cable)
    start = _start(request, len(blocks))
    sheet = Sheet.of(cable, blocks[start : start + PER_PAGE])
    rest = (blocks[:start], blocks[start + PER_PAGE :])
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        sheet = Sheet.sent(request.POST)
        if sheet.is_valid():
            if _save(modeladmin, request, cable, sheet, rest):
                place = _landing(cable, request.POST.get("_verb", ""))
                return redirect(f"{request.path}?from={start}{place}")
        elif "version" in sheet.save.errors and sheet.formset.is_valid():
            meet_halfway(cable, NO_VERSION, sheet, rest)
            sheet.notice = UNKNOWN
    elif may_change and is_taken(request):
        sheet = _from_draft(request, cable, rest, start) or sheet
    return page(
        modeladmin,
        request,
        "paragraphs",
        cable,
        "Paragraphs",
        sheet=sheet,
        rows=sheet.rows(blocks),
        mistakes=sheet.mistakes(blocks),
        may_change=may_change,
        draft=offer(request, "paragraphs", cable, start) if may_change else None,
        other_drafts=_other_drafts(request, cable, start) if may_change else [],
        aliases=cable.paragraph_aliases.select_related("paragraph"),
        starts=range(0, len(blocks), PER_PAGE) if len(blocks) > PER_PAGE else [],
        start=start,
    )


def _landing(cable, verb):
    """Return the anchor of the block that has the words now of which ``verb`` speaks."""
    _, _, key = verb.partition(":")
    if cable.paragraphs.filter(key=key).exists():
        return f"#{key}"
    alias = cable.paragraph_aliases.filter(key=key).select_related("paragraph").first()
    return f"#{alias.paragraph.key}" if alias and alias.paragraph else ""


def _other_drafts(request, cable, start):
    given = {"user": request.user, "page": "paragraphs", "cable": cable}
    return [sheet for sheet in sheets_with_drafts(**given) if sheet != start]


def blocks_in(request, cable):
    """Return (the cable's blocks with what was sent, sentences about mistakes)."""
    blocks = in_order(cable)
    start = _start(request, len(blocks))
    sheet = Sheet.sent(request.POST)
    if not sheet.is_valid():
        found = [f"{one.label}: {one.text}" for one in sheet.mistakes(blocks)]
        return [], found or ["The form is not complete."]
    before, after = blocks[:start], blocks[start + PER_PAGE :]
    return [*initial_of(before), *sheet.typed(), *initial_of(after)], []


def _start(request, count):
    given = request.GET.get("from") or request.POST.get("from") or ""
    start = number_in(given) or 0
    return min(start, max(count - 1, 0)) // PER_PAGE * PER_PAGE


def _save(modeladmin, request, cable, sheet, rest):
    """Save and say so; or say why not, and leave what was typed on the sheet."""
    before, after = map(initial_of, rest)
    version = sheet.save.cleaned_data["version"]
    given = {"user": request.user, "why": sheet.save.cleaned_data["why"]}
    try:
        verb, said = asked(request.POST, sheet)
        with transaction.atomic():
            saved = save_paragraphs(
                cable,
                blocks=[*before, *sheet.typed(), *after],
                expected_version=version,
                **given,
            )
            saved = verb(saved, **given) if verb else saved
    except VersionConflict:
        meet_halfway(cable, version, sheet, rest)
        return False
    except BadBlocks as error:
        sheet.add_errors(error.problems, len(before))
        sheet.notice = str(error)
        return False
    except CurationError as error:
        sheet.notice = str(error)
        return False
    if not is_offered(request):
        given = {"user": request.user, "page": "paragraphs", "cable": cable}
        drop_draft(**given, sheet=len(before))
    if saved.version == version:
        modeladmin.message_user(request, "Nothing was changed.", messages.INFO)
    else:
        modeladmin.log_change(request, cable, said or "Paragraphs changed.")
        said = f"{said or ''} The paragraphs are saved.".strip()
        modeladmin.message_user(request, said, messages.SUCCESS)
    return True


def _from_draft(request, cable, rest, start):
    """Return the sheet with what the same person typed before, or None."""
    given = {"user": request.user, "page": "paragraphs", "cable": cable}
    draft = draft_of(**given, sheet=start)
    if draft is None:
        return None
    sheet = Sheet.sent(draft.data)
    if sheet.is_valid() and sheet.save.cleaned_data["version"] != cable.version:
        meet_halfway(cable, sheet.save.cleaned_data["version"], sheet, rest)
    return sheet


def meet_halfway(cable, version, sheet, rest):
    """Put what was typed onto what somebody else saved, for one more look."""
    elsewhere = {block.pk for part in rest for block in part}
    current = Cable.objects.get(pk=cable.pk)
    sheet.is_groundless = not has_every_version(current, version)
    part = slice(len(rest[0]), len(rest[0]) + PER_PAGE)
    merged, sheet.differences = merge(current, version, sheet.typed(), part)
    shown = [block for block in merged if block["id"] not in elsewhere]
    sheet.formset = BlockForms(initial=shown)
    sheet.save = SaveForm(
        initial={
            "version": current.version,
            "why": sheet.save.cleaned_data.get("why", ""),
        }
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
NO_VERSION = 0  # the page came without the version that it showed
UNKNOWN = (
    "The page came without the version of the cable that it showed. The paragraphs below "
    "are as they stand now, and nothing of what you typed is saved yet: look at the "
    "differences, type again what is yours, and save again."
)
IMPORTED = (
    "Saved meanwhile by an import. The paragraphs below are as they stand now, and nothing "
    "of what you typed is saved yet: look at the differences, type again what is yours, "
    "and save again. A new order or a removal has to be made again."
)
