"""The language of readers' pages: from the address or the browser, and kept nowhere."""

from urllib.parse import quote

from django.core.cache import caches
from django.http import HttpResponse
from django.test import RequestFactory, TestCase, override_settings

from cables.languages import LanguageMiddleware
from cables.models import Mention, Proposal, ReaderReport
from tests import factories as make

PAGE = "/cable/2006/04/06LOWMOOR1.html"
ALONE = "/cable/2006/04/06LOWMOOR1/par2.html"
SITE = "https://archive.example"
#: What has one form only, whatever language is asked for.
ONE_FORM = (
    *(PAGE.replace("html", form) for form in ("json", "txt", "bib", "ris")),
    *(ALONE.replace("html", form) for form in ("json", "txt", "bib")),
    *("/feed.atom", "/tag/PREL/feed.atom", "/changes/feed.atom"),
    *("/sitemap.xml", "/robots.txt", "/api/v1/cables/06LOWMOOR1"),
    *("/cable/2006/04/06NEVER1.json", "/cable/2006/04/06NEVER1.txt"),
)


def asking(text):
    return {"headers": {"accept-language": text}}


class ChoiceTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cable = make.make_cable("06LOWMOOR1", paragraphs=["One.", "Two."])

    def test_browser_says_which(self):
        rows = (
            *(("", "en"), ("es", "es"), ("es-MX,es;q=0.9,en;q=0.8", "es")),
            *(("ca,es;q=0.7", "es"), ("en;q=0.4, es;q=0.9", "es"), ("fr", "en")),
            *(("ES_es;;q=x", "en"), ("*", "en"), ("es;q=0", "en")),
        )
        for asked, given in rows:
            with self.subTest(asked=asked):
                page = self.client.get("/about/", **asking(asked))
                self.assertEqual(page["Content-Language"], given)
                self.assertContains(page, f'<html lang="{given}">')
                self.assertIn("Accept-Language", page["Vary"])

    def test_address_says_which_and_no_browser_changes_it(self):
        for code, other in (("es", "en"), ("en", "es")):
            with self.subTest(code=code):
                page = self.client.get(f"/{code}{PAGE}", **asking(other))
                self.assertEqual(page["Content-Language"], code)
                self.assertContains(page, f'<html lang="{code}">')
                self.assertNotIn("Accept-Language", page.get("Vary", ""))

    def test_etags_are_of_one_language_and_one_address(self):
        pages = [
            self.client.get(address, **asking(asked))
            for address, asked in ((PAGE, "en"), (PAGE, "es"))
        ] + [self.client.get(f"/{code}{PAGE}") for code in ("en", "es")]
        tags = [page["ETag"] for page in pages]
        self.assertEqual(len(set(tags)), 4)
        known = {"if-none-match": tags[0], "accept-language": "es"}
        self.assertEqual(self.client.get(PAGE, headers=known).status_code, 200)
        known = self.client.get(f"/es{PAGE}", headers={"if-none-match": tags[3]})
        self.assertEqual(known.status_code, 304)
        self.assertEqual(known["Content-Language"], "es")
        for address in ("/", "/date/2006/"):
            one, other = (self.client.get(f"{at}{address}") for at in ("", "/es"))
            self.assertNotEqual(one["ETag"], other["ETag"])

    def test_no_cookie_is_set_or_asked(self):
        self.client.cookies["django_language"] = "es"
        for address, code in (("/", "en"), ("/en/", "en"), ("/es/", "es")):
            with self.subTest(address=address):
                page = self.client.get(address)
                self.assertEqual(page["Content-Language"], code)
                self.assertFalse(page.cookies)
                self.assertNotIn("Cookie", page.get("Vary", ""))

    def test_same_page_in_the_other_language_is_named(self):
        page = self.client.get(f"/es{PAGE}?seen=1")
        self.assertContains(page, f'<a href="/en{PAGE}?seen=1" lang="en"')
        page = self.client.get(f"/es/search/?q={'x' * 2100}")
        self.assertContains(page, '<a href="/en/search/" lang="en"')
        missing = self.client.get("/es/never/", **asking("en"))
        self.assertContains(missing, '<html lang="es">', status_code=404)


class AddressTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cable = make.make_cable("06LOWMOOR1", tags=["PREL"], paragraphs=["One."])

    def test_ways_to_the_address_that_is_meant(self):
        rows = {
            "/es": (301, "/es/"),
            "/es?page=2": (301, "/es/?page=2"),
            "/es/admin/": (302, "/admin/"),
            "/es/admin/cables/cable/?q=a%20b": (302, "/admin/cables/cable/?q=a%20b"),
            # these keep the language
            "/es/about": (301, "/es/about/"),
            "/es/lookup?q=1": (301, "/es/lookup/?q=1"),
            "/es/06LOWMOOR1": (301, f"/es{PAGE}"),
            "/es/06LOWMOOR1/1": (301, f"/es{PAGE}#par1"),
            "/es/cable/06lowmoor1": (301, f"/es{PAGE}"),
            f"/es{PAGE.lower()}": (301, f"/es{PAGE}"),
            f"/es{PAGE.replace('/04/', '/05/')}": (301, f"/es{PAGE}"),
            f"/es{PAGE.lower().removesuffix('.html')}/thread/": (301, None),
            "/es/date/2006-04_0.html": (301, "/es/date/2006/04/"),
            "/es/search/?q=06LOWMOOR1": (302, f"/es{PAGE}"),
            "/es/lookup/?q=06lowmoor1": (302, f"/es{PAGE}"),
            "/en/06LOWMOOR1": (301, f"/en{PAGE}"),
        }
        for address, (status, place) in rows.items():
            with self.subTest(address=address):
                page = self.client.get(address)
                self.assertEqual(page.status_code, status)
                if place:
                    self.assertEqual(page["Location"], place)
                self.assertRegex(page["Location"], "^/(es|en|admin)/")

    def test_no_other_beginning_is_a_language(self):
        for address in ("/es/es/", "/en/es/", "/es/es", "/fr/", "/ES/"):
            with self.subTest(address=address):
                self.assertEqual(self.client.get(address).status_code, 404)

    def test_no_way_to_another_site(self):
        for address in (
            *("/es//evil.example/", "/es//evil.example", "//es//evil.example/"),
            *("/es/%2Fevil.example/about", "/es/\\evil.example/", "//es"),
            *("/es/%5Cevil.example", "/es//admin/", "/es/admin//evil.example/"),
        ):
            with self.subTest(address=address):
                # As a server gives it: the test client would take "//es" for a host.
                request = RequestFactory().get("/", query_params={})
                request.path = request.path_info = address
                page = LanguageMiddleware(lambda request: HttpResponse())(request)
                place = page.get("Location", "/")
                self.assertNotRegex(place, r"^(//|/\\|\w+:|[^/])")
                page = self.client.get("/", PATH_INFO=address)
                self.assertNotRegex(page.get("Location", "/"), r"^(//|/\\|\w+:|[^/])")

    def test_robots_stay_away_from_searches_in_each_language(self):
        lines = self.client.get("/robots.txt").text.splitlines()
        for path in ("/search/", "/lookup/"):
            for before in ("", "/en", "/es"):
                self.assertIn(f"Disallow: {before}{path}", lines)
        self.assertIn("Disallow: /admin/", lines)
        self.assertEqual(self.client.get("/es/robots.txt").text.splitlines(), lines)


@override_settings(SITE_URL=SITE, SECURE_SSL_REDIRECT=False)
class SharedAddressTests(TestCase):
    """What leaves the site is the same whoever reads in which language."""

    @classmethod
    def setUpTestData(cls):
        cls.cable = make.make_cable(
            "06LOWMOOR1", tags=["PREL"], paragraphs=["One.", "Two."]
        )
        cls.other = make.make_cable("06LOWMOOR2", paragraphs=["See 06LOWMOOR1."])
        make.make_reference(cls.other, cls.cable)

    def test_no_whole_address_has_a_language(self):
        for address in (PAGE, ALONE, "/", "/about/faq/", "/tag/PREL/"):
            with self.subTest(address=address):
                text = self.client.get(f"/es{address}").text
                self.assertNotIn(f"{SITE}/es", text)
                self.assertNotIn("archive.example%2Fes", text)

    def test_canonical_and_cited_address(self):
        text = self.client.get(f"/es{PAGE}").text
        for part in (
            f'<link rel="canonical" href="{SITE}{PAGE}">',
            f'<meta property="og:url" content="{SITE}{PAGE}">',
            f'<meta name="citation_public_url" content="{SITE}{PAGE}">',
            f'"{SITE}{PAGE}"',  # JSON-LD
        ):
            self.assertIn(part, text)
        self.assertIn(quote(f"{SITE}{PAGE}", safe=""), text)  # oEmbed, ways to share
        signposts = self.client.get(f"/es{PAGE}")["Link"]
        self.assertIn(SITE, signposts)
        self.assertNotIn("/es/", signposts)

    def test_ways_through_the_site_have_it(self):
        text = self.client.get(f"/es{PAGE}").text
        for address in (
            *("/es/", "/es/search/", "/es/date/2006/04/", "/es/tag/PREL/"),
            *("/es/post/embassy-lowmoor/", "/es/cable/2006/04/06LOWMOOR2.html"),
        ):
            self.assertIn(f'href="{address}', text)
        self.assertIn('action="/es/search/"', text)

    def test_citations_are_those_of_the_english_page(self):
        for address in (PAGE, ALONE):
            with self.subTest(address=address):
                texts = [
                    self.client.get(f"{at}{address}").text for at in ("", "/es", "/en")
                ]
                cited = [
                    text[text.index('<meta name="citation_title"') :].split("\n")[:12]
                    for text in texts
                ]
                self.assertEqual(cited[0], cited[1])
                self.assertEqual(cited[0], cited[2])

    def test_files_and_feeds_are_the_same(self):
        caches["figures"].clear()
        for address in ONE_FORM:
            with self.subTest(address=address):
                plain = self.client.get(address, **asking("es"))
                for at in ("/es", "/en"):
                    page = self.client.get(f"{at}{address}", **asking("es"))
                    self.assertEqual(page.status_code, plain.status_code)
                    self.assertEqual(page.content, plain.content)
                    self.assertNotIn("Accept-Language", page.get("Vary", ""))
                self.assertNotIn("Content-Language", plain.headers)

    def test_embedding_takes_addresses_with_a_language(self):
        plain = self.client.get("/oembed", {"url": f"{SITE}{PAGE}"}).json()
        for at in ("/es", "/en"):
            for asked in ("/oembed", "/es/oembed"):
                page = self.client.get(asked, {"url": f"{SITE}{at}{PAGE}"})
                self.assertEqual(page.json(), plain)
        self.assertNotIn(f"{SITE}/es", plain["html"])

    @override_settings(WEBMENTIONS=True)
    def test_webmention_of_an_address_with_a_language(self):
        caches["rate"].clear()
        sent = {"source": "https://blog.example/1", "target": f"{SITE}/es{PAGE}#par2"}
        page = self.client.post("/webmention", sent)
        self.assertEqual((page.status_code, page.text[:9]), (202, "Thank you"))
        self.assertEqual(Mention.objects.get().cables, "06LOWMOOR1#par2")

    def test_pasted_addresses_with_a_language(self):
        for at in ("/search/", "/lookup/"):
            for before in ("/es", "/en", ""):
                for address in (f"{PAGE}#par2", ALONE, "/06LOWMOOR1/2"):
                    with self.subTest(at=at, address=address):
                        asked = {"q": f"{SITE}{before}{address}"}
                        page = self.client.get(at, asked)
                        self.assertEqual(page["Location"], f"{PAGE}#par2")


class SendingTests(TestCase):
    def setUp(self):
        caches["rate"].clear()
        self.addCleanup(caches["rate"].clear)
        self.cable = make.make_cable("06LOWMOOR1")

    def test_proposals_and_reports(self):
        sent = {
            "kind": "article",
            "url": "https://lantern.example/1",
            "title": "On the talks",
            "cables": "06LOWMOOR1",
        }
        page = self.client.post("/es/propose/", sent)
        self.assertEqual(page["Location"], "/es/propose/thanks/")
        self.assertEqual(Proposal.objects.count(), 1)
        sent = {"kind": "other", "reference_id": "06LOWMOOR1", "text": "A typo."}
        page = self.client.post("/es/report/", sent)
        self.assertEqual(page["Location"], "/es/report/thanks/")
        self.assertEqual(ReaderReport.objects.count(), 1)
        page = self.client.post("/es/report/", {})
        self.assertContains(page, '<html lang="es">', status_code=page.status_code)
        self.assertContains(page, 'href="/en/"', status_code=page.status_code)

    def test_lookup_and_its_table(self):
        asked = {"q": "06LOWMOOR1\n06NEVER1\nMOOR7"}
        page = self.client.post("/es/lookup/", asked)
        self.assertContains(page, 'href="/es/cable/2006/04/06LOWMOOR1.html"')
        tables = [
            self.client.post(f"{at}/lookup/", asked | {"format": "csv"}).content
            for at in ("", "/es")
        ]
        self.assertEqual(*tables)

    def test_nothing_else_is_taken(self):
        for address in ("/es/", f"/es{PAGE}", "/es/search/"):
            self.assertEqual(self.client.post(address).status_code, 405)
