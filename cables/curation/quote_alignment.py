"""How the words of a quotation lie along those of a text, with the fewest changes."""

from itertools import accumulate

GAP = object()  # in a quotation: any words of the text may lie here
SAME, ONLY_TEXT, ONLY_QUOTE, LEFT_OUT = "same", "text", "quote", "gap"
# A word of the text that the quotation lacks costs a little less than one too many, so
# that words which agree win; one for another costs less than the two.
LACKING, TOO_MANY, OTHER = 9, 10, 15


def align(quoted, words, agree):
    """
    Return moves (kind, place in the quotation, place in the text) from the quotation's
    first word to its last, along that stretch of the text which fits it best. A place is
    None where the other side has a word too many; words beside the stretch cost nothing.
    """
    rows = _costs(quoted, words, agree)
    last = rows[-1]
    at = min(range(len(last)), key=last.__getitem__)
    return _trimmed(_walk(rows, quoted, words, agree, at))


def _costs(quoted, words, agree):
    """Return for each row, a word of the quotation, the least changes up to each column."""
    fits = {
        mine: [agree(mine, theirs) for theirs in words]
        for mine in quoted
        if mine is not GAP
    }
    rows = [[0] * (len(words) + 1)]
    for mine in quoted:
        before = rows[-1]
        if mine is GAP:
            rows.append(list(accumulate(before, min)))
        else:
            rows.append(_row(before, fits[mine]))
    return rows


def _row(before, fits):
    """This is where all the time goes: nothing but comparing numbers."""
    left = before[0] + TOO_MANY
    row = [left]
    for diagonal, above, same in zip(before, before[1:], fits, strict=False):
        here = diagonal if same else diagonal + OTHER
        if above + TOO_MANY < here:
            here = above + TOO_MANY
        if left + LACKING < here:
            here = left + LACKING
        row.append(here)
        left = here
    return row


def _walk(rows, quoted, words, agree, at):
    """Go back from the end of the best stretch to its beginning."""
    moves, number = [], len(quoted)
    while number:
        mine, here = quoted[number - 1], rows[number][at]
        if mine is GAP:
            if rows[number - 1][at] == here:
                number -= 1
            else:
                at -= 1
                moves.append((LEFT_OUT, None, at))
            continue
        same = at and agree(mine, words[at - 1])
        if at and here == rows[number - 1][at - 1] + (0 if same else OTHER):
            number, at = number - 1, at - 1
            if same:
                moves.append((SAME, number, at))
            else:
                moves += [(ONLY_QUOTE, number, None), (ONLY_TEXT, None, at)]
        elif here == rows[number - 1][at] + TOO_MANY:
            number -= 1
            moves.append((ONLY_QUOTE, number, None))
        else:
            at -= 1
            moves.append((ONLY_TEXT, None, at))
    return moves[::-1]


def _trimmed(moves):
    """Leave out words of the text before the quotation's first and after its last."""
    own = [
        place for place, (kind, *_) in enumerate(moves) if kind in (SAME, ONLY_QUOTE)
    ]
    return _in_order(moves[own[0] : own[-1] + 1]) if own else []


def _in_order(moves):
    """Put what stands in the text before what the quotation has instead of it."""
    ordered, mine, theirs = [], [], []
    for move in moves:
        if move[0] == ONLY_QUOTE:
            mine.append(move)
        elif move[0] == ONLY_TEXT:
            theirs.append(move)
        else:
            ordered += [*theirs, *mine, move]
            mine, theirs = [], []
    return [*ordered, *theirs, *mine]
