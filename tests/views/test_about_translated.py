"""The archive's own texts in another language: as long as nobody has changed them."""

import re

from django.test import TestCase

from cables.models import SitePage, clean_html
from cables.site_pages import PAGES, TRANSLATIONS, in_language

ANCHORS = re.compile(r'(?:id|href)="[^"]*"')
PARTS = re.compile(r"</(?:h2|h3|p|li|dt|dd|td|th|code)>")


class TranslatedAboutTests(TestCase):
    def test_each_text_has_the_same_parts_and_addresses(self):
        for language in TRANSLATIONS:
            for slug, *_ in PAGES:
                page = SitePage.objects.get(slug=slug)
                shown = in_language(page, "text", language)
                with self.subTest(language=language, slug=slug):
                    self.assertEqual(shown.language, language)
                    self.assertEqual(
                        clean_html(shown.words).count("</i>"), shown.words.count("</i>")
                    )
                    for form in (ANCHORS, PARTS):
                        self.assertEqual(
                            form.findall(shown.words), form.findall(page.text)
                        )

    def test_page_is_in_the_language_of_its_address(self):
        page = self.client.get("/es/about/structure/")
        self.assertContains(page, "Entender los cables</h1>")
        self.assertContains(page, '<h2 id="tags">Etiquetas</h2>')
        self.assertContains(page, 'href="/es/tag/"')
        self.assertContains(page, '">Privacidad</a>')
        english = self.client.get("/en/about/structure/")
        self.assertContains(english, "Understanding cables</h1>")
        self.assertContains(english, 'href="/en/tag/"')

    def test_what_an_editor_wrote_is_shown_as_it_is(self):
        SitePage.objects.filter(slug="faq").update(text="<p>Edited.</p>", summary="")
        SitePage.objects.filter(slug="privacy").update(title="Nobody looks")
        page = self.client.get("/es/about/faq/")
        self.assertContains(page, "Preguntas y respuestas</h1>")
        self.assertContains(page, '<div class="prose" lang="en"><p>Edited.</p></div>')
        self.assertContains(page, '/privacy/" lang="en">Nobody looks</a>')
        self.assertNotContains(page, 'class="intro"')

    def test_links_elsewhere_and_those_with_a_language_are_left(self):
        SitePage.objects.filter(slug="faq").update(
            text='<p><a href="//other.example/">a</a><a href="/en/tag/">b</a></p>'
        )
        page = self.client.get("/es/about/faq/")
        self.assertContains(page, 'href="//other.example/"')
        self.assertContains(page, 'href="/en/tag/"')
