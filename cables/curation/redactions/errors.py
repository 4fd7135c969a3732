"""Why a redaction cannot be had as it was asked for."""

from cables.curation.errors import CurationError


class RedactionRefused(CurationError):
    """These words cannot be marked, taken out or put back so."""

    about = "words"  # what of a mark is to be mended


class NoteMissing(RedactionRefused):
    """A reason of one's own is given, and nobody has said which."""

    about = "note"


class ReplacementRefused(RedactionRefused):
    """What readers would see instead cannot be."""

    about = "replacement"


class OwnWork(CurationError):
    """A second person approves: nobody decides on their own proposal."""


class RedactionDecided(CurationError):
    """Somebody has approved, rejected or undone it already."""


class CannotPutBack(CurationError):
    """The place of the words is not to be found; ``redaction`` still has them."""

    def __init__(self, sentence, redaction):
        super().__init__(sentence)
        self.redaction = redaction
