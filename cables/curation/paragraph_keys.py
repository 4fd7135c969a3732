"""Addresses of blocks: keys that are never given twice, and what hangs on a block."""

import re

from django.db.models import F

from cables.models import ArticleLink

from .word_changes import changes, moved


class Keys:
    """Gives out keys that no block of the cable has or had."""

    def __init__(self, cable):
        self.taken = {
            *cable.paragraphs.values_list("key", flat=True),
            *cable.paragraph_aliases.values_list("key", flat=True),
        }

    def fresh(self, kind, label):
        key = self._first_free(kind, re.sub(r"[^0-9A-Za-z]", "", label))
        self.taken.add(key)
        return key

    def _first_free(self, kind, label):
        if not label:
            return self._next("u", 1)
        key = f"par{label}"
        return key if key not in self.taken else self._next(f"{key}-", 2)

    def _next(self, stem, number):
        while f"{stem}{number}" in self.taken:
            number += 1
        return f"{stem}{number}"


def find_heir(block, others):
    """Return the first block that holds these words now, and where; else None, 0."""
    words = r"\s+".join(map(re.escape, block.text.split()))
    if words:
        finder = re.compile(rf"(?<!\w){words}(?!\w)")
        for other in others:
            if found := finder.search(other.text):
                return other, found.start()
    return None, 0


def hand_over(block, heir, offset):
    """Let what hung on a block hang on the one that holds its words now."""
    block.aliases.update(paragraph=heir, offset=F("offset") + offset)
    block.references.update(paragraph=heir)
    block.discussions.update(paragraph=heir)
    block.sealed_texts.update(paragraph=heir)
    taken = ArticleLink.objects.filter(paragraph=heir).values("article")
    block.article_links.exclude(article__in=taken).update(paragraph=heir)


def carry_landings(block, former):
    """Let the addresses that land inside a block land on the same words of its new text."""
    aliases = list(block.aliases.all())
    made = changes(former, block.text) if aliases else []
    for alias in aliases:
        offset = min(moved(alias.offset, made), len(block.text))
        if offset != alias.offset:
            alias.offset = offset
            alias.save(update_fields=["offset"])
