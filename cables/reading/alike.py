"""Cables like the one at hand, each with the reason: what both have, in a few words."""

from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cables.choices import BlockKind
from cables.search.related import LOOKED_AT, Source, related

SHOWN = 6
SPARE = 6  # looked for beside, since some are left out
DIRECT = 2  # of those that cite it or are cited: a cable's page lists them all
NAMED = 4  # words or tags of one reason
TEXT = (BlockKind.NUMBERED, BlockKind.UNNUMBERED, BlockKind.BULLET)


def alike(dossier, limit=SHOWN):
    """
    Return (card, reasons) of public cables like this one, at most ``limit``. Their cards
    are read together with the others of the page: ask before those are read.
    """
    found = related(source_of(dossier), limit=limit + SPARE)
    dossier.named |= {one.pk for one in found}
    rows, direct = [], 0
    for one in found:
        card = dossier.related.get(one.pk)
        if card is None or _is_twin(dossier.cable, card):
            continue
        joined = one.cites_it or one.is_cited
        direct += joined
        if not joined or direct <= DIRECT:
            rows.append((card, reasons(one)))
    return rows[:limit]


def source_of(dossier):
    """Return what the index is asked with: public words, tags and references."""
    cable, words = dossier.cable, []
    for block in dossier.paragraphs:
        if block.kind in TEXT:
            words.append(block.text[:LOOKED_AT])
        if sum(map(len, words)) >= LOOKED_AT:
            break
    cites = dossier.cites
    return Source(
        pk=cable.pk,
        reference_id=cable.reference_id,
        subject=cable.subject,
        text=" ".join(words),
        created=cable.created,
        post=cable.post_id,
        tags={tag.pk: tag.code for tag in dossier.tags},
        cites=tuple(dict.fromkeys(row.cited_id for row in cites if row.cited_id)),
        targets=tuple({row.target_id for row in cites if row.target_id}),
    )


def reasons(common):
    """Say what a cable has in common with the one at hand, the strongest first."""
    said = []
    if common.cites_it:
        said.append(_("Cites this cable"))
    if common.is_cited:
        said.append(_("Cited by this cable"))
    if common.references:
        ids = ", ".join(common.references[:NAMED])
        said.append(_("Also cites %(ids)s") % {"ids": ids})
    if common.words:
        said.append(_same_words(", ".join(common.words[:NAMED])))
    if common.tags:
        tags = ", ".join(common.tags[:NAMED])
        said.append(_("Same tags: %(tags)s") % {"tags": tags})
    return said


def _same_words(words):
    """Name words of the record, which stay in its language."""
    said = _("Same words: %(words)s")
    if get_language() == "en":
        return said % {"words": words}
    marked = said.replace("%(words)s", '<span lang="en">{}</span>')
    return format_html(marked, words)


def _is_twin(cable, card):
    return cable.pk == card.canonical_id or card.pk == cable.canonical_id
