from django.contrib.auth.models import Permission
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cables.admin.saved_filters import PARAMETERS
from cables.curation.saved_filters import MOST
from cables.models.sealed import SavedFilter
from tests.admin.editors import make_chief, make_editor
from tests.factories import make_cable, make_draft

LIST = reverse("admin:cables_cable_changelist")
SAVE = reverse("admin:cables_cable_filter_save")


def make_filter(owner, name="Drafts", shared=False, **parameters):
    return SavedFilter.objects.create(
        owner=owner,
        name=name,
        shared=shared,
        parameters=parameters or {"state__exact": "draft"},
    )


def page(name, saved):
    return reverse(f"admin:cables_cable_{name}", args=[saved.pk])


class SavedFiltersTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.me = make_editor("view_cable")
        cls.other = make_editor("view_cable")
        cls.draft, cls.printed = make_draft(), make_cable()

    def setUp(self):
        self.client.force_login(self.me)

    def test_the_present_filter_is_saved_and_leads_back_to_the_same_rows(self):
        shown = self.client.get(LIST, {"state__exact": "draft", "p": 1, "o": "1"})
        self.assertContains(shown, f"{SAVE}?state__exact=draft")
        self.assertContains(
            self.client.get(SAVE, {"state__exact": "draft"}), "state: <bdi>Draft</bdi>"
        )
        data = {"name": "Not <b>printed</b>"}
        answer = self.client.post(
            f"{SAVE}?state__exact=draft&p=3&o=1&created__lt=2001-01-01&e=1&evil=1", data
        )
        self.assertRedirects(answer, f"{LIST}?state__exact=draft")
        saved = SavedFilter.objects.get()
        self.assertEqual(saved.parameters, {"state__exact": "draft"})
        self.assertEqual((saved.owner, saved.shared), (self.me, False))
        shown = self.client.get(LIST, {"state__exact": "draft"})
        self.assertContains(shown, "Not &lt;b&gt;printed&lt;/b&gt;")
        self.assertContains(shown, 'aria-current="page"><bdi>Not')
        self.assertNotContains(shown, "Save this filter")
        self.assertEqual([*shown.context["cl"].result_list], [self.draft])

    def test_words_are_kept_with_the_filters(self):
        self.client.post(f"{SAVE}?q=harbour+%26+tolls&year=2006", {"name": "Tolls"})
        saved = SavedFilter.objects.get()
        self.assertEqual(saved.parameters, {"q": "harbour & tolls", "year": "2006"})
        self.assertContains(self.client.get(LIST), "?q=harbour+%26+tolls&amp;year=2006")

    def test_every_filter_of_the_list_can_be_kept(self):
        self.client.force_login(make_chief())
        request = self.client.get(LIST, {"run": "5", "release": "2011-08-30"})
        changelist = request.context["cl"]
        asked = {
            name
            for one in changelist.filter_specs
            for name in one.expected_parameters()
        }
        self.assertEqual(
            {one for one in asked if not one.endswith("__isnull")},
            {*PARAMETERS} - {"q"},
        )

    def test_what_cannot_be_saved_is_said(self):
        mine = make_filter(self.me, "Mine")
        make_filter(self.other, "Theirs")
        for address, data, sentence in (
            (SAVE, {"name": "X"}, "The list is not narrowed by anything"),
            (f"{SAVE}?p=2&o=1", {"name": "X"}, "The list is not narrowed by anything"),
            (f"{SAVE}?q=a", {"name": " "}, "This field is required"),
            (f"{SAVE}?q=a", {"name": "Mine"}, "You have a filter “Mine” already"),
            (f"{SAVE}?q=a", {"name": "x" * 61}, "at most 60 characters"),
            (f"{SAVE}?q={'a' * 501}", {"name": "X"}, "at most 500 characters"),
        ):
            with self.subTest(address=address[:60], data=data):
                answer = self.client.post(address, data)
                self.assertContains(answer, sentence)
                self.assertEqual([*SavedFilter.objects.filter(owner=self.me)], [mine])
        self.client.post(f"{SAVE}?q=a", {"name": "Theirs"})
        self.assertEqual(SavedFilter.objects.filter(name="Theirs").count(), 2)

    def test_a_person_has_so_many(self):
        for number in range(MOST):
            make_filter(self.me, f"n{number}")
        answer = self.client.post(f"{SAVE}?q=a", {"name": "One more"})
        self.assertContains(answer, f"You have {MOST} filters")
        self.assertEqual(SavedFilter.objects.count(), MOST)

    def test_renamed_shared_and_deleted(self):
        saved = make_filter(self.me)
        make_filter(self.me, "Another", year="2006")
        answer = self.client.post(page("filter", saved), {"name": "Another"})
        self.assertContains(answer, "You have a filter “Another” already")
        data = {"name": "To print", "shared": "on"}
        answer = self.client.post(page("filter", saved), data, follow=True)
        self.assertContains(answer, "is kept, for everybody at the desk")
        saved.refresh_from_db()
        self.assertEqual((saved.name, saved.shared), ("To print", True))
        asked = self.client.get(page("filter_delete", saved))
        self.assertContains(asked, "No cable is changed")
        self.assertEqual(SavedFilter.objects.count(), 2)
        answer = self.client.post(page("filter_delete", saved), follow=True)
        self.assertContains(answer, "The filter “To print” is deleted.")
        self.assertEqual(SavedFilter.objects.get().name, "Another")

    def test_what_others_keep_to_themselves_is_not_there(self):
        theirs = make_filter(self.other, "Secret thoughts")
        self.assertNotContains(self.client.get(LIST), "Secret thoughts")
        for name in ("filter", "filter_delete"):
            self.assertEqual(self.client.get(page(name, theirs)).status_code, 404)
            self.assertEqual(self.client.post(page(name, theirs)).status_code, 404)

    def test_what_others_share_is_theirs(self):
        theirs = make_filter(self.other, "For all", shared=True)
        shown = self.client.get(LIST, theirs.parameters)
        self.assertContains(shown, f"of <bdi>{self.other}</bdi>")
        self.assertNotContains(shown, page("filter", theirs))
        self.assertContains(shown, "Save this filter")  # it may go one day
        for name in ("filter", "filter_delete"):
            answer = self.client.post(page(name, theirs), {"name": "Mine now"})
            self.assertEqual(answer.status_code, 403)
        self.me.user_permissions.add(Permission.objects.get(codename="change_user"))
        answer = self.client.post(page("filter", theirs), {"name": "Mine now"})
        self.assertEqual(answer.status_code, 403)
        self.client.post(page("filter_delete", theirs))
        self.assertFalse(SavedFilter.objects.exists())

    def test_who_may_not_see_cables_has_none(self):
        saved = make_filter(self.me)
        self.client.force_login(make_editor("view_tag"))
        for address in (SAVE, page("filter", saved), page("filter_delete", saved)):
            self.assertEqual(self.client.get(address).status_code, 403)

    def test_one_query_however_many(self):
        def asked():
            with CaptureQueriesContext(connection) as found:
                self.client.get(LIST)
            return [one["sql"] for one in found if "savedfilter" in one["sql"]]

        self.assertEqual(len(asked()), 1)
        for number in range(5):
            make_filter(self.other, f"n{number}", shared=True)
        self.assertEqual(len(asked()), 1)

    def test_a_parameter_that_the_list_has_no_more_is_left_out(self):
        make_filter(self.me, "Old", year="2006", gone__exact="1")
        self.assertContains(self.client.get(LIST), f'"{LIST}?year=2006"')
