"""Words leave every public text on the word of two people, and come back byte for byte."""

from django.db import IntegrityError
from django.test import TestCase

from cables.choices import Action, ReasonCode, RedactionState, State
from cables.curation.errors import CurationError, PublishBlocked, VersionConflict
from cables.curation.paragraphs import save_paragraphs
from cables.curation.redactions.approve import approve
from cables.curation.redactions.errors import (
    CannotPutBack,
    OwnWork,
    RedactionDecided,
    RedactionRefused,
)
from cables.curation.redactions.foresee import as_readers_would, preview
from cables.curation.redactions.propose import propose, reject, withdraw_proposal
from cables.curation.redactions.undo import undo
from cables.curation.redactions.words import forms_of, words_of
from cables.curation.states import hold, publish_blockers, release_hold
from cables.models import Article, ReleaseNote, current_epoch
from cables.models.revision import Revision
from cables.models.sealed import Redaction, SealedText
from tests.admin.editors import make_editor
from tests.factories import (
    add_tag,
    make_alias,
    make_article_link,
    make_change,
    make_discussion,
)

from .telegram import make_telegram, public_texts, span_of

SOURCE = "[redacted: protects a source]"


class RedactionCase(TestCase):
    def setUp(self):
        self.cable = make_telegram()
        self.author, self.second = make_editor(), make_editor()
        self.start = public_texts(self.cable)

    def block(self, key):
        return self.cable.paragraphs.get(key=key)

    def mark(self, key, words, number=0, **options):
        block = self.block(key)
        spans = [span_of(block.text, words, number)]
        return self.propose(paragraph=block, spans=spans, **options)[0]

    def mark_field(self, field, words, number=0, **options):
        value = getattr(self.cable, field)
        text = "\n".join(value) if isinstance(value, list) else value
        spans = [span_of(text, words, number)]
        return self.propose(field=field, spans=spans, **options)[0]

    def propose(self, **options):
        options = {"reason": ReasonCode.SOURCE_SAFETY, "user": self.author} | options
        return propose(self.cable, **options)

    def approve(self, *redactions, **options):
        found = approve(redactions, user=self.second, **options)
        self.cable.refresh_from_db()
        return found

    def undo(self, redaction):
        undo(redaction, user=self.second, why="A mistake.")
        self.cable.refresh_from_db()

    def texts(self):
        return public_texts(self.cable)


class ProposeTests(RedactionCase):
    def test_nothing_changes_for_readers(self):
        epoch = current_epoch()
        redaction = self.mark("par2", "Mara Ilves")
        self.assertEqual(self.texts(), self.start)
        self.assertEqual(current_epoch(), epoch)
        self.assertEqual(words_of(redaction), "Mara Ilves")
        self.assertEqual(redaction.replacement, SOURCE)

    def test_the_text_is_sealed(self):
        redaction = self.mark("par2", "Mara Ilves")
        raw = SealedText.objects.extra(select={"raw": "text"}).get().raw
        self.assertNotIn(b"Ilves", bytes(raw))
        self.assertEqual(redaction.sealed_text.text, self.block("par2").text)

    def test_a_proposal_keeps_the_cable_from_being_published(self):
        self.mark("par2", "Mara Ilves")
        self.assertIn("1 redaction awaits approval.", publish_blockers(self.cable))

    def test_a_proposal_keeps_a_published_cable_on_hold(self):
        hold(self.cable, user=self.author, reason="A question")
        redaction = self.mark("par2", "Mara Ilves")
        with self.assertRaisesMessage(PublishBlocked, "1 redaction awaits approval."):
            release_hold(self.cable, user=self.second)
        self.approve(redaction)
        release_hold(self.cable, user=self.second)

    def test_spans_that_overlap_become_one(self):
        text = self.block("par2").text
        a, b = span_of(text, "contact Mara"), span_of(text, "Mara Ilves")
        made = self.propose(paragraph=self.block("par2"), spans=[b, a])
        self.assertEqual([words_of(one) for one in made], ["contact Mara Ilves"])

    def test_what_cannot_be_marked_is_refused_with_a_sentence(self):
        self.mark("par2", "Mara Ilves")
        block, text = self.block("par2"), self.block("par2").text
        refused = [
            {"spans": [span_of(text, "Ilves (protect)")]},  # waits already
            {"spans": [(0, 10_000)]},
            {"spans": [(5, 5)]},
            {"spans": [span_of(text, ", ")]},
            {"spans": [(0, 3)], "reason": ReasonCode.OTHER},
            {"spans": [(0, 3)], "reason": ReasonCode.ERROR},
            {"spans": [(0, 3)], "reason": ""},
            {"spans": [span_of(text, "Tomas\x20Brandt")], "replacement": "Mr Brandt"},
            {"spans": [(0, 3)], "replacement": "x" * 90},
            {"spans": [(0, 3)], "replacement": "a ] bracket"},
        ]
        for options in refused:
            with (
                self.subTest(options=options),
                self.assertRaises(RedactionRefused) as e,
            ):
                self.propose(paragraph=block, **options)
            self.assertTrue(str(e.exception).endswith("."), e.exception)
        self.assertEqual(Redaction.objects.count(), 1)

    def test_one_passage_is_marked_once_in_whatever_text(self):
        self.mark("u6", "KIRA VELL")
        with self.assertRaises(RedactionRefused) as refused:
            self.mark_field("subject", "VELL")
        self.assertIn("#u6", str(refused.exception))
        self.mark("par1", "Kira Vell")
        self.mark_field("subject", "BOUR")

    def test_a_field_that_holds_no_words_is_refused(self):
        with self.assertRaises(RedactionRefused):
            self.propose(field="state", spans=[(0, 2)])

    def test_the_reason_may_be_said_in_other_words(self):
        redaction = self.mark("par2", "Mara Ilves", replacement="name of a contact")
        self.assertEqual(redaction.replacement, "[redacted: name of a contact]")
        other = self.mark("par1", "noon", reason=ReasonCode.OTHER, note="As asked.")
        self.assertEqual(other.replacement, "[redacted: other]")

    def test_a_marker_never_has_the_words(self):
        block = self.block("par1")
        block.text = "The source spoke."
        block.save()
        self.assertEqual(self.mark("par1", "source").replacement, "[redacted]")

    def test_who_proposed_takes_it_back_and_another_rejects(self):
        one, two = self.mark("par2", "Mara"), self.mark("par2", "Brandt")
        with self.assertRaises(OwnWork):
            reject(one, user=self.author)
        with self.assertRaises(OwnWork):
            withdraw_proposal(one, user=self.second)
        withdraw_proposal(one, user=self.author)
        reject(two, user=self.second, why="No need.")
        self.assertEqual(
            set(Redaction.objects.values_list("state", "ended_by")),
            {
                (RedactionState.REJECTED, self.author.pk),
                (RedactionState.REJECTED, self.second.pk),
            },
        )
        with self.assertRaises(RedactionDecided):
            reject(two, user=self.second)
        self.assertEqual(publish_blockers(self.cable), [])

    def test_a_version_that_is_past_is_a_conflict(self):
        with self.assertRaises(VersionConflict):
            self.mark("par2", "Mara", expected_version=self.cable.version + 1)


class ApproveTests(RedactionCase):
    def test_words_leave_the_paragraph_and_the_body_where_they_stand(self):
        redaction = self.mark("par3", "Tomas Brandt", 1)
        self.approve(redaction)
        text = self.block("par3").text
        self.assertEqual(
            text,
            self.start["par3"][::-1].replace("tdnarB samoT", SOURCE[::-1], 1)[::-1],
        )
        self.assertIn(
            "wrote to Tomas Brandt. He did not answer. [redacted", self.cable.body
        )
        self.assertIn("said that Tomas\nBrandt would", self.cable.body)
        self.assertEqual(self.block("par2").text, self.start["par2"])

    def test_words_broken_over_a_line(self):
        self.approve(self.mark("par2", "Tomas Brandt"))
        self.assertIn(f"said that {SOURCE} would resign", self.cable.body)
        self.assertIn(f"said that {SOURCE} would resign", self.block("par2").text)

    def test_words_with_a_hyphen_at_the_line_end(self):
        self.approve(self.mark("par2", "har-bour office"))
        self.assertIn(f"works at the {SOURCE}, said that", self.cable.body)

    def test_words_across_a_page_marker_leave_the_marker(self):
        self.approve(self.mark("par3", "MARA ILVES"))
        self.assertFalse(forms_of("MARA ILVES, who").stand_in(self.cable.body))
        self.assertIn(f"sent by {SOURCE}\n", self.cable.body)
        self.assertIn("LOWMOOR 00001889  002 OF 002", self.cable.body)
        self.assertIn("Mara Ilves (protect)", self.cable.body)

    def test_the_subject_and_its_line_are_one_passage(self):
        for mark in (
            lambda: self.mark("u6", "KIRA VELL"),
            lambda: self.mark_field("subject", "KIRA VELL"),
            lambda: self.mark_field("body", "KIRA VELL", 1),
        ):
            redaction = mark()
            with self.subTest(field=redaction.sealed_text.field):
                self.approve(redaction)
                self.assertIn(SOURCE, self.cable.subject)
                self.assertIn(f"SUBJECT: TALKS WITH {SOURCE} ON", self.cable.body)
                self.assertIn(SOURCE, self.block("u6").text)
                self.assertIn("Kira Vell met", self.block("par1").text)
                self.undo(redaction)
                self.assertEqual(self.texts(), self.start)

    def test_the_header_and_its_addressee_are_one_passage(self):
        self.approve(self.mark_field("header", "KIRA VELL OFFICE"))
        self.assertIn(SOURCE, self.cable.header)
        names = set(self.cable.recipients.values_list("name", flat=True))
        self.assertEqual(names, {"SECSTATE WASHDC", SOURCE})

    def test_lines_of_a_list_and_who_classified_and_signed(self):
        self.approve(
            self.mark_field("attention", "KIRA VELL"),
            self.mark_field("classified_by", "JANE DOE"),
            self.mark("u11", "FARADAY"),
        )
        self.assertEqual(self.cable.attention, [f"DEPT FOR WHA/LOW ({SOURCE})"])
        self.assertEqual(self.cable.classified_by, SOURCE)
        self.assertEqual(self.cable.signatory, SOURCE)
        for words in ("JANE DOE", "(KIRA VELL)", "\nFARADAY\n"):
            self.assertNotIn(words, self.cable.body)
        self.assertIn("VELL-FARADAY", self.cable.body)

    def test_a_reference_loses_its_words_and_what_it_leads_to(self):
        target = make_telegram("06LOWMOOR1700")
        self.cable.references.filter(cited_id="06LOWMOOR1700").update(target=target)
        start = self.texts()
        redaction = self.mark("u7", "LOWMOOR 1700")
        self.approve(redaction)
        row = self.cable.references.get(position=0)
        self.assertEqual((row.printed, row.cited_id, row.target), (SOURCE, "", None))
        self.undo(redaction)
        self.assertEqual(self.texts(), start)

    def test_quotations_and_titles_that_repeat_the_words(self):
        block = self.block("par2")
        link = make_article_link(self.cable, paragraph=block, quote="MARA ILVES, who")
        other = make_article_link(
            self.cable, paragraph=self.block("par4"), quote="Mara Ilves"
        )
        thread = make_discussion(self.cable, title="Who is Mara Ilves?")
        start, redaction = self.texts(), self.mark("par2", "Mara Ilves")
        self.approve(redaction)
        for row in (link, other, thread):
            row.refresh_from_db()
        self.assertEqual(link.quote, f"{SOURCE}, who")
        self.assertEqual(other.quote, "Mara Ilves")
        self.assertEqual(thread.title, f"Who is {SOURCE}?")
        self.undo(redaction)
        self.assertEqual(self.texts(), start)

    def test_a_column_that_is_too_short_for_the_marker(self):
        thread = make_discussion(self.cable, title=" ".join(["Mara Ilves"] * 26))
        start = self.texts()
        marks = [self.mark("par2", "Mara Ilves"), self.mark_field("header", "RUEHVX")]
        self.approve(*marks)
        thread.refresh_from_db()
        self.assertEqual(thread.title, " ".join(["[redacted]"] * 26))
        row = self.cable.recipients.get(name="KIRA VELL OFFICE")
        self.assertEqual(row.route, "[redacted]")
        for redaction in marks:
            self.undo(redaction)
        self.assertEqual(self.texts(), start)

    def test_tags_are_named(self):
        add_tag(self.cable, "ILVES, MARA")
        (found,) = preview([self.mark("par2", "Ilves")])
        self.assertIn("a tag", found["also"])

    def test_it_tells_what_readers_see_beside_the_cable(self):
        beside = [
            "the public log",
            "the note of its release",
            "the title or the author of an article",
        ]
        made = self.mark("par2", "Tomas Brandt")
        link = make_article_link(self.cable)
        self.assertFalse({*beside} & {*preview([made])[0]["also"]})
        words = "TOMAS BRANDT"
        make_change(self.cable, reason=words)
        day = self.cable.released.date()
        ReleaseNote.objects.create(day=day, notes=f"<p>{words}</p>")
        Article.objects.filter(pk=link.article_id).update(author=words)
        self.assertEqual(preview([made])[0]["also"][-3:], beside)

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

    def test_words_are_found_again_in_a_text_that_was_changed(self):
        redaction = self.mark("par3", "Tomas Brandt", 1)
        block = self.block("par3")
        block.text = "As we heard: " + block.text.replace("letter", "note")
        block.save()
        self.approve(redaction)
        self.assertTrue(
            self.block("par3").text.endswith(f"answer. {SOURCE} was in Vessin.")
        )
        self.assertIn("answer. [redacted", self.cable.body)

    def test_words_are_not_guessed_at(self):
        redaction = self.mark("par3", "Tomas Brandt", 1)
        block = self.block("par3")
        block.text = "Tomas Brandt and Tomas Brandt"
        block.save()
        with self.assertRaises(RedactionRefused) as refused:
            self.approve(redaction)
        self.assertNotIn("Brandt", str(refused.exception))

    def test_a_corrected_paragraph_still_finds_its_words_in_the_body(self):
        block = self.block("par2")
        block.text = block.text.replace("Tomas Brandt", "Thomas Brand")
        block.save()
        self.approve(self.mark("par2", "Thomas Brand"))
        self.assertIn(f"said that {SOURCE} would", self.cable.body)
        self.assertIn("wrote to Tomas Brandt", self.cable.body)

    def test_a_body_that_cannot_follow_is_a_refusal(self):
        block = self.block("par2")
        block.text = "Quite other words of Mara Ilves, which nobody ever sent."
        block.save()
        with self.assertRaises(RedactionRefused) as refused:
            self.approve(self.mark("par2", "Mara Ilves"))
        self.assertIn("body as received", str(refused.exception))
        self.approve(*Redaction.objects.all(), self.mark_field("body", "Mara Ilves"))
        self.assertNotIn("Mara Ilves", self.cable.body + self.block("par2").text)


class UndoTests(RedactionCase):
    def redact_all(self):
        made = [
            self.mark("par3", "MARA ILVES"),
            self.mark("par2", "Tomas Brandt"),
            self.mark("par3", "Tomas Brandt", 1),
            self.mark("par3", "Tomas Brandt"),
            self.mark("par2", "har-bour office"),
            self.mark("u6", "KIRA VELL"),
            self.mark("u7", "VELL-FARADAY"),
            self.mark_field("header", "KIRA VELL OFFICE"),
            self.mark_field("attention", "KIRA VELL"),
        ]
        for redaction in made:
            self.approve(redaction)
        return made

    def test_all_words_come_back_in_any_order(self):
        for step in (1, -1, 2, 4):
            made = self.redact_all()
            order = (made * 4)[::step] if step in (2, 4) else made[::step]
            for redaction in dict.fromkeys(order):
                self.undo(redaction)
            with self.subTest(step=step):
                self.assertEqual(self.texts(), self.start)

    def test_the_log_says_that_words_came_back(self):
        redaction = self.mark("par2", "Mara Ilves")
        self.approve(redaction)
        self.undo(redaction)
        line = self.cable.changes.get(action=Action.RESTORED)
        self.assertEqual((line.words, line.reason), (2, ""))
        redaction.refresh_from_db()
        self.assertEqual(redaction.state, RedactionState.UNDONE)
        with self.assertRaises(RedactionDecided):
            self.undo(redaction)

    def test_edits_around_the_marker_stay(self):
        redaction = self.mark("par3", "Tomas Brandt", 1)
        self.approve(self.mark("par3", "Tomas Brandt"), redaction)
        block = self.block("par3")
        block.text = "In short: " + block.text.replace("in Vessin", "at home")
        block.save()
        self.undo(redaction)
        text = self.block("par3").text
        self.assertIn(f"who wrote to {SOURCE}. He did not", text)
        self.assertTrue(text.endswith("answer. Tomas Brandt was at home."))

    def test_a_marker_in_a_part_that_was_split_off(self):
        redaction = self.mark("par3", "Tomas Brandt", 1)
        self.approve(redaction)
        blocks = [
            {
                "id": b.pk,
                "kind": b.kind,
                "label": b.label,
                "marking": b.marking,
                "text": b.text,
            }
            for b in self.cable.paragraphs.order_by("position")
        ]
        at = next(i for i, b in enumerate(blocks) if "He did not" in b["text"])
        head, tail = blocks[at]["text"].split("He did not answer. ")
        blocks[at]["text"] = head.strip()
        new = blocks[at] | {
            "id": None,
            "text": f"He did not answer. {tail}",
            "label": "",
        }
        blocks.insert(at + 1, new)
        save_paragraphs(self.cable, user=self.author, blocks=blocks)
        self.undo(redaction)
        self.assertTrue(
            self.cable.paragraphs.filter(text__contains="Tomas Brandt was in").exists()
        )

    def test_markers_whose_paragraphs_changed_places(self):
        one, two = self.mark("par2", "Mara Ilves"), self.mark("par3", "MARA ILVES")
        self.approve(one, two)
        first, second = self.block("par2"), self.block("par3")
        first.text, second.text = second.text, first.text
        first.save()
        second.save()
        self.undo(one)
        self.assertIn("contact Mara Ilves (protect)", self.block("par3").text)
        self.undo(two)
        self.assertIn("sent by MARA ILVES, who", self.block("par2").text)

    def test_a_marker_with_everything_around_it_written_anew(self):
        redaction = self.mark("par2", "Mara Ilves")
        self.approve(redaction)
        block = self.block("par2")
        block.text = f"She is {SOURCE}, no less."
        block.save()
        self.undo(redaction)
        self.assertEqual(self.block("par2").text, "She is Mara Ilves, no less.")

    def test_a_marker_that_is_gone_is_a_refusal_and_changes_nothing(self):
        redaction = self.mark("par2", "Mara Ilves")
        self.approve(redaction)
        block = self.block("par2")
        block.text = "Somebody wrote this anew."
        block.save()
        start = self.texts()
        with self.assertRaises(CannotPutBack) as refused:
            self.undo(redaction)
        self.assertNotIn("Ilves", str(refused.exception))
        self.assertEqual(words_of(refused.exception.redaction), "Mara Ilves")
        self.assertEqual(self.texts(), start)

    def test_addresses_inside_the_paragraph_land_where_they_did(self):
        block = self.block("par3")
        words, after = block.text.index("ILVES"), block.text.index("He did not")
        make_alias(self.cable, "parB", block, offset=words)
        make_alias(self.cable, "parC", block, offset=after)
        start, redaction = self.texts(), self.mark("par3", "MARA ILVES")
        self.approve(redaction)
        text = self.block("par3").text
        offset = self.cable.paragraph_aliases.get(key="parC").offset
        self.assertTrue(text[offset:].startswith("He did not"))
        self.undo(redaction)
        self.assertEqual(self.texts(), start)

    def test_a_refusal_is_a_curation_error(self):
        self.assertTrue(issubclass(CannotPutBack, CurationError))
