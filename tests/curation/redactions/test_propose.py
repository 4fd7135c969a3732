"""Marking words changes nothing for readers until a second person approves."""

from cables.choices import ReasonCode, RedactionState
from cables.curation.errors import PublishBlocked, VersionConflict
from cables.curation.redactions.errors import (
    OwnWork,
    RedactionDecided,
    RedactionRefused,
)
from cables.curation.redactions.propose import reject, withdraw_proposal
from cables.curation.redactions.words import words_of
from cables.curation.states import hold, publish_blockers, release_hold
from cables.models import current_epoch
from cables.models.sealed import Redaction, SealedText

from .cases import SOURCE, RedactionCase
from .telegram import span_of


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
