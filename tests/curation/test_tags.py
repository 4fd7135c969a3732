from django.core.exceptions import ValidationError
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from cables.choices import Action, TagKind
from cables.curation.errors import MergeRefused
from cables.curation.tag_merge import merge_preview, merge_tags
from cables.curation.tag_unmerge import undo_merge
from cables.curation.tags import save_tag, set_tags, tag_names
from cables.ingest.vocabulary import Tags
from cables.models import Cable, Change, Tag, TagAlias, current_epoch, raise_epoch
from cables.models.revision import Revision
from cables.models.sealed import TagMerge
from tests.admin.editors import make_editor
from tests.factories import make_cable, make_draft, make_tag, make_tag_alias


class SetTagsTests(TestCase):
    def setUp(self):
        self.user = make_editor()
        self.cable = make_cable(tags=["PREL", "PGOV"])

    def set(self, *names):
        return set_tags(self.cable, user=self.user, names=names)

    def test_order_is_kept(self):
        self.set("PGOV", "ECON", "PREL")
        self.assertEqual(tag_names(self.cable), ["PGOV", "ECON", "PREL"])
        self.assertEqual(Cable.objects.get().curated, ["tags"])
        self.assertEqual(Change.objects.get().action, Action.RETAGGED)
        self.assertEqual(current_epoch(), 1)
        revision = Revision.objects.get(model="cable")
        self.assertEqual(revision.before, {"tags": ["PREL", "PGOV"]})

    def test_no_way_in_lets_an_odd_name_become_a_tag(self):
        for name in ("A\0B", "\u202eEVIL", "/../", "' OR 1=1"):
            values = {"name": name, "kind": TagKind.SUBJECT}
            with self.subTest(name=name):
                with self.assertRaises(ValidationError):
                    self.set("PREL", name)
                with self.assertRaises(ValidationError):
                    save_tag(Tag(), user=self.user, values=values)
        self.assertEqual(Tag.objects.count(), 2)

    def test_names_in_any_case_aliases_and_repeats(self):
        make_tag_alias(make_tag("ECON"), "ECONOMY")
        self.set("prel", " economy ", "PREL", "ECON", "")
        self.assertEqual(tag_names(self.cable), ["PREL", "ECON"])

    def test_what_is_not_in_the_vocabulary_joins_it(self):
        self.set("NEWTAG")
        self.assertEqual(Revision.objects.get(model="tag").after["kind"], "unknown")
        self.assertEqual(Tag.objects.get(name="NEWTAG").kind, TagKind.UNKNOWN)

    def test_same_tags_change_nothing(self):
        self.set("PREL", "PGOV")
        self.assertEqual(Cable.objects.get().version, 1)

    def test_a_draft_tells_readers_nothing(self):
        set_tags(make_draft(), user=self.user, names=["PREL"])
        self.assertFalse(Change.objects.exists())
        self.assertEqual(current_epoch(), 0)


class SaveTagTests(TestCase):
    def setUp(self):
        self.user = make_editor()
        self.tag = make_tag("MOOR, JO")

    def test_a_former_name_leads_to_the_tag(self):
        values = {"name": "MOOR, JOAN", "title": "A person"}
        tag = save_tag(self.tag, user=self.user, values=values)
        self.assertEqual(tag.slug, "MOOR-JOAN")
        aliases = TagAlias.objects.filter(tag=tag).values_list("name", flat=True)
        self.assertEqual(set(aliases), {"MOOR, JO", "MOOR-JO"})
        back = save_tag(tag, user=self.user, values={"name": "MOOR, JO"})
        aliases = TagAlias.objects.filter(tag=back).values_list("name", flat=True)
        self.assertEqual(set(aliases), {"MOOR, JOAN", "MOOR-JOAN"})

    def test_aliases_are_those_given(self):
        make_tag_alias(self.tag, "OLD")
        save_tag(self.tag, user=self.user, values={}, aliases=["NEW"])
        self.assertEqual(TagAlias.objects.get().name, "NEW")
        self.assertEqual(Revision.objects.get().after, {"aliases": ["NEW"]})

    def test_aliases_are_kept_as_imports_look_them_up(self):
        save_tag(
            self.tag, user=self.user, values={}, aliases=["moor,  joan", "MOOR, JOAN"]
        )
        self.assertEqual(TagAlias.objects.get().name, "MOOR, JOAN")
        self.assertEqual(Tags().id_of("MOOR, JOAN", "person"), self.tag.pk)
        with self.assertRaisesMessage(ValidationError, "longer than 100 characters"):
            save_tag(self.tag, user=self.user, values={}, aliases=["ß" * 51])

    def test_add(self):
        tag = save_tag(
            Tag(), user=self.user, values={"name": "ECON", "kind": "subject"}
        )
        self.assertEqual(Tag.objects.get(name="ECON").slug, "ECON")
        self.assertEqual(Revision.objects.get().object_id, tag.pk)


class MergeTests(TestCase):
    def setUp(self):
        self.user = make_editor()
        self.source, self.target = make_tag("PRELS"), make_tag("PREL")
        make_tag_alias(self.source, "PRELLS")
        self.one = make_cable(tags=["PGOV", "PRELS", "ECON"])
        self.both = make_cable(tags=["PRELS", "PGOV", "PREL"])
        self.draft = make_draft(tags=["PRELS"])

    def merge(self):
        return merge_tags(source=self.source, target=self.target, user=self.user)

    def test_preview_counts_and_changes_nothing(self):
        preview = merge_preview(source=self.source, target=self.target)
        self.assertEqual((preview.cables, preview.both, preview.public), (3, 1, 2))
        self.assertEqual(preview.aliases, ("PRELS", "PRELLS"))
        self.assertEqual(tag_names(self.draft), ["PRELS"])

    def test_cables_keep_one_in_its_place(self):
        done = self.merge()
        self.assertEqual(done.cables, 3)
        self.assertEqual(tag_names(self.one), ["PGOV", "PREL", "ECON"])
        self.assertEqual(tag_names(self.both), ["PREL", "PGOV"])
        self.assertEqual(tag_names(self.draft), ["PREL"])

    def test_names_lead_to_the_target(self):
        self.merge()
        self.assertFalse(Tag.objects.filter(name="PRELS").exists())
        aliases = TagAlias.objects.filter(tag=self.target).values_list(
            "name", flat=True
        )
        self.assertEqual(set(aliases), {"PRELS", "PRELLS"})
        self.assertEqual(current_epoch(), 1)
        self.assertEqual(Revision.objects.get().before["merged"]["name"], "PRELS")

    def test_a_name_written_otherwise_in_addresses_leads_there_too(self):
        source = make_tag("MOOR, JO")
        merge_tags(source=source, target=self.target, user=self.user)
        aliases = TagAlias.objects.filter(tag=self.target).values_list(
            "name", flat=True
        )
        self.assertEqual(set(aliases), {"MOOR, JO", "MOOR-JO"})

    def test_a_name_that_was_merged_anew_stays_where_it_leads(self):
        third = make_tag("ECON")
        for source, target in ((self.source, self.target), (self.target, third)):
            merge_tags(source=source, target=target, user=self.user)
        first, second = TagMerge.objects.order_by("pk")
        undo_merge(first, user=self.user)
        again = Tag.objects.get(name="PRELS")
        merge_tags(source=again, target=third, user=self.user)
        undo_merge(second, user=self.user)
        leads = dict(TagAlias.objects.values_list("name", "tag__name"))
        self.assertEqual(leads, {"PRELS": "ECON", "PRELLS": "ECON"})

    def test_refusals(self):
        with self.assertRaises(MergeRefused):
            merge_tags(source=self.target, target=self.target, user=self.user)
        gone = Tag(pk=10**6, name="GONE")
        with self.assertRaises(MergeRefused):
            merge_tags(source=gone, target=self.target, user=self.user)

    def test_the_same_number_of_queries_however_many_cables(self):
        raise_epoch()  # its first row costs queries of its own
        make_cable(tags=["FEW", "PREL"])
        with CaptureQueriesContext(connection) as few:
            merge_tags(source=make_tag("FEW"), target=self.target, user=self.user)
        source = make_tag("MANY")
        for _ in range(30):
            make_cable(tags=["MANY", "PREL"])
        with CaptureQueriesContext(connection) as many:
            merge_tags(source=source, target=self.target, user=self.user)
        self.assertLessEqual(len(many), len(few))
