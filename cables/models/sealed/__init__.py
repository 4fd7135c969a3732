"""
Sealed tables: records as received, words that were taken out, and what the desk keeps for
itself. Reader code cannot import this package (``tests/architecture``), and the readers'
database role cannot read its tables.
"""

from .drafts import SavedDraft
from .imports import ImportSource, ImportTrace
from .jobs import Job, JobItem
from .link_check import LinkCheck
from .people import DoorCount, Invitation, WayIn
from .records import ImportConflict, ImportReject, SourceRecord
from .redactions import Purge, Redaction, SealedText
from .saved_filter import SavedFilter
from .tag_merge import TagMerge

__all__ = [
    "DoorCount",
    "ImportConflict",
    "ImportReject",
    "ImportSource",
    "ImportTrace",
    "Invitation",
    "Job",
    "JobItem",
    "LinkCheck",
    "Purge",
    "Redaction",
    "SavedDraft",
    "SavedFilter",
    "SealedText",
    "SourceRecord",
    "TagMerge",
    "WayIn",
]
