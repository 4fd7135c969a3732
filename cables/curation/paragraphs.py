"""The blocks of a cable's body. A block's key is in print: it is never given twice."""

from cables.choices import Action, BlockKind, State
from cables.models import ArticleLink, Paragraph, ParagraphAlias, holding_epoch

from .cut import Cut
from .errors import BadBlocks, CannotMerge, WordsComeBack, WordsTakenOut, WrongCable
from .limits import NO_BLOCKS, block_errors
from .markers import blocks_back, lost_markers, refuse_words
from .paragraph_keys import Keys, carry_landings, find_heir, hand_over
from .versions import announce, lock, mark_curated, save_version

FIELDS = ("kind", "label", "marking", "text", "position")
#: What each half of a split block still is; half of any other is a paragraph.
KEPT_KINDS = (BlockKind.TABLE, BlockKind.HEADING, BlockKind.BULLET, BlockKind.ARTEFACT)


@holding_epoch
def save_paragraphs(cable, *, user, blocks, why="", expected_version=None):
    """
    Make the cable's blocks those of ``blocks``, in that order: dictionaries with kind,
    label, marking, text and the id of a block that is there, or none for a new one.
    A block that is not named is removed: its key leads to where its words are now, or
    else is buried.
    """
    cable = lock(cable, expected_version)
    return _write(cable, blocks, user=user, why=why)


@holding_epoch
def split(cable, *, user, key, offset, why="", expected_version=None):
    """
    Make two blocks of one, the second from the character ``offset`` on. The first keeps
    the key, label and marking; the second has a fresh key, and what belongs to its words.
    """
    cable = lock(cable, expected_version)
    blocks = in_order(cable)
    place = _place_of(cable, key, blocks)
    block = blocks[place]
    cut = Cut(block, offset)
    values = [_values(one) for one in blocks]
    values[place]["text"] = cut.first
    kind = block.kind if block.kind in KEPT_KINDS else BlockKind.UNNUMBERED
    second = {"kind": kind, "label": "", "marking": block.marking, "text": cut.second}
    values.insert(place + 1, second)
    return _write(
        cable,
        values,
        user=user,
        why=why,
        after_adding=lambda added: cut.hand_over(added[0]),
    )


@holding_epoch
def merge_up(cable, *, user, key, why="", expected_version=None):
    """
    Put the words of a block behind those of the one above, whose key, kind, label and
    marking stay. The key of the lower block becomes an alias that lands on its words.
    A page marker between the two is not what is meant: it stays where it is.
    """
    cable = lock(cable, expected_version)
    blocks = in_order(cable)
    place = _place_of(cable, key, blocks)
    lower, upper = blocks[place], _above(blocks, place)
    between = joint(upper, lower)
    values = [_values(one) for one in blocks if one is not lower]
    kept = next(one for one in values if one["id"] == upper.pk)
    kept["text"] = upper.text + between + lower.text
    heirs = {lower.pk: (upper, len(upper.text) + len(between))}
    return _write(cable, values, user=user, why=why, heirs=heirs)


@holding_epoch
def move(cable, *, user, key, by, why="", expected_version=None):
    """Move a block ``by`` places down, or up where it is negative. Its key goes with it."""
    cable = lock(cable, expected_version)
    blocks = in_order(cable)
    place = _place_of(cable, key, blocks)
    block = blocks.pop(place)
    blocks.insert(min(max(place + by, 0), len(blocks)), block)
    return _write(cable, [_values(one) for one in blocks], user=user, why=why)


@holding_epoch
def write_blocks(cable, *, user, blocks, why="", after_adding=None):
    """
    As ``save_paragraphs``, for blocks that may come with the ``key`` that they once had:
    ``after_adding`` is called with the new ones, to take it from where it leads now.
    """
    given = {"user": user, "why": why, "after_adding": after_adding}
    return _write(lock(cable), blocks, keyed=True, **given)


def in_order(cable):
    """Return the blocks in reading order."""
    return list(cable.paragraphs.order_by("position", "id"))


def joint(upper, lower):
    """Return what stands between the words of two blocks that become one."""
    if not upper.text or not lower.text or upper.text[-1].isspace():
        return ""
    return "\n" if BlockKind.TABLE in (upper.kind, lower.kind) else " "


def _place_of(cable, key, blocks):
    for place, block in enumerate(blocks):
        if block.key == key:
            return place
    raise WrongCable(f"There is no paragraph #{key} in {cable.reference_id}.")


def _above(blocks, place):
    lower = blocks[place]
    for upper in reversed(blocks[:place]):
        if (
            BlockKind.ARTEFACT not in (upper.kind, lower.kind)
            or upper.kind == lower.kind
        ):
            return upper
    raise CannotMerge(f"#{lower.key} is the first paragraph: nothing is above it.")


def _values(block):
    return {"id": block.pk} | {name: getattr(block, name) for name in FIELDS[:-1]}


@holding_epoch
def take_blocks(cable, *, user, blocks, why="", expected_version=None):
    """
    Make the cable's blocks those that a parser found, which are nobody's work: imports
    go on to fill them. A new block comes with the key that it is to have.
    """
    cable = lock(cable, expected_version)
    here = {block.pk: block.text for block in cable.paragraphs.all()}
    refuse_words(
        cable,
        {
            f"paragraph #{one['key']}": (here.get(one.get("id"), ""), one["text"])
            for one in blocks
        },
    )
    # An alias that leads to a block's words becomes the key of that block.
    new = [one["key"] for one in blocks if not one.get("id")]
    cable.paragraph_aliases.filter(key__in=new).delete()
    return _write(cable, blocks, user=user, why=why, keyed=True, by_person=False)


def _write(
    cable,
    blocks,
    *,
    user,
    why,
    heirs=None,
    after_adding=None,
    keyed=False,
    by_person=True,
):
    """
    Write the blocks of a locked cable as its next version. ``heirs`` names where the
    words of a removed block went, by its id, where that is known; ``after_adding`` is
    called with the new blocks while addresses still stand as they were; ``keyed`` says
    that each new block comes with its key: never where a browser has sent them.
    """
    here = {block.pk: block for block in cable.paragraphs.all()}
    kept = [block["id"] for block in blocks if block.get("id")]
    if len(kept) != len(set(kept)) or not here.keys() >= set(kept):
        raise WrongCable(f"A paragraph was named that is not in {cable.reference_id}.")
    _check_all(cable, blocks, here)
    _check_markers([block.text for block in here.values()], blocks)
    if by_person:
        _check_words(cable, here, blocks)
    before, after = {}, {}
    keys, now, added = Keys(cable), [], []
    for position, values in enumerate(blocks):
        values = {**values, "position": position}
        if values.get("id"):
            now.append(_change(here[values["id"]], values, before, after))
        else:
            wanted = values.get("key") if keyed else ""
            added.append(_add(cable, keys, values, after, wanted))
            now.append(added[-1])
    if after_adding:
        after_adding(added)
    for block in now:
        if "text" in before.get(block.key, ()):
            carry_landings(block, before[block.key]["text"])
    _remove(
        [here[key] for key in here.keys() - set(kept)], now, before, after, heirs or {}
    )
    if before or after:
        if by_person:
            mark_curated(cable, ["paragraphs"])
        _save(cable, user=user, why=why, before=before, after=after)
    return cable


def _save(cable, *, user, why, before, after):
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


def _check_markers(texts, blocks):
    """Refuse to lose the box that says why words are gone."""
    if lost := lost_markers(texts, [values["text"] for values in blocks]):
        raise WordsTakenOut(lost)


def _check_words(cable, here, blocks):
    texts = {key: block.text for key, block in here.items()}
    if places := blocks_back(cable, texts, blocks):
        said = WordsComeBack.TYPED
        raise BadBlocks({place: {"text": said} for place in places}, said)


def _check_all(cable, blocks, here):
    """Refuse what a person may not write, and an end of all words that readers see."""
    problems = {}
    for place, values in enumerate(blocks):
        block = here.get(values.get("id")) or Paragraph()
        changed = {
            name: values[name]
            for name in ("label", "marking", "text")
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


def _add(cable, keys, values, after, wanted):
    block = Paragraph(cable=cable, **{name: values[name] for name in FIELDS})
    block.key = wanted or keys.fresh(BlockKind(block.kind), block.label)
    _check(block)
    block.save(force_insert=True)
    after[block.key] = {name: getattr(block, name) for name in FIELDS}
    return block


def _check(block):
    block.clean_fields(exclude=["cable"])


def _remove(gone, others, before, after, heirs):
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
        heir, offset = heirs.get(block.pk) or find_heir(block, nearest(block))
        if heir:
            hand_over(block, heir, offset)
        ArticleLink.objects.let_go_of([block])
        ParagraphAlias.objects.create(
            cable=block.cable, key=block.key, paragraph=heir, offset=offset
        )
    Paragraph.objects.filter(pk__in=[block.pk for block in gone]).delete()
