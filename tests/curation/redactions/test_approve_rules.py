"""Who approves, what is said before and after, what is refused."""

from django.db import IntegrityError

from cables.choices import Action, ReasonCode, RedactionState, State
from cables.curation.redactions.approve import approve
from cables.curation.redactions.errors import (
    OwnWork,
    RedactionDecided,
    RedactionRefused,
)
from cables.curation.redactions.foresee import as_readers_would, preview
from cables.models import Article, Proposal, ReleaseNote, SitePage, current_epoch
from cables.models.revision import Revision
from cables.models.sealed import Redaction
from tests.factories import (
    add_tag,
    make_article_link,
    make_cable,
    make_change,
)

from .cases import SOURCE, RedactionCase


class ForeseenTests(RedactionCase):
    def test_tags_are_named(self):
        add_tag(self.cable, "ILVES, MARA")
        (found,) = preview([self.mark("par2", "Ilves")])
        self.assertIn("a tag", found["also"])

    def test_it_tells_what_readers_see_beside_the_cable(self):
        beside = [
            "the public log of other cables",
            "the note of its release",
            "the note of another release",
            "a text of the site",
            "the title or the author of an article",
            "a proposal",
        ]
        made = self.mark("par2", "Tomas Brandt")
        link = make_article_link(self.cable)
        self.assertFalse({*beside} & {*preview([made])[0]["also"]})
        words = "TOMAS BRANDT"
        make_change(make_cable("06VESSIN1"), reason=words)
        day = self.cable.released.date()
        ReleaseNote.objects.create(day=day, notes="<p>TOMAS <b>BRAN</b>DT</p>")
        ReleaseNote.objects.create(day=day.replace(year=2001), title=words)
        SitePage.objects.create(slug="how", title="How", text="Tomas&nbsp;Brandt")
        form = {"kind": "article", "url": "https://lantern.example/1"}
        Proposal.objects.create(**form, cables="06lowmoor1889", note=words)
        Article.objects.filter(pk=link.article_id).update(author=words)
        self.assertEqual(preview([made])[0]["also"][-6:], beside)

    def test_other_places_are_named_and_left(self):
        (found,) = preview([self.mark("par2", "Mara Ilves")])
        self.assertEqual(found["places"], ["¶2", "the body as received"])
        self.assertEqual(found["also"], ["¶3"])
        (found,) = preview([self.mark("u6", "KIRA VELL")])
        self.assertIn("¶1", found["also"])
        self.assertIn("the header", found["also"])
        self.assertEqual(self.texts(), self.start)

    def test_the_preview_is_what_approving_makes(self):
        marks = [self.mark("par3", "MARA ILVES"), self.mark("par3", "Tomas Brandt")]
        texts = as_readers_would(self.cable, marks)
        self.assertEqual(self.texts(), self.start)
        foreseen = {texts.rows[p].key: texts[p] for p in texts.of_kind("paragraph")}
        self.approve(*marks)
        made = {block.key: block.text for block in self.cable.paragraphs.all()}
        self.assertEqual(foreseen, made)


class RuleTests(RedactionCase):
    def test_the_log_counts_words_and_says_why_and_never_which(self):
        epoch, version = current_epoch(), self.cable.version
        self.approve(
            self.mark("par2", "Mara Ilves"),
            self.mark("par3", "Tomas Brandt"),
            self.mark("par4", "We", reason=ReasonCode.MINOR),
        )
        lines = self.cable.changes.filter(action=Action.REDACTED)
        self.assertEqual(
            set(lines.values_list("reason_code", "words", "reason", "was_public")),
            {("source_safety", 4, "", True), ("minor", 1, "", True)},
        )
        self.assertGreater(current_epoch(), epoch)
        self.assertEqual(self.cable.version, version + 1)
        self.assertEqual(self.cable.curated, ["body", "paragraphs"])
        for redaction in Redaction.objects.all():
            self.assertNotIn("Ilves", str(redaction.places))
        self.assertIn(
            "Mara Ilves", str(Revision.objects.filter(model="cable").get().before)
        )

    def test_nothing_is_said_of_a_draft_that_none_has_seen(self):
        self.cable.state, epoch = State.DRAFT, current_epoch()
        self.cable.save()
        self.approve(self.mark("par2", "Mara Ilves"))
        self.assertEqual(self.cable.changes.count(), 0)
        self.assertEqual(current_epoch(), epoch)
        self.assertIn(SOURCE, self.cable.body)

    def test_words_and_digest_are_counted_anew(self):
        digest = self.cable.sha256
        words = self.cable.word_count
        self.approve(self.mark("par2", "Mara Ilves"))
        self.assertNotEqual(self.cable.sha256, digest)
        self.assertNotEqual(self.cable.word_count, words)

    def test_a_second_person_approves(self):
        redaction = self.mark("par2", "Mara Ilves")
        with self.assertRaises(OwnWork):
            approve([redaction], user=self.author)
        with self.assertRaises(IntegrityError):
            Redaction.objects.update(approved_by=self.author)

    def test_what_is_decided_is_not_decided_again(self):
        redaction = self.mark("par2", "Mara Ilves")
        self.approve(redaction)
        texts = self.texts()
        with self.assertRaises(RedactionDecided):
            approve([redaction], user=self.second)
        self.assertEqual(self.texts(), texts)

    def test_one_refusal_keeps_all_from_being_done(self):
        one, two = self.mark("par2", "Mara Ilves"), self.mark("par3", "Tomas Brandt")
        block = self.block("par3")
        block.text = "Nothing is left of it."
        block.save()
        start = self.texts()
        with self.assertRaises(RedactionRefused):
            self.approve(one, two)
        self.assertEqual(self.texts(), start)
        one.refresh_from_db()
        self.assertEqual(one.state, RedactionState.PROPOSED)
