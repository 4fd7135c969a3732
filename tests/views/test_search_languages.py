"""A search below an address with a language: where its links lead, and whose words."""

import re

from .search_pages import SearchPages


class LanguageTests(SearchPages):
    def spanish(self, path="search/", **parameters):
        page = self.client.get(f"/es/{path}", parameters)
        self.assertEqual(page["Content-Language"], "es")
        return page

    def test_all_links_stay_in_the_language(self):
        for parameters in (
            {"q": "missile", "year": "2006", "since": "2006"},
            {"q": "misslie harbour"},
            {"q": "missile grain", "tag": "PREL"},
            {"q": "missile", "page": "9"},
        ):
            html = self.spanish(**parameters).content.decode()
            links = re.findall(r'(?:href|action|data-suggest)="(/[^"]*)"', html)
            for link in links:
                with self.subTest(parameters=parameters, link=link):
                    self.assertRegex(link, r"^/(es|en|static)/")
            self.assertTrue(any(link.startswith("/es/search/?") for link in links))

    def test_an_id_leads_to_its_cable_in_the_language(self):
        for text in ("06LOWMOOR1", "/cable/2006/04/06LOWMOOR1.html"):
            page = self.client.get("/es/search/", {"q": text})
            self.assertEqual(page["Location"], "/es/cable/2006/04/06LOWMOOR1.html")

    def test_suggestions_stay_in_the_language(self):
        found = self.spanish("search/suggest", q="low").json()["suggestions"]
        self.assertTrue(found)
        for one in found:
            self.assertTrue(one["url"].startswith("/es/"), one)

    def test_words_of_the_record_carry_their_language(self):
        html = self.spanish(q="missile", tag="MARR").content.decode()
        self.assertIn('<h3 lang="en"><a href="/es/cable/', html)
        self.assertIn('<span lang="en">A <mark>missile</mark> was shown', html)
        self.assertIn('<span lang="en">MARR About MARR</span>', html)
        self.assertRegex(html, r'<ul lang="en"><li><label><input[^>]* name="tag"')

    def test_files_have_one_form(self):
        here = self.client.get("/search/export.csv", {"q": "missile"})
        there = self.client.get("/es/search/export.csv", {"q": "missile"})
        self.assertEqual(there.content, here.content)
        self.assertNotIn("Content-Language", there)
