"""What the tests of the search page begin with: two cables, and how a page is read."""

import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from django.test import TestCase

from cables.choices import Classification
from cables.search.index import public_index
from cables.search.writer import rebuild
from tests import factories as make


def texts(html, pattern):
    """Return what a pattern finds in a page, without tags and double blanks."""
    found = re.findall(pattern, html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", one).split()) for one in found]


class SearchPages(TestCase):
    @classmethod
    def setUpTestData(cls):
        lowmoor = make.make_post("Embassy Lowmoor")
        highfell = make.make_post("Consulate Highfell", country="Highfell")
        cls.boats = make.make_cable(
            "06LOWMOOR1",
            number=70_001,
            post=lowmoor,
            subject="BOATS AT THE QUAY",
            tags=["PREL", "MARR"],
            created=datetime(2006, 4, 10, tzinfo=UTC),
            paragraphs=["A missile was shown at the harbour.", "Boats <b>left</b>."],
        )
        cls.grain = make.make_cable(
            "07HIGHFELL2",
            post=highfell,
            subject="Grain & boats",
            tags=["PREL"],
            created=datetime(2007, 12, 31, 23, 59, tzinfo=UTC),
            classification=Classification.SECRET_NOFORN,
            is_partial=True,
        )
        make.make_paragraph(cls.grain, "The missiles are old.", label="1", marking="S")
        make.make_article_link(cls.boats)

    def setUp(self):
        rebuild(public_index)

    def get(self, **parameters):
        return self.client.get("/search/", parameters)

    def html(self, **parameters):
        page = self.get(**parameters)
        self.assertEqual(page.status_code, 200)
        return page.content.decode()

    def chips(self, html):
        """Return {label: parameters of its address} of a page's chips."""
        chips = re.search(r'<div class="chips">.*?</div>', html, re.DOTALL)
        links = re.findall(r'<a href="([^"]*)" rel="nofollow">(.*?)</a>', chips[0])
        return {
            texts(label, "^(.*)$")[0]
            .removeprefix("Remove ")
            .removesuffix(" ×"): self.query(url)
            for url, label in links
        }

    def query(self, url):
        parts = urlsplit(url.replace("&amp;", "&"))
        self.assertEqual(parts.path, "/search/")
        return parse_qs(parts.query)
