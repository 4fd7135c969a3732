"""
The archive's tables, one noun a file. ``sealed`` and ``revision`` are imported here so
that Django finds them, and exported by their own modules only: reader code may not.
"""

from . import revision, sealed
from .article import Article, ArticleLink, Publisher
from .cable import Cable, content_sha256, public_q
from .change import (
    Change,
    PublicationEpoch,
    archive_name,
    current_epoch,
    current_step,
    hold_epoch,
    holding_epoch,
    raise_epoch,
    raise_step,
)
from .discussion import Discussion
from .import_run import ImportRun
from .mention import Mention
from .old_address import OldAddress
from .paragraph import Paragraph, ParagraphAlias
from .post import Post, PostAlias
from .proposal import Proposal
from .recipient import Recipient
from .reference import Reference
from .release_note import ReleaseNote
from .report import ReaderReport
from .search_task import SearchTask
from .site_page import SitePage, clean_html
from .tag import CableTag, Tag, TagAlias

__all__ = [
    "Article",
    "ArticleLink",
    "Cable",
    "CableTag",
    "Change",
    "Discussion",
    "ImportRun",
    "Mention",
    "OldAddress",
    "Paragraph",
    "ParagraphAlias",
    "Post",
    "PostAlias",
    "Proposal",
    "PublicationEpoch",
    "Publisher",
    "ReaderReport",
    "Recipient",
    "Reference",
    "ReleaseNote",
    "SearchTask",
    "SitePage",
    "Tag",
    "TagAlias",
    "archive_name",
    "clean_html",
    "content_sha256",
    "current_epoch",
    "current_step",
    "hold_epoch",
    "holding_epoch",
    "public_q",
    "raise_epoch",
    "raise_step",
    "revision",
    "sealed",
]
