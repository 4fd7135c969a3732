from unittest.mock import patch

from django.test import TestCase
from django.urls import reverse

from cables.curation.tags import set_tags, tag_names
from cables.models import Tag
from cables.models.sealed import Job, TagMerge
from tests.admin.editors import make_chief, make_editor
from tests.curation.jobs.working import work
from tests.factories import make_cable, make_tag

LIST = reverse("admin:cables_tagmerge_changelist")


class TagMergeScreenTests(TestCase):
    def setUp(self):
        self.client.force_login(make_chief())
        self.cables = [make_cable(tags=["PRELS"]) for _ in range(3)]
        self.source, self.target = make_tag("PRELS"), make_tag("PREL")

    def merge(self, **data):
        data = {"target": self.target.pk, "confirmed": "yes"} | data
        url = reverse("admin:cables_tag_merge", args=[self.source.pk])
        return self.client.post(url, data, follow=True)

    def undo_url(self):
        return reverse("admin:cables_tagmerge_undo", args=[TagMerge.objects.get().pk])

    def test_few_are_merged_and_undone_at_once(self):
        page = self.merge(why="Mistyped")
        self.assertContains(page, "PRELS is now PREL, on 3 cables.")
        self.assertContains(page, "undo the merge of PRELS")
        page = self.client.get(LIST)
        self.assertContains(page, "Mistyped")
        self.assertContains(page, self.undo_url())
        page = self.client.get(self.undo_url())
        self.assertContains(page, "3 cables get it back where it stood")
        page = self.client.post(self.undo_url(), follow=True)
        self.assertContains(page, "PRELS is a tag of its own again.")
        self.assertEqual(tag_names(self.cables[0]), ["PRELS"])
        page = self.client.post(self.undo_url(), follow=True)
        self.assertContains(page, "undone already")
        self.assertNotContains(self.client.get(LIST), self.undo_url())

    def test_cables_that_were_retagged_since_are_named(self):
        self.merge()
        set_tags(self.cables[1], user=make_editor(), names=["ECON"])
        page = self.client.post(self.undo_url(), follow=True)
        self.assertContains(page, f"changed: {self.cables[1].reference_id}.")

    def test_many_are_merged_and_undone_by_a_job(self):
        self.enterContext(patch("cables.curation.tag_merge.AT_ONCE", 2))
        self.enterContext(patch("cables.admin.tag_merges.AT_ONCE", 2))
        url = reverse("admin:cables_tag_merge", args=[self.source.pk])
        page = self.client.post(url, {"target": self.target.pk})
        self.assertContains(page, "done in the background")
        page = self.merge()
        self.assertContains(page, "Merge PRELS into PREL")
        self.assertTrue(Tag.objects.filter(name="PRELS").exists())
        work(Job.objects.get())
        self.assertFalse(Tag.objects.filter(name="PRELS").exists())
        page = self.client.post(self.undo_url(), follow=True)
        self.assertContains(page, "Undo: merge PRELS into PREL")
        work(Job.objects.order_by("pk").last())
        self.assertEqual(tag_names(self.cables[2]), ["PRELS"])

    def test_who_may_not_merge_may_not_undo(self):
        self.merge()
        url = self.undo_url()
        self.client.force_login(make_editor("view_tagmerge", "change_tag"))
        self.assertEqual(self.client.get(LIST).status_code, 200)
        self.assertEqual(self.client.get(url).status_code, 403)
        self.assertEqual(self.client.post(url).status_code, 403)
        self.assertFalse(Tag.objects.filter(name="PRELS").exists())
