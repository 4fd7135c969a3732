"""A page in another language leaves nothing of it behind."""

from django.http import HttpResponse
from django.test import RequestFactory, SimpleTestCase
from django.urls import get_script_prefix, reverse
from django.utils import translation

from cables.languages import LanguageMiddleware


class AfterwardsTests(SimpleTestCase):
    """A request leaves nothing of its language to the next one of the same thread."""

    def answer(self, path, get_response):
        return LanguageMiddleware(get_response)(RequestFactory().get(path))

    def test_prefix_and_language_end_with_the_request(self):
        seen = []

        def page(request):
            seen.append((reverse("home"), translation.get_language()))
            return HttpResponse()

        before = get_script_prefix(), translation.get_language()
        for path in ("/es/", "/about/", "/en/about/"):
            self.answer(path, page)
            self.assertEqual((get_script_prefix(), translation.get_language()), before)
        self.assertEqual(seen, [("/es/", "es"), ("/", "en"), ("/en/", "en")])

    def test_even_where_it_fails(self):
        def fails(request):
            raise RuntimeError

        with self.assertRaises(RuntimeError):
            self.answer("/es/", fails)
        self.assertEqual((reverse("home"), translation.get_language()), ("/", "en"))
