"""
Tables (formats: body): lines set in columns keep their line breaks when read.
"""

_LONGEST = 20_000
_MOST_TITLE_LINES = 3


def is_table(body: str, start: int, end: int) -> bool:
    """Tell whether most lines of a stretch are set in columns: two lines at least."""
    if end - start > _LONGEST or "   " not in (text := body[start:end]):
        return False
    lines = text.count("\n") + 1
    if lines < 2:
        return False
    columns = sum(1 for line in text.split("\n") if _is_set(line))
    return columns >= 2 and columns * 3 >= lines * 2


def is_row_of_titles(body: str, start: int, end: int) -> bool:
    """Tell whether a stretch can be what stands over a table's columns."""
    if end - start > _LONGEST or "   " not in (text := body[start:end]):
        return False
    lines = text.split("\n")
    return len(lines) <= _MOST_TITLE_LINES and all(map(_is_set, lines))


def _is_set(line: str) -> bool:
    # Two blanks after a full stop are typing habit, three between words are a column.
    words = line.strip()
    return "   " in words and not words.startswith(("--", "- "))
