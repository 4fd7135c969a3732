"""The state machine's own idea of tags: what each name leads to, and what was merged."""

import itertools
from dataclasses import dataclass, field

_numbers = itertools.count()


@dataclass(eq=False)
class Tagged:
    """A tag on a cable; of two in one place, that with the lower number stands first."""

    name: str
    place: int
    number: int = field(default_factory=lambda: next(_numbers))


@dataclass(eq=False)
class Merge:
    pk: int
    source: str
    target: str  # now: a later merge may have taken it along
    earlier: list  # merges into what became one with the target here
    rows: dict  # cable to the places of source and target


class Vocabulary:
    def __init__(self):
        self.leads = {}  # a name to the tag of which it is a spelling
        self.merges = []  # that stand

    def called(self, names):
        """Return the tags to which names lead, each once."""
        return list(dict.fromkeys(self.leads.get(name, name) for name in names))

    def merge(self, pk, *, source, target, cables):
        rows = {}
        for cable in cables:
            goes, stays = cable.tagged_with(source), cable.tagged_with(target)
            if goes is None:
                continue
            rows[cable.pk] = (goes.place, None if stays is None else stays.place)
            if stays is None:
                goes.name = target
            else:
                stays.place = min(stays.place, goes.place)
                cable.tagged.remove(goes)
        earlier = [one for one in self.merges if one.target == source]
        made = Merge(pk, source, target, earlier, rows)
        self.merges.append(made)
        for one in (*earlier, made):
            one.target = self.leads[one.source] = target

    def undo(self, merge, *, cables):
        """Undo a merge; return the ids of cables that stay as they are."""
        self.merges.remove(merge)
        del self.leads[merge.source]
        for one in merge.earlier:
            if one in self.merges:
                one.target = self.leads[one.source] = merge.source
        rows = [(one, *merge.rows[one.pk]) for one in cables if one.pk in merge.rows]
        return [row[0].reference_id for row in rows if not self._part(merge, *row)]

    def _part(self, merge, cable, place, other):
        stays = cable.tagged_with(merge.target)
        stood = place if other is None else min(place, other)
        if stays is None or stays.place != stood:
            return False
        if other is None:
            stays.name = merge.source
        else:
            stays.place = other
            cable.tagged.append(Tagged(merge.source, place))
        return True
