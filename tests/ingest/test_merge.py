"""A cable that comes in again: a person's word stays, addresses stay, no value gets worse."""

from datetime import UTC, datetime

from django.contrib.auth import get_user_model
from django.utils import timezone

from cables.choices import Action, ReasonCode, RedactionState
from cables.models import (
    ArticleLink,
    Cable,
    CableTag,
    Paragraph,
    Recipient,
    Reference,
    current_epoch,
)
from cables.models.sealed import (
    ImportConflict,
    Purge,
    Redaction,
    SealedText,
    SourceRecord,
)

from .cases import ImportCase, texts
from .records import BODY, HEADER, csv_record, page


class CuratedTests(ImportCase):
    def setUp(self):
        super().setUp()
        self.load(csv_record())
        self.cable = Cable.objects.get()

    def curate(self, **values):
        Cable.objects.update(curated=sorted(values), **values)

    def test_a_persons_value_stays_and_the_disagreement_is_noted_once(self):
        self.curate(subject="My title")
        other = BODY.replace("THE HARBOUR", "A HARBOUR")
        report = self.load(csv_record(body=other))
        self.assertCounts(report, updated=1, conflicts=1)
        cable = Cable.objects.get()
        self.assertEqual((cable.subject, cable.body), ("My title", other))
        conflict = ImportConflict.objects.get()
        self.assertEqual(
            (conflict.field, conflict.incoming), ("subject", "A HARBOUR AT HIGHGATE")
        )
        self.load(csv_record(body=BODY.replace("THE HARBOUR", "NO HARBOUR")))
        conflict = ImportConflict.objects.get()
        self.assertEqual(conflict.incoming, "NO HARBOUR AT HIGHGATE")

    def test_what_a_person_has_decided_is_not_asked_again(self):
        self.curate(classification="SECRET")
        self.load(csv_record(created="2006-04-10 19:22:00"))
        ImportConflict.objects.update(decided=timezone.now())
        report = self.load(csv_record(created="04/10/2006 19:22"))
        self.assertCounts(report, unchanged=1)
        self.assertEqual(ImportConflict.objects.count(), 1)

    def test_dates_and_posts_of_a_conflict_can_be_put_in_place(self):
        moment = datetime(2000, 1, 1, tzinfo=UTC)
        Cable.objects.update(curated=["created", "post"], created=moment)
        self.load(csv_record(origin="Embassy Elsewhere"))
        incoming = dict(ImportConflict.objects.values_list("field", "incoming"))
        self.assertEqual(incoming["created"], "2006-04-10T19:22:00+00:00")
        self.assertIsInstance(incoming["post"], int)
        self.assertEqual(Cable.objects.get().created, moment)

    def test_a_persons_tags_and_paragraphs_stay(self):
        Cable.objects.update(curated=["paragraphs", "tags"])
        CableTag.objects.filter(tag__name="MX").delete()
        Paragraph.objects.filter(key="par2").update(text="Edited.")
        other = BODY.replace("Monday", "Tuesday").replace("PGOV, MX", "PGOV, MX, ECON")
        report = self.load(csv_record(body=other))
        self.assertCounts(report, updated=1, conflicts=2)
        self.assertEqual(CableTag.objects.count(), 2)
        self.assertEqual(Paragraph.objects.get(key="par2").text, "Edited.")
        fields = ImportConflict.objects.order_by("field").values_list(
            "field", flat=True
        )
        self.assertEqual(list(fields), ["paragraphs", "tags"])

    def test_who_edits_the_body_answers_for_what_is_read_from_it(self):
        mine = BODY.replace("Monday", "Sunday")
        self.curate(body=mine)
        before = texts()
        other = BODY.replace("THE HARBOUR", "A HARBOUR").replace("Monday", "Friday")
        report = self.load(csv_record(body=other, classification="SECRET"))
        self.assertCounts(report, updated=1, conflicts=1)
        cable = Cable.objects.get()
        self.assertEqual(cable.body, mine)
        self.assertEqual(cable.subject, "THE HARBOUR AT HIGHGATE")
        self.assertEqual(cable.classification, "SECRET")
        self.assertEqual(texts(), before)

    def test_a_silent_record_takes_nothing_away(self):
        report = self.load(csv_record(number="", references="", header=""))
        self.assertCounts(report, unchanged=1)
        cable = Cable.objects.get()
        self.assertEqual((cable.number, cable.header), (12, HEADER))
        self.assertEqual(Recipient.objects.count(), 2)
        self.assertEqual(Reference.objects.filter(cited_id="05MEXICO11").count(), 1)


class SealedTests(ImportCase):
    def setUp(self):
        super().setUp()
        self.load(csv_record(), publish=True)
        self.cable = Cable.objects.get()
        paragraph = Paragraph.objects.get(key="par2")
        SealedText.objects.create(
            cable=self.cable, paragraph=paragraph, text=paragraph.text
        )
        Paragraph.objects.filter(pk=paragraph.pk).update(text="XXX came in.")
        Cable.objects.update(body=BODY.replace("Two ships", "XXX"))

    def test_after_a_purge_a_new_record_is_encrypted_at_once(self):
        self.load(csv_record(created="2006-04-10 19:22:00"), name="a")
        self.assertFalse(SourceRecord.objects.filter(is_sealed=True).exists())
        users = get_user_model().objects
        Redaction.objects.create(
            sealed_text=SealedText.objects.get(),
            start=0,
            end=3,
            reason=ReasonCode.SOURCE_SAFETY,
            replacement="XXX",
            state=RedactionState.APPROVED,
            proposed_by=users.create_user("one"),
            approved_by=users.create_user("two"),
            purge=Purge.objects.create(),
        )
        raw = csv_record(body=BODY + "\nNNNN")
        self.load(raw, name="b")
        record = SourceRecord.objects.latest("id")
        self.assertTrue(record.is_sealed)
        self.assertIn(b"NNNN", record.raw)
        self.assertCounts(self.load(raw, name="c"), unchanged=1)

    def test_removed_words_do_not_come_back(self):
        for raw in (
            csv_record(created="2006-04-10 19:22:00"),
            csv_record(body=BODY + "\nNNNN"),
            page(),
        ):
            self.load(raw, name="a")
            cable = Cable.objects.get()
            words = cable.body + "".join(
                Paragraph.objects.values_list("text", flat=True)
            )
            self.assertNotIn("Two ships", words)

    def test_the_record_as_it_was_is_no_news(self):
        self.load(csv_record(created="2006-04-10 19:22:00"))
        self.assertEqual(ImportConflict.objects.count(), 0)

    def test_a_record_that_says_something_else_is(self):
        self.load(csv_record(body=BODY.replace("Monday", "Tuesday")))
        self.assertEqual(ImportConflict.objects.get().field, "body")

    def test_fields_without_words_are_still_corrected(self):
        report = self.load(csv_record(classification="SECRET"))
        self.assertCounts(report, updated=1)


class BetterAndWorseTests(ImportCase):
    def test_minutes_are_gained_and_never_lost(self):
        header = HEADER.replace("P 101922Z APR 06\n", "")
        self.load(page(header=header), name="a.html")
        self.assertEqual(Cable.objects.get().created_precision, "hour")
        self.load(csv_record(header=header))
        cable = Cable.objects.get()
        self.assertEqual(
            (cable.created.minute, cable.created_precision), (22, "minute")
        )
        self.load(page(header=header, released="2011-02-12 13:01"), name="b.html")
        cable = Cable.objects.get()
        self.assertEqual(
            (cable.created.minute, cable.created_precision), (22, "minute")
        )

    def test_a_row_corrects_a_page_and_not_the_other_way_round(self):
        wrong = page(classification="SECRET", body=BODY.replace("Monday", "Friday"))
        self.load(wrong, name="a.html")
        self.assertCounts(self.load(csv_record()), updated=1)
        cable = Cable.objects.get()
        self.assertEqual((cable.classification, cable.body), ("CONFIDENTIAL", BODY))
        self.assertIn("Monday", Paragraph.objects.get(key="par2").text)
        self.load(wrong + b" ", name="b.html")
        cable = Cable.objects.get()
        self.assertEqual((cable.classification, cable.body), ("CONFIDENTIAL", BODY))

    def test_a_page_adds_articles_to_a_row(self):
        self.load(csv_record(), publish=True)
        epoch = current_epoch()
        shown = page(articles=[("http://http://example.com/a", "A")])
        report = self.load(shown, name="a.html")
        self.assertCounts(report, updated=1)
        link = ArticleLink.objects.get()
        self.assertEqual(link.article.publisher.domain, "example.com")
        self.assertEqual(current_epoch(), epoch + 1)
        self.load(csv_record(classification="SECRET"))
        self.assertEqual(ArticleLink.objects.count(), 1)


class PublicChangeTests(ImportCase):
    def test_a_correction_of_a_public_cable_is_logged_once_a_batch(self):
        first = [csv_record(f"06MEXICO{n}", number=str(n)) for n in (1, 2)]
        self.load(*first, publish=True)
        epoch = current_epoch()
        other = [record.replace(b"Monday", b"Tuesday") for record in first]
        self.assertCounts(self.load(*other), updated=2)
        self.assertEqual(current_epoch(), epoch + 1)
        for cable in Cable.objects.all():
            self.assertEqual(cable.version, 2)
            self.assertEqual(cable.changes.first().action, Action.CORRECTED)

    def test_a_draft_is_corrected_in_silence(self):
        self.load(csv_record())
        self.load(csv_record(classification="SECRET"))
        self.assertEqual(Cable.objects.get().changes.count(), 0)
        self.assertEqual(current_epoch(), 0)
