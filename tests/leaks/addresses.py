"""
Every address that readers have, as the resolver knows it, with a way to fill it in. A new
address is named here, or ``test_addresses`` fails.
"""

from django.urls import URLResolver, get_resolver

from cables.sitemaps import KINDS

DESK = "admin/"
CABLE = "cable/<year:year>/<two:month>/<str:reference_id>"
SHORT = r"^(?P<reference_id>(?=[^/]*[0-9])[0-9A-Za-z][0-9A-Za-z :._-]*"

#: For each route: addresses, in which "{id}", "{number}" and "{slug}" stand for a cable's
#: id, its number, and a name in an address.
ADDRESSES = {
    "": ["/"],
    f"{CABLE}.html": ["/cable/2006/04/{id}.html"],
    f"{CABLE}.<form:form>": [
        f"/cable/2006/04/{{id}}.{form}"
        for form in ("json", "txt", "bib", "ris", "csl.json", "png")
    ],
    f"{CABLE}/thread.html": ["/cable/2006/04/{id}/thread.html"],
    f"{CABLE}/thread.json": ["/cable/2006/04/{id}/thread.json"],
    f"{CABLE}/thread": ["/cable/2006/04/{id}/thread"],
    f"{CABLE}/raw.html": ["/cable/2006/04/{id}/raw.html"],
    f"{CABLE}/raw": ["/cable/2006/04/{id}/raw"],
    f"{CABLE}/related.html": ["/cable/2006/04/{id}/related.html"],
    f"{CABLE}/related": ["/cable/2006/04/{id}/related"],
    f"{CABLE}/<str:key>.html": [
        "/cable/2006/04/{id}/par1.html",
        "/cable/2006/04/{id}/par1-par3.html",
        "/cable/2006/04/{id}/{slug}.html",
    ],
    f"{CABLE}/<str:key>.<form:form>": [
        "/cable/2006/04/{id}/par1.json",
        "/cable/2006/04/{id}/par2.txt",
        "/cable/2006/04/{id}/par1.bib",
        "/cable/2006/04/{id}/par1-par2.ris",
        "/cable/2006/04/{id}/par1.csl.json",
        "/cable/2006/04/{id}/par1.png",
    ],
    f"{CABLE}/<str:key>": ["/cable/2006/04/{id}/par1"],
    r"^cable/[0-9]{4}/[0-9]{2}/(?P<reference_id>[^/]+)/?$": ["/cable/2006/04/{id}"],
    r"^cable/(?P<reference_id>[0-9]+[A-Za-z][0-9A-Za-z]*)/(?P<label>[^/]+)/?$": [
        "/cable/{id}/1"
    ],
    "cable/<path:reference_id>": ["/cable/{id}", "/cable/{number}", "/cable/{slug}"],
    "lookup/": [
        "/lookup/",
        "/lookup/?q={id}",
        "/lookup/?q={number}",
        "/lookup/?q={slug}",
    ],
    "propose/": [
        "/propose/",
        "/propose/?cable={id}",
        "/propose/?url=https://{slug}.example/",
    ],
    "propose/thanks/": ["/propose/thanks/"],
    "report/": [
        "/report/",
        "/report/?cable={id}",
        "/report/?cable={id}&paragraph=par1",
    ],
    "report/thanks/": ["/report/thanks/"],
    "date/": ["/date/"],
    "date/<year:year>/": ["/date/2006/"],
    "date/<year:year>/<two:month>/": ["/date/2006/04/"],
    "date/<year:year>/<two:month>/<two:day>/": ["/date/2006/04/10/"],
    "release/": ["/release/"],
    "release/<year:year>/<two:month>/<two:day>/": [
        "/release/2011/08/30/",
        "/release/{later}/",
    ],
    "post/": ["/post/"],
    "post/<str:slug>/": ["/post/embassy-lowmoor/", "/post/embassy-{slug}/"],
    "country/": ["/country/"],
    "country/<str:slug>/": ["/country/lowmoor/", "/country/{slug}/"],
    "tag/": ["/tag/"],
    "tag/<str:slug>/": ["/tag/PREL/", "/tag/{slug}/"],
    "classification/": ["/classification/"],
    "classification/<str:slug>/": ["/classification/confidential/"],
    "article/": ["/article/", "/article/?when=2011-09"],
    "article/most-used/": ["/article/most-used/"],
    "article/<int:pk>/": ["/article/{article}/"],
    "publisher/": ["/publisher/"],
    "publisher/<str:slug>/": ["/publisher/the-lantern/", "/publisher/{slug}/"],
    "discussion/": ["/discussion/"],
    "changes/": ["/changes/", "/changes/?q={id}", "/changes/?cable={id}"],
    "about/": ["/about/"],
    "about/design/": ["/about/design/"],
    "about/<str:slug>/": ["/about/structure/", "/about/{slug}/"],
    "search/": [
        *("/search/", "/search/?q=boats", "/search/?q=harbour", "/search/?q=prel"),
        *("/search/?tag=PREL", "/search/?q=tag:PREL&more=tag", "/search/?more=post"),
        *("/search/?more=country", "/search/?q=boats&sort=oldest", "/search/?q=2006"),
        *("/search/?q=boatz", '/search/?q="to the boats"', "/search/?q=-boats"),
        *("/search/?q=redacted", "/search/?q=embassy", "/search/?articles=1"),
        *("/search/?q={slug}", '/search/?q="{slug} sang"', "/search/?q=subject:{slug}"),
        *("/search/?q=tag:{slug}", "/search/?q=post:{slug}", "/search/?tag={slug}"),
        *("/search/?q=country:{slug}", "/search/?post=embassy-{slug}"),
        *("/search/?country={slug}", "/search/?q=-{slug}", "/search/?q={slug}*"),
        *("/search/?q={id}", "/search/?q=ref:{id}", "/search/?q=boats&tag={slug}"),
        *(
            "/search/?q={slug} boats",
            "/search/?q={number}",
            "/search/?q=boats OR {slug}",
        ),
    ],
    "search/help/": ["/search/help/"],
    "search/suggest": [
        *("/search/suggest?q=boa", "/search/suggest?q=tag:", "/search/suggest?q=post:"),
        *("/search/suggest?q=06", "/search/suggest?q=emb", "/search/suggest?q=on"),
        *("/search/suggest?q={half}", "/search/suggest?q=tag:{half}"),
        *("/search/suggest?q=post:{half}", "/search/suggest?q=06{half}"),
        *("/search/suggest?q=country:{half}", "/search/suggest?q=subject:{half}"),
    ],
    "api/v1/": ["/api/v1/"],
    "api/v1/docs": ["/api/v1/docs"],
    "api/v1/openapi.json": ["/api/v1/openapi.json"],
    "api/v1/cables": [
        *("/api/v1/cables", "/api/v1/cables?tag=PREL", "/api/v1/cables?tag={slug}"),
        *("/api/v1/cables?post=embassy-{slug}", "/api/v1/cables?country={slug}"),
    ],
    "api/v1/cables/<reference_id>": ["/api/v1/cables/{id}"],
    "api/v1/paragraphs/<reference_id>/<key>": [
        "/api/v1/paragraphs/{id}/par1",
        "/api/v1/paragraphs/{id}/{slug}",
    ],
    "api/v1/search": [
        *("/api/v1/search?q=boats", "/api/v1/search", "/api/v1/search?q=boatz"),
        *("/api/v1/search?q={slug}", "/api/v1/search?q=tag:{slug}"),
        *("/api/v1/search?q={slug}*", "/api/v1/search?q=-{slug}"),
    ],
    "api/v1/lookup": ["/api/v1/lookup?q={id}", "/api/v1/lookup?q={number}"],
    "api/v1/tags": [
        "/api/v1/tags",
        "/api/v1/tags?q={half}",
        "/api/v1/tags?kind=subject",
    ],
    "api/v1/posts": ["/api/v1/posts", "/api/v1/posts?q={half}"],
    "api/v1/articles": ["/api/v1/articles", "/api/v1/articles?publisher={slug}"],
    "api/v1/changes": ["/api/v1/changes"],
    "api/": ["/api/"],
    "api/<path:rest>": ["/api/{slug}", "/api/v2/{id}"],
    "feed.atom": ["/feed.atom"],
    "tag/<str:slug>/feed.atom": ["/tag/PREL/feed.atom", "/tag/{slug}/feed.atom"],
    "post/<str:slug>/feed.atom": [
        "/post/embassy-lowmoor/feed.atom",
        "/post/embassy-{slug}/feed.atom",
    ],
    "article/feed.atom": ["/article/feed.atom"],
    "discussion/feed.atom": ["/discussion/feed.atom"],
    "changes/feed.atom": ["/changes/feed.atom"],
    "search/feed.atom": ["/search/feed.atom?q=boats", "/search/feed.atom?q={slug}"],
    "search/export.<table:form>": [
        *("/search/export.csv", "/search/export.jsonl", "/search/export.csv?q=boats"),
        *("/search/export.csv?q={slug}", "/search/export.jsonl?tag={slug}"),
    ],
    "sitemap.xml": ["/sitemap.xml"],
    "sitemap-<section:kind>-<int:number>.xml": [
        f"/sitemap-{kind}-1.xml" for kind in KINDS
    ],
    "oembed": [
        "/oembed?url=http://localhost:8000/cable/2006/04/{id}.html",
        "/oembed?url=http://localhost:8000/cable/2006/04/{id}/par1.html&format=xml",
    ],
    "webmention": ["/webmention"],
    "robots.txt": ["/robots.txt"],
    "-/live": ["/-/live"],
    "-/ready": ["/-/ready"],
    r"^date/([0-9]{4})-([0-9]{2})_([0-9]+)\.html$": ["/date/2006-04_0.html"],
    r"^reldate/([0-9]{4})-([0-9]{2})-([0-9]{2})_([0-9]+)\.html$": [
        "/reldate/2011-08-30_0.html"
    ],
    r"^tag/(.+)_([0-9]+)\.html$": ["/tag/PREL_0.html", "/tag/{slug}_0.html"],
    r"^classification/([0-9]+)_([0-9]+)\.html$": ["/classification/1_0.html"],
    r"^origin/[0-9]+_[0-9]+\.html$": ["/origin/71_0.html"],
    "static/html/faq.html": ["/static/html/faq.html"],
    rf"{SHORT}?)(?:\.html)?/?$": ["/{id}", "/{id}.html", "/{number}"],
    rf"{SHORT})/(?P<label>[^/]+)/?$": ["/{id}/1", "/{id}/par2", "/{id}/{slug}"],
}


def routes(resolver=None, before=""):
    """Yield the route of every address that is not the desk's."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if route.startswith(DESK):
            continue
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif route != "api/v1/" or pattern.name:
            yield route
