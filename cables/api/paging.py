"""
Pages of a list. A cursor names the last row that was shown, so that rows which come in
meanwhile move nothing: each row is met once, however long the walk. No page skips rows
(OFFSET) or counts them, so that the last is as quick as the first.

A cursor is a letter for its list, and the row's place in hexadecimal. It needs no
signature: every text of the form is some place in the list, whether a row is there or
not. What has another form is refused before anything is asked for.
"""

from datetime import UTC, datetime, timedelta

from cables.reading.figures import remembered
from cables.sharing.permalinks import absolute

MOST = 100
LARGEST = 2**63 - 1  # that a column can hold
BEGIN, TICK = datetime(1, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
LAST_TICK = (datetime.max.replace(tzinfo=UTC) - BEGIN) // TICK


class ByTime:
    """Rows by (created, id): the newest or the oldest first."""

    form = "[0-9a-f]{32}"

    def __init__(self, letter):
        self.letter, self.pattern = letter, f"^(?:{letter}{self.form})?$"

    def page(self, rows, cursor, limit, *, newest=True):
        if cursor:
            rows = self._after(rows, *self._read(cursor[1:]), newest)
        order = ("-created", "-id") if newest else ("created", "id")
        return list(rows.order_by(*order)[: limit + 1])

    def cursor(self, row):
        tick = (row.created - BEGIN) // TICK
        return f"{self.letter}{tick:016x}{row.pk:016x}"

    def _read(self, text):
        tick, pk = int(text[:16], 16), int(text[16:], 16)
        return BEGIN + min(tick, LAST_TICK) * TICK, min(pk, LARGEST)

    def _after(self, rows, created, pk, newest):
        # Not "created < … or …": a range and an exclusion walk the index in order.
        if newest:
            rows = rows.filter(created__lte=created)
            return rows.exclude(created=created, id__gte=pk)
        rows = rows.filter(created__gte=created)
        return rows.exclude(created=created, id__lte=pk)


class ByColumn:
    """Rows by one column that no two of them share."""

    def __init__(self, letter, column):
        self.letter, self.column = letter, column
        self.pattern = f"^(?:{letter}{self.form})?$"

    def page(self, rows, cursor, limit, *, falling=False):
        if cursor:
            side = "lt" if falling else "gt"
            rows = rows.filter(**{f"{self.column}__{side}": self.read(cursor)})
        return list(rows.order_by(f"{'-' * falling}{self.column}")[: limit + 1])

    def cursor(self, row):
        return self.write(getattr(row, self.column))


class ByNumber(ByColumn):
    form = "[0-9a-f]{16}"

    def write(self, number):
        return f"{self.letter}{number:016x}"

    def read(self, cursor):
        return min(int(cursor[1:], 16), LARGEST)


class ByName(ByColumn):
    form = "(?:[0-9a-f]{2}){1,500}"

    def write(self, name):
        return self.letter + name.encode().hex()

    def read(self, cursor):
        """Return the name; of a cursor that was made up, one that a column can hold."""
        name = bytes.fromhex(cursor[1:]).decode(errors="replace")
        return name.replace("\0", "")


#: The place of a page in each list.
CABLES = ByTime("c")
TAGS, POSTS = ByName("t", "name"), ByName("p", "name")
ARTICLES, CHANGES = ByNumber("a", "pk"), ByNumber("l", "pk")
#: Results are ranked, not dated: their cursor says how many were shown.
RESULTS = ByNumber("s", None)


def next_address(request, cursor):
    """Return the whole address of the page that follows."""
    query = request.GET.copy()
    query["cursor"] = cursor
    return absolute(f"{request.path}?{query.urlencode()}")


def answer(request, rows, *, limit, place, count, shape):
    """
    Return a page as it is sent. ``rows`` hold one more than ``limit`` where the list
    goes on; ``shape`` makes a result from each.
    """
    shown, more = rows[:limit], len(rows) > limit
    following = next_address(request, place.cursor(shown[-1])) if more else None
    results = [shape(row) for row in shown]
    return {"count": count, "next": following, "results": results}


def counted(request, name, rows):
    """Return how many rows a list has, counted once an edition."""
    return remembered(request.edition, f"api:{name}", rows.count)
