"""
A table of articles, as an operator keeps one: CSV with a header row.

    url,title,publisher,author,date,language,cables,quote

``cables`` holds ids in any spelling, joined by ``|``, each perhaps with a paragraph
(``06MEXICO1889#par3``). A quote is looked for in those cables, and marks the paragraph
that holds it. What cannot come in is named with its line; the rest of the row goes in.

The desk's own table has more columns: ``relation``, ``archived_url``, ``state``,
``link_state`` and ``as_is``. Where that says yes, the row is what an archive had, and is taken to the letter:
the quote is where the row puts it, and nobody looks for it elsewhere.
"""

import csv
import re
import time
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from datetime import date

from cables.choices import ModerationState, Relation
from cables.models import Article, holding_epoch
from cables.parsing.article_url import canonical_url, why_refused
from cables.search.outbox import tell_readers

from .article_places import Refused, as_is, make_link, named_places, with_quote
from .articles import publisher_for
from .history import set_by_person
from .sources.base import SourceError
from .vocabulary import nobody_compares

COLUMNS = ("url", "title", "publisher", "author", "date", "language", "cables", "quote")
MORE = ("relation", "archived_url", "state", "link_state", "as_is")
NEEDED = {"url", "cables"}
#: Text columns of an article, and how much of each fits.
TEXTS = {"title": 500, "author": 300, "language": 12}
#: What a table written for spreadsheets has before a sign that would begin a formula.
GUARDED = re.compile(r"^'(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20'])")
SAMPLE = 10  # rows that a report shows


@dataclass(kw_only=True)
class ArticleReport:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    linked: int = 0
    seconds: float = 0.0
    rejects: list = field(default_factory=list)  # line, column, reason
    changed_public: bool = False  # something that readers see
    cables: set = field(default_factory=set)  # keys of those that were linked
    sample: list = field(default_factory=list)  # line, outcome, article, new links
    approves: bool = True  # what is new, or was proposed
    wrote: Callable = nobody_compares  # told of each row that is new or other, and was

    @property
    def rejected(self):
        return len(self.rejects)


def import_articles(*, path):
    """Import a table of articles and return an ArticleReport."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            return read_articles(name=path, file=file)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{path}: this file is not UTF-8. Save it as UTF-8."
        ) from error


@holding_epoch
def read_articles(*, name, file, approves=True, wrote=nobody_compares):
    """
    Import a table that is open already. Without ``approves`` what is new waits for
    somebody who may show it to readers. ``wrote`` is given each row of the database that
    is new or changed, and what that was before, or None: the desk keeps its history so.
    """
    started = time.monotonic()
    report = ArticleReport(approves=approves, wrote=wrote)
    for line, row in _rows(name, file):
        try:
            _import_row(row, line, report)
        except Refused as refused:
            report.rejects.append((line, refused.column, refused.reason))
    if report.changed_public:
        tell_readers(report.cables)
    report.seconds = round(time.monotonic() - started, 3)
    return report


def _rows(name, file):
    """Give line number and row; a row is a dictionary of stripped texts."""
    try:
        reader = csv.DictReader(file)
        missing = NEEDED - set(reader.fieldnames or ())
        if missing:
            raise SourceError(
                f"{name}: the first row must name the columns {', '.join(COLUMNS)}; "
                f"{', '.join(sorted(missing))} {'is' if len(missing) == 1 else 'are'} missing."
            )
        line = reader.line_num + 1
        for row in reader:
            yield line, _texts(row)
            line = reader.line_num + 1
    except csv.Error as error:
        raise SourceError(f"{name}: this file is no CSV ({error}).") from error


def _texts(row):
    found = {name: (row.get(name) or "").strip() for name in (*COLUMNS, *MORE)}
    if found["as_is"] == "yes":
        return {name: GUARDED.sub("", text, count=1) for name, text in found.items()}
    return found


def _import_row(row, line, report):
    """Bring in one row; what of it is refused is noted, and the rest goes in."""
    url = canonical_url(row["url"])
    if not url:
        raise Refused("url", why_refused(row["url"]))
    values, relation = _values(row), _relation(row)
    if not row["cables"]:
        raise Refused("cables", "The row names no cable. Write ids, joined by |.")
    places = list(named_places(row["cables"], line, report))
    if not places:  # each is noted already; an article of nothing is none of ours
        return
    was_public = Article.objects.public().filter(url=url).exists()
    article, outcome = _store_article(url, values, row, report)
    setattr(report, outcome, getattr(report, outcome) + 1)
    if row["quote"] and row["as_is"] == "yes":
        places = list(as_is(places, row["quote"], line, report))
    elif row["quote"]:
        places = with_quote(places, row["quote"], line, report)
    linked = sum(_links(article, places, relation, row, line, report))
    if len(report.sample) < SAMPLE and (linked or outcome != "unchanged"):
        report.sample.append((line, outcome, str(article), linked))
    report.linked += linked
    report.cables.update(cable.pk for cable, *_ in places)
    if outcome != "unchanged" or linked:
        report.changed_public |= was_public or _is_public(article)


def _links(article, places, relation, row, line, report):
    """Make the links of a row; yield for each whether anything changed."""
    state = _link_state(row, report.approves)
    for place in places:
        try:
            yield make_link(article, *place, relation, state=state, wrote=report.wrote)
        except Refused as refused:
            report.rejects.append((line, refused.column, str(refused)))


def _is_public(article):
    return Article.objects.public().filter(pk=article.pk).exists()


def _values(row):
    values = {name: row[name][:size] for name, size in TEXTS.items() if row[name]}
    if row["archived_url"]:
        if not (copy := canonical_url(row["archived_url"])):
            raise Refused("archived_url", why_refused(row["archived_url"]))
        values["archived_url"] = copy
    if row["date"]:
        try:
            values["date"] = date.fromisoformat(row["date"])
        except ValueError:
            raise Refused(
                "date", f"“{row['date']}” is no date. Write 2010-11-28 or nothing."
            ) from None
    return values


def _relation(row):
    """Return what the row says that the article does with its cables, or nothing."""
    if row["relation"] and row["relation"] not in Relation.values:
        names = ", ".join(Relation.values)
        raise Refused("relation", f"“{row['relation']}” is none of {names}.")
    return row["relation"]


def _store_article(url, values, row, report):
    """
    Write an article; a cell that is empty leaves what the archive has, and so does one
    that disagrees with a person.
    """
    article = Article.objects.filter(url=url).first()
    if article and article.state == ModerationState.REJECTED != row["state"]:
        raise Refused("url", f"{url} was rejected by an editor and stays out.")
    wanted = values | {"state": _state(article, row, report.approves)}
    said = set_by_person(article) if article else set()
    if "publisher" not in said and not _is_known_publisher(article, row):
        wanted["publisher"] = publisher_for(
            url=url, name=row["publisher"], wrote=report.wrote
        )
    if article is None:
        article = Article.objects.create(url=url, **wanted)
        report.wrote(article, None)
        return article, "created"
    wanted = {name: value for name, value in wanted.items() if name not in said}
    if all(getattr(article, name) == value for name, value in wanted.items()):
        return article, "unchanged"
    was = copy(article)
    for name, value in wanted.items():
        setattr(article, name, value)
    article.save(update_fields=list(wanted))
    report.wrote(article, was)
    return article, "updated"


def _state(article, row, approves):
    """An operator's table shows what it brings; who may not approve proposes."""
    given = row["state"] if row["as_is"] == "yes" else ""
    if given in (ModerationState.PROPOSED, ModerationState.REJECTED):
        return article.state if article else given
    if not approves:
        return article.state if article else ModerationState.PROPOSED
    return ModerationState.APPROVED


def _link_state(row, approves):
    """The state of a link that is new or other: as it was, or as that of its article."""
    given = row["link_state"] if row["as_is"] == "yes" else ""
    if given in (ModerationState.PROPOSED, ModerationState.REJECTED):
        return given
    return ModerationState.APPROVED if approves else ModerationState.PROPOSED


def _is_known_publisher(article, row):
    """Whether the row tells nothing new of the publisher."""
    name = row["publisher"].casefold()
    if not name:
        return row["as_is"] == "yes"
    known = article and article.publisher
    return bool(known) and known.name.casefold() == name
