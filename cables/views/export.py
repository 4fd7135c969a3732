"""
A whole search as a file: CSV for people's spreadsheets, JSON Lines for programs.

The index gives all keys of the search at once, some bytes each, in one moment and one
order; the rows are read a few hundred at a time as they are sent, each through
``public()``, so that what is withdrawn meanwhile is left out of what is still to come.

CSV begins with a byte order mark: without it the most used spreadsheet reads UTF-8 as
something else. No cell in it is a formula: one that would begin like one begins with an
apostrophe, which spreadsheets take for "this is text". And a row is one line: breaks
within a subject are blanks. JSON Lines holds everything exactly as it is.
"""

import csv
import json
import threading
import weakref
from array import array
from collections import defaultdict
from datetime import UTC
from itertools import batched

from django.db.models import FETCH_PEERS
from django.http import HttpResponse, StreamingHttpResponse

from cables.filters import SearchFilter
from cables.models import ArticleLink, Cable, CableTag
from cables.reading.answers import no_index, not_now
from cables.reading.conditional import search_page
from cables.reading.csv_cells import BYTE_ORDER_MARK, cell
from cables.search.index import IndexMissing
from cables.sharing.permalinks import absolute

ROWS = 500  # read and sent at once
SMALL = 2_000  # rows up to which a file is made at once, some 1 MB
AT_ONCE = 1  # large files that one process sends
COLUMNS = (
    *("reference_id", "url", "created", "released", "classification", "post"),
    *("country", "subject", "tags", "partial", "articles", "word_count"),
)
READ = (
    *("reference_id", "created", "released", "classification", "subject"),
    *("is_partial", "word_count", "post"),
)


def export(request, form):
    """Send all that a search finds, in its order, as ``csv`` or ``jsonl``."""
    try:
        return _export(request, form)
    except IndexMissing:
        return no_index(request)
    except Busy:
        sentence = "Another large file is being sent. Please try again in a minute."
        return not_now(request, sentence, status=429)


@search_page
def _export(request, form):
    search = SearchFilter(request.GET)
    keys = found_keys(search) if request.method == "GET" else ()
    written, kind = FORMS[form]
    parts = written(keys)
    if len(keys) <= SMALL:
        answer = HttpResponse("".join(parts), content_type=kind)
    else:
        answer = StreamingHttpResponse(InTurn(parts), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="cables.{form}"'
    return answer


def found_keys(search):
    """Return the keys of all cables that a search finds, in its order."""
    finder = search.finder()
    count = finder.count()
    found = finder.find(order=search.order, limit=count) if count else None
    return array("Q", found.keys if found else ())


# --- turns -----------------------------------------------------------------------------
class Busy(Exception):
    """As many large files are being sent as may be."""


class InTurn:
    """
    The parts of a large file. A reader with a slow line holds a thread of the server for
    as long as it takes, so that one process sends one at a time, and the other threads
    are free for everybody else. Raises Busy while another is being sent.
    """

    _turns = threading.Semaphore(AT_ONCE)

    def __init__(self, parts):
        if not self._turns.acquire(blocking=False):
            raise Busy
        self.parts = parts
        # Once: at the end, when the reader goes, or when the server forgets it.
        self.close = weakref.finalize(self, self._turns.release)

    def __iter__(self):
        return self

    def __next__(self):
        try:
            return next(self.parts)
        except BaseException:
            self.close()
            raise


# --- rows ------------------------------------------------------------------------------
def records(keys):
    """
    Yield lists of records, dictionaries of COLUMNS, for keys in their order; what is not
    public (any more) is left out.
    """
    for some in batched(keys, ROWS, strict=False):
        # The posts of all rows in one query, and one object each, not one a row.
        rows = Cable.objects.public().filter(pk__in=some).fetch_mode(FETCH_PEERS)
        cables = {cable.pk: cable for cable in rows.only(*READ).order_by()}
        tags, articles = _tags(cables), _articles(cables)
        yield [
            _record(cables[key], tags[key], articles[key])
            for key in some
            if key in cables
        ]


def _record(cable, tags, articles):
    return {
        "reference_id": cable.reference_id,
        "url": absolute(cable.get_absolute_url()),
        "created": _moment(cable.created),
        "released": _moment(cable.released),
        "classification": cable.classification,
        "post": cable.post.name,
        "country": cable.post.country,
        "subject": cable.subject,
        "tags": tags,
        "partial": cable.is_partial,
        "articles": articles,
        "word_count": cable.word_count,
    }


def _tags(cables):
    rows = CableTag.objects.filter(content_object__in=cables)
    rows = rows.order_by("content_object", "position", "id")
    table = defaultdict(list)
    for cable, name in rows.values_list("content_object", "tag__name"):
        table[cable].append(name)
    return table


def _articles(cables):
    """Return for each cable's key how many articles use it."""
    links = ArticleLink.objects.public().filter(cable__in=cables).order_by()
    table = defaultdict(int)
    for cable, _ in links.values_list("cable_id", "article_id").distinct():
        table[cable] += 1
    return table


def _moment(when):
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"


# --- forms -----------------------------------------------------------------------------
class _Line:
    """A file that hands back what is written to it."""

    def write(self, text):
        return text


def csv_text(keys):
    """Yield a table with a header; tags in one cell, with "; " between them."""
    write = csv.writer(_Line()).writerow
    yield BYTE_ORDER_MARK + write(COLUMNS)
    for rows in records(keys):
        yield "".join(write(map(cell, row.values())) for row in rows)


def jsonl_text(keys):
    """Yield one object a line, in ASCII: no program sees a line end where none is."""
    for rows in records(keys):
        yield "".join(f"{json.dumps(row)}\n" for row in rows)


FORMS = {
    "csv": (csv_text, "text/csv; charset=utf-8; header=present"),
    "jsonl": (jsonl_text, "application/jsonl; charset=utf-8"),
}
