"""
Readers' pages in Spanish: no word of English is left on them but what is marked as being
in another language, names, and what is typed as it stands.
"""

import re
from functools import cached_property
from io import StringIO
from unittest import mock

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.test import TestCase
from selectolax.lexbor import LexborHTMLParser

from cables.choices import Classification, Precision, State, TagKind
from cables.languages import ONE_FORM
from cables.management.commands import demo
from cables.models import Article, Cable, CableTag, Post, Publisher, SitePage, Tag
from tests.public_addresses import every_example, make_world

#: Words that English can hardly do without, and Spanish does not have.
ENGLISH = re.compile(
    r"\b(?:the|of|and|this|that|these|those|with|without|which|what|when|where|who|how"
    r"|is|are|was|were|be|been|has|have|had|it|its|they|them|their|your?|from|to|by|for"
    r"|in|on|at|not|there|here|only|each|every|any|all|other|than|then|cables? that"
    r"|found|shown?|sent|written|released|withdrawn|search|find|page|pages|word|words"
    r"|year|years|month|day|post|posts|tags?|paragraphs?|articles?|published"
    r"|january|february|march|april|june|july|august|october|december|none|unknown)\b",
    re.IGNORECASE,
)
SHOWN_ATTRIBUTES = "aria-label", "title", "placeholder", "alt"
#: Not read out, or typed and read as it stands.
UNREAD = {*("script", "style", "code", "kbd", "samp", "pre", "textarea"), "-comment"}
TYPED = {"mono"}
ADDRESS = re.compile(r"https?://\S+")
#: A value that a sentence repeats as it was typed.
REPEATED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"|'[^']*'")

LISTS = [
    "/",
    "/date/",
    "/date/2006/",
    "/date/2006/04/",
    "/date/1999/",
    "/date/1999/02/03/",
    "/release/",
    "/release/2010/11/28/",
    "/release/2010/11/28/?page=2",
    "/release/2010/11/28/?sort=oldest&articles=on&partial=on",
    "/release/2010/11/28/?year=1901",
    "/release/2010/11/28/?year=twelve&classification=x",
    *("/post/", "/post/?order=name", "/country/", "/country/?order=count"),
    *("/tag/", "/classification/", "/article/", "/article/most-used/", "/publisher/"),
    *(f"/tag/?kind={kind.value}" for kind in TagKind),
    *(f"/classification/{one.slug}/" for one in Classification),
    *("/discussion/", "/changes/", "/changes/?page=2"),
]
SEARCHES = [
    "/search/",
    "/search/?q=minister",
    "/search/?q=minister&page=2",
    "/search/?q=minister&page=400",
    "/search/?q=minister&sort=oldest&more=tag",
    "/search/?q=harbour&more=post&classification=secret&year=2006",
    "/search/?q=xyzzy",
    "/search/?q=ministr",
    "/search/?q=xyzzy&tag=PREL&articles=yes&partial=no&since=2006&until=2007",
    "/search/?tag=NOSUCH&post=nowhere&country=nowhere&year=20066&sort=size",
    "/search/?since=2009&until=2006&articles=perhaps&classification=x&para=S",
    '/search/?q="harbour+talks',
    "/search/?q=a+or+b+(class:bogus+OR+date:2006-13+para:X)",
    "/search/?q=-minister",
    "/search/?q=06BELAGORA1",
    "/search/?q=*+AND+NOT",
    "/search/help/",
]
ASKED = [
    *("/lookup/", "/lookup/?q=06MEXICO1889", "/lookup/?q=!!"),
    *("/propose/", "/propose/?url=https://example.org/a", "/propose/thanks/"),
    *("/report/", "/report/?paragraph=par1", "/report/thanks/"),
]
ABSENT = [
    *("/nothing/", "/date/2006/13/", "/post/nowhere/", "/cable/06NOWHERE1"),
    *("/cable/2006/04/06NOWHERE1.html", "/search/?page=0"),
]
POSTED = [
    ("/lookup/", {"q": "06NOWHERE1 06NOWHERE2"}),
    ("/lookup/", {"q": ""}),
    ("/propose/", {}),
    ("/propose/", {"kind": "discussion", "url": "x", "cables": "none"}),
    ("/propose/", {"kind": "article", "url": "https://example.org/", "cables": "x"}),
    ("/report/", {}),
    ("/report/", {"kind": "person", "reference_id": "?", "text": "x"}),
]


@pytest.mark.one_database
class SpanishPagesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        article = make_world()
        # The test database is there already, and the checkout's own key stays as it is.
        with mock.patch.object(demo, "keep_secret_key"):
            call_command("demo", no_serve=True, stdout=StringIO())
        cls.examples = every_example(article)
        cls.names = Names()

    def setUp(self):
        caches["figures"].clear()

    def test_english_is_known_from_spanish(self):
        page = '<html lang="es"><p title="{}">{}<i lang="en">of the</i></p></html>'
        for text, is_english in (
            ("Cables of each year", True),
            ("Skip the map", True),
            ("Cables de cada año, con su misión", False),
            ("No se ha visto «the» en https://example.org/the/", False),
        ):
            found = [has_english(one) for _, one in texts(page.format(text, text))]
            self.assertEqual(found, [is_english] * 2, text)

    def test_one_of_each_address(self):
        for address in self.examples:
            self.require_spanish(address)

    def test_lists(self):
        posts = Post.objects.filter(cables__in=Cable.objects.public()).distinct()
        places = [address for post in posts[:3] for address in _of_post(post)]
        tags = Tag.objects.filter(pk__in=CableTag.objects.values("tag"))
        tags = [one.get_absolute_url() for one in tags[:5]]
        for address in [*LISTS, *places, *tags]:
            self.require_spanish(address)

    def test_cables_and_what_stands_around_them(self):
        for cable in cables_of_each_kind():
            page = cable.get_absolute_url()
            self.require_spanish(page)
            folder = page.removesuffix(".html")
            for name in ("thread", "related", "raw"):
                self.require_spanish(f"{folder}/{name}.html")
            for paragraph in cable.paragraphs.all()[:3]:
                self.require_spanish(f"{folder}/{paragraph.key}.html")
            self.require_spanish(f"{folder}/par99.html")
        shown = " ".join(cables_of_each_kind().values_list("reference_id", flat=True))
        self.require_spanish("/lookup/", {"q": f"{shown} 06NOWHERE1"})

    def test_withdrawn_cables(self):
        for cable in Cable.objects.filter(state=State.WITHDRAWN):
            self.require_spanish(cable.get_absolute_url())

    def test_articles_and_publishers(self):
        for one in [*Article.objects.public()[:8], *Publisher.objects.all()[:4]]:
            self.require_spanish(one.get_absolute_url())

    def test_about_pages(self):
        self.require_spanish("/about/")
        for slug in SitePage.objects.values_list("slug", flat=True):
            self.require_spanish(f"/about/{slug}/")

    def test_searches_and_forms(self):
        for address in [*SEARCHES, *ASKED]:
            self.require_spanish(address)
        for address, data in POSTED:
            self.require_spanish(address, data)

    def test_what_is_not_there(self):
        for address in ABSENT:
            self.require_spanish(address)

    def require_spanish(self, address, posted=None):
        """Fail for each text of a page that has English words in it."""
        with self.subTest(address, posted=posted):
            ask = self.client.get if posted is None else self.client.post
            response = ask(f"/es{address}", posted, follow=True)
            path = response.request["PATH_INFO"]
            is_page = response.headers["Content-Type"].startswith("text/html")
            if not is_page or ONE_FORM.match(path.removeprefix("/es")):
                return
            self.assertTrue(path.startswith("/es/"), path)
            found = [
                f"{where}: {text}"
                for where, text in texts(response.content)
                if self.is_english(where, text)
            ]
            self.assertEqual(found, [])

    def is_english(self, where, text):
        return has_english(text) and has_english(self.names.taken_out(where, text))


class Names:
    """What the record calls things: where only text can stand, none can say its language."""

    @cached_property
    def of_things(self):
        rows = [
            *Post.objects.values_list("name", flat=True),
            *Post.objects.values_list("country", flat=True),
            *Publisher.objects.values_list("name", flat=True),
        ]
        return _longest_first(rows)

    @cached_property
    def titles(self):
        rows = [
            *Cable.objects.values_list("subject", flat=True),
            *Tag.objects.values_list("title", flat=True),
            *Article.objects.values_list("title", flat=True),
            *SitePage.objects.values_list("title", flat=True),
        ]
        return _longest_first(rows)

    def taken_out(self, where, text):
        can_have_language = where not in (*SHOWN_ATTRIBUTES, "title element")
        names = self.of_things if can_have_language else [*self.titles, *self.of_things]
        for name in names:
            text = text.replace(name, " ")
        return text


def _longest_first(rows):
    return sorted({row for row in rows if row}, key=len, reverse=True)


def has_english(text):
    # In capitals are operators of a search, and words of the record.
    words = ENGLISH.findall(REPEATED.sub(" ", ADDRESS.sub(" ", text)))
    return any(not word.isupper() for word in words)


def texts(html):
    """Yield (where, text) of all that is read out and not marked as another language."""
    root = LexborHTMLParser(html).root
    assert root.attributes.get("lang") == "es", root.attributes
    yield from _within(root)


def _within(node):
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            text = " ".join((child.text_content or "").split())
            if text:
                where = "title element" if node.tag == "title" else "text"
                yield where, text
        elif child.tag not in UNREAD and not _is_of_another_kind(child.attributes):
            for name in SHOWN_ATTRIBUTES:
                if child.attributes.get(name):
                    yield name, child.attributes[name]
            yield from _within(child)


def _is_of_another_kind(attributes):
    other = "lang" in attributes and attributes["lang"] != "es"
    return other or TYPED & set((attributes.get("class") or "").split())


def _of_post(post):
    return post.get_absolute_url(), f"/country/{post.country_slug}/"


def cables_of_each_kind():
    """Return public cables of the sample, one and more of whatever makes pages differ."""
    public = Cable.objects.public()
    kinds = [
        *(public.filter(classification=one) for one in Classification),
        *(public.filter(created_precision=one) for one in Precision),
        public.filter(is_partial=True),
        public.filter(article_links__isnull=False),
        public.filter(references__isnull=False),
        public.filter(citations__isnull=False),
        public.filter(section_count__gt=1),
        public.filter(canonical__isnull=False),
        public.filter(subject=""),
        public.filter(recipients__isnull=True),
        public.exclude(reasons=""),
        public.exclude(problems=[]),
    ]
    keys = {kind.order_by("id").values_list("pk", flat=True).first() for kind in kinds}
    return Cable.objects.filter(pk__in=keys - {None})
