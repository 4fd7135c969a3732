from django.test import TestCase

from cables.choices import ReasonCode, State
from cables.models import Cable
from tests.factories import make_cable, make_draft

from .editors import make_chief, make_editor


class ButtonTests(TestCase):
    def setUp(self):
        self.cable = make_cable("06LOWMOOR7")
        self.url = "/admin/buttons/06LOWMOOR7/"

    def labels(self, *permissions):
        self.client.force_login(make_editor(*permissions))
        found = self.client.get(self.url).json()["buttons"]
        return [button["label"] for button in found]

    def test_each_by_its_right(self):
        for right, label in [
            ("change_cable", "Edit"),
            ("hold_cable", "Put on hold"),
            ("withdraw_cable", "Withdraw"),
        ]:
            with self.subTest(right=right):
                self.assertEqual(self.labels("view_cable", right), [label])
        self.assertEqual(self.labels("view_cable"), [])
        self.assertEqual(self.labels("hold_cable", "withdraw_cable"), [])

    def test_each_leads_to_a_page(self):
        self.client.force_login(make_chief())
        found = self.client.get(self.url).json()["buttons"]
        labels = [button["label"] for button in found]
        self.assertEqual(labels, ["Edit", "Redact", "Put on hold", "Withdraw"])
        for button in found:
            with self.subTest(label=button["label"]):
                self.assertEqual(self.client.get(button["url"]).status_code, 200)

    def test_only_what_begins_where_the_cable_stands(self):
        Cable.objects.update(on_hold=True, state=State.DRAFT)
        rights = ("view_cable", "hold_cable", "withdraw_cable")
        self.assertEqual(self.labels(*rights), ["Take off hold"])

    def test_nobody_keeps_the_answer(self):
        self.client.force_login(make_chief())
        self.assertIn("no-store", self.client.get(self.url)["Cache-Control"])
        self.assertEqual(self.client.post(self.url).status_code, 405)

    def test_strangers_get_none_and_learn_nothing(self):
        for user in (None, make_editor("view_cable", is_staff=False)):
            self.client.logout()
            if user:
                self.client.force_login(user)
            for reference_id in ("06LOWMOOR7", "06NOWHERE1"):
                response = self.client.get(f"/admin/buttons/{reference_id}/")
                self.assertEqual(response.status_code, 302)

    def test_a_cable_that_is_not_there(self):
        self.client.force_login(make_chief())
        self.assertEqual(self.client.get("/admin/buttons/06NOWHERE1/").status_code, 404)

    def test_the_public_page_is_the_same_for_all(self):
        page = self.client.get(self.cable.get_absolute_url())
        self.client.force_login(make_chief())
        signed_in = self.client.get(self.cable.get_absolute_url())
        self.assertEqual(page.content, signed_in.content)
        self.assertNotIn("Set-Cookie", signed_in)


class VerbPageTests(TestCase):
    def setUp(self):
        self.cable = make_cable()
        self.url = f"/admin/cables/cable/{self.cable.pk}/do/withdraw/"
        self.sent = {"confirmed": "yes", "reason_code": ReasonCode.ERROR}
        self.sent[f"version-{self.cable.pk}"] = self.cable.version

    def state(self):
        return Cable.objects.get(pk=self.cable.pk).state

    def test_it_asks_first_then_does(self):
        self.client.force_login(make_editor("view_cable", "withdraw_cable"))
        page = self.client.get(self.url)
        self.assertContains(page, "Readers lose sight of 1 cable within a minute.")
        page = self.client.post(self.url, {"confirmed": "yes"})
        self.assertContains(page, "This field is required.")
        self.assertEqual(self.state(), State.PUBLISHED)
        page = self.client.post(self.url, self.sent, follow=True)
        self.assertContains(page, "1 cable withdrawn.")
        self.assertEqual(self.state(), State.WITHDRAWN)

    def test_it_asks_for_the_right(self):
        for rights in ([], ["view_cable", "hold_cable"], ["withdraw_cable"]):
            with self.subTest(rights=rights):
                self.client.force_login(make_editor(*rights))
                self.assertEqual(self.client.get(self.url).status_code, 403)
                self.assertEqual(self.client.post(self.url, self.sent).status_code, 403)
        self.assertEqual(self.state(), State.PUBLISHED)

    def test_no_such_verb_or_cable(self):
        self.client.force_login(make_chief())
        draft = make_draft()
        for url in (
            f"/admin/cables/cable/{draft.pk}/do/destroy/",
            "/admin/cables/cable/999999/do/withdraw/",
        ):
            self.assertEqual(self.client.get(url).status_code, 404)
