from django.contrib.auth.models import User
from django.test import TestCase

from cables.choices import Action, BlockKind, ReasonCode, RedactionState
from cables.curation.cables import give_back, save_cable
from cables.curation.conflicts import decide_conflict
from cables.curation.errors import (
    BadBlocks,
    VersionConflict,
    WordsComeBack,
    WordsTakenOut,
)
from cables.curation.paragraphs import FIELDS, merge_up, save_paragraphs
from cables.models import Cable, Change, Paragraph
from cables.models.revision import Revision
from cables.models.sealed import ImportConflict, Redaction, SealedText
from tests.admin.editors import make_editor
from tests.factories import make_cable

BOX = "[redacted: protects a source]"


class GiveBackTests(TestCase):
    def setUp(self):
        self.user = make_editor()
        self.cable = make_cable(subject="TYPED", curated=["sender", "subject"])

    def give_back(self, **values):
        return give_back(self.cable, user=self.user, values=values)

    def stored(self):
        return Cable.objects.get(pk=self.cable.pk)

    def test_the_value_is_the_records_and_imports_fill_it_again(self):
        self.give_back(subject="AS RECEIVED")
        stored = self.stored()
        self.assertEqual((stored.subject, stored.version), ("AS RECEIVED", 2))
        self.assertEqual(stored.curated, ["sender"])
        revision = Revision.objects.get()
        self.assertEqual(revision.before["subject"], "TYPED")
        self.assertEqual(revision.after["curated"], ["sender"])
        self.assertEqual(Change.objects.get().action, Action.CORRECTED)

    def test_the_same_value_is_given_back_too(self):
        self.give_back(subject="TYPED")
        self.assertEqual(self.stored().curated, ["sender"])
        self.give_back(subject="TYPED")
        self.assertEqual(self.stored().version, 2)

    def test_not_what_people_decide(self):
        for name in ("reference_id", "released", "post", "state"):
            with self.subTest(name=name), self.assertRaises(ValueError):
                self.give_back(**{name: "X"})

    def test_a_second_editor_is_told(self):
        save_cable(self.cable, user=self.user, values={"subject": "NEW"})
        with self.assertRaises(VersionConflict):
            give_back(
                self.cable, user=self.user, values={"subject": "A"}, expected_version=1
            )


class TakenOutCase(TestCase):
    def setUp(self):
        self.user = make_editor()
        self.cable = make_cable(subject=f"VISIT OF {BOX}", body=f"By {BOX}.\nEnd.")
        sealed = SealedText.objects.create(cable=self.cable, text="By Ada Quill.")
        Redaction.objects.create(
            sealed_text=sealed,
            start=3,
            end=12,
            reason=ReasonCode.SOURCE_SAFETY,
            replacement=BOX,
            state=RedactionState.APPROVED,
            proposed_by=self.user,
            approved_by=User.objects.create(username="other"),
        )


class TakenOutTests(TakenOutCase):
    def test_no_record_brings_the_words_back(self):
        for body in (f"By {BOX} and Ada Quill.", f"{BOX} by ADA\nQUILL"):
            with self.subTest(body=body), self.assertRaises(WordsComeBack):
                give_back(self.cable, user=self.user, values={"body": body})

    def test_other_words_are_taken(self):
        give_back(self.cable, user=self.user, values={"body": f"By {BOX}.\nThe end."})
        self.assertEqual(Cable.objects.get().body, f"By {BOX}.\nThe end.")

    def test_a_box_is_not_deleted_by_editing(self):
        with self.assertRaisesMessage(WordsTakenOut, "undo the redaction instead"):
            save_cable(self.cable, user=self.user, values={"subject": "VISIT"})
        save_cable(self.cable, user=self.user, values={"subject": f"{BOX}: A VISIT"})
        self.assertEqual(Cable.objects.get().subject, f"{BOX}: A VISIT")

    def test_no_conflict_brings_the_words_back(self):
        conflict = ImportConflict.objects.create(
            cable=self.cable, field="body", incoming=f"{BOX} by Ada Quill."
        )
        with self.assertRaises(WordsComeBack):
            decide_conflict(conflict, user=self.user, take=True)
        conflict.refresh_from_db()
        self.assertIsNone(conflict.decided)

    def test_nobody_types_the_words_again(self):
        for name, text in (("body", f"By {BOX}: ADA QUILL."), ("sender", "Ada Quill")):
            with (
                self.subTest(name=name),
                self.assertRaisesMessage(WordsComeBack, "Type it without them"),
            ):
                save_cable(self.cable, user=self.user, values={name: text})

    def test_where_the_words_stand_elsewhere_editing_goes_on(self):
        Cable.objects.update(sender="Ada Quill")  # which nobody has redacted
        save_cable(self.cable, user=self.user, values={"sender": "Ada Quill, Lowmoor"})
        self.assertEqual(Cable.objects.get().sender, "Ada Quill, Lowmoor")


class TakenOutOfParagraphsTests(TakenOutCase):
    def setUp(self):
        super().setUp()
        texts = (f"By {BOX}.", "Ada Quill is a street.", "End.")
        for number, text in enumerate(texts, start=1):
            Paragraph.objects.create(
                cable=self.cable,
                key=f"par{number}",
                label=f"{number}.",
                kind=BlockKind.NUMBERED,
                position=number,
                text=text,
            )

    def save(self, *texts):
        rows = self.cable.paragraphs.order_by("position")
        blocks = [
            {
                **{name: getattr(row, name) for name in FIELDS},
                "id": row.pk,
                "text": text,
            }
            for row, text in zip(rows, texts, strict=True)
        ]
        save_paragraphs(self.cable, user=self.user, blocks=blocks)

    def test_nobody_types_the_words_into_a_paragraph(self):
        with self.assertRaises(BadBlocks) as refused:
            self.save(f"By {BOX}.", "Ada Quill is a street.", "By ADA\nQUILL.")
        self.assertEqual(refused.exception.problems, {2: {"text": WordsComeBack.TYPED}})
        self.assertEqual(str(refused.exception), WordsComeBack.TYPED)

    def test_words_that_stand_in_another_paragraph_are_edited_and_moved(self):
        self.save(f"By {BOX}.", "Ada Quill is a long street.", "The end.")
        self.save(f"By {BOX}.", "So it is.", "Ada Quill is a long street.")
        merge_up(self.cable, user=self.user, key="par3")
        self.assertEqual(
            self.cable.paragraphs.get(key="par2").text,
            "So it is. Ada Quill is a long street.",
        )
