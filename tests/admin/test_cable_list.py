from datetime import UTC, datetime
from unittest.mock import patch

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cables.choices import Classification
from cables.models.sealed import ImportConflict
from tests.admin.editors import make_chief, make_editor
from tests.factories import make_cable, make_draft, make_old_address, make_post

LIST = reverse("admin:cables_cable_changelist")


class CableListTests(TestCase):
    def setUp(self):
        self.client.force_login(make_chief())

    def ids(self, **query):
        response = self.client.get(LIST, query)
        self.assertEqual(response.status_code, 200)
        return [cable.reference_id for cable in response.context["cl"].result_list]

    def test_an_id_in_any_spelling(self):
        make_cable("06LOWMOOR1889", number=60015)
        make_cable("06LOWMOOR18890")
        for text in (
            "06LOWMOOR1889",
            "06lowmoor1889",
            " 06 Lowmoor 1889 ",
            "06-LOWMOOR-1889",
            "2006LOWMOOR1889",
            "#06LOWMOOR1889",
            "60015",
        ):
            with self.subTest(text=text):
                self.assertEqual(self.ids(q=text), ["06LOWMOOR1889"])

    def test_a_former_id(self):
        cable = make_cable()
        make_old_address(cable, "06MOOR9")
        self.assertEqual(self.ids(q="06moor9"), [cable.reference_id])

    def test_the_head_of_an_id(self):
        make_cable("07MOOR11"), make_cable("07MOOR12"), make_cable("08MOOR11")
        self.assertEqual(set(self.ids(q="07moor")), {"07MOOR11", "07MOOR12"})

    def test_words_of_a_subject(self):
        one = make_cable(subject="BUDGET OF THE HARBOUR")
        make_cable(subject="BUDGET OF THE TOWN")
        self.assertEqual(self.ids(q="harbour budget"), [one.reference_id])
        self.assertEqual(self.ids(q="nowhere"), [])

    def test_words_are_looked_for_in_the_newest_and_the_page_says_so(self):
        old = make_cable(created=datetime(2000, 1, 1, tzinfo=UTC), subject="HARBOUR A")
        new = make_cable(created=datetime(2001, 1, 1, tzinfo=UTC), subject="HARBOUR B")
        self.enterContext(patch("cables.admin.cable_search.WINDOW", 1))
        response = self.client.get(LIST, {"q": "harbour"})
        self.assertContains(response, "looked through back to 2001-01-01")
        self.assertContains(response, new.reference_id)
        self.assertNotContains(response, old.reference_id)
        response = self.client.get(LIST + response.context["older"])
        self.assertContains(response, old.reference_id)
        self.assertNotContains(response, new.reference_id)

    def test_filters(self):
        post = make_post("Embassy Highmoor")
        draft = make_draft(
            post=post,
            classification=Classification.SECRET,
            created=datetime(1999, 12, 31, 23, 59, tzinfo=UTC),
            on_hold=True,
            is_partial=True,
        )
        other = make_cable()
        ImportConflict.objects.create(cable=draft, field="subject", incoming="X")
        for query in (
            {"state__exact": "draft"},
            {"classification__exact": "SECRET"},
            {"post": post.pk},
            {"year": 1999},
            {"on_hold__exact": 1},
            {"is_partial__exact": 1},
            {"conflict": "open"},
            {"conflict": "open", "q": "harbour", "year": 1999},
        ):
            with self.subTest(query=query):
                self.assertEqual(self.ids(**query), [draft.reference_id])
        for query in ({"post": "x"}, {"year": "x"}, {"conflict": "x"}):
            with self.subTest(query=query):
                self.assertIn(other.reference_id, self.ids(**query))

    def test_order_and_pages(self):
        cables = [
            make_cable(created=datetime(2000, 1, day, tzinfo=UTC))
            for day in range(1, 31)
            for _ in range(2)
        ]
        newest = [cable.reference_id for cable in reversed(cables)]
        self.assertEqual(self.ids(), newest[:50])
        self.assertEqual(self.ids(p=2), newest[50:])
        self.assertEqual(self.ids(o="3"), newest[::-1][:50])
        self.assertEqual(self.client.get(LIST, {"p": 3}).status_code, 302)

    def test_counting_stops(self):
        for _ in range(4):
            make_cable()
        with (
            patch("cables.admin.lists.COUNTED", 2),
            patch("cables.admin.cables.CableAdmin.list_per_page", 1),
        ):
            response = self.client.get(LIST)
            self.assertContains(response, "over 3 cables")
            self.assertEqual(len(self.ids(p=4)), 1)

    def test_queries(self):
        counts = []
        for more in (3, 27):
            for _ in range(more):
                make_cable(tags=["PREL"])
            with CaptureQueriesContext(connection) as queries:
                self.ids()
            counts.append(len(queries))
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[0], 20)

    def test_nobody_deletes_or_adds(self):
        cable = make_cable()
        for name, arguments in (("delete", [cable.pk]), ("add", [])):
            url = reverse(f"admin:cables_cable_{name}", args=arguments)
            for method in (self.client.get, self.client.post):
                self.assertEqual(method(url).status_code, 403)
        self.assertNotContains(self.client.get(LIST), "delete_selected")

    def test_who_may_not_look(self):
        self.client.force_login(make_editor("view_tag"))
        self.assertEqual(self.client.get(LIST).status_code, 403)
