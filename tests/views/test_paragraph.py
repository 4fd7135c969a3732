"""One paragraph alone, ranges, aliases, tombstones."""

from django.test import TestCase

from cables.choices import BlockKind
from tests import factories as make

CABLE = "/cable/2006/04/06LOWMOOR1"


class ParagraphPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cable = make.make_cable(
            "06LOWMOOR1", paragraphs=["First words.", "Second words.", "Third words."]
        )
        make.make_paragraph(cls.cable, "A point.", kind=BlockKind.BULLET, key="u4")
        cls.second = cls.cable.paragraphs.get(key="par2")
        make.make_paragraph(cls.cable, "A second three.", label="3", key="par3-2")

    def get(self, key):
        return self.client.get(f"{CABLE}/{key}")

    def test_own_title_words_and_way_back(self):
        page = self.get("par2.html")
        self.assertContains(page, "<title>¶2 of 06LOWMOOR1 – ")
        self.assertContains(page, 'name="description" content="Second words."')
        self.assertContains(page, f'href="{CABLE}.html#par2"')
        self.assertContains(page, f'href="{CABLE}/par3.html" rel="next"')
        self.assertNotContains(page, "First words.")

    def test_range(self):
        page = self.get("par1-par2.html")
        self.assertContains(page, "Paragraphs 1 to 2")
        self.assertContains(page, "First words.")
        self.assertContains(page, "Second words.")
        self.assertNotContains(page, "Third words.")

    def test_key_with_a_hyphen_is_no_range(self):
        self.assertContains(self.get("par3-2.html"), "A second three.")
        self.assertContains(self.get("par2-par3-2.html"), "A second three.")

    def test_points_that_follow_are_offered(self):
        self.assertContains(self.get("par3.html"), f'href="{CABLE}/par3-u4.html"')

    def test_twins(self):
        paragraph = self.get("par2.json").json()
        self.assertEqual(paragraph["text"], "Second words.")
        self.assertEqual(paragraph["reference_id"], "06LOWMOOR1")
        pair = self.get("par1-par2.json").json()
        self.assertEqual([p["key"] for p in pair["paragraphs"]], ["par1", "par2"])
        self.assertContains(self.get("par2.txt"), "2. Second words.")

    def test_alias_redirects_to_the_paragraph_that_holds_it(self):
        make.make_alias(self.cable, "par2005", self.second, offset=3)
        for form in ("html", "json", "txt"):
            self.assertRedirects(
                self.get(f"par2005.{form}"), f"{CABLE}/par2.{form}", 301
            )

    def test_tombstone_is_gone(self):
        make.make_alias(self.cable, "par9")
        for form in ("html", "json", "txt"):
            self.assertEqual(self.get(f"par9.{form}").status_code, 410)

    def test_unknown_keys(self):
        for key in (
            "par77.html",
            "par2-par77.html",
            "par2-par1.html",
            "-.html",
            "x.txt",
        ):
            with self.subTest(key=key):
                self.assertEqual(self.get(key).status_code, 404)

    def test_other_spellings_redirect(self):
        for address in ("/cable/2006/04/06lowmoor1/par2.html", f"{CABLE}/par2"):
            page = self.client.get(address)
            self.assertRedirects(page, f"{CABLE}/par2.html", 301)
