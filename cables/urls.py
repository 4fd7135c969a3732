"""Readers' addresses. Those of a cable have been in print for years: they never change."""

from django.urls import include, path, re_path, register_converter

from cables import feeds, sitemaps
from cables.discussion_feed import DiscussionsFeed
from cables.search_feed import SearchFeed
from cables.views import (
    about,
    articles,
    browse,
    cable,
    dates,
    discussions,
    export,
    home,
    lookup,
    machines,
    oembed,
    old,
    propose,
    raw,
    related,
    report,
    search,
    suggest,
    tags,
    thread,
    webmention,
)
from cables.views import paragraph as paragraphs


class Digits:
    """A part of a date, zero-padded as it is printed. Whether it exists is the view's."""

    width = 2
    regex = "[0-9]{2}"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return f"{int(value):0{self.width}}"


class Year(Digits):
    width = 4
    regex = "[0-9]{4}"


class Form:
    """A twin of a page, in another form. ``csl.json`` is one form, not an id and another."""

    regex = r"(?<!\.csl\.)json|txt|bib|ris|csl\.json|png"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class Table(Form):
    """A search as a file."""

    regex = "csv|jsonl"


class Section(Form):
    """A kind of addresses in the sitemap."""

    regex = "|".join(sitemaps.KINDS)


register_converter(Digits, "two")
register_converter(Year, "year")
register_converter(Form, "form")
register_converter(Table, "table")
register_converter(Section, "section")

A_CABLE = "cable/<year:year>/<two:month>/<str:reference_id>"
AN_ID = "(?=[^/]*[0-9])[0-9A-Za-z][0-9A-Za-z :._-]*"

urlpatterns = [
    path("", home.home, name="home"),
    # cables and their paragraphs
    path(f"{A_CABLE}.html", cable.cable, name="cable"),
    path(f"{A_CABLE}.<form:form>", cable.cable, name="cable-twin"),
    # what stands around a cable; no paragraph's key is ever one of these words
    path(f"{A_CABLE}/thread.html", thread.thread, name="thread"),
    path(f"{A_CABLE}/thread.json", thread.thread, {"form": "json"}, name="thread-json"),
    path(f"{A_CABLE}/thread", thread.thread),
    path(f"{A_CABLE}/related.html", related.related, name="related"),
    path(f"{A_CABLE}/related", related.related),
    path(f"{A_CABLE}/raw.html", raw.raw, name="raw"),
    path(f"{A_CABLE}/raw", raw.raw),
    path(f"{A_CABLE}/<str:key>.html", paragraphs.paragraph, name="paragraph"),
    path(
        f"{A_CABLE}/<str:key>.<form:form>", paragraphs.paragraph, name="paragraph-twin"
    ),
    path(f"{A_CABLE}/<str:key>", paragraphs.paragraph),  # redirects: no ".html"
    re_path(r"^cable/[0-9]{4}/[0-9]{2}/(?P<reference_id>[^/]+)/?$", cable.cable_by_id),
    # ``path``, since what a cable cites may hold anything, a slash too
    re_path(
        r"^cable/(?P<reference_id>[0-9]+[A-Za-z][0-9A-Za-z]*)/(?P<label>[^/]+)/?$",
        cable.cable_at_paragraph,
    ),
    path("cable/<path:reference_id>", cable.cable_by_id, name="cable-by-id"),
    path("lookup/", lookup.lookup, name="lookup"),
    path("propose/", propose.propose, name="propose"),
    path("propose/thanks/", propose.thanks, name="propose-thanks"),
    path("report/", report.report, name="report"),
    path("report/thanks/", report.thanks, name="report-thanks"),
    # browsing
    path("date/", dates.dates, name="dates"),
    path("date/<year:year>/", dates.year, name="year"),
    path("date/<year:year>/<two:month>/", dates.month, name="month"),
    path("date/<year:year>/<two:month>/<two:day>/", dates.day, name="day"),
    path("release/", dates.releases, name="releases"),
    path(
        "release/<year:year>/<two:month>/<two:day>/",
        dates.release_day,
        name="release-day",
    ),
    path("post/", browse.posts, name="posts"),
    path("post/<str:slug>/", browse.post, name="post"),
    path("country/", browse.countries, name="countries"),
    path("country/<str:slug>/", browse.country, name="country"),
    path("tag/", tags.tags, name="tags"),
    path("tag/<str:slug>/", tags.tag, name="tag"),
    path("classification/", browse.classifications, name="classifications"),
    path("classification/<str:slug>/", browse.classification, name="classification"),
    path("article/", articles.articles, name="articles"),
    path("article/most-used/", articles.most_used, name="most-used"),
    path("article/<int:pk>/", articles.article, name="article"),
    path("publisher/", articles.publishers, name="publishers"),
    path("publisher/<str:slug>/", articles.publisher, name="publisher"),
    path("discussion/", discussions.discussions, name="discussions"),
    path("changes/", home.changes, name="changes"),
    path("about/", about.about_index, name="about-index"),
    path("about/design/", about.design, name="design"),
    path("about/<str:slug>/", about.about, name="about"),
    # searching
    path("search/", search.search, name="search"),
    path("search/help/", search.search_help, name="search-help"),
    path("search/suggest", suggest.suggest, name="suggest"),
    # the API: cables/api/urls.py
    path("api/", include("cables.api.urls")),
    # feeds, exports and sitemaps
    path("feed.atom", feeds.NewestReleases(), name="feed"),
    path("tag/<str:slug>/feed.atom", feeds.TagFeed(), name="tag-feed"),
    path("post/<str:slug>/feed.atom", feeds.PostFeed(), name="post-feed"),
    path("article/feed.atom", feeds.ArticlesFeed(), name="articles-feed"),
    path("discussion/feed.atom", DiscussionsFeed(), name="discussions-feed"),
    path("changes/feed.atom", feeds.ChangesFeed(), name="changes-feed"),
    path("search/feed.atom", SearchFeed(), name="search-feed"),
    path("search/export.<table:form>", export.export, name="search-export"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap"),
    path(
        "sitemap-<section:kind>-<int:number>.xml",
        sitemaps.section,
        name="sitemap-section",
    ),
    path("oembed", oembed.embedded, name="oembed"),
    path("webmention", webmention.webmention, name="webmention"),
    # machines
    path("robots.txt", machines.robots, name="robots"),
    path("-/live", machines.live, name="live"),
    path("-/ready", machines.ready, name="ready"),
    # addresses of the original site
    re_path(r"^date/([0-9]{4})-([0-9]{2})_([0-9]+)\.html$", old.month),
    re_path(r"^reldate/([0-9]{4})-([0-9]{2})-([0-9]{2})_([0-9]+)\.html$", old.release),
    re_path(r"^tag/(.+)_([0-9]+)\.html$", old.tag),
    re_path(r"^classification/([0-9]+)_([0-9]+)\.html$", old.classification),
    re_path(r"^origin/[0-9]+_[0-9]+\.html$", old.origin),
    path("static/html/faq.html", old.questions),
    # An id alone, as people write it. These stand last, and ask for a digit: a word
    # without one is an address of some page, or none.
    re_path(rf"^(?P<reference_id>{AN_ID}?)(?:\.html)?/?$", cable.short, name="short"),
    re_path(
        rf"^(?P<reference_id>{AN_ID})/(?P<label>[^/]+)/?$",
        cable.short,
        name="short-paragraph",
    ),
]
