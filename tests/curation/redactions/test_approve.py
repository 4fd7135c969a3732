"""Words leave every public text of a cable that says the same passage."""

from cables.curation.redactions.errors import (
    RedactionRefused,
)
from cables.curation.redactions.words import forms_of
from cables.models.sealed import Redaction
from tests.factories import (
    make_article_link,
    make_discussion,
)

from .cases import SOURCE, RedactionCase
from .telegram import make_telegram


class PassageTests(RedactionCase):
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


class ChangedTextTests(RedactionCase):
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
