"""Two people edited the paragraphs of a cable: put the later words onto the earlier."""

from dataclasses import dataclass

from cables.curation.revisions import has_every_version, history
from cables.curation.text_merge import Merged, merge_texts

FIELDS = ("kind", "label", "marking", "text")
EVERYTHING = slice(None)


@dataclass(frozen=True, slots=True)
class Difference:
    key: str
    field: str
    theirs: str
    mine: str
    merged: Merged | None = None


def merge(cable, version, typed, part=EVERYTHING):
    """
    Return the blocks as they stand, with what was typed since ``version`` put onto them:
    words, order, new blocks and removals; and the places where both people changed the
    same thing. There, what was typed stands, and the other's is in the differences.
    ``typed`` are the blocks that were left in the ``part`` that was shown, in order.
    """
    if not has_every_version(cable, version):
        return _what_stands(cable, typed)
    return Meeting(cable, version, typed, part).settle()


class Meeting:
    """The blocks of a cable: as both people found them, and as each left them."""

    def __init__(self, cable, version, typed, part):
        rows = list(cable.paragraphs.order_by("position", "id"))
        self.theirs = {row.key: values_of(row) for row in rows}
        self.ground = _ground(cable, version, rows)
        self.mine = self._as_left(typed, {row.pk: row.key for row in rows}, part)
        self.differences = []

    def _as_left(self, typed, keys, part):
        """Return by key, in order, the blocks that were shown and those that were not."""
        ground = list(self.ground)
        first, last, _ = part.indices(len(ground))
        mine = {key: self.ground[key] for key in ground[:first]}
        for number, block in enumerate(typed):
            # A block that is gone has no row to tell its key: the form says it.
            key = keys.get(block["id"]) or (block["id"] and block.get("key"))
            if not key or key in mine:
                key, block = f"new {number}", block | {"id": None}
            mine[key] = block
        return mine | {
            key: self.ground[key] for key in ground[last:] if key not in mine
        }

    def settle(self):
        blocks = {key: self._block(key) for key in {**self.theirs, **self.mine}}
        order = [key for key in self._order() if blocks[key]]
        return [blocks[key] for key in order], self.differences

    def _block(self, key):
        """Return what the form is to show of a block; None where nothing is left of it."""
        ground, theirs = self.ground.get(key), self.theirs.get(key)
        mine = self.mine.get(key)
        if mine is None:
            return self._removed_here(key, ground, theirs)
        if theirs is None:
            # New here; or removed by the other, where only typed words are kept.
            typed = ground is None or any(mine[n] != ground[n] for n in FIELDS)
            return mine | {"id": None, "key": ""} if typed and mine["text"] else None
        return theirs | {name: self._value(key, name) for name in FIELDS}

    def _removed_here(self, key, ground, theirs):
        if ground is None:
            return theirs  # added by the other
        if theirs["text"] != ground["text"]:
            self.differences.append(
                Difference(
                    key, "you removed it, and it was changed", theirs["text"], ""
                )
            )
        return theirs | {"DELETE": True}

    def _value(self, key, name):
        theirs, mine = self.theirs[key][name], self.mine[key][name]
        ground = self.ground.get(key, self.theirs[key])[name]
        if mine in (ground, theirs):
            return theirs
        if theirs == ground:
            return mine
        merged = merge_texts(ground, theirs, mine) if name == "text" else None
        self.differences.append(Difference(key, name, theirs, mine, merged))
        return merged.text if merged else mine

    def _order(self):
        """Follow whoever moved blocks; where both did, what was typed."""
        theirs, mine = list(self.theirs), list(self.mine)
        if self._moved(mine):
            if self._moved(theirs) and _common(theirs, mine) != _common(mine, theirs):
                told = " ".join(f"#{key}" for key in theirs)
                own = " ".join(f"#{key}" for key in mine if key in self.theirs)
                self.differences.append(Difference("", "order", told, own))
            return woven(mine, theirs)
        return woven(theirs, mine)

    def _moved(self, order):
        ground = list(self.ground)
        return _common(order, ground) != _common(ground, order)


def values_of(row):
    return {"id": row.pk, "key": row.key} | {n: getattr(row, n) for n in FIELDS}


def _common(order, others):
    others = set(others)
    return [key for key in order if key in others]


def woven(order, others):
    """Put into ``order`` what only the others have, each behind what it stood behind."""
    result, known = list(order), set(order)
    for place, key in enumerate(others):
        if key not in known:
            at = result.index(others[place - 1]) + 1 if place else 0
            result.insert(at, key)
            known.add(key)
    return result


def _what_stands(cable, typed):
    """
    An import saved meanwhile, and left no history to tell what it replaced: what was sent
    may be typed or merely old. The blocks are those that stand, with new ones behind, and
    everything else that was sent and differs is in the differences.
    """
    mine = {block["id"]: block for block in typed if block["id"]}
    blocks, differences = [], []
    for block in cable.paragraphs.order_by("position", "id"):
        theirs = values_of(block)
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


def _ground(cable, version, rows):
    """Return the blocks as they were at ``version``, by key, in their order then."""
    blocks = {row.key: values_of(row) | {"position": row.position} for row in rows}
    for revision in history(cable).filter(version__gt=version):  # the newest first
        before = revision.before.get("paragraphs", {})
        for key in revision.after.get("paragraphs", {}):
            if key not in before:
                blocks.pop(key, None)  # added then
        for key, values in before.items():
            blocks[key] = blocks.get(key, {"id": None, "key": key}) | values
    return dict(sorted(blocks.items(), key=lambda pair: pair[1]["position"]))
