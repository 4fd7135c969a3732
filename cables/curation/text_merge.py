"""Two people changed one text: put both changes together where they do not meet. Pure."""

from dataclasses import dataclass

from .word_changes import changes


@dataclass(frozen=True, slots=True)
class Overlap:
    """The same words, changed by both: what they were, and what each made of them."""

    ground: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A text with the changes of both; where they overlap it has mine."""

    text: str
    overlaps: tuple[Overlap, ...]


def merge_texts(ground, theirs, mine):
    """Merge two texts that were made of ``ground``, word by word."""
    made = [(one, False) for one in changes(ground, theirs)]
    made += [(one, True) for one in changes(ground, mine)]
    made.sort(key=lambda pair: (pair[0].start, pair[0].end))
    text, overlaps, at = [], [], 0
    for group in _meeting(made):
        start = group[0][0].start
        end = max(one.end for one, _ in group)
        text.append(ground[at:start])
        hers = _applied(ground, start, end, [o for o, is_mine in group if not is_mine])
        his = _applied(ground, start, end, [o for o, is_mine in group if is_mine])
        is_both = len({is_mine for _, is_mine in group}) == 2
        text.append(his if group[-1][1] or is_both else hers)
        if is_both and hers != his:
            overlaps.append(Overlap(ground[start:end], hers, his))
        at = end
    return Merged("".join([*text, ground[at:]]), tuple(overlaps))


def _meeting(made):
    """Give changes that touch one another together, the others alone."""
    group, end = [], -1
    for one, is_mine in made:
        if group and one.start > end:
            yield group
            group, end = [], -1
        group.append((one, is_mine))
        end = max(end, one.end)
    if group:
        yield group


def _applied(ground, start, end, made):
    text, at = [], start
    for one in made:
        text += [ground[at : one.start], one.text]
        at = one.end
    return "".join([*text, ground[at:end]])
