"""What an editor asks for and cannot have. The text of each is a sentence for them."""


class CurationError(Exception):
    """Something that cannot be done as it was asked."""


class IllegalTransition(CurationError):
    """The cable does not stand where this verb begins."""


class PublishBlocked(CurationError):
    """The cable is not fit for readers yet; ``blockers`` says why, in sentences."""

    def __init__(self, blockers):
        super().__init__(" ".join(blockers))
        self.blockers = blockers


class ReasonMissing(CurationError):
    """Words leave the public archive, and nobody has said why."""


class VersionConflict(CurationError):
    """Somebody saved the cable meanwhile; ``theirs`` is the cable as it stands now."""

    def __init__(self, theirs, expected):
        super().__init__(
            f"{theirs.reference_id} was saved meanwhile: it is at version "
            f"{theirs.version}, and you began at version {expected}."
        )
        self.theirs = theirs
        self.expected = expected


class VersionMissing(CurationError):
    """A page was sent without the version of the cable that its editor saw."""

    def __init__(self):
        super().__init__(
            "The page came without the version of the cable that it showed, so that "
            "nothing tells whether somebody saved it meanwhile: open the page again."
        )


class TextRefused(CurationError):
    """A text has characters that turn it, or that nobody sees."""


class IdTaken(CurationError):
    """The reference id is, or was, the address of another cable."""


class MergeRefused(CurationError):
    """These two tags cannot become one."""


class WrongCable(CurationError):
    """A paragraph was named that is not one of this cable's."""


class BadBlocks(CurationError):
    """
    Paragraphs that cannot be saved so; ``problems`` has, for the place of a block in
    what was given, a sentence for each of its fields that is wrong.
    """

    def __init__(self, problems, sentence=""):
        super().__init__(sentence or "Nothing is saved yet: look at the errors below.")
        self.problems = problems


class AlreadyDecided(CurationError):
    """Somebody has decided this conflict already."""


class PersonRefused(CurationError):
    """Somebody's account or roles cannot be changed so, or not by this person."""


class InvitationRefused(CurationError):
    """This link makes no account, or makes none any more."""


class WayInRefused(CurationError):
    """Nobody gets in again by this link, or it cannot be asked for or approved so."""


class CannotSplit(CurationError):
    """A paragraph cannot be split at this place."""


class CannotMerge(CurationError):
    """There is no paragraph that this one could be merged into."""


class WordsTakenOut(CurationError):
    """An edit would take away the box that says why words are gone."""

    def __init__(self, boxes):
        super().__init__(
            f"Words were taken out where the text says {boxes[0]}: leave the box as it "
            "is. To have the words back, undo the redaction instead."
        )
        self.boxes = boxes


class OwnWork(CurationError):
    """Whoever brought something here does not decide on it."""


class WordsComeBack(CurationError):
    """What was asked for would show words again that a redaction took out."""

    TYPED = (
        "This has words that a redaction took out of the cable. Type it without them: to "
        "have them back, undo the redaction instead."
    )

    SAID = (
        "This has words that a redaction took out of a cable, and readers would have them "
        "from here. Leave them out: write … in their place."
    )

    def __init__(self, name, sentence=""):
        super().__init__(
            sentence
            or f"The record's {name} has words that were taken out of the cable, and they "
            "would come back. Type it by hand without them."
        )


class RestoreRefused(CurationError):
    """An earlier state that cannot be had again, and why."""


class QuotesRemovedWords(CurationError):
    """A quotation would show readers words that were taken out of its cable."""


class FilterRefused(CurationError):
    """A filter of the cable list cannot be kept, changed or deleted so."""
