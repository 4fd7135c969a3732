"""Addresses that were in print, or that people write, lead to the one that stays."""

from django.test import TestCase

from tests import factories as make

ADDRESS = "/cable/2006/04/06LOWMOOR1889.html"


class AddressTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cable = make.make_cable(
            "06LOWMOOR1889", number=60015, paragraphs=["One.", "Two.", "Three."]
        )
        make.make_old_address(cls.cable, "06LOWMOR1889")
        make.make_alias(cls.cable, "parB", cls.cable.paragraphs.get(key="par2"))

    def test_permanent_redirects(self):
        table = [
            ("/06LOWMOOR1889", ADDRESS),
            ("/06LOWMOOR1889/", ADDRESS),
            ("/06lowmoor1889", ADDRESS),
            ("/06LOWMOOR1889.html", ADDRESS),
            ("/06LOWMOOR1889/3", f"{ADDRESS}#par3"),
            ("/06LOWMOOR1889/par3", f"{ADDRESS}#par3"),
            ("/06LOWMOOR1889/b", f"{ADDRESS}#parB"),
            ("/cable/06LOWMOOR1889", ADDRESS),
            ("/06%20LOWMOOR%201889", ADDRESS),
            ("/06%20LOWMOOR%201889/3", f"{ADDRESS}#par3"),
            ("/cable/60015", ADDRESS),
            ("/cable/60015.html", ADDRESS),
            ("/60015.html", ADDRESS),
            ("/cable/2006/04/06LOWMOOR1889", ADDRESS),
            ("/cable/2006/04/06LOWMOOR1889/", ADDRESS),
            ("/cable/2006/04/06lowmoor1889.html", ADDRESS),
            ("/cable/2007/05/06LOWMOOR1889.html", ADDRESS),
            ("/cable/2006/04/06LOWMOR1889.html", ADDRESS),
            ("/06LOWMOR1889", ADDRESS),
            ("/cable/2007/05/06LOWMOOR1889.json", ADDRESS.replace("html", "json")),
            ("/cable/2006/04/06LOWMOOR001889.html", ADDRESS),
            ("/date/2006-04_0.html", "/date/2006/04/"),
            ("/date/2006-04_3.html", "/date/2006/04/?page=4"),
            ("/reldate/2011-08-30_0.html", "/release/2011/08/30/"),
            ("/tag/PREL_0.html", "/tag/PREL/"),
            ("/classification/1_0.html", "/classification/confidential/"),
            ("/classification/2_0.html", "/classification/confidential-noforn/"),
            ("/classification/3_0.html", "/classification/secret/"),
            ("/classification/4_0.html", "/classification/secret-noforn/"),
            ("/classification/5_0.html", "/classification/unclassified/"),
            (
                "/classification/6_1.html",
                "/classification/unclassified-for-official-use-only/?page=2",
            ),
            ("/origin/71_0.html", "/post/"),
            ("/static/html/faq.html", "/about/faq/"),
        ]
        for asked, given in table:
            with self.subTest(asked=asked):
                page = self.client.get(asked)
                self.assertEqual((page.status_code, page.get("Location")), (301, given))

    def test_malformed_ids_work(self):
        for reference_id in ("092OF5", "7575LOWMOOR1895", "08SECTION01GF02LOWMOOR21"):
            make.make_cable(reference_id)
            address = f"/cable/2006/04/{reference_id}.html"
            with self.subTest(reference_id=reference_id):
                self.assertEqual(self.client.get(address).status_code, 200)
                self.assertRedirects(self.client.get(f"/{reference_id}"), address, 301)

    def test_ids_with_signs_and_ids_that_begin_with_a_letter(self):
        for reference_id in ("00REF:MOOR58", "A-1.2_3", "MOOR1889", "X9.HTML5"):
            cable = make.make_cable(reference_id, paragraphs=["One."])
            address = cable.get_absolute_url()
            with self.subTest(reference_id=reference_id):
                for asked in (f"/{reference_id}", f"/{reference_id.lower()}.html"):
                    self.assertRedirects(self.client.get(asked), address, 301)
                page = self.client.get(f"/{reference_id}/1")
                self.assertEqual(page["Location"], f"{address}#par1")
        make.make_withdrawn("MOOR1890")
        self.assertEqual(self.client.get("/MOOR1890").status_code, 410)

    def test_what_is_no_id_is_a_plain_404(self):
        make.make_draft("MOOR1891")
        for address in ("/MOOR1891", "/MOOR1892", "/wp-login1.php", "/MOOR1891/1"):
            with self.subTest(address=address):
                page = self.client.get(address)
                self.assertContains(page, "Nothing stands at this", status_code=404)

    def test_short_addresses_stand_behind_all_others(self):
        make.make_cable("ABOUT")
        make.make_cable("ROBOTS.TXT")
        for asked, given in {"/about": "/about/", "/lookup": "/lookup/"}.items():
            self.assertEqual(self.client.get(asked)["Location"], given)
        page = self.client.get("/robots.txt")
        self.assertEqual(page["Content-Type"], "text/plain; charset=utf-8")

    def test_an_empty_page_is_the_first(self):
        page = self.client.get("/date/2006/04/?page=")
        self.assertEqual(page.status_code, 200)

    def test_every_way_to_a_paragraph_that_is_not_there_says_the_same(self):
        asked = "/cable/2006/04/06LOWMOOR1889/par77.html"
        said, _, _ = self.client.get(asked).text.partition('<footer class="foot">')
        self.assertIn("No such paragraph", said)
        for address in ("/06LOWMOOR1889/77", "/cable/06LOWMOOR1889/77"):
            page = self.client.get(address)
            text, _, foot = page.text.partition('<footer class="foot">')
            self.assertEqual((page.status_code, text), (404, said))
            self.assertIn(f'href="/es{address}"', foot)

    def test_malformed_twin_is_not_mended_away(self):
        make.make_cable("006LOWMOOR1889", canonical=self.cable)
        page = self.client.get("/cable/2006/04/006LOWMOOR1889.html")
        self.assertEqual(page.status_code, 200)

    def test_nothing_there(self):
        for address in (
            *("/06LOWMOOR1889/77", "/06LOWMOOR77", "/cable/60016", "/cable/nothing"),
            *("/classification/7_0.html", "/classification/0_0.html", "/tag/NOPE/"),
            *("/classification/nope/", "/post/nope/", "/country/nope/", "/about/nope/"),
            *("/article/99/", "/publisher/nope/", "/nothing", "/nothing/at/all/"),
            *("/date/2006/13/", "/date/0000/00/", "/date/2006/02/30/", "/date/3000/"),
            *("/release/2006/02/30/", "/date/2006/04/?page=2", "/date/2006/04/?page=x"),
            *("/date/2006/04/?page=0", "/date/2006/04/?page=-1", "/tag/?kind=nope"),
        ):
            with self.subTest(address=address):
                self.assertEqual(self.client.get(address).status_code, 404)


class LookupTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cable = make.make_cable("06LOWMOOR1889", number=60015)

    def test_every_spelling_leads_to_the_cable(self):
        for text in (
            *("06LOWMOOR1889", "06 lowmoor 1889", "06LOWMOOR001889", "60015"),
            *("#06LOWMOOR1889", "https://example.org/cable/2006/04/06LOWMOOR1889.html"),
            "https://example.org/plusd/cables/06LOWMOOR1889_a.html",
            "#cablegate #06LOWMOOR1889",
        ):
            with self.subTest(text=text):
                page = self.client.get("/lookup/", {"q": text})
                self.assertRedirects(page, ADDRESS)

    def test_what_was_not_understood_is_said(self):
        page = self.client.get("/lookup/", {"q": "<harbour> talks"})
        self.assertContains(page, "&lt;harbour&gt; talks")
        self.assertContains(page, "/search/?q=%3Charbour%3E%20talks")

    def test_empty_and_very_long(self):
        for text in ("", " ", "x" * 5000):
            with self.subTest(length=len(text)):
                page = self.client.get("/lookup/", {"q": text})
                self.assertEqual(page.status_code, 200)
