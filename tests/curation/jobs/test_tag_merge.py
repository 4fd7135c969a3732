from unittest.mock import patch

from django.test import TestCase

from cables.choices import ItemState, JobState
from cables.curation.errors import MergeRefused
from cables.curation.jobs import tag_merge as jobs
from cables.curation.jobs.tag_merge import (
    can_undo_merge,
    check_undoable,
    merge_of,
    start_merge,
    start_undoing,
)
from cables.curation.tag_merge import merge_tags
from cables.curation.tag_unmerge import CHANGED, undo_merge
from cables.curation.tags import save_tag, set_tags, tag_names
from cables.models import CableTag, SearchTask, Tag, TagAlias, current_epoch
from cables.models.sealed import TagMerge
from tests.admin.editors import make_chief, make_editor
from tests.curation.jobs.working import notes, picture, work
from tests.factories import make_cable, make_tag, make_tag_alias


def vocabulary():
    tags = Tag.objects.order_by("pk").values()
    aliases = TagAlias.objects.order_by("name").values_list("name", "tag")
    return list(tags), list(aliases)


class MergeCase(TestCase):
    def setUp(self):
        self.user = make_chief()
        self.source, self.target = make_tag("PRELS"), make_tag("PREL")
        make_tag_alias(self.source, "PRELLS")
        make_tag_alias(self.target, "PREEL")
        self.plain = make_cable(tags=["PGOV", "PRELS", "ECON"])
        self.first = make_cable(tags=["PRELS", "PGOV", "PREL"])
        self.second = make_cable(tags=["ECON", "PREL", "PRELS"])
        self.enterContext(patch("cables.curation.tag_merge.AT_ONCE", 2))
        self.enterContext(patch.object(jobs, "AT_ONCE", 2))

    def everything(self):
        return picture(), vocabulary()

    def merge(self):
        return work(
            start_merge(
                source=self.source, target=self.target, user=self.user, why="Twice"
            )
        )

    def undo(self, job):
        return work(start_undoing(merge_of(job), user=self.user, job=job))


class JobTests(MergeCase):
    def test_it_ends_where_a_merge_at_once_does(self):
        before = self.everything()
        job = self.merge()
        self.assertEqual((job.state, job.message), (JobState.FINISHED, ""))
        self.assertEqual((job.total, job.done), (3, 3))
        merged = self.everything()
        self.assertEqual(tag_names(self.first), ["PREL", "PGOV"])
        self.assertEqual(tag_names(self.second), ["ECON", "PREL"])
        self.undo(job)
        self.assertEqual(self.everything(), before)
        merge_tags(source=self.source, target=self.target, user=self.user)
        self.assertEqual(self.everything(), merged)

    def test_undone_all_is_as_it_was(self):
        before = self.everything()
        job = self.merge()
        self.assertTrue(can_undo_merge(job))
        epoch = current_epoch()
        undoing = self.undo(job)
        self.assertEqual((undoing.state, undoing.done), (JobState.FINISHED, 3))
        self.assertEqual(self.everything(), before)
        self.assertGreater(current_epoch(), epoch)
        self.assertFalse(can_undo_merge(job))
        with self.assertRaises(MergeRefused):
            check_undoable(merge_of(job))

    def test_a_cable_whose_tags_were_changed_since_is_named(self):
        job = self.merge()
        set_tags(self.plain, user=self.user, names=["PREL", "PGOV"])
        undoing = self.undo(job)
        self.assertEqual((undoing.done, undoing.blocked), (2, 1))
        self.assertEqual(
            notes(undoing), {self.plain.reference_id: (ItemState.BLOCKED, CHANGED)}
        )
        self.assertEqual(tag_names(self.plain), ["PREL", "PGOV"])
        self.assertEqual(tag_names(self.first), ["PRELS", "PGOV", "PREL"])

    def test_a_cable_that_gets_the_tag_meanwhile(self):
        before = self.everything()
        late = []

        def merge_and_tag(*merge, **given):
            some = real(*merge, **given)
            if not late:
                late.append(make_cable(tags=["ECON", "PRELS"]))
            return some

        real = jobs.merge_some
        with patch.object(jobs, "merge_some", merge_and_tag):
            job = self.merge()
        self.assertEqual(tag_names(late[0]), ["ECON", "PREL"])
        self.undo(job)
        self.assertEqual(tag_names(late[0]), ["ECON", "PRELS"])
        late[0].delete()
        self.assertEqual(self.everything(), before)

    def test_a_cable_that_gets_the_tag_back_behind_the_work(self):
        before, turned = self.everything(), []

        def merge_and_turn(*merge, **given):
            some = real(*merge, **given)
            if not turned:
                row = CableTag.objects.filter(content_object=self.plain, position=1)
                turned.append(row.update(tag=self.source))
            return some

        real = jobs.merge_some
        with patch.object(jobs, "merge_some", merge_and_turn):
            job = self.merge()
        self.assertEqual(turned, [1])
        self.assertEqual(tag_names(self.plain), ["PGOV", "PREL", "ECON"])
        self.undo(job)
        self.assertEqual(self.everything(), before)

    def test_who_lost_the_right_meanwhile_merges_nothing(self):
        self.user = make_editor("change_tag")
        job = self.merge()
        self.assertEqual(job.state, JobState.FAILED)
        self.assertIn("may not do it any more", job.message)
        self.assertTrue(Tag.objects.filter(pk=self.source.pk).exists())

    def test_stopped_half_way_it_can_be_undone(self):
        before = self.everything()
        with patch.object(jobs, "finish_merge", side_effect=ValueError):
            job = self.merge()
        self.assertEqual(job.state, JobState.FAILED)
        self.assertTrue(Tag.objects.filter(name="PRELS").exists())
        self.undo(job)
        self.assertEqual(self.everything(), before)

    def test_indexes_hear_only_of_what_it_had_come_to(self):
        def merge_once(*merge, after, **given):
            if after:
                raise ValueError
            return real(*merge, after=after, **given)

        real = jobs.merge_some
        with patch.object(jobs, "merge_some", merge_once):
            job = self.merge()
        self.assertEqual(tag_names(self.second), ["ECON", "PREL", "PRELS"])
        SearchTask.objects.all().delete()
        self.undo(job)
        told = SearchTask.objects.values_list("cable_id", flat=True)
        self.assertEqual(set(told), {self.plain.pk, self.first.pk})

    def test_one_behind_the_other(self):
        """Undone in turn, each merge finds the tag that it was made into."""
        before = self.everything()
        other = make_tag("POL")
        first = self.merge()
        second = work(start_merge(source=self.target, target=other, user=self.user))
        self.assertEqual(tag_names(self.plain), ["PGOV", "POL", "ECON"])
        self.undo(second)
        self.undo(first)
        other.delete()
        self.assertEqual(self.everything(), before)

    def test_the_first_of_two_can_be_undone_first(self):
        first = self.merge()
        work(start_merge(source=self.target, target=make_tag("POL"), user=self.user))
        undoing = self.undo(first)
        self.assertEqual((undoing.done, undoing.blocked), (3, 0))
        self.assertEqual(tag_names(self.plain), ["PGOV", "PRELS", "ECON"])
        self.assertEqual(tag_names(self.first), ["PRELS", "PGOV", "POL"])

    def test_a_name_that_was_given_again(self):
        job = self.merge()
        save_tag(self.target, user=self.user, values={}, aliases=[])
        make_tag("PRELS")
        undoing = self.undo(job)
        self.assertEqual(undoing.state, JobState.FAILED)
        self.assertIn("There is a tag PRELS again", undoing.message)


class AtOnceTests(MergeCase):
    def test_undone_at_once(self):
        before = self.everything()
        merge_tags(source=self.source, target=self.target, user=self.user)
        merge = TagMerge.objects.get()
        self.assertEqual(undo_merge(merge, user=self.user), [])
        self.assertEqual(self.everything(), before)
        merge.refresh_from_db()
        self.assertEqual(merge.undone_by, self.user)
