"""
What of the history one person may see. The values are for who may see revisions. Where
words were taken out of a cable, all texts of its history are for who may see sealed words;
everywhere else the words themselves are.
"""

from cables.choices import RedactionState
from cables.curation.redactions.hiding import Veil, no_veil
from cables.models.sealed import Redaction

from .revision_text import as_text, shown

#: Fields of a cable that hold no text of it.
WORDLESS = frozenset(
    [
        *("state", "on_hold", "released", "classification", "created", "tags"),
        *("created_precision", "number", "post", "is_partial", "canonical"),
    ]
)


class Sight:
    """What one person may see of some revisions, given each with its differences."""

    def __init__(self, user, told):
        self.values = user.has_perm("cables.view_revision")
        if user.has_perm("cables.view_sealedtext"):
            self.of, self._sealed = no_veil, set()
            return
        self._sealed = _redacted({row.cable_id for row, _ in told if row.cable_id})
        texts = [row.why for row, _ in told]
        if self.values:
            texts += [text for row, lines in told for text in self._texts(row, lines)]
        self.of = Veil(texts)

    def lines(self, revision, differences):
        """Return the differences as a page has them."""
        veil = no_veil if self._is_whole(revision) else self.of
        return [
            shown(revision.model, one, self._may_see(revision, one), veil)
            for one in differences
        ]

    def _may_see(self, revision, one):
        return self.values and (
            revision.cable_id not in self._sealed or one.path[0] in WORDLESS
        )

    def _is_whole(self, revision):
        """A cable that lost no words is shown as it is: readers see its texts."""
        return revision.model == "cable" and revision.cable_id not in self._sealed

    def _texts(self, revision, differences):
        if not self._is_whole(revision):
            for one in differences:
                if self._may_see(revision, one):
                    yield as_text(one.old)
                    yield as_text(one.new)


def _redacted(cables):
    """Return those of the cables from which words were taken out."""
    rows = Redaction.objects.filter(
        sealed_text__cable__in=cables, state=RedactionState.APPROVED
    )
    return set(rows.values_list("sealed_text__cable", flat=True))
