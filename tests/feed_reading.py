"""What the tests of feeds begin with: a reader of feeds, and odd texts."""

import feedparser
from django.core.cache import caches
from django.test import TestCase, override_settings

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://archive.example"
FEEDS = (
    *("/feed.atom", "/tag/PREL/feed.atom", "/post/embassy-lowmoor/feed.atom"),
    *("/article/feed.atom", "/changes/feed.atom", "/search/feed.atom"),
    *("/search/feed.atom?q=harbour&tag=PREL",),
)
ODD = (
    "Tolls & <b>talks</b> <script>alert(1)</script>",
    "Half\x01a\x1bcontrol\x0b\ufffe, and\nanother\tline",
    "Wave \U0001f30a, \u05e9\u05dc\u05d5\u05dd, \u202eabc\u202c ]]> \"quoted\" 'too'",
    "",
)


@override_settings(SITE_URL=SITE)
class FeedTestCase(TestCase):
    def setUp(self):
        caches["figures"].clear()

    def feed(self, address):
        page = self.client.get(address)
        self.assertEqual(page.status_code, 200, address)
        self.assertTrue(page["Content-Type"].startswith("application/atom+xml"))
        read = feedparser.parse(page.content)
        self.assertFalse(read.bozo, f"{address}: {read.get('bozo_exception')}")
        self.assertEqual(read.version, "atom10")
        return read

    def titles(self, address):
        return [entry.title for entry in self.feed(address).entries]

    def ids(self, address):
        return [title.split(":")[0] for title in self.titles(address)]
