"""A record read again by today's parser: what would change, and what of it is taken."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect

from cables.curation.errors import CurationError
from cables.curation.paragraphs import in_order
from cables.curation.reparse import take_parse, touched_by_people
from cables.curation.word_changes import parts
from cables.ingest.merge import same
from cables.ingest.paragraphs import place_blocks

from .cable_pages import field_label, get_cable, page
from .cable_values import NAMES, shown
from .numbers import sent_version
from .paragraph_conflict import FIELDS, values_of, woven
from .record import newest_record, read_again, read_public


@dataclass(frozen=True, slots=True)
class Row:
    """A field or a block that would change: both texts in parts, and whether it may."""

    name: str  # of the box: "field:subject", "block:par3", "gone:par4"
    label: str
    sort: str  # added, removed, changed
    before: list
    after: list
    kept: str = ""  # why a person's work stays


def reparse(request, pk, modeladmin):
    """Show what today's parser would change, and take what is chosen."""
    cable = get_cable(modeladmin, request, pk)
    may_change = modeladmin.has_change_permission(request, cable)
    if not may_change or not request.user.has_perm("cables.view_sourcerecord"):
        raise PermissionDenied
    record, read = _read(cable)
    found = Found(cable, read) if read else None
    if request.method == "POST" and found:
        _take(modeladmin, request, cable, found)
        return redirect("admin:cables_cable_reparse", pk)
    return page(
        modeladmin,
        request,
        "reparse",
        cable,
        "Read the record again",
        record=record,
        is_read=bool(read),
        rows=found.rows if found else [],
        takeable=any(not row.kept for row in found.rows) if found else False,
    )


def _read(cable):
    """
    Return (record, what the parser makes of it). Where words were taken out, the record
    still has them: then the public texts are read.
    """
    record = None if cable.sealed_texts.exists() else newest_record(cable)
    return record, read_again(record) if record else read_public(cable)


class Found:
    """What the parser found, beside what the cable has."""

    def __init__(self, cable, read):
        self.cable, self.read = cable, read
        self.old = in_order(cable)
        self.touched = touched_by_people(cable)
        self.placed = place_blocks(
            read.blocks, self.old, list(cable.paragraph_aliases.all())
        )
        self.rows = [*self._fields(), *self._blocks()]

    def _fields(self):
        for name in NAMES:
            here, there = getattr(self.cable, name), self.read.fields[name]
            if not same(here, there):
                before, after = parts(shown(here), shown(there))
                kept = THEIRS if name in self.cable.curated else ""
                yield Row(
                    f"field:{name}", field_label(name), "changed", before, after, kept
                )

    def _blocks(self):
        for one in self.placed:
            if one.old is None:
                removed = one.block.key in self.touched
                kept = "A person removed it or merged it." if removed else ""
                text = [(_described(one.block), True)]
                yield Row(f"block:{one.key}", f"#{one.key}", "added", [], text, kept)
            elif _differs(one):
                before, after = parts(_described(one.old), _described(one.block))
                kept = THEIRS if one.key in self.touched else ""
                yield Row(
                    f"block:{one.key}", f"#{one.key}", "changed", before, after, kept
                )
        continued = {one.key for one in self.placed}
        for block in self.old:
            if block.key not in continued:
                kept = THEIRS if block.key in self.touched else ""
                text = [(_described(block), True)]
                yield Row(
                    f"gone:{block.key}", f"#{block.key}", "removed", text, [], kept
                )

    def chosen_values(self, names):
        return {
            name: self.read.fields[name] for name in NAMES if f"field:{name}" in names
        }

    def chosen_blocks(self, names):
        """Return the blocks that the cable is to have, in order, with their keys."""
        blocks = {
            block.key: values_of(block)
            for block in self.old
            if f"gone:{block.key}" not in names
        }
        for one in self.placed:
            if f"block:{one.key}" in names:
                own = {name: getattr(one.block, name) for name in FIELDS}
                blocks[one.key] = {"id": one.old and one.old.pk, "key": one.key} | own
        parsed = [one.key for one in self.placed if one.key in blocks]
        here = [block.key for block in self.old if block.key in blocks]
        theirs = "paragraphs" in self.cable.curated
        order = woven(here, parsed) if theirs else woven(parsed, here)
        return [blocks[key] for key in order]


THEIRS = "Set by a person: it stays."


def _differs(one):
    return any(getattr(one.block, name) != getattr(one.old, name) for name in FIELDS)


def _described(block):
    """Return kind, label and marking in one line above the text, for comparing all."""
    head = " ".join(filter(None, [block.kind, block.label, block.marking]))
    return f"{head}\n{block.text}"


def _take(modeladmin, request, cable, found):
    open_rows = {row.name for row in found.rows if not row.kept}
    names = open_rows & set(request.POST.getlist("take"))
    is_whole = names == {row.name for row in found.rows}
    try:
        saved = take_parse(
            cable,
            user=request.user,
            values=found.chosen_values(names),
            blocks=found.chosen_blocks(names),
            problems=found.read.fields["problems"] if is_whole else None,
            expected_version=sent_version(request.POST, "version"),
        )
    except (CurationError, ValidationError) as error:
        said = " ".join(getattr(error, "messages", [str(error)]))
        modeladmin.message_user(request, said, messages.ERROR)
        return
    if saved.version == cable.version:
        modeladmin.message_user(request, "Nothing was changed.", messages.INFO)
    else:
        modeladmin.log_change(request, cable, "Read again from the record.")
        modeladmin.message_user(request, "What you chose is taken.", messages.SUCCESS)
