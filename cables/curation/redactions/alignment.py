"""
Where the words of one text stand in another: those of a paragraph, made for reading, in
the body as received, with its line ends, labels and page markers.

What agrees letter by letter is found so. A paragraph that somebody has corrected, split
or merged is compared word by word with the part of the body between its neighbours.
"""

from difflib import SequenceMatcher

from .words import BARE, Forms, Skeleton

#: So much of a corrected paragraph must stand in the body for the two to correspond.
ALIKE = 0.5
CAPTIONS = ("caption", "artefact")
#: In which blocks of the message a column of the cable was read.
READ_IN = {"signatory": ("signature",)}


class Alignment:
    """
    A text and another in which it stands: for each letter of the first, the stretch of
    letters of the second that it is, or None.
    """

    def __init__(self, inner, outer, ranges):
        self.inner, self.outer, self.ranges = inner, outer, ranges

    @property
    def extent(self):
        """Return the stretch of the outer text's letters between first and last."""
        found = list(filter(None, self.ranges))
        return min(lo for lo, _ in found), max(hi for _, hi in found)

    def pieces(self, start, end):
        """
        Return where the inner text's characters from ``start`` to ``end`` stand in the
        outer one: a piece, or several that a page marker parts, or none.
        """
        first, last = self.inner.inside(start, end)
        found = list(filter(None, self.ranges[first:last]))
        if not found:
            return []
        low, high = min(lo for lo, _ in found), max(hi for _, hi in found)
        pieces = _joined(self.outer.text, sorted(self.outer.places[low:high]))
        return _with_signs(pieces, self.outer.text, self.inner.text, start, end)

    def span(self, pieces):
        """Return where these pieces of the outer text stand in the inner, or None."""
        wanted = {at for start, end in pieces for at in range(start, end)}
        found = [
            place
            for place, held in enumerate(self.ranges)
            if held and not wanted.isdisjoint(self.outer.places[slice(*held)])
        ]
        return self.inner.span(found[0], found[-1] + 1) if found else None


def _joined(text, places):
    """Return stretches of characters with no letter of others between them."""
    pieces = []
    for place in places:
        if pieces and not any(BARE[one] for one in text[pieces[-1][1] : place]):
            pieces[-1] = (pieces[-1][0], place + 1)
        else:
            pieces.append((place, place + 1))
    return pieces


def _with_signs(pieces, outer, inner, start, end):
    """Take in quotation marks and the like, which are no letters, at both ends."""
    (first, until), *rest = pieces
    words = inner[start:end]
    for sign in reversed(words[: len(words) - len(_lettered(words))]):
        if first and outer[first - 1] == sign:
            first -= 1
    pieces = [(first, until), *rest]
    last, until = pieces[-1]
    trailing = words[::-1]
    for sign in reversed(trailing[: len(trailing) - len(_lettered(trailing))]):
        if outer[until : until + 1] == sign:
            until += 1
    return [*pieces[:-1], (last, until)]


def _lettered(words):
    """Return words from their first letter on."""
    place = next((at for at, one in enumerate(words) if BARE[one]), len(words))
    return words[place:]


class Message:
    """A body as received, cut into the blocks that parsing finds in it."""

    def __init__(self, body, blocks):
        self.body, self.blocks = body, blocks
        flowing = [one for one in blocks if one.kind != "artefact"]
        self.flow = Skeleton(body, [span for one in flowing for span in one.spans])
        self.starts = {}
        at = 0
        for block in flowing:
            self.starts[block.key] = at
            at += len(Skeleton(body, block.spans).letters)

    def align(self, paragraphs):
        """Return {primary key: Alignment} of the paragraphs that stand in the body."""
        found = dict(self._same(paragraphs))
        for find in (_as_it_stands, _word_by_word):
            for place, paragraph in enumerate(paragraphs):
                if paragraph.pk not in found:
                    low, high = self._between_neighbours(paragraphs, place, found)
                    taken = self._taken(found)
                    inner = Skeleton(paragraph.text)
                    if alignment := find(inner, self.flow, low, high, taken):
                        found[paragraph.pk] = alignment
        return found

    def _taken(self, found):
        """Return the letters that are some paragraph's already, one for one."""
        return {
            held[0]
            for one in found.values()
            if one.outer is self.flow
            for held in one.ranges
            if held and held[1] - held[0] == 1
        }

    def _same(self, paragraphs):
        """Give the paragraphs that are as parsing made them: the k-th of equal ones."""
        blocks = {}
        for block in self.blocks:
            blocks.setdefault(Skeleton(block.text).letters, []).append(block)
        for paragraph in paragraphs:
            inner = Skeleton(paragraph.text)
            if inner.letters and blocks.get(inner.letters):
                same = blocks[inner.letters]
                block = next((b for b in same if b.key == paragraph.key), same[0])
                same.remove(block)
                if alignment := self._in_block(inner, block):
                    yield paragraph.pk, alignment

    def _in_block(self, inner, block):
        outer = Skeleton(self.body, block.spans)
        at = outer.letters.rfind(inner.letters)  # a label or a marking stands before
        if at < 0:
            return None
        if block.key in self.starts:
            outer, at = self.flow, at + self.starts[block.key]
        return _letter_by_letter(inner, outer, at)

    def _between_neighbours(self, paragraphs, place, found):
        low, high = 0, len(self.flow.letters)
        extents = [
            (number, found[one.pk].extent)
            for number, one in enumerate(paragraphs)
            if one.pk in found and found[one.pk].outer is self.flow
        ]
        low = max([hi for number, (_, hi) in extents if number < place], default=low)
        high = min([lo for number, (lo, _) in extents if number > place], default=high)
        return (low, high) if low < high else (0, len(self.flow.letters))

    def column(self, name, text):
        """Give each place of the opening, or of the end, where a column was read."""
        form = Forms(text, whole=True)
        if not form:
            return
        for block in self.blocks:
            if block.kind in READ_IN.get(name, CAPTIONS):
                yield from whole(form, Skeleton(self.body, block.spans))


def whole(form, outer):
    """Give an alignment for each place where a text stands whole in another one."""
    for at, _ in form.places_in(outer):
        yield _letter_by_letter(form.skeleton, outer, at)


def _letter_by_letter(inner, outer, at):
    ranges = [(at + place, at + place + 1) for place in range(len(inner.letters))]
    return Alignment(inner, outer, ranges)


def _as_it_stands(inner, outer, low, high, taken):
    """Find a text in a stretch of letters, letter by letter."""
    at = outer.letters.find(inner.letters, low, high) if inner.letters else -1
    return _letter_by_letter(inner, outer, at) if at >= 0 else None


def _word_by_word(inner, outer, low, high, taken):
    """
    Find a text that somebody has corrected. What was put in the place of other words
    stands for those, but for the ones that are another paragraph's.
    """
    mine, theirs = _words(inner, 0, len(inner.letters)), _words(outer, low, high)
    matcher = SequenceMatcher(
        None, [w for w, *_ in mine], [w for w, *_ in theirs], autojunk=False
    )
    same = sum(block.size for block in matcher.get_matching_blocks())
    if same < ALIKE * len(mine):
        return None
    return Alignment(inner, outer, _ranges(matcher, mine, theirs, inner, taken))


def _words(skeleton, low, high):
    """Return (letters, first, last) of the words of a stretch of a skeleton's letters."""
    words, start = [], low
    for place in range(low + 1, high + 1):
        if place == high or any(one.isspace() for one in skeleton.gap(place)):
            words.append((skeleton.letters[start:place], start, place))
            start = place
    return words


def _ranges(matcher, mine, theirs, inner, taken):
    ranges = [None] * len(inner.letters)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            for (_, start, end), (_, first, _) in zip(
                mine[i1:i2], theirs[j1:j2], strict=True
            ):
                for place in range(start, end):
                    ranges[place] = (first + place - start, first + place - start + 1)
        elif tag == "replace":
            low, high = theirs[j1][1], theirs[j2 - 1][2]
            free = [at for at in range(low, high) if at not in taken]
            held = (free[0], free[-1] + 1) if free else None
            for place in range(mine[i1][1], mine[i2 - 1][2]):
                ranges[place] = held
    return ranges
