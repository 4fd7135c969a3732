"""Two people edited the paragraphs of a cable: put the later words onto the earlier."""

from dataclasses import dataclass

from cables.curation.revisions import has_every_version, history

FIELDS = ("kind", "label", "marking", "text")


@dataclass(frozen=True, slots=True)
class Difference:
    key: str
    field: str
    theirs: str
    mine: str


def merge(cable, version, typed):
    """
    Return the blocks as they stand, with what was typed since ``version`` put onto them,
    and the places where both people changed the same thing: there, what was typed
    stands, and the other's words are in the differences.
    """
    if not has_every_version(cable, version):
        return _what_stands(cable, typed)
    ground = _ground(cable, version)
    mine = {block["id"]: block for block in typed if block["id"]}
    merged, differences = [], []
    for block in cable.paragraphs.order_by("position", "id"):
        theirs = {"id": block.pk} | {name: getattr(block, name) for name in FIELDS}
        typed_here = mine.pop(block.pk, None)
        if typed_here:
            differences += _put_onto(theirs, typed_here, block.key, ground)
        merged.append(theirs)
    # What was typed anew, and words of blocks that the other person removed.
    rest = [block for block in typed if not block["id"]] + list(mine.values())
    merged += [block | {"id": None} for block in rest if block["text"]]
    return merged, differences


def _what_stands(cable, typed):
    """
    An import saved meanwhile, and left no history to tell what it replaced: what was sent
    may be typed or merely old. The blocks are those that stand, with new ones behind, and
    everything else that was sent and differs is in the differences.
    """
    mine = {block["id"]: block for block in typed if block["id"]}
    blocks, differences = [], []
    for block in cable.paragraphs.order_by("position", "id"):
        theirs = {"id": block.pk} | {name: getattr(block, name) for name in FIELDS}
        sent = mine.pop(block.pk, theirs)
        differences += [
            Difference(block.key, name, theirs[name], sent[name])
            for name in FIELDS
            if sent[name] != theirs[name]
        ]
        blocks.append(theirs)
    standing = {block["text"] for block in blocks}
    differences += [
        Difference("", "a paragraph that is gone", "", block["text"])
        for block in mine.values()
        if block["text"] not in standing
    ]
    return blocks + [block for block in typed if not block["id"]], differences


def _put_onto(theirs, mine, key, ground):
    """Write into ``theirs`` what was typed; yield where it meets another's change."""
    changed = ground.get(key, {})
    for name in FIELDS:
        if mine[name] == changed.get(name, theirs[name]):
            continue  # not touched here
        if name in changed and mine[name] != theirs[name]:
            yield Difference(key, name, theirs[name], mine[name])
        theirs[name] = mine[name]


def _ground(cable, version):
    """Return what the others' saves since ``version`` replaced, by key and field."""
    ground = {}
    for revision in history(cable).filter(version__gt=version).order_by("id"):
        for key, fields in revision.before.get("paragraphs", {}).items():
            ground[key] = fields | ground.get(key, {})
    return ground
