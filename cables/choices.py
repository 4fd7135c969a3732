"""The closed vocabularies of the archive: what a column may hold, and its public name."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Classification(TextChoices):
    """The six values of the data release, in rising order."""

    UNCLASSIFIED = "UNCLASSIFIED", _("Unclassified")
    FOUO = (
        "UNCLASSIFIED//FOR OFFICIAL USE ONLY",
        _("Unclassified//For Official Use Only"),
    )
    CONFIDENTIAL = "CONFIDENTIAL", _("Confidential")
    CONFIDENTIAL_NOFORN = "CONFIDENTIAL//NOFORN", _("Confidential//Noforn")
    SECRET = "SECRET", _("Secret")
    SECRET_NOFORN = "SECRET//NOFORN", _("Secret//Noforn")

    @property
    def slug(self):
        """The value as it stands in an address: ``secret-noforn``."""
        return self.value.lower().replace("//", "-").replace(" ", "-")

    @classmethod
    def from_slug(cls, slug):
        """Return the member with this slug, or None."""
        return next((member for member in cls if member.slug == slug), None)


class State(TextChoices):
    """Where a cable stands on its way to readers."""

    DRAFT = "draft", "Draft"
    REVIEW = "review", "In review"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Precision(TextChoices):
    """How much of a cable's time of creation is known."""

    MINUTE = "minute", "Minute"
    HOUR = "hour", "Hour"
    DAY = "day", "Day"


class BlockKind(TextChoices):
    NUMBERED = "numbered", pgettext_lazy("kind of text", "Numbered paragraph")
    UNNUMBERED = "unnumbered", pgettext_lazy("kind of text", "Unnumbered paragraph")
    BULLET = "bullet", pgettext_lazy("kind of text", "Bullet")
    HEADING = "heading", pgettext_lazy("kind of text", "Heading")
    CAPTION = "caption", pgettext_lazy("kind of text", "Opening line")
    TABLE = "table", pgettext_lazy("kind of text", "Table")
    ARTEFACT = "artefact", pgettext_lazy("kind of text", "Artefact of transmission")
    SIGNATURE = "signature", pgettext_lazy("kind of text", "Signature")


class Precedence(TextChoices):
    FLASH = "ZZ", pgettext_lazy("precedence", "Flash")
    IMMEDIATE = "OO", pgettext_lazy("precedence", "Immediate")
    PRIORITY = "PP", pgettext_lazy("precedence", "Priority")
    ROUTINE = "RR", pgettext_lazy("precedence", "Routine")


class Role(TextChoices):
    ACTION = "action", "Action"
    INFO = "info", "Information"


class TagKind(TextChoices):
    SUBJECT = "subject", pgettext_lazy("kind of tag", "Subject")
    PROGRAM = "program", pgettext_lazy("kind of tag", "Program")
    GEO = "geo", pgettext_lazy("kind of tag", "Place")
    ORGANISATION = "organisation", pgettext_lazy("kind of tag", "Organisation")
    PERSON = "person", pgettext_lazy("kind of tag", "Person")
    UNKNOWN = "unknown", pgettext_lazy("kind of tag", "Not in the vocabulary")


class ReferenceKind(TextChoices):
    CABLE = "cable", pgettext_lazy("what is referred to", "Cable")
    EMAIL = "email", pgettext_lazy("what is referred to", "E-mail")
    REPORT = "report", pgettext_lazy("what is referred to", "Report")
    DTG = (
        "dtg",
        pgettext_lazy("what is referred to", "Message named by its date-time group"),
    )
    PHONE = "phone", pgettext_lazy("what is referred to", "Telephone call")
    OTHER = "other", pgettext_lazy("what is referred to", "Other")


class ModerationState(TextChoices):
    """Where something that comes from outside stands: an article, a discussion."""

    PROPOSED = "proposed", "Proposed"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"


class LinkStatus(TextChoices):
    UNCHECKED = "unchecked", "Not checked yet"
    ALIVE = "alive", "Answers"
    MOVED = "moved", "Moved"
    DEAD = "dead", "Does not answer"


class Relation(TextChoices):
    """What an article does with a cable."""

    QUOTES = "quotes", pgettext_lazy("what an article does", "Quotes")
    CITES = "cites", pgettext_lazy("what an article does", "Cites")
    MENTIONS = "mentions", pgettext_lazy("what an article does", "Mentions")


class QuoteVerdict(TextChoices):
    """Whether the words that an article quotes stand in the cable."""

    EXACT = "exact", _("Word for word")
    ALTERED = "altered", pgettext_lazy("quotation", "Altered")
    ABSENT = "absent", pgettext_lazy("quotation", "Not found")


class Action(TextChoices):
    """What the public change log can say about a cable."""

    PUBLISHED = "published", pgettext_lazy("log of changes", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("log of changes", "Withdrawn")
    HELD = "held", pgettext_lazy("log of changes", "Put on hold")
    RELEASED = "released", pgettext_lazy("log of changes", "Taken off hold")
    CORRECTED = "corrected", pgettext_lazy("log of changes", "Corrected")
    REDACTED = "redacted", pgettext_lazy("log of changes", "Redacted")
    RETAGGED = "retagged", pgettext_lazy("log of changes", "Tags changed")
    RESTORED = "restored", pgettext_lazy("log of changes", "Words put back")


class ReasonCode(TextChoices):
    """Why words left the public archive."""

    SOURCE_SAFETY = "source_safety", _("Protects a source")
    PRIVATE_DATA = "private_data", _("Private data")
    MINOR = "minor", _("Protects a minor")
    COURT_ORDER = "court_order", _("Court order")
    ERROR = "error", _("Published by mistake")
    OTHER = "other", pgettext_lazy("reason", "Other")


class SourceFormat(TextChoices):
    CSV = "csv", "Data release (CSV)"
    HTML = "html", "Page of the original site"
    TEXT = "text", "Plain text"
    JSONL = "jsonl", "JSON Lines"


class RunState(TextChoices):
    RUNNING = "running", "Running"
    FINISHED = "finished", "Finished"
    INTERRUPTED = "interrupted", "Interrupted"
    FAILED = "failed", "Failed"
    ROLLED_BACK = "rolled_back", "Rolled back"


class RedactionState(TextChoices):
    PROPOSED = "proposed", "Waits for approval"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    UNDONE = "undone", "Undone"


class ProposalKind(TextChoices):
    """What readers may propose."""

    ARTICLE = "article", _("Article")
    DISCUSSION = "discussion", _("Discussion")


class ReportKind(TextChoices):
    """What readers may report of a cable."""

    WORDING = "wording", _("The text is wrong")
    PERSON = "person", _("Private data, or danger to a person")
    OTHER = "other", _("Something else")


class ReportState(TextChoices):
    OPEN = "open", "Open"
    DONE = "done", "Done"
    REJECTED = "rejected", "Rejected"


class JobKind(TextChoices):
    """Work that is done in the background."""

    BULK = "bulk", "Change of many cables"
    TAG_MERGE = "tag_merge", "Merge of tags"
    PURGE = "purge", "Purge of redacted words"
    IMPORT = "import", "Import"
    ROLLBACK = "rollback", "Roll-back of an import"
    LINK_CHECK = "link_check", "Check of links"
    WEBMENTION = "webmention", "Look at webmentions"


class JobState(TextChoices):
    QUEUED = "queued", "Waits for a worker"
    RUNNING = "running", "Running"
    FINISHED = "finished", "Finished"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Stopped"


class ItemState(TextChoices):
    """What became of one object that a job works on."""

    WAITING = "waiting", "Waits"
    DONE = "done", "Done"
    BLOCKED = "blocked", "Blocked"
    FAILED = "failed", "Failed"
    UNDONE = "undone", "Undone"
