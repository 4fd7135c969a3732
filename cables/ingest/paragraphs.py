"""
Paragraphs of a cable that comes in again: blocks change, addresses stay.

A key, once given, means the same words for ever. A block that has the words of an old
one, perhaps corrected, is that paragraph and keeps its key, whatever its number is now.
Any other block gets the key that its number asks for if that was never used or leads to
these words already, and else a new one. A paragraph that no block continues leaves an
alias where its words went to, or a tombstone.
"""

from collections import Counter
from dataclasses import dataclass

from cables.models import ArticleLink, Discussion, Paragraph, ParagraphAlias

from .likeness import ALIKE, FEW, WORD, Words, land_alike

FIELDS = ("position", "kind", "label", "marking", "text")
#: A word of more paragraphs than this tells none of them from the others.
COMMON = 20
#: So many paragraphs with the rarest words in common are looked at for each block.
NEAREST = 5
#: What the same key adds: enough to decide between two that are about as alike.
SAME_KEY = 0.1


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
    leading = {alias.key: alias for alias in aliases if alias.paragraph_id}
    texts = {paragraph.pk: paragraph.text for paragraph in old}
    placed, tried = [], {}
    for position, block in enumerate(blocks):
        paragraph, alias = continued.get(position), leading.get(block.key)
        if paragraph:
            key = paragraph.key
        elif alias and land_alike(
            texts[alias.paragraph_id][alias.offset :], block.text
        ):
            key = leading.pop(block.key).key
        else:
            key = _free_key(block.key, used, tried)
        used.add(key)
        placed.append(Placed(position=position, block=block, key=key, old=paragraph))
    return placed


def _continued(blocks, old):
    """Return which block continues which paragraph: by its words, perhaps corrected."""
    continued, free = {}, {paragraph.key: paragraph for paragraph in old}
    for same in (lambda one: (one.label, _squeezed(one.text)), _words_alone):
        by_words = {}
        for paragraph in free.values():
            by_words.setdefault(same(paragraph), []).append(paragraph)
        by_words.pop("", None)
        for position, block in enumerate(blocks):
            found = position not in continued and by_words.get(same(block))
            if found:
                paragraph = next((p for p in found if p.key == block.key), found[0])
                found.remove(paragraph)
                continued[position] = free.pop(paragraph.key)
    left = {at: one for at, one in enumerate(blocks) if at not in continued}
    for position, key in _alike(left, free):
        if position not in continued and key in free:
            continued[position] = free.pop(key)
    return continued


def _words_alone(one):
    return _squeezed(one.text)


def _alike(blocks, paragraphs):
    """Return position and key of blocks and paragraphs that are alike, the surest first."""
    old = {key: Words(one.text) for key, one in paragraphs.items()}
    empty = {key for key, one in paragraphs.items() if not one.text.strip()}
    holders = {}
    for key, words in old.items():
        for word in words.counts:
            holders.setdefault(word, []).append(key)
    pairs = []
    for position, block in blocks.items():
        new = Words(block.text)
        for key in _candidates(new, block.key, holders, old):
            score = _score(new, old[key], same_key=key == block.key)
            if key == block.key and key in empty:
                score = ALIKE  # it had a key and no words: any are its own
            if score >= ALIKE:
                pairs.append((-score, position, key))
    return [(position, key) for _, position, key in sorted(pairs)]


def _candidates(words, key, holders, old):
    shared = Counter()
    for word in words.counts:
        known = holders.get(word, ())
        if len(known) <= COMMON:
            shared.update(known)
    nearest = {one for one, _ in shared.most_common(NEAREST)}
    return nearest | ({key} & old.keys())


def _score(new, old, *, same_key):
    if not same_key:
        return new.likeness(old)
    alike = new.likeness(old)
    if min(len(new.words), len(old.words)) >= FEW:  # a word or two open many a text
        alike = max(alike, new.likeness_of_openings(old))
    return alike + SAME_KEY if alike >= ALIKE else 0


def _free_key(wanted, used, tried):
    """Return a key that was never used; ``tried`` holds the last number of each stem."""
    if wanted not in used:
        return wanted
    stem, number = f"{wanted}-", 1
    if wanted[:1] == "u" and wanted[1:].isdigit():
        stem, number = "u", int(wanted[1:])
    number = max(number, tried.get(stem, 0)) + 1
    while f"{stem}{number}" in used:
        number += 1
    tried[stem] = number
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
    # An alias that leads to a block's words becomes the key of that block.
    ParagraphAlias.objects.filter(
        cable=cable, key__in=[one.key for one in placed if not one.old]
    ).delete()
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
    heirs = Heirs(result) if gone else None
    for paragraph in gone:
        _bury(paragraph, *heirs.of(paragraph))
    return result


def _bury(paragraph, heir, offset):
    """Delete a paragraph; its address lands where its words are now, if anywhere."""
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


class Heirs:
    """Finds the paragraph that holds the words of one that is gone."""

    def __init__(self, paragraphs):
        self.squeezed = [(one, _squeezed(one.text)) for one in paragraphs]
        self.holders = {}  # word: places in the list above
        for place, (_, text) in enumerate(self.squeezed):
            for word in set(WORD.findall(text)):
                self.holders.setdefault(word, []).append(place)

    def of(self, gone):
        """Return (the first paragraph with these words or None, where they begin)."""
        words = _squeezed(gone.text)
        for place in self._with_its_rarest_word(words):
            other, text = self.squeezed[place]
            at = other.text.find(gone.text)
            if at >= 0:
                return other, at
            if words in text:
                return other, 0
        return None, 0

    def _with_its_rarest_word(self, words):
        found = [self.holders.get(word, ()) for word in set(WORD.findall(words))]
        return min(found, key=len, default=())
