"""
Sitemaps: the address of every public cable, and of the pages that lead to them.

Not ``django.contrib.sitemaps``: its index counts every section and asks each for its
newest change in every request, and its sections are reached by OFFSET. Here a section of
cables is a block of primary keys, read by its index in one query, and the index knows
from one count an edition which blocks hold a public cable. It names no time of change:
that would walk past the texts of all cables (on SQLite 9 s at full size, the count 0.1 s).
Blocks stay as they are while the archive grows, so that what was fetched stays good.
"""

from itertools import islice
from xml.sax.saxutils import escape

from django.db.models import Count, F
from django.http import Http404, HttpResponse
from django.urls import reverse

from cables.choices import Classification
from cables.models import Cable, Post, SitePage, Tag
from cables.reading.conditional import reader_page
from cables.reading.figures import counted, figure
from cables.sharing.permalinks import absolute

SIZE = 5_000  # addresses of one section; the protocol allows 50,000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
WAYS_IN = (
    *("home", "dates", "releases", "posts", "countries", "tags", "classifications"),
    *("articles", "publishers", "most-used", "discussions", "changes", "about-index"),
)


@reader_page
def sitemap_index(request):
    sections = [
        f"<sitemap><loc>{escape(absolute(reverse('sitemap-section', args=section)))}"
        "</loc></sitemap>"
        for section in _sections(request.edition)
    ]
    return _xml("sitemapindex", sections)


@reader_page
def section(request, kind, number):
    if (kind, number) not in _sections(request.edition):
        raise Http404("There is no such part of the sitemap.")
    urls = [_url(*row) for row in KINDS[kind](request.edition, number)]
    if not urls:  # all were withdrawn in this moment
        raise Http404("There is no such part of the sitemap.")
    return _xml("urlset", urls)


def _sections(edition):
    """
    Return (kind, number) of every section, none of them empty: a block of primary keys
    is counted from 0, a part of a list from 1.
    """
    listed = {
        "pages": 1,
        "posts": len(counted(edition, "post")),
        "tags": len(counted(edition, "tag")),
    }
    parts = [
        (kind, number)
        for kind, count in listed.items()
        for number in range(1, -(-count // SIZE) + 1)
    ]
    return parts + [("cables", block) for block in figure(edition, blocks)]


def blocks():
    """Return the blocks of primary keys in which a cable is public."""
    rows = Cable.objects.public().order_by().values(block=F("pk") / SIZE)
    counted = rows.annotate(n=Count("pk")).order_by("block")
    return list(counted.values_list("block", flat=True))


# --- what sections hold: (path, time of the last change or None) ------------------------
def _cables(edition, number):
    first = number * SIZE
    rows = Cable.objects.public().filter(pk__gte=first, pk__lt=first + SIZE)
    for cable in rows.order_by("pk").only("reference_id", "created", "modified"):
        yield cable.get_absolute_url(), cable.modified


def _posts(edition):
    counts = counted(edition, "post")
    for post in Post.objects.order_by("pk"):
        if post.pk in counts:
            yield post.get_absolute_url(), None


def _tags(edition):
    counts = counted(edition, "tag")
    for tag in Tag.objects.order_by("pk").only("slug"):
        if tag.pk in counts:
            yield tag.get_absolute_url(), None


def _pages(edition):
    """The ways in, and the archive's own texts."""
    for name in WAYS_IN:
        yield reverse(name), None
    for value in Classification:
        yield reverse("classification", args=[value.slug]), None
    counts = counted(edition, "post")
    posts = Post.objects.filter(pk__in=counts).exclude(country_slug="")
    slugs = posts.order_by("country_slug").values_list("country_slug", flat=True)
    for slug in slugs.distinct():
        yield reverse("country", args=[slug]), None
    # The text "about" is the page that leads to the others.
    for page in SitePage.objects.exclude(slug="about").only("slug", "modified"):
        yield page.get_absolute_url(), page.modified


def _part_of(rows):
    def part(edition, number):
        return islice(rows(edition), (number - 1) * SIZE, number * SIZE)

    return part


KINDS = {
    "cables": _cables,
    "posts": _part_of(_posts),
    "tags": _part_of(_tags),
    "pages": _part_of(_pages),
}


# --- XML -------------------------------------------------------------------------------
def _url(path, modified):
    when = f"<lastmod>{modified:%Y-%m-%dT%H:%M:%S}Z</lastmod>" if modified else ""
    return f"<url><loc>{escape(absolute(path))}</loc>{when}</url>"


def _xml(root, entries):
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">'
    text = "\n".join([head, *entries, f"</{root}>", ""])
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
