"""
Paragraphs of a cable that comes in again: blocks change, addresses stay.

A key, once given, means the same words for ever. A block that has the words of an old
one, or else its key, is that paragraph and keeps its key. A block of which neither is
true gets a key that was never used. A paragraph that no block continues leaves an alias
where its words went to, or a tombstone.
"""

from dataclasses import dataclass

from cables.models import ArticleLink, Discussion, Paragraph, ParagraphAlias

FIELDS = ("position", "kind", "label", "marking", "text")


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A block with the key that it gets, and the paragraph that it continues, if any."""

    position: int
    block: object
    key: str
    old: Paragraph | None


def _squeezed(text):
    return " ".join(text.split())


def place_blocks(blocks, old, aliases):
    """Return the blocks with their keys, given a cable's paragraphs and aliases."""
    continued = _continued(blocks, old)
    used = {paragraph.key for paragraph in old} | {alias.key for alias in aliases}
    placed = []
    for position, block in enumerate(blocks):
        paragraph = continued.get(position)
        key = paragraph.key if paragraph else _free_key(block.key, used)
        used.add(key)
        placed.append(Placed(position=position, block=block, key=key, old=paragraph))
    return placed


def _continued(blocks, old):
    """Return which block continues which paragraph: by words first, then by key."""
    continued, free = {}, {paragraph.key: paragraph for paragraph in old}
    by_words = {}
    for paragraph in old:
        by_words.setdefault((paragraph.label, _squeezed(paragraph.text)), []).append(
            paragraph
        )
    for position, block in enumerate(blocks):
        same = by_words.get((block.label, _squeezed(block.text)))
        if same:
            paragraph = next((one for one in same if one.key == block.key), same[0])
            same.remove(paragraph)
            continued[position] = free.pop(paragraph.key)
    for position, block in enumerate(blocks):
        if position not in continued and block.key in free:
            continued[position] = free.pop(block.key)
    return continued


def _free_key(wanted, used):
    if wanted not in used:
        return wanted
    number = 2
    if wanted[:1] == "u" and wanted[1:].isdigit():
        number, stem = int(wanted[1:]), "u"
    else:
        stem = f"{wanted}-"
    while f"{stem}{number}" in used:
        number += 1
    return f"{stem}{number}"


def differs(placed, old):
    """Return whether the paragraphs would change."""
    if len(placed) != len(old) or any(one.old is None for one in placed):
        return True
    return any(
        _values(one) != {f: getattr(one.old, f) for f in FIELDS} for one in placed
    )


def _values(one):
    return {"position": one.position} | {
        name: getattr(one.block, name) for name in FIELDS[1:]
    }


def replace_paragraphs(*, cable, placed, old):
    """Write the blocks over a cable's paragraphs. Return the paragraphs in order."""
    kept = {one.old.pk for one in placed if one.old}
    gone = [paragraph for paragraph in old if paragraph.pk not in kept]
    changed, new = [], []
    for one in placed:
        target = one.old or Paragraph(cable=cable, key=one.key)
        for name, value in _values(one).items():
            setattr(target, name, value)
        (changed if one.old else new).append(target)
    Paragraph.objects.bulk_update(changed, FIELDS)
    Paragraph.objects.bulk_create(new)
    result = sorted(changed + new, key=lambda paragraph: paragraph.position)
    for paragraph in gone:
        _bury(paragraph, result)
    return result


def _bury(paragraph, others):
    """Delete a paragraph; its address lands where its words are now, if anywhere."""
    heir, offset = _heir(paragraph, others)
    paragraph.aliases.update(paragraph=heir)
    if heir:
        Discussion.objects.filter(paragraph=paragraph).update(paragraph=heir)
        taken = ArticleLink.objects.filter(paragraph=heir).values("article")
        paragraph.article_links.exclude(article__in=taken).update(paragraph=heir)
    cable, key = paragraph.cable, paragraph.key
    ArticleLink.objects.let_go_of([paragraph])
    paragraph.delete()
    ParagraphAlias.objects.update_or_create(
        cable=cable, key=key, defaults={"paragraph": heir, "offset": offset}
    )


def _heir(paragraph, others):
    words = _squeezed(paragraph.text)
    for other in others if words else ():
        at = other.text.find(paragraph.text)
        if at >= 0:
            return other, at
        if words in _squeezed(other.text):
            return other, 0
    return None, 0


def add_aliases(*, cable, wanted, paragraphs):
    """Add the original site's anchors that the cable has not; return how many."""
    taken = {paragraph.key for paragraph in paragraphs} | set(
        ParagraphAlias.objects.filter(cable=cable, paragraph=None).values_list(
            "key", flat=True
        )
    )
    added = 0
    for alias in wanted:
        if alias.key not in taken:
            _, made = ParagraphAlias.objects.get_or_create(
                cable=cable,
                key=alias.key,
                defaults={
                    "paragraph": paragraphs[alias.block],
                    "offset": alias.offset,
                },
            )
            added += made
    return added
