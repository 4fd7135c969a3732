"""Whatever an editor or an import does is found, or gone, once it is committed."""

from pathlib import Path

from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import TestCase

from cables.choices import ReasonCode
from cables.curation.articles import approve_link, link_article, unlink_article
from cables.curation.cables import save_cable
from cables.curation.paragraphs import save_paragraphs
from cables.curation.states import hold, publish, release_hold, withdraw
from cables.curation.tag_merge import merge_tags
from cables.curation.tags import set_tags
from cables.models import Tag
from cables.search.find import FACETS, Choices, Finder
from cables.search.index import desk_index, public_index
from cables.search.outbox import follow_up
from cables.search.writer import is_behind
from tests import factories as make


def count(query="", *, index=public_index, **choices):
    return Finder(query, Choices(**choices), index=index).count()


class VerbTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = User.objects.create_user("ed")
        cls.cable = make.make_cable(
            "06LOWMOOR1", paragraphs=["A heron stood there."], tags=["PREL", "PGOV"]
        )
        cls.other = make.make_cable("06LOWMOOR2", paragraphs=["A wren sang."])
        cls.draft = make.make_draft("06LOWMOOR3", paragraphs=["The canary sings."])

    def setUp(self):
        follow_up()

    def do(self, verb, *args, **kwargs):
        with self.captureOnCommitCallbacks(execute=True):
            done = verb(*args, user=self.user, **kwargs)
        self.assertFalse(is_behind(public_index))
        self.assertFalse(is_behind(desk_index))
        return done

    def test_publish(self):
        self.assertEqual(count("canary"), 0)
        self.do(publish, self.draft, released=make.RELEASED)
        self.assertEqual(count("canary"), 1)

    def test_withdraw(self):
        self.do(withdraw, self.cable, reason_code=ReasonCode.SOURCE_SAFETY)
        self.assertEqual(count("heron"), 0)
        self.assertEqual(count("heron", index=desk_index), 1)

    def test_hold_and_release(self):
        self.do(hold, self.cable, reason="A question.")
        self.assertEqual(count("heron"), 0)
        self.do(release_hold, self.cable)
        self.assertEqual(count("heron"), 1)

    def test_correct_the_subject(self):
        self.do(save_cable, self.cable, values={"subject": "OF OSPREYS"})
        self.assertEqual(count("ospreys"), 1)

    def test_correct_a_paragraph(self):
        block = self.cable.paragraphs.get()
        values = {"kind": block.kind, "label": "1", "marking": "C"}
        blocks = [{**values, "id": block.pk, "text": "An osprey stood there."}]
        self.do(save_paragraphs, self.cable, blocks=blocks)
        self.assertEqual((count("heron"), count("osprey")), (0, 1))
        self.assertEqual(count(para=("C",)), 1)

    def test_correct_a_draft(self):
        self.do(save_cable, self.draft, values={"subject": "OF OSPREYS"})
        self.assertEqual(count("ospreys"), 0)
        self.assertEqual(count("ospreys", index=desk_index), 1)

    def test_retag(self):
        self.do(set_tags, self.cable, names=["MARR"])
        self.assertEqual((count("tag:PREL"), count(tag=("MARR",))), (0, 1))
        facets = Finder("").find(facets=FACETS).facets
        self.assertEqual(facets["tag"], {Tag.objects.get(name="MARR").pk: 1})

    def test_merge_tags(self):
        names = {tag.name: tag for tag in Tag.objects.all()}
        self.do(merge_tags, source=names["PGOV"], target=names["PREL"])
        self.assertEqual(count("tag:PREL"), 1)
        facets = Finder("").find(facets=("tag",)).facets["tag"]
        self.assertEqual(facets, {names["PREL"].pk: 1})

    def test_link_an_article_and_take_the_link_away(self):
        article = make.make_article()
        link = self.do(link_article, article=article, cable=self.cable)
        self.assertEqual(count(articles=True), 0)
        with self.captureOnCommitCallbacks(execute=True):
            approve_link(link, user=User.objects.create_user("other"))
        self.assertEqual(count(articles=True), 1)
        self.do(unlink_article, link)
        self.assertEqual(count("has:articles"), 0)


class ImportTests(TestCase):
    def test_an_import_is_found_at_its_end(self):
        sample = Path(__file__).parents[2] / "sample" / "cables.csv"
        follow_up()
        call_command("import_cables", str(sample), "--publish", "--limit", "20")
        self.assertFalse(is_behind(public_index))
        self.assertEqual(count(), 20)

    def test_drafts_are_found_at_the_desk_alone(self):
        sample = Path(__file__).parents[2] / "sample" / "cables.csv"
        follow_up()
        call_command("import_cables", str(sample), "--limit", "20")
        self.assertEqual((count(), count(index=desk_index)), (0, 20))
