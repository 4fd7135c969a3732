"""Some paragraphs of a cable, read alone: which they are, and what stands beside them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cables.sharing.permalinks import absolute, cable_address, paragraph_address
from cables.sharing.share_texts import share_links, share_text

from .cable_page import blocks_for_reading, shorten
from .leaving import leaving_blocks
from .pieces import group
from .since import since
from .threads import about

LONGEST_RANGE = 200


def select(dossier, key):
    """Return the blocks that a key, or two keys with a hyphen between, stand for."""
    keys = [block.key for block in dossier.paragraphs]
    if key in keys:
        return [dossier.paragraphs[keys.index(key)]]
    for cut in (i for i, letter in enumerate(key) if letter == "-"):
        first, last = key[:cut], key[cut + 1 :]
        if first in keys and last in keys:
            start, end = keys.index(first), keys.index(last)
            return dossier.paragraphs[start : end + 1][:LONGEST_RANGE]
    return []


def selection_context(dossier, blocks, key, *, seen=""):
    cable, name = dossier.cable, selection_name(blocks)
    path = paragraph_address(cable, key)
    told = shorten(" ".join(block.text for block in blocks))
    blocks_for_reading(dossier, blocks)
    label = name if len(blocks) == 1 and blocks[0].label else ""
    return (
        {
            "cable": cable,
            "dossier": dossier,
            "groups": group(blocks),
            "key": key,
            "name": name,
            "first": blocks[0],
            "alone": len(blocks) == 1,
            "marked": marked(blocks),
            "about": about(blocks),
            "since": since(seen, dossier.paragraphs, blocks),
            "in_context": f"{cable_address(cable)}#{blocks[0].key}",
            "address": absolute(path),
            "twin_json": paragraph_address(cable, key, form="json"),
            "twin_txt": paragraph_address(cable, key, form="txt"),
            "description": told,
            "share_text": share_text(cable, path, label=label and blocks[0].label),
            "share_links": share_links(cable, path, label=label and blocks[0].label),
        }
        | beside(dossier, blocks)
        | leaving_blocks(dossier, blocks, key, told)
    )


def selection_name(blocks):
    """Say which words these are: "Paragraph 3", "Paragraphs 2 to 4"."""
    first, last = blocks[0], blocks[-1]
    if first is last:
        if first.label:
            return _("Paragraph %(label)s") % {"label": first.label}
        return first.get_kind_display()
    ends = [block for block in blocks if block.label]
    if ends and ends[0] is not ends[-1]:
        return _("Paragraphs %(first)s to %(last)s") % {
            "first": ends[0].label,
            "last": ends[-1].label,
        }
    number = len(blocks)
    if first.label:
        return ngettext(
            "%(number)s block from paragraph %(label)s",
            "%(number)s blocks from paragraph %(label)s",
            number,
        ) % {"number": number, "label": first.label}
    return ngettext("%(number)s block", "%(number)s blocks", number) % {
        "number": number
    }


def marked(blocks):
    return any(block.articles or block.threads for block in blocks)


def beside(dossier, blocks):
    """Return the paragraphs before and after, and the points that belong to the last."""
    everything = dossier.paragraphs
    start, end = everything.index(blocks[0]), everything.index(blocks[-1])
    readable = ("numbered", "unnumbered", "bullet", "table")
    before = [b for b in everything[:start] if b.kind in readable]
    after = [b for b in everything[end + 1 :] if b.kind in readable]
    return {
        "before": before[-1] if before else None,
        "after": after[0] if after else None,
        "heading": next(
            (b for b in reversed(everything[:start]) if b.kind == "heading"), None
        ),
        "goes_on": _with_points(dossier, blocks, after),
    }


def _with_points(dossier, blocks, after):
    """Return the address of a paragraph together with the points that follow it."""
    points = []
    for block in after:
        if block.kind != "bullet":
            break
        points.append(block)
    if not points or blocks[-1].kind == "bullet":
        return ""
    return paragraph_address(dossier.cable, f"{blocks[0].key}-{points[-1].key}")
