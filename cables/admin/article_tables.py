"""Articles as a table: a CSV in, looked at before anything is done, and a CSV out."""

import csv
import io
from functools import partial
from itertools import batched

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from cables.curation.articles import ARTICLE_FIELDS, LINK_FIELDS, PUBLISHER_FIELDS
from cables.curation.revisions import record_change, snapshot
from cables.ingest.article_table import COLUMNS, read_articles
from cables.ingest.history import FROM_TABLE
from cables.ingest.sources.base import SourceError
from cables.models import Article, ArticleLink, Publisher
from cables.reading.csv_cells import BYTE_ORDER_MARK, FORMULA

from .desk_page import desk_page

LONGEST = 2_000_000  # characters: more than that is for manage.py import_articles
REJECTS = 100  # shown
ROWS = 500  # articles read at once
OUT = (
    *COLUMNS,
    *("relation", "archived_url", "state", "link_state", "as_is"),
    *("link_status", "link_checked", "quote_check"),
)
RIGHTS = ("cables.add_article", "cables.change_article")
KEPT = {Article: ARTICLE_FIELDS, ArticleLink: LINK_FIELDS, Publisher: PUBLISHER_FIELDS}


class TableForm(forms.Form):
    file = forms.FileField(
        label="CSV file", required=False, help_text="In UTF-8, with a header row."
    )
    table = forms.CharField(
        label="Or its text",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=f"The first row names the columns: {','.join(COLUMNS)}. What is wrong "
        "can be mended here.",
    )

    def clean(self):
        cleaned = super().clean()
        if file := cleaned.get("file"):
            cleaned["table"] = self._text_of(file)
        table = (cleaned.get("table") or "").replace("\0", "").removeprefix("\ufeff")
        if len(table) > LONGEST:
            raise ValidationError(
                f"The table has {len(table):,} characters; the most is {LONGEST:,} here. "
                "manage.py import_articles takes any."
            )
        if not table.strip() and not self.errors:
            self.add_error(
                "file",
                "This file holds no text."
                if file
                else "Choose a file, or paste its text below.",
            )
        cleaned["table"] = table
        return cleaned

    def _text_of(self, file):
        if file.size > 4 * LONGEST:
            self.add_error("file", "It is too long for the desk.")
            return ""
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", "This file is not UTF-8. Save it as UTF-8.")
            return ""


def may_import(request):
    user = request.user
    links = user.has_perm("cables.add_articlelink") or user.has_perm(
        "cables.run_import"
    )
    return links and user.has_perms(RIGHTS)


def import_table(request, modeladmin):
    """Say what a table would do, with samples; do it when that was seen."""
    if not may_import(request):
        raise PermissionDenied
    form = TableForm(request.POST or None, request.FILES or None)
    report = None
    if form.is_valid():
        table = form.cleaned_data["table"]
        really = "apply" in request.POST and "file" not in request.FILES
        try:
            report = _read(table, user=request.user, really=really)
        except SourceError as error:
            form.add_error("table", str(error))
        else:
            if really and not report.rejects:
                _tell(modeladmin, request, report)
                return redirect("admin:cables_article_changelist")
            if really:
                _tell(modeladmin, request, report)
            form = TableForm(initial={"table": table})
    done = bool(report) and "apply" in request.POST and not request.FILES
    return desk_page(
        modeladmin,
        request,
        "article/import.html",
        "Bring in a table of articles",
        form=form,
        report=report,
        rejects=report.rejects[:REJECTS] if report else [],
        done=done,
    )


def _read(table, *, user, really):
    """
    Read a table; unless it is really meant, nothing of that stays. Whoever brings it in,
    somebody else shows readers what is new: a person's own work is not approved by them.
    """
    with transaction.atomic():
        file = io.StringIO(table, newline="")
        wrote = partial(_keep, user)
        report = read_articles(name="The table", file=file, approves=False, wrote=wrote)
        if not really:
            transaction.set_rollback(True)
    return report


def _keep(user, row, was):
    """Write what a table changed into the history, in the name of who brought it."""
    names = KEPT[type(row)]
    record_change(
        row,
        user=user,
        why=FROM_TABLE,
        before=snapshot(was, names) if was else {},
        after=snapshot(row, names),
        cable=row.cable if isinstance(row, ArticleLink) else None,
    )


def _tell(modeladmin, request, report):
    text = (
        f"{report.created:,} created, {report.updated:,} changed, "
        f"{report.unchanged:,} unchanged, {report.linked:,} links made, "
        f"{report.rejected:,} rejected."
    )
    level = messages.WARNING if report.rejects else messages.SUCCESS
    modeladmin.message_user(request, text, level)


# --- out -------------------------------------------------------------------------------


@require_GET
def export(request, modeladmin):
    """Send every article with its links, as ``import`` takes them back to the letter."""
    if not modeladmin.has_view_or_change_permission(request):
        raise PermissionDenied
    answer = StreamingHttpResponse(
        table_of_articles(), content_type="text/csv; charset=utf-8; header=present"
    )
    answer["Content-Disposition"] = 'attachment; filename="articles.csv"'
    return answer


class _Line:
    """A file that hands back what is written to it."""

    def write(self, text):
        return text


def table_of_articles():
    write = csv.writer(_Line()).writerow
    yield BYTE_ORDER_MARK + write(OUT)
    keys = Article.objects.order_by("id").values_list("pk", flat=True)
    for some in batched(keys.iterator(), ROWS, strict=False):
        articles = Article.objects.filter(pk__in=some).select_related("publisher")
        links = _links(some)
        yield "".join(
            write([_cell(row[name]) for name in OUT])
            for article in articles.order_by("id")
            for row in _rows(article, links.get(article.pk, []))
        )


def _links(keys):
    rows = ArticleLink.objects.filter(article__in=keys).order_by("id")
    rows = rows.select_related("cable", "paragraph")
    rows = rows.defer("cable__header", "cable__body", "paragraph__text")
    found = {}
    for link in rows:
        found.setdefault(link.article_id, []).append(link)
    return found


def _rows(article, links):
    """
    Yield a row for each quotation, and one for all other cables of one relation and state.
    """
    base = {
        "url": article.url,
        "title": article.title,
        "publisher": article.publisher.name if article.publisher else "",
        "author": article.author,
        "date": article.date.isoformat() if article.date else "",
        "language": article.language,
        "archived_url": article.archived_url,
        "state": article.state,
        "as_is": "yes",
        "link_status": article.link_status,
        "link_checked": f"{article.link_checked:%Y-%m-%dT%H:%M:%SZ}"
        if article.link_checked
        else "",
    }
    others = {}
    for link in links:
        if link.quote.strip():
            kind = (link.relation, link.state)
            yield base | _row_of([link], *kind, link.quote, link.quote_check)
        else:
            others.setdefault((link.relation, link.state), []).append(link)
    for kind, some in others.items():
        yield base | _row_of(some, *kind)
    if not links:
        yield base | _row_of([])


def _row_of(links, relation="", state="", quote="", check=""):
    places = (
        f"{link.cable.reference_id}#{link.paragraph.key}"
        if link.paragraph
        else link.cable.reference_id
        for link in links
    )
    return {
        "cables": "|".join(places),
        "relation": relation,
        "link_state": state,
        "quote": quote,
        "quote_check": check,
    }


def _cell(text):
    """
    Return a text as a cell that is no formula: an apostrophe stands before one, which
    spreadsheets hide and ``import`` takes off. Line ends stay, since quotations have some.
    """
    guarded = FORMULA.match(text) or text.startswith("'")
    return f"'{text}" if guarded else text
