"""Two people edited the paragraphs of a cable: put the later words onto the earlier."""

from dataclasses import dataclass

from cables.curation.revisions import history

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
