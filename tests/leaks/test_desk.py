"""
What is sealed, or for some of the desk alone, is shown at no page of the desk to those who
may not see it.
"""

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import TestCase
from django.urls import URLResolver, get_resolver, reverse

from cables.curation.roles import NAMES, set_up_roles
from cables.models import Cable
from cables.models.revision import Revision
from cables.search.index import desk_index
from cables.search.writer import rebuild
from tests.admin.editors import make_editor

from .canaries import plant

#: Who may see a word: those with one of these permissions of ``cables``.
MAY_SEE = {
    "redacted": {"view_sealedtext", "approve_redaction"},
    "note of a redaction": {"view_redaction"},
    "revision": {"view_revision"},
    "record as received": {"view_sourcerecord"},
    "refused row": {"view_importreject"},
    "difference": {"view_importconflict", "change_cable"},
    "job": {"view_job"},
    "item of a job": {"view_job"},
    "unsaved text": set(),  # but for whoever typed it
    "proposed proposal": {"view_proposal"},
    "rejected proposal": {"view_proposal"},
    "reader report": {"view_readerreport", "answer_readerreport"},
    "imported file": {"view_importrun", "view_sourcerecord", "view_importreject"},
}
#: Cables with something to hide stand first.
CABLES = ("06LOWMOOR1", "06LOWMOOR5")
ROWS = 2  # of each table that are opened
#: Questions that pages answer beside their address.
QUERIES = (
    *("cables/article/quotations/?verdict=absent", "cables/job/1/change/?items=done"),
    *("cables/importrun/unresolved/?p=2", "cables/importreject/?run=1&o=1"),
    *("cables/importconflict/?run=1&o=2", "cables/cable/?conflict=open&o=2"),
    *("cables/cable/1/change/?draft=take", "cables/cable/1/paragraphs/?from=0"),
    *("log/?cable=06LOWMOOR1", "log/?cable=06LOWMOOR5", "cables/redaction/?o=1"),
    "cables/cable/?problems=some&q=LOWMOOR",
)
#: What no search finds for who may not see it.
SEARCHED = ("redacted", "note of a redaction", "record as received", "unsaved text")


def addresses():
    """Yield each address of the desk, opened for some rows of its table."""
    for route in _routes(get_resolver(), ""):
        if not route.startswith("admin/cables/") or route.endswith("^.*$"):
            continue
        parts = route.rstrip("/$").split("/")
        model = parts[2] if len(parts) > 2 else ""
        for key in _keys(model) if "<" in route else [None]:
            yield "/" + "/".join(
                str(key) if "<" in part else part for part in route.split("/")
            )
    yield from (f"/admin/{one}" for one in QUERIES)


def lists():
    """Yield the address of the list of each model."""
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"admin:{name}_changelist")


def histories():
    """Yield the log, and each page of the history of what belongs to no cable."""
    yield "/admin/log/"
    rows = Revision.objects.filter(cable=None).order_by("id")
    for model, key, first in rows.values_list("model", "object_id", "id"):
        base = f"/admin/revisions/{model}/{key}"
        yield f"{base}/"
        yield f"{base}/compare/?one=0&two={first}"
        yield f"{base}/restore/{first}/"


def _routes(resolver, before):
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, route)
        else:
            yield route


def _keys(name):
    try:
        model = apps.get_model("cables", name)
    except LookupError:
        return []
    if model is Cable:
        rows = Cable.objects.filter(reference_id__in=CABLES)
        return list(rows.values_list("pk", flat=True))
    return list(model._base_manager.order_by("pk").values_list("pk", flat=True)[:ROWS])


class DeskTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        set_up_roles()
        cls.words = plant()
        cls.sealed = {place: cls.words[place] for place in MAY_SEE}

    def seen(self, addresses):
        """Return the places whose words the client meets, with an address of each."""
        met = {}
        for address in addresses:
            answer = self.client.get(address)
            text = b"".join(answer) if answer.streaming else answer.content
            text = text.decode("utf-8", "replace").lower() + str(answer.headers)
            for place, word in self.words.items():
                if word in text:
                    met.setdefault(place, address)
        return met

    def test_anonymous(self):
        self.assertEqual(self.seen([*addresses(), *histories()]), {})

    def test_each_role_sees_what_it_may(self):
        every = set(addresses())
        for name in NAMES:
            user = make_editor()
            user.groups.add(Group.objects.get(name=name))
            self.client.force_login(user)
            met = self.seen(every)
            self.assertIn("subject of draft", met)  # the desk did open
            for place, rights in MAY_SEE.items():
                may = any(user.has_perm(f"cables.{one}") for one in rights)
                with self.subTest(role=name, place=place):
                    if not may:
                        self.assertNotIn(place, met, met.get(place))
            if name == "Administrator":
                self.check_that_it_can_fail(met)

    def test_no_search_tells_of_them(self):
        """A list that is shorter, or not, answers what nobody may be told."""
        rebuild(desk_index)
        found = {}
        for name in NAMES:
            user = make_editor()
            user.groups.add(Group.objects.get(name=name))
            self.client.force_login(user)
            for place in SEARCHED:
                if any(user.has_perm(f"cables.{one}") for one in MAY_SEE[place]):
                    continue
                for address in lists():
                    page = self.client.get(address, {"q": self.words[place]})
                    if page.status_code == 200 and page.context["cl"].search_fields:
                        rows = page.context["cl"].result_list
                        found.setdefault((address, place), []).append(len(rows))
        self.assertGreater(len(found), 2 * len(SEARCHED))
        self.assertEqual([one for one, sizes in found.items() if any(sizes)], [])

    def test_histories_of_what_belongs_to_no_cable(self):
        """Who approves meets the words at the redaction, and in no history."""
        met = {}
        for name in NAMES:
            user = make_editor()
            user.groups.add(Group.objects.get(name=name))
            self.client.force_login(user)
            sees = user.has_perm("cables.view_sealedtext")
            met.setdefault(sees, []).append("redacted" in self.seen(histories()))
        self.assertTrue(all(met[True]), met)
        self.assertFalse(any(met[False]), met)

    def check_that_it_can_fail(self, met):
        shown = {*MAY_SEE} - {"unsaved text"}
        self.assertLessEqual(shown, met.keys())
