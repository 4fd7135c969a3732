"""The blocks of a cable's body. A block's key is in print: it is never given twice."""

import re

from django.db.models import F

from cables.choices import Action, BlockKind, State
from cables.models import ArticleLink, Paragraph, ParagraphAlias, holding_epoch

from .errors import BadBlocks, WrongCable
from .limits import NO_BLOCKS, block_errors
from .versions import announce, lock, mark_curated, save_version

FIELDS = ("kind", "label", "marking", "text", "position")


@holding_epoch
def save_paragraphs(cable, *, user, blocks, why="", expected_version=None):
    """
    Make the cable's blocks those of ``blocks``, in that order: dictionaries with kind,
    label, marking, text and the id of a block that is there, or none for a new one.
    A block that is not named is removed: its key leads to where its words are now, or
    else is buried.
    """
    cable = lock(cable, expected_version)
    here = {block.pk: block for block in cable.paragraphs.all()}
    kept = [block["id"] for block in blocks if block.get("id")]
    if len(kept) != len(set(kept)) or not here.keys() >= set(kept):
        raise WrongCable(f"A paragraph was named that is not in {cable.reference_id}.")
    _check_all(cable, blocks, here)
    before, after = {}, {}
    keys, now = Keys(cable), []
    for position, values in enumerate(blocks):
        values = {**values, "position": position}
        if values.get("id"):
            now.append(_change(here[values["id"]], values, before, after))
        else:
            now.append(_add(cable, keys, values, after))
    _remove([here[key] for key in here.keys() - set(kept)], now, before, after)
    if not before and not after:
        return cable
    mark_curated(cable, ["paragraphs"])
    cable.word_count = count_words(cable)
    save_version(
        cable,
        user=user,
        why=why,
        before={"paragraphs": before},
        after={"paragraphs": after},
        fields=["curated", "word_count"],
    )
    if cable.is_public:
        announce(cable, Action.CORRECTED, reason=why)
    return cable


def _check_all(cable, blocks, here):
    """Refuse what a person may not write, and an end of all words that readers see."""
    problems = {}
    for place, values in enumerate(blocks):
        block = here.get(values.get("id")) or Paragraph()
        changed = {
            name: values[name]
            for name in ("marking", "text")
            if block.pk is None or values[name] != getattr(block, name)
        }
        if errors := block_errors(cable, changed):
            problems[place] = errors
    if problems:
        raise BadBlocks(problems)
    if cable.state == State.PUBLISHED and not any(b["text"].strip() for b in blocks):
        raise BadBlocks({}, NO_BLOCKS)


def count_words(cable):
    """Count the words of the text: page markers and the like are not part of it."""
    blocks = cable.paragraphs.exclude(kind=BlockKind.ARTEFACT)
    return sum(len(text.split()) for text in blocks.values_list("text", flat=True))


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


def _change(block, values, before, after):
    changed = [name for name in FIELDS if getattr(block, name) != values[name]]
    if not changed:
        return block
    before[block.key] = {name: getattr(block, name) for name in changed}
    for name in changed:
        setattr(block, name, values[name])
    _check(block)
    after[block.key] = {name: values[name] for name in changed}
    block.save(update_fields=changed)
    return block


def _add(cable, keys, values, after):
    block = Paragraph(cable=cable, **{name: values[name] for name in FIELDS})
    block.key = keys.fresh(BlockKind(block.kind), block.label)
    _check(block)
    block.save(force_insert=True)
    after[block.key] = {name: getattr(block, name) for name in FIELDS}
    return block


def _check(block):
    block.clean_fields(exclude=["cable"])


def _remove(gone, others, before, after):
    def nearest(block):
        """Blocks that were typed into come first: the words may have stood elsewhere too."""
        return sorted(
            others,
            key=lambda other: (
                "text" not in after.get(other.key, ()),
                abs(other.position - block.position),
            ),
        )

    for block in gone:
        before[block.key] = {name: getattr(block, name) for name in FIELDS}
        heir, offset = _heir(block, nearest(block))
        if heir:
            _hand_over(block, heir, offset)
        ArticleLink.objects.let_go_of([block])
        ParagraphAlias.objects.create(
            cable=block.cable, key=block.key, paragraph=heir, offset=offset
        )
    Paragraph.objects.filter(pk__in=[block.pk for block in gone]).delete()


def _heir(block, others):
    """Return the first block that holds these words now, and where; else None, 0."""
    words = r"\s+".join(map(re.escape, block.text.split()))
    if words:
        finder = re.compile(rf"(?<!\w){words}(?!\w)")
        for other in others:
            if found := finder.search(other.text):
                return other, found.start()
    return None, 0


def _hand_over(block, heir, offset):
    """Let what hung on a block hang on the one that holds its words now."""
    block.aliases.update(paragraph=heir, offset=F("offset") + offset)
    block.references.update(paragraph=heir)
    block.discussions.update(paragraph=heir)
    taken = ArticleLink.objects.filter(paragraph=heir).values("article")
    block.article_links.exclude(article__in=taken).update(paragraph=heir)
