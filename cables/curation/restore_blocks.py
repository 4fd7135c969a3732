"""
The blocks of a cable as they stood once. A key comes back from where it was buried, or
from the block that its words were merged into, to the same words and to no others.
"""

from cables.models import ParagraphAlias

from .cut import Cut
from .errors import CannotSplit, RestoreRefused
from .paragraphs import FIELDS, in_order, write_blocks


def blocks_before(cable, revisions):
    """
    Return the blocks, with their keys, as they stood before these revisions (the oldest
    first); None where none of them changed a block.
    """
    told = [one for one in revisions if "paragraphs" in {**one.before, **one.after}]
    if not told:
        return None
    blocks = {
        block.key: {name: getattr(block, name) for name in FIELDS}
        for block in in_order(cable)
    }
    for revision in reversed(told):
        before = revision.before.get("paragraphs", {})
        for key in revision.after.get("paragraphs", {}).keys() - before.keys():
            blocks.pop(key, None)  # it was new then
        for key, values in before.items():
            blocks[key] = {**blocks.get(key, {}), **values}
    if any(not block.keys() >= set(FIELDS) for block in blocks.values()):
        raise RestoreRefused(
            "The history does not have all of its paragraphs: an import replaced some "
            "of them meanwhile. Restore a later version."
        )
    rows = [{"key": key, **block} for key, block in blocks.items()]
    return sorted(rows, key=lambda row: row["position"])


def put_blocks_back(cable, *, user, blocks, why):
    """Make the cable's blocks those of ``blocks``, each under its own key."""
    here = {block.key: block for block in in_order(cable)}
    texts = {block.pk: block.text for block in here.values()}
    values = [
        {**block, "id": here[block["key"]].pk} if block["key"] in here else block
        for block in blocks
    ]
    return write_blocks(
        cable,
        blocks=values,
        user=user,
        why=why,
        after_adding=lambda added: _give_back(cable, added, texts),
    )


def _give_back(cable, added, texts):
    """Let each new block have its key back, and what belongs to its words."""
    rows = ParagraphAlias.objects.filter(
        cable=cable, key__in=[block.key for block in added]
    ).select_related("paragraph")
    aliases = {row.key: row for row in rows}
    # From the end, as a block into which several were merged is taken apart.
    for block in sorted(
        added, key=lambda one: -aliases[one.key].offset if one.key in aliases else 0
    ):
        if alias := aliases.get(block.key):
            heir, offset = alias.paragraph, alias.offset
            alias.delete()
            if heir:
                _take_from(heir, block, offset, texts)


def _take_from(heir, block, offset, texts):
    heir.text = texts[heir.pk]
    try:
        cut = Cut(heir, offset)
    except (
        CannotSplit
    ):  # the words stand at its beginning, or are cut off: both have all
        return
    cut.hand_over(block)
    texts[heir.pk] = cut.first
    for row in block.aliases.filter(offset__gt=len(block.text)):
        row.offset = len(block.text)
        row.save(update_fields=["offset"])
