"""What the cable's page shows, put together from its dossier."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cables.models import Cable
from cables.sharing.fingerprints import fingerprint
from cables.sharing.permalinks import (
    absolute,
    cable_address,
    cited_address,
    paragraph_address,
)
from cables.sharing.share_texts import share_links, share_text

from .alike import alike
from .header_lines import explain_header, group_in_words
from .leaving import leaving_cable
from .opening_lines import explain_opening
from .pieces import QUIET, Link, group, pieces
from .portions import has_portions, unclassified
from .reference_graph import draw
from .since import since
from .thread_walk import around_cable
from .wording import reasons_in_words

CONTENTS_FROM = 4  # headings that make a list of contents worth its room
WORDS_A_MINUTE = 230
EXCERPTS = 12  # citing cables whose words are shown
DRAWN = 24  # cables around this one: more are drawn on the page of the thread


def cable_context(dossier, *, seen="", parts=""):
    """``seen`` is the fingerprint that a link carries; ``parts="u"`` leaves parts out."""
    cable = dossier.cable
    path = cable_address(cable)
    told = description(cable, dossier.paragraphs)
    like_it = alike(dossier)  # first, so that one query reads all cards
    blocks = blocks_for_reading(dossier)
    portions = unclassified(blocks) if parts == "u" and has_portions(blocks) else None
    groups = group(portions.shown if portions else blocks)
    headings = [g.block for g in groups if g.kind == "heading"]
    return {
        "cable": cable,
        "dossier": dossier,
        "groups": groups,
        "contents": headings if len(headings) >= CONTENTS_FROM else [],
        "portions": portions,
        "has_portions": has_portions(blocks),
        "quiet": sum(len(g.blocks) for g in groups if g.kind == "quiet"),
        "since": since(seen, blocks),
        "words": (words := sum(len(b.text.split()) for b in blocks)),
        "minutes": max(1, round(words / WORDS_A_MINUTE)),
        "tombstones": [a for a in dossier.aliases if a.paragraph_id is None],
        "references": listed_references(dossier),
        "citations": citations_by_cable(dossier),
        "around": around(dossier),
        "alike": like_it,
        "articles": articles_of(dossier),
        "reasons": reasons_in_words(cable.reasons),
        "explained": explain_header(cable.header),
        "sent": group_in_words(cable.date_time_group),
        "address": absolute(path),
        "twin_json": cable_address(cable, form="json"),
        "twin_txt": cable_address(cable, form="txt"),
        "description": told,
        "share_text": share_text(cable, path),
        "share_links": share_links(cable, path),
    } | leaving_cable(dossier, told)


def blocks_for_reading(dossier, blocks=None):
    """Give each block its pieces, its notes, and the address that it has alone."""
    links = _links_by_paragraph(dossier)
    letters = {r.label: _link(r) for r in dossier.references if r.label and r.cited_id}
    anchors = _by_paragraph(
        (a.paragraph_id, (a.offset, a.key)) for a in dossier.aliases
    )
    articles = _by_paragraph((n.paragraph_id, n) for n in dossier.article_links)
    threads = _by_paragraph((d.paragraph_id, d) for d in dossier.discussions)
    blocks = dossier.paragraphs if blocks is None else blocks
    for block in blocks:
        block.pieces = pieces(
            block.text,
            links=links.get(block.pk, ()),
            anchors=anchors.get(block.pk, ()),
            letters=letters,
        )
        block.articles = articles.get(block.pk, [])
        block.threads = threads.get(block.pk, [])
        block.alone = paragraph_address(dossier.cable, block.key)
        if block.kind in QUIET:
            block.terms = explain_opening(block.text, dossier.tags)
        else:
            block.seen = fingerprint(block.text)
    return blocks


def _by_paragraph(pairs):
    table = {}
    for paragraph_id, value in pairs:
        table.setdefault(paragraph_id, []).append(value)
    return table


def _links_by_paragraph(dossier):
    return _by_paragraph(
        (row.paragraph_id, _link(row)) for row in dossier.references if row.cited_id
    )


def _link(row):
    """Return where the words of a reference lead; nowhere for an e-mail or a call."""
    if not row.cited_id:
        return None
    if row.card is None:
        title = _("%(name)s is not in the archive") % {"name": row.cited_id}
        other = get_language() if get_language() != "en" else ""
        return Link(row.printed, cited_address(row.cited_id), title, other)
    return Link(row.printed, cable_address(row.card), row.card.subject)


def listed_references(dossier):
    """Return each thing that the cable refers to once, labelled ones first."""
    listed = {}
    for row in dossier.references:
        row.link = _link(row)
        listed.setdefault(row.cited_id or (row.kind, row.printed), row)
    return list(listed.values())


def citations_by_cable(dossier):
    """
    Return (cable, [blocks that cite], words that cite) for each citing cable, newest
    first. The words are given for the newest ones only.
    """
    table = {}
    for row in dossier.citations:
        card, blocks, words = table.get(row.cable_id, (row.card, [], ""))
        if row.paragraph:
            row.paragraph.cable = row.card  # for its address, without a query
            blocks.append(row.paragraph)
            if row.paragraph.kind not in QUIET:
                words = words or excerpt(row.excerpt)
        table[row.cable_id] = card, blocks, words
    rows = list(table.values())
    return rows[:EXCERPTS] + [(*row[:2], "") for row in rows[EXCERPTS:]]


def excerpt(text):
    """Return the whole words of a stretch that the database cut from a paragraph."""
    words = (text or "").split()
    return f"…{' '.join(words[1:-1])}…" if len(words) > 12 else " ".join(words)


def around(dossier):
    """Return what the line about the thread says: of one step, read already. Or None."""
    thread = around_cable(dossier.cable, dossier.references, dossier.citations)
    if not thread.edges:
        return None
    others = dossier.cable.cited_by_count - len({r.cable_id for r in dossier.citations})
    return {
        "count": len(thread.cables) + others,
        "gone": len(thread.absent),
        "first": thread.cables[0].created.year,
        "last": thread.cables[-1].created.year,
        "graph": draw(thread) if len(thread.nodes) <= DRAWN else None,
    }


def articles_of(dossier):
    """Return (article, [links]) for each article, in the order of the links."""
    table = {}
    for link in dossier.article_links:
        table.setdefault(link.article_id, (link.article, []))[1].append(link)
    return list(table.values())


def description(cable: Cable, blocks):
    """Return the sentence that search engines and previews show."""
    text = next((b.text for b in blocks if b.kind in ("numbered", "unnumbered")), "")
    return shorten(text) or _("%(classification)s cable") % {
        "classification": cable.get_classification_display()
    }


def shorten(text, length=200):
    text = " ".join(text.split())
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + "…"
