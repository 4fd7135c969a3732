"""Words come back byte for byte, from the sealed original."""

from cables.choices import Action, ReasonCode, RedactionState
from cables.curation.errors import CurationError, PublishBlocked
from cables.curation.paragraphs import save_paragraphs
from cables.curation.redactions.errors import (
    CannotPutBack,
    RedactionDecided,
)
from cables.curation.redactions.words import words_of
from cables.curation.states import OWN_WORK, own_work, publish, withdraw
from tests.factories import (
    make_alias,
)

from .cases import SOURCE, RedactionCase


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

    def test_words_put_back_are_the_work_of_who_did_so(self):
        """Taking them out was decided by two people, and this by one."""
        redaction = self.mark("par2", "Mara Ilves")
        self.approve(redaction)
        self.assertEqual(own_work([self.cable], self.second), set())
        withdraw(self.cable, user=self.author, reason_code=ReasonCode.ERROR)
        self.undo(redaction)
        self.assertEqual(own_work([self.cable], self.second), {self.cable.pk})
        with self.assertRaisesMessage(PublishBlocked, OWN_WORK):
            publish(self.cable, user=self.second)
        publish(self.cable, user=self.author)

    def test_a_refusal_is_a_curation_error(self):
        self.assertTrue(issubclass(CannotPutBack, CurationError))
