"""An editor merges or removes a tag or a post while an import runs: it goes on."""

from unittest import mock

from django.db import connection

from cables.curation.tag_merge import merge_tags
from cables.ingest import jobs, pool
from cables.models import Cable, CableTag, Post, Tag, raise_epoch

from .cases import ImportCase
from .records import BODY, csv_record


class VanishedTests(ImportCase):
    NEW = [csv_record(f"06MEXICO{n}", number=str(n)) for n in (1, 2, 3)]

    def load_while(self, deed, *contents, call=1):
        """Import, and do the deed once the workers have read so many batches."""
        calls, work = [], pool.work

        def working(task):
            found = work(task)
            calls.append(task)
            if len(calls) == call:
                deed()
            return found

        with mock.patch("cables.ingest.pool.work", working):
            report = self.load(*contents)
        connection.check_constraints()
        return report

    def merge(self):
        target, _ = Tag.objects.get_or_create(name="POLITICS", slug="POLITICS")
        merge_tags(source=Tag.objects.get(name="PREL"), target=target, user=None)

    def names(self, number):
        rows = CableTag.objects.filter(content_object__number=number)
        return list(rows.order_by("position").values_list("tag__name", flat=True))

    def test_new_cables_get_the_tag_that_is_left(self):
        Tag.objects.create(name="PREL", slug="PREL")
        report = self.load_while(self.merge, *self.NEW)
        self.assertCounts(report, created=3)
        for number in (1, 2, 3):
            self.assertEqual(self.names(number), ["POLITICS", "PGOV", "MX"])

    def test_an_undisturbed_run_asks_for_no_vocabulary_again(self):
        with (
            mock.patch.object(jobs, "BATCH", 1),
            mock.patch("cables.ingest.batch.gone") as asked,
        ):
            report = self.load(*self.NEW)
        self.assertCounts(report, created=3)
        asked.assert_not_called()

    def test_a_tag_that_the_run_itself_has_made(self):
        with mock.patch.object(jobs, "BATCH", 1):
            report = self.load_while(self.merge, *self.NEW, call=2)
        self.assertCounts(report, created=3)
        self.assertEqual(self.names(3)[0], "POLITICS")
        self.assertFalse(Tag.objects.filter(name="PREL").exists())

    def test_a_known_cable_gets_the_tag_that_is_left(self):
        self.load(csv_record(body=BODY.replace("PREL, PGOV", "PGOV")))
        Tag.objects.create(name="PREL", slug="PREL")
        self.assertCounts(self.load_while(self.merge, csv_record()), updated=1)
        self.assertEqual(self.names(12), ["POLITICS", "PGOV", "MX"])

    def test_a_post_that_is_gone_is_made_again(self):
        def remove():  # no verb does: whoever does it by hand tells of it as verbs do
            Post.objects.all().delete()
            raise_epoch()

        Post.objects.create(name="Embassy Mexico", slug="old")
        report = self.load_while(remove, *self.NEW)
        self.assertCounts(report, created=3)
        self.assertEqual(Cable.objects.filter(post=Post.objects.get()).count(), 3)
