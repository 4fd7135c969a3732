"""
One example or more of each address that readers have: ``EXAMPLES`` by the route of the
pattern, as ``tests.addresses`` walks them. A route without a row fails the tests that
go through them.
"""

from cables.choices import ReasonCode
from cables.models import ReleaseNote, SitePage
from tests.factories import (
    make_alias,
    make_article,
    make_article_link,
    make_cable,
    make_change,
    make_discussion,
    make_draft,
    make_old_address,
    make_post,
    make_recipient,
    make_reference,
    make_tag_alias,
    make_withdrawn,
)

CABLE = "/cable/2006/04/06LOWMOOR900"
A_CABLE = "cable/<year:year>/<two:month>/<str:reference_id>"
ID = "[0-9A-Za-z][0-9A-Za-z :._-]*"


def make_world():
    """Make something to read at each address; return the article."""
    post = make_post()
    post.aliases.create(name="LOWMOOR")
    cable = make_cable(
        "06LOWMOOR900", number=900, tags=["PREL"], paragraphs=["One harbour.", "Two."]
    )
    first, second = cable.paragraphs.all()
    make_alias(cable, "par9", second)
    make_recipient(cable)
    other = make_cable("06LOWMOOR901", tags=["PREL"], paragraphs=["A harbour too."])
    make_reference(other, cable)
    make_reference(cable, "06ABSENT1", paragraph=first)
    make_old_address(cable, "06FORMER1")
    make_tag_alias(cable.tags.get(), "PRELL")
    article = make_article()
    make_article_link(cable, article=article, paragraph=first)
    make_discussion(cable)
    make_change(cable)
    make_change(other, reason_code=ReasonCode.ERROR)
    make_withdrawn("06LOWMOOR902")
    make_draft("06LOWMOOR903")
    slugs = {"slug": "how", "title": "How", "text": "<p>So.</p>"}
    SitePage.objects.create(**slugs)
    ReleaseNote.objects.create(day="2011-08-30", title="The first")
    return article


#: Addresses for each route, ``{article}`` being the article's number.
EXAMPLES = {
    "": ["/"],
    f"{A_CABLE}.html": [
        f"{CABLE}.html",
        "/cable/2006/04/06LOWMOOR902.html",
        "/cable/2006/04/06LOWMOOR903.html",
        "/cable/2006/04/06ABSENT1.html",
    ],
    f"{A_CABLE}.<form:form>": [
        f"{CABLE}.{form}" for form in ("json", "txt", "bib", "ris", "csl.json", "png")
    ],
    f"{A_CABLE}/thread.html": [f"{CABLE}/thread.html"],
    f"{A_CABLE}/thread.json": [f"{CABLE}/thread.json"],
    f"{A_CABLE}/thread": [f"{CABLE}/thread"],
    f"{A_CABLE}/raw.html": [f"{CABLE}/raw.html"],
    f"{A_CABLE}/raw": [f"{CABLE}/raw"],
    f"{A_CABLE}/related.html": [f"{CABLE}/related.html"],
    f"{A_CABLE}/related": [f"{CABLE}/related"],
    f"{A_CABLE}/<str:key>.html": [f"{CABLE}/par1.html", f"{CABLE}/par1-par2.html"],
    f"{A_CABLE}/<str:key>.<form:form>": [
        f"{CABLE}/par1.{form}"
        for form in ("json", "txt", "bib", "ris", "csl.json", "png")
    ],
    f"{A_CABLE}/<str:key>": [f"{CABLE}/par9"],
    "^cable/[0-9]{4}/[0-9]{2}/(?P<reference_id>[^/]+)/?$": [
        "/cable/2006/05/06LOWMOOR900"
    ],
    "^cable/(?P<reference_id>[0-9]+[A-Za-z][0-9A-Za-z]*)/(?P<label>[^/]+)/?$": [
        "/cable/06LOWMOOR900/2"
    ],
    "cable/<path:reference_id>": ["/cable/900", "/cable/06FORMER1", "/cable/06ABSENT1"],
    "lookup/": ["/lookup/", "/lookup/?ids=06LOWMOOR900"],
    "propose/": ["/propose/"],
    "propose/thanks/": ["/propose/thanks/"],
    "report/": ["/report/"],
    "report/thanks/": ["/report/thanks/"],
    "date/": ["/date/"],
    "date/<year:year>/": ["/date/2006/"],
    "date/<year:year>/<two:month>/": ["/date/2006/04/"],
    "date/<year:year>/<two:month>/<two:day>/": ["/date/2006/04/10/"],
    "release/": ["/release/"],
    "release/<year:year>/<two:month>/<two:day>/": ["/release/2011/08/30/"],
    "post/": ["/post/"],
    "post/<str:slug>/": ["/post/embassy-lowmoor/"],
    "country/": ["/country/"],
    "country/<str:slug>/": ["/country/lowmoor/"],
    "tag/": ["/tag/"],
    "tag/<str:slug>/": ["/tag/PREL/", "/tag/PRELL/"],
    "classification/": ["/classification/"],
    "classification/<str:slug>/": ["/classification/confidential/"],
    "article/": ["/article/"],
    "article/most-used/": ["/article/most-used/"],
    "article/<int:pk>/": ["/article/{article}/"],
    "publisher/": ["/publisher/"],
    "publisher/<str:slug>/": ["/publisher/the-lantern/"],
    "discussion/": ["/discussion/"],
    "changes/": ["/changes/"],
    "about/": ["/about/"],
    "about/design/": ["/about/design/"],
    "about/<str:slug>/": ["/about/how/"],
    "search/": ["/search/?q=harbour", "/search/?tag=PREL"],
    "search/help/": ["/search/help/"],
    "search/suggest": ["/search/suggest?q=har"],
    "api/v1/": ["/api/v1/"],
    "api/v1/docs": ["/api/v1/docs"],
    "api/v1/openapi.json": ["/api/v1/openapi.json"],
    "api/v1/cables": ["/api/v1/cables"],
    "api/v1/cables/<reference_id>": ["/api/v1/cables/06LOWMOOR900"],
    "api/v1/paragraphs/<reference_id>/<key>": ["/api/v1/paragraphs/06LOWMOOR900/par1"],
    "api/v1/search": ["/api/v1/search?q=harbour"],
    "api/v1/lookup": ["/api/v1/lookup?ids=06LOWMOOR900"],
    "api/v1/tags": ["/api/v1/tags"],
    "api/v1/posts": ["/api/v1/posts"],
    "api/v1/articles": ["/api/v1/articles"],
    "api/v1/changes": ["/api/v1/changes"],
    "api/": ["/api/"],
    "api/<path:rest>": ["/api/v9/"],
    "feed.atom": ["/feed.atom"],
    "tag/<str:slug>/feed.atom": ["/tag/PREL/feed.atom"],
    "post/<str:slug>/feed.atom": ["/post/embassy-lowmoor/feed.atom"],
    "article/feed.atom": ["/article/feed.atom"],
    "discussion/feed.atom": ["/discussion/feed.atom"],
    "changes/feed.atom": ["/changes/feed.atom"],
    "search/feed.atom": ["/search/feed.atom?q=harbour"],
    "search/export.<table:form>": [
        "/search/export.csv?q=harbour",
        "/search/export.jsonl?q=harbour",
    ],
    "sitemap.xml": ["/sitemap.xml"],
    "sitemap-<section:kind>-<int:number>.xml": ["/sitemap-cables-1.xml"],
    "oembed": [f"/oembed?url=http://localhost:8000{CABLE}/par1.html"],
    "webmention": ["/webmention"],
    "robots.txt": ["/robots.txt"],
    "-/live": ["/-/live"],
    "-/ready": ["/-/ready"],
    r"^date/([0-9]{4})-([0-9]{2})_([0-9]+)\.html$": ["/date/2006-04_0.html"],
    r"^reldate/([0-9]{4})-([0-9]{2})-([0-9]{2})_([0-9]+)\.html$": [
        "/reldate/2011-08-30_0.html"
    ],
    r"^tag/(.+)_([0-9]+)\.html$": ["/tag/PREL_0.html"],
    r"^classification/([0-9]+)_([0-9]+)\.html$": ["/classification/1_0.html"],
    r"^origin/[0-9]+_[0-9]+\.html$": ["/origin/1_0.html"],
    "static/html/faq.html": ["/static/html/faq.html"],
    rf"^(?P<reference_id>(?=[^/]*[0-9]){ID}?)(?:\.html)?/?$": ["/06LOWMOOR900"],
    rf"^(?P<reference_id>(?=[^/]*[0-9]){ID})/(?P<label>[^/]+)/?$": ["/06LOWMOOR900/2"],
}


def every_example(article):
    return [
        address.format(article=article.pk)
        for addresses in EXAMPLES.values()
        for address in addresses
    ]
