"""The box over the cable list, where the desk has its index."""

from datetime import UTC, datetime
from unittest.mock import patch

from django.test import TestCase
from django.urls import reverse
from django.utils.html import escape

from cables.choices import Classification, State
from cables.search.index import desk_index
from cables.search.writer import rebuild
from tests.admin.editors import make_chief
from tests.factories import make_cable, make_draft, make_post, make_withdrawn

LIST = reverse("admin:cables_cable_changelist")


class DeskSearchTests(TestCase):
    def setUp(self):
        self.client.force_login(make_chief())
        self.draft = make_draft(
            subject="BUDGET",
            paragraphs=["The lighthouse keeper negotiated."],
            created=datetime(2001, 1, 1, tzinfo=UTC),
        )
        self.public = make_cable(subject="HARBOUR", paragraphs=["A lighthouse."])
        self.gone = make_withdrawn(
            subject="GONE", paragraphs=["Nothing here."], on_hold=True
        )

    def page(self, text, **query):
        rebuild(desk_index)
        response = self.client.get(LIST, {"q": text} | query)
        self.assertEqual(response.status_code, 200)
        return response

    def found(self, text, **query):
        rows = self.page(text, **query).context["cl"].result_list
        return [cable.pk for cable in rows]

    def test_a_draft_by_a_word_of_its_body(self):
        self.assertEqual(self.found("keeper"), [self.draft.pk])

    def test_the_newest_first_in_every_state(self):
        self.assertEqual(self.found("lighthouse"), [self.public.pk, self.draft.pk])
        self.assertEqual(self.found("nothing"), [self.gone.pk])

    def test_the_language_of_readers(self):
        for text, keys in (
            ('"lighthouse keeper"', [self.draft.pk]),
            ("negotiat*", [self.draft.pk]),
            ("lighthouse -keeper", [self.public.pk]),
            ("keeper OR harbour", [self.public.pk, self.draft.pk]),
            ("house", []),
        ):
            with self.subTest(text=text):
                self.assertEqual(self.found(text), keys)

    def test_an_id_comes_first(self):
        make_cable("06MOOR77", paragraphs=["Harbour."])
        keys = self.found("06moor77")
        self.assertEqual(len(keys), 1)

    def test_what_was_repaired_is_said(self):
        page = self.page('"lighthouse keeper')
        for repair in page.context["found"].query.repairs:
            self.assertContains(page, escape(repair))
        self.assertTrue(page.context["found"].query.repairs)

    def test_the_list_is_narrowed_before_the_newest_are_taken(self):
        self.enterContext(patch("cables.admin.cable_search.FOUND", 1))
        post = make_post("Embassy Highmoor")
        old = make_draft(
            post=post,
            classification=Classification.SECRET,
            created=datetime(1999, 5, 5, tzinfo=UTC),
            paragraphs=["Lighthouse."],
        )
        for query in (
            {"year": 1999},
            {"post": post.pk},
            {"classification__exact": "SECRET"},
            {"state__exact": State.DRAFT, "year": 1999},
        ):
            with self.subTest(query=query):
                self.assertEqual(self.found("lighthouse", **query), [old.pk])
        drafts = self.found("lighthouse", state__exact=State.DRAFT)
        self.assertEqual(drafts, [self.draft.pk])
        page = self.page("lighthouse")
        self.assertContains(page, "Only the newest 1 are shown")

    def test_rubbish(self):
        for text in (
            '"',
            "((((",
            "*",
            "a" * 5000,
            "\x00",
            "tag:",
            "-",
            "NOT",
            "9" * 50,
        ):
            for query in ({}, {"year": "9" * 50}, {"post": "x"}, {"state__exact": "x"}):
                with self.subTest(text=text[:9], query=query):
                    answer = self.client.get(LIST, {"q": text} | query)
                    self.assertLess(answer.status_code, 500)

    def test_nothing_found(self):
        page = self.page("elsewhere", state__exact=State.DRAFT)
        self.assertContains(page, "No cable fits “elsewhere”.")
        self.assertContains(page, '<a href="?q=elsewhere">Drop the filters</a>')
        self.assertContains(
            page, '<a href="?state__exact=draft">leave the words out</a>'
        )
        page = self.client.get(LIST, {"on_hold__exact": 1, "year": 2001})
        self.assertContains(page, "Drop the filters")

    def test_without_an_index_subjects_are_looked_through(self):
        page = self.client.get(LIST, {"q": "arbou"})
        rows = [cable.pk for cable in page.context["cl"].result_list]
        self.assertIn(self.public.pk, rows)
        self.assertContains(page, "There is no index yet")

    def test_choosing_a_cable_while_typing(self):
        rebuild(desk_index)
        field = {"app_label": "cables", "model_name": "cable"}
        field |= {"field_name": "canonical", "term": "harb"}
        answer = self.client.get(reverse("admin:autocomplete"), field).json()
        found = [row["text"] for row in answer["results"]]
        self.assertIn(self.public.reference_id, found)
