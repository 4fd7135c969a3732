"""Discussions elsewhere, for lists and feeds; and what else is about some paragraphs."""

from typing import NamedTuple

from cables.models import ArticleLink, Discussion
from cables.sharing.permalinks import address_in_context

from .dossier import CARD


class About(NamedTuple):
    """What is about some paragraphs: articles' uses of them, and threads."""

    links: list[ArticleLink]
    threads: list[Discussion]


def about(blocks):
    """Return what is About blocks that were made ready for reading."""
    links = [link for block in blocks for link in block.articles]
    return About(links, [thread for block in blocks for thread in block.threads])


def newest_threads():
    """Return the public discussions, the newest first, with cable and paragraph."""
    rows = Discussion.objects.public().select_related("cable", "paragraph")
    cable = (f"cable__{name}" for name in (*CARD, "released"))
    block = (f"paragraph__{name}" for name in ("cable", "key", "label", "kind"))
    return rows.only("url", "title", "proposed", *cable, *block).order_by("-id")


def place_of(thread):
    """Return the path of the cable that a thread is on, at its paragraph if it has one."""
    key = thread.paragraph.key if thread.paragraph else ""
    return address_in_context(thread.cable, key)
