"""The lists of a cable that comes in again: paragraphs, addressees, references, tags."""

from cables.models import CableTag, Paragraph, ParagraphAlias, Recipient, Reference

from .aliases import landings, settle_aliases
from .paragraphs import differs, place_blocks, replace_paragraphs
from .traces import WITH_PARAGRAPHS

RECIPIENT_FIELDS = ("role", "route", "name", "precedence", "number", "excluded")
REFERENCE_FIELDS = ("label", "printed", "cited_id", "kind", "note")
#: Who edits a text answers for what is read from it as well.
READ_FROM = {"paragraphs": "body", "references": "body", "recipients": "header"}


class Details:
    """
    What a merge does beyond the cable's own columns. Lists count as one field each
    ("paragraphs", "recipients", "references", "tags"): a person's list stays as it is.
    """

    def __init__(self, merge):
        self.merge = merge
        self.cable = merge.cable
        self.values = merge.values

    def apply(self):
        """Write the lists that differ; return whether any did."""
        if self.merge.sealed:
            return False
        changed = self._recipients()
        if self.merge.poorer:
            return changed
        paragraphs, moved = self._paragraphs()
        return changed | moved | self._references(paragraphs) | self._tags()

    def _allowed(self, name, shown):
        """Return whether a list may be replaced; the conflict shows what was offered."""
        if READ_FROM.get(name) in self.merge.curated:
            return False
        return self.merge.may_set(name, shown, words=False)

    def _paragraphs(self):
        old = list(
            Paragraph.objects.filter(cable=self.cable).order_by("position", "id")
        )
        aliases = list(ParagraphAlias.objects.filter(cable=self.cable))
        placed = place_blocks(self.values.blocks, old, aliases)
        anchors = {
            "cable": self.cable,
            "wanted": self.values.aliases,
            "landed": landings(aliases, old),
        }
        before = self.merge.before
        anchors["changing"] = lambda: before.keep("aliases")
        if not differs(placed, old):
            return old, bool(settle_aliases(paragraphs=old, **anchors))
        shown = [[one.key, one.block.text] for one in placed]
        if not self._allowed("paragraphs", shown):
            return None, False
        before.keep(*WITH_PARAGRAPHS)
        before.column("word_count", self.cable.word_count)
        new = replace_paragraphs(cable=self.cable, placed=placed, old=old)
        settle_aliases(paragraphs=new, **anchors)
        self.cable.word_count = self.values.fields["word_count"]
        return new, True

    def _recipients(self):
        wanted = [
            tuple(getattr(one, name) for name in RECIPIENT_FIELDS)
            for one in self.values.recipients
        ]
        rows = Recipient.objects.filter(cable=self.cable).order_by("position", "id")
        had = list(rows.values_list(*RECIPIENT_FIELDS))
        if not wanted or wanted == had or (had and self.merge.poorer):
            return False
        if not self._allowed("recipients", [list(one) for one in wanted]):
            return False
        self.merge.before.keep("recipients")
        rows.delete()
        Recipient.objects.bulk_create(
            Recipient(
                cable=self.cable,
                position=position,
                **dict(zip(RECIPIENT_FIELDS, one, strict=True)),
            )
            for position, one in enumerate(wanted)
        )
        return True

    def _references(self, paragraphs):
        rows = Reference.objects.filter(cable=self.cable).order_by("position", "id")
        old = list(rows)
        wanted = self._wanted_references(old)
        if paragraphs is None:
            return False
        had = [tuple(getattr(one, name) for name in REFERENCE_FIELDS) for one in old]
        if had == [one for one, _ in wanted]:
            return _place_references(
                old, [block for _, block in wanted], paragraphs, self.merge.before
            )
        if not self._allowed("references", [list(one) for one, _ in wanted]):
            return False
        self.merge.before.keep("references")
        rows.delete()
        Reference.objects.bulk_create(
            Reference(
                cable=self.cable,
                position=position,
                paragraph=None if block is None else paragraphs[block],
                **dict(zip(REFERENCE_FIELDS, one, strict=True)),
            )
            for position, (one, block) in enumerate(wanted)
        )
        return True

    def _wanted_references(self, old):
        """
        Return what the record cites. One without a column of references keeps what an
        earlier record's column has said.
        """
        wanted = [
            (tuple(getattr(one, name) for name in REFERENCE_FIELDS), one.block)
            for one in self.values.references
        ]
        if self.values.message.references:
            return wanted
        cited = {one.cited_id for one in self.values.references if one.cited_id}
        return wanted + [
            (tuple(getattr(one, name) for name in REFERENCE_FIELDS), None)
            for one in old
            if one.paragraph_id is None and one.printed == one.cited_id not in cited
        ]

    def _tags(self):
        tags = self.merge.merger.run.tags
        wanted = list(
            dict.fromkeys(tags.id_of(code, kind) for code, kind in self.values.tags)
        )
        rows = CableTag.objects.filter(content_object=self.cable)
        had = list(rows.order_by("position", "id").values_list("tag_id", flat=True))
        if not wanted or wanted == had:
            return False
        if not self._allowed("tags", [code for code, _ in self.values.tags]):
            return False
        self.merge.before.keep("tags")
        rows.delete()
        CableTag.objects.bulk_create(
            CableTag(content_object=self.cable, tag_id=tag_id, position=position)
            for position, tag_id in enumerate(wanted)
        )
        return True


def _place_references(references, blocks, paragraphs, before):
    """Put references to the blocks that make them now; return whether any moved."""
    moved = []
    for reference, block in zip(references, blocks, strict=True):
        paragraph = None if block is None else paragraphs[block]
        if reference.paragraph_id != (paragraph and paragraph.pk):
            reference.paragraph = paragraph
            moved.append(reference)
    if moved:
        before.keep("references")
    Reference.objects.bulk_update(moved, ["paragraph"])
    return bool(moved)
