"""One block cut in two: what may not be cut, and which part each thing goes with."""

from cables.choices import BlockKind, RedactionState
from cables.models.marker import REDACTED
from cables.models.quotation import holds_quote
from cables.models.sealed import Redaction

from .errors import CannotSplit
from .word_changes import changes, moved

LIVING = (RedactionState.PROPOSED, RedactionState.APPROVED)


class Cut:
    """
    A block's text, cut at a character. White space around the cut goes, as between two
    blocks; in a table only line ends do, since blanks are its columns.
    """

    def __init__(self, block, offset):
        self.block, self.offset = block, offset
        text = block.text
        if not 0 < offset < len(text):
            raise CannotSplit(
                f"#{block.key} has no character {offset} to split before."
            )
        between = "\n" if block.kind == BlockKind.TABLE else None
        self.first = text[:offset].rstrip(between)
        self.second = text[offset:].lstrip(between)
        #: Where the second part begins in the uncut text.
        self.start = len(text) - len(self.second)
        if not self.first.strip() or not self.second.strip():
            raise CannotSplit(
                f"Both parts need words: there are none on one side of the place in "
                f"#{block.key}."
            )
        self._check_markers()
        self.redactions = list(self._redactions())

    def _check_markers(self):
        for found in REDACTED.finditer(self.block.text):
            if found.start() < self.offset < found.end():
                raise CannotSplit(
                    "Words were taken out here: split before or after the box, not "
                    "inside it."
                )

    def _redactions(self):
        """Give (redaction, is in the second part) for those that count."""
        rows = Redaction.objects.filter(
            sealed_text__paragraph=self.block, state__in=LIVING
        )
        for redaction in rows.select_related("sealed_text").order_by("id"):
            made = changes(redaction.sealed_text.text, self.block.text)
            start, end = moved(redaction.start, made), moved(redaction.end, made)
            waits = redaction.state == RedactionState.PROPOSED
            if waits and start < self.offset < end:
                raise CannotSplit(
                    "These words are marked to be taken out, and the split would go "
                    "through them: decide on the redaction first."
                )
            yield redaction, start >= self.offset

    def hand_over(self, second):
        """Give the new block what belongs to the words that it has got."""
        block = self.block
        for alias in block.aliases.filter(offset__gte=max(len(self.first), 1)):
            alias.paragraph = second
            alias.offset = max(alias.offset - self.start, 0)
            alias.save(update_fields=["paragraph", "offset"])
        for link in block.article_links.exclude(quote=""):
            self._follow(link, link.quote, second)
        for reference in block.references.all():
            self._follow(reference, reference.printed, second)
        self._divide_sealed(second)

    def _follow(self, row, words, second):
        if holds_quote(self.second, words) and not holds_quote(self.first, words):
            row.paragraph = second
            row.save(update_fields=["paragraph"])

    def _divide_sealed(self, second):
        """
        The sealed words go with the part where they were. Where redactions of one sealed
        text are in both parts, each part has a copy, since their places count in it.
        """
        sides = {}
        for redaction, is_second in self.redactions:
            sides.setdefault(redaction.sealed_text_id, {True: [], False: []})
            sides[redaction.sealed_text_id][is_second].append(redaction)
        for side in sides.values():
            if not side[True]:
                continue
            sealed = side[True][0].sealed_text
            if side[False]:
                sealed.pk, sealed._state.adding = None, True
                sealed.paragraph = second
                sealed.save(force_insert=True)
                keys = [redaction.pk for redaction in side[True]]
                Redaction.objects.filter(pk__in=keys).update(sealed_text=sealed)
            else:
                sealed.paragraph = second
                sealed.save(update_fields=["paragraph"])
