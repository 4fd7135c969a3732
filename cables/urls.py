"""Readers' addresses. Those of a cable have been in print for years: they never change."""

from django.urls import path, re_path, register_converter

from cables.feeds import NewestReleases
from cables.views import (
    about,
    articles,
    browse,
    cable,
    home,
    lookup,
    machines,
    old,
    tags,
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
    """A twin of a page, in another form."""

    regex = "json|txt"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(Digits, "two")
register_converter(Year, "year")
register_converter(Form, "form")

A_CABLE = "cable/<year:year>/<two:month>/<str:reference_id>"

urlpatterns = [
    path("", home.home, name="home"),
    # cables and their paragraphs
    path(f"{A_CABLE}.html", cable.cable, name="cable"),
    path(f"{A_CABLE}.<form:form>", cable.cable, name="cable-twin"),
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
    # browsing
    path("date/", browse.dates, name="dates"),
    path("date/<year:year>/", browse.year, name="year"),
    path("date/<year:year>/<two:month>/", browse.month, name="month"),
    path("date/<year:year>/<two:month>/<two:day>/", browse.day, name="day"),
    path("release/", browse.releases, name="releases"),
    path(
        "release/<year:year>/<two:month>/<two:day>/",
        browse.release_day,
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
    path("article/<int:pk>/", articles.article, name="article"),
    path("publisher/", articles.publishers, name="publishers"),
    path("publisher/<str:slug>/", articles.publisher, name="publisher"),
    path("changes/", home.changes, name="changes"),
    path("feed.atom", NewestReleases(), name="feed"),
    path("about/", about.about_index, name="about-index"),
    path("about/<str:slug>/", about.about, name="about"),
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
    # an id alone, as people write it; every id begins with a digit
    re_path(
        r"^(?P<reference_id>[0-9][0-9A-Za-z]*)(?:\.html)?/?$",
        cable.cable_by_id,
        name="short",
    ),
    re_path(
        r"^(?P<reference_id>[0-9][0-9A-Za-z]*)/(?P<label>[^/]+)/?$",
        cable.cable_at_paragraph,
        name="short-paragraph",
    ),
]
