"""The log of all changes shows everybody what happened to what they may see."""

from datetime import UTC, datetime
from unittest.mock import patch

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from cables.admin.log import MODELS
from cables.curation.cables import save_cable
from cables.curation.revisions import add_revision
from cables.curation.tags import save_tag
from cables.models.revision import Revision
from tests.factories import make_cable, make_tag

from .editors import make_chief, make_editor

LOG = "/admin/log/"


class LogTests(TestCase):
    def setUp(self):
        self.chief, self.other = make_chief(), make_editor()
        self.cable, self.tag = make_cable(), make_tag("MARR")
        self.change_cable("CANARY WORDS", self.chief)
        save_tag(self.tag, user=self.other, values={"title": "Arms"}, why="A tag.")
        self.client.force_login(self.chief)

    def change_cable(self, subject, user):
        values = {"subject": subject}
        save_cable(self.cable, user=user, values=values, why="A cable.")

    def whys(self, **query):
        rows = self.client.get(LOG, query).context["rows"]
        return [row.why for row, *_ in rows]

    def test_who_what_when_why_the_newest_first(self):
        page = self.client.get(LOG)
        self.assertEqual(self.whys(), ["A tag.", "A cable."])
        every = (self.cable.reference_id, "Tag MARR", "Subject", str(self.chief))
        for words in every:
            self.assertContains(page, words)
        self.assertContains(page, f"/admin/cables/cable/{self.cable.pk}/history/")
        self.assertContains(page, f"/admin/cables/tag/{self.tag.pk}/history/")

    def test_it_shows_no_value(self):
        self.assertNotContains(self.client.get(LOG), "CANARY")

    def test_what_happened_is_said(self):
        told = [
            ({}, {"purged rows": {"1": "0" * 64}}, "words purged"),
            ({"title": "A"}, {}, "removed"),
            ({"title": "A"}, {"title": "B"}, "Title"),
        ]
        for before, after, words in told:
            add_revision(self.tag, user=self.other, before=before, after=after)
            _, _, what, *_ = self.client.get(LOG).context["rows"][0]
            self.assertEqual(what, words)

    def test_narrowed(self):
        cases = [
            ({"person": self.other.username}, ["A tag."]),
            ({"person": "nobody"}, []),
            ({"model": "cable"}, ["A cable."]),
            ({"model": "nothing"}, []),
            ({"cable": self.cable.reference_id.lower()}, ["A cable."]),
            ({"cable": "06NOWHERE1"}, []),
            ({"since": "no day"}, []),
        ]
        for query, expected in cases:
            with self.subTest(query=query):
                self.assertEqual(self.whys(**query), expected)

    def test_by_days(self):
        for row, day in zip(Revision.objects.order_by("id"), (3, 5), strict=True):
            when = datetime(2012, 1, day, 23, 59, tzinfo=UTC)
            Revision.objects.filter(pk=row.pk).update(when=when)
        cases = [
            ({"since": "2012-01-04"}, ["A tag."]),
            ({"since": "2012-01-05"}, ["A tag."]),
            ({"since": "2012-01-06"}, []),
            ({"until": "2012-01-03"}, ["A cable."]),
            ({"until": "2012-01-02"}, []),
            ({"since": "2012-01-03", "until": "2012-01-05"}, ["A tag.", "A cable."]),
        ]
        for query, expected in cases:
            with self.subTest(query=query):
                self.assertEqual(self.whys(**query), expected)

    def test_pages_by_key(self):
        self.enterContext(patch("cables.admin.log.ON_A_PAGE", 1))
        page = self.client.get(LOG, {"model": "cable"})
        self.assertEqual(page.context["older"], "")
        page = self.client.get(LOG)
        self.assertEqual([row.why for row, *_ in page.context["rows"]], ["A tag."])
        page = self.client.get(f"{LOG}?{page.context['older']}")
        self.assertEqual([row.why for row, *_ in page.context["rows"]], ["A cable."])
        self.assertEqual(page.context["older"], "")

    def test_only_what_somebody_may_see(self):
        for rights, expected in [
            (["view_tag"], ["A tag."]),
            (["change_cable"], ["A cable."]),
            (["view_cable", "view_tag"], ["A tag.", "A cable."]),
            (["view_post"], []),
            ([], []),
        ]:
            with self.subTest(rights=rights):
                self.client.force_login(make_editor(*rights))
                self.assertEqual(self.whys(), expected)
                self.assertEqual(
                    self.whys(model="cable"),
                    expected[1:] or [why for why in expected if why == "A cable."],
                )

    def test_queries_do_not_grow_with_rows(self):
        counts = []
        for _ in range(2):
            self.client.get(LOG)
            with CaptureQueriesContext(connection) as queries:
                self.client.get(LOG)
            counts.append(len(queries))
            for number in range(5):
                self.change_cable(f"ROUND {number}", make_editor())
        self.assertEqual(counts[0], counts[1])

    def test_strangers_sign_in_first(self):
        self.client.logout()
        self.assertEqual(self.client.get(LOG).status_code, 302)

    def test_what_the_log_does_not_know_is_for_chiefs_alone(self):
        self.assertNotIn("changed", MODELS)
        add_revision(self.tag, user=self.other, why="Odd.", before={}, after={"a": 1})
        Revision.objects.filter(why="Odd.").update(model="changed")
        self.assertIn("Odd.", self.whys())
        every = [f"view_{name}" for name in MODELS]
        self.client.force_login(make_editor(*every))
        self.assertNotIn("Odd.", self.whys())
