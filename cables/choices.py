"""The closed vocabularies of the archive: what a column may hold, and its public name."""

from django.db.models import TextChoices


class Classification(TextChoices):
    """The six values of the data release, in rising order."""

    UNCLASSIFIED = "UNCLASSIFIED", "Unclassified"
    FOUO = "UNCLASSIFIED//FOR OFFICIAL USE ONLY", "Unclassified//For Official Use Only"
    CONFIDENTIAL = "CONFIDENTIAL", "Confidential"
    CONFIDENTIAL_NOFORN = "CONFIDENTIAL//NOFORN", "Confidential//Noforn"
    SECRET = "SECRET", "Secret"
    SECRET_NOFORN = "SECRET//NOFORN", "Secret//Noforn"

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
    NUMBERED = "numbered", "Numbered paragraph"
    UNNUMBERED = "unnumbered", "Unnumbered paragraph"
    BULLET = "bullet", "Bullet"
    HEADING = "heading", "Heading"
    CAPTION = "caption", "Opening line"
    TABLE = "table", "Table"
    ARTEFACT = "artefact", "Artefact of transmission"
    SIGNATURE = "signature", "Signature"


class Precedence(TextChoices):
    FLASH = "ZZ", "Flash"
    IMMEDIATE = "OO", "Immediate"
    PRIORITY = "PP", "Priority"
    ROUTINE = "RR", "Routine"


class Role(TextChoices):
    ACTION = "action", "Action"
    INFO = "info", "Information"


class TagKind(TextChoices):
    SUBJECT = "subject", "Subject"
    PROGRAM = "program", "Program"
    GEO = "geo", "Place"
    ORGANISATION = "organisation", "Organisation"
    PERSON = "person", "Person"
    UNKNOWN = "unknown", "Not in the vocabulary"


class ReferenceKind(TextChoices):
    CABLE = "cable", "Cable"
    EMAIL = "email", "E-mail"
    REPORT = "report", "Report"
    DTG = "dtg", "Message named by its date-time group"
    PHONE = "phone", "Telephone call"
    OTHER = "other", "Other"


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

    QUOTES = "quotes", "Quotes"
    CITES = "cites", "Cites"
    MENTIONS = "mentions", "Mentions"


class QuoteVerdict(TextChoices):
    """Whether the words that an article quotes stand in the cable."""

    EXACT = "exact", "Word for word"
    ALTERED = "altered", "Altered"
    ABSENT = "absent", "Not found"


class Action(TextChoices):
    """What the public change log can say about a cable."""

    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"
    HELD = "held", "Put on hold"
    RELEASED = "released", "Taken off hold"
    CORRECTED = "corrected", "Corrected"
    REDACTED = "redacted", "Redacted"
    RETAGGED = "retagged", "Tags changed"
    RESTORED = "restored", "Words put back"


class ReasonCode(TextChoices):
    """Why words left the public archive."""

    SOURCE_SAFETY = "source_safety", "Protects a source"
    PRIVATE_DATA = "private_data", "Private data"
    MINOR = "minor", "Protects a minor"
    COURT_ORDER = "court_order", "Court order"
    ERROR = "error", "Published by mistake"
    OTHER = "other", "Other"


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

    ARTICLE = "article", "Article"
    DISCUSSION = "discussion", "Discussion"


class ReportKind(TextChoices):
    """What readers may report of a cable."""

    WORDING = "wording", "The text is wrong"
    PERSON = "person", "Private data, or danger to a person"
    OTHER = "other", "Something else"


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
