"""An import that is taken back: the archive is what it was, but for what people did."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from cables.choices import Action, RunState, State
from cables.curation.cables import save_cable
from cables.curation.discussions import save_discussion
from cables.curation.paragraphs import save_paragraphs
from cables.curation.states import publish
from cables.ingest.rollback import preview, roll_back, seen_of
from cables.ingest.run import import_cables
from cables.ingest.sources.base import SourceError
from cables.models import (
    Article,
    Cable,
    Discussion,
    ImportRun,
    Paragraph,
    Post,
    Reference,
    SearchTask,
    Tag,
)
from cables.models.sealed import (
    ImportConflict,
    ImportTrace,
    SealedText,
    SourceRecord,
)
from tests.admin.editors import make_chief

from .cases import ImportCase
from .picture import picture
from .records import BAD, BODY, HEADER, csv_record, page, text_message


class RollBackCase(ImportCase):
    maxDiff = 4000

    def load_and_back(self, *contents, name="b.csv", **options):
        """Import, see that something came in, roll back; return the reports of both."""
        report = self.load(*contents, name=name, **options)
        return report, self.back(report)

    def back(self, report):
        return roll_back(ImportRun.objects.get(pk=report.run_id))

    def assertSame(self, before):
        after = picture()
        for name, rows in before.items():
            self.assertEqual(after[name], rows, name)

    def cable(self, reference_id="06MEXICO12"):
        return Cable.objects.get(reference_id=reference_id)


class StateTests(RollBackCase):
    def test_a_fresh_archive_is_empty_again(self):
        before = picture()
        self.assertFalse(any(before[name] for name in ("cable", "post", "tag")))
        report, done = self.load_and_back(
            csv_record(), csv_record("06MEXICO13", number="13", references="06MEXICO12")
        )
        self.assertCounts(report, created=2)
        self.assertEqual((done.removed, done.kept), (2, {}))
        self.assertGreater(done.vocabulary, 3)
        self.assertSame(before)
        run = ImportRun.objects.get()
        self.assertEqual(run.state, RunState.ROLLED_BACK)
        self.assertIsNotNone(run.rolled_back)
        self.assertEqual(run.created_count, 2)  # what it had done is still told

    def test_the_index_is_told_of_what_is_gone(self):
        self.load(csv_record())
        key = self.cable().pk
        SearchTask.objects.all().delete()
        self.back(_Run(ImportRun.objects.get().pk))
        self.assertIn(key, SearchTask.objects.values_list("cable_id", flat=True))

    def test_pages_over_rows(self):
        """The page fills the release, adds addressees and articles, and all of that goes."""
        self.load(csv_record(header=""), csv_record("06MEXICO13", number="13"))
        before = picture()
        link = ("http://www.example.com/a", "The harbour")
        report, done = self.load_and_back(page(articles=[link]), name="06MEXICO12.html")
        self.assertCounts(report, updated=1)
        self.assertEqual((done.removed, done.put_back), (0, 1))
        self.assertSame(before)
        self.assertFalse(Article.objects.exists())

    def test_one_of_three_changed_in_everything(self):
        others = [
            csv_record(f"06MEXICO{n}", number=f"{n}", references="06MEXICO12")
            for n in (13, 14)
        ]
        self.load(csv_record(references="05MEXICO1|05MEXICO2"), *others)
        self.move_what_hangs()
        before = picture()
        body = BODY.replace("2. (U) Two ships came in on Monday.", "").replace(
            "TAGS: PREL, PGOV, MX", "TAGS: PREL, ECON"
        )
        changed = csv_record(
            body=body.replace("The harbour is open", "The harbour, it seems, is open"),
            header=HEADER.replace("HIGHGATE", "HOLLOWAY"),
            classification="SECRET",
            created="4/10/2006 19:23",
            origin="Embassy Elsewhere",
        )
        report, done = self.load_and_back(changed, others[0], others[1])
        self.assertCounts(report, updated=1, unchanged=2)
        self.assertEqual((done.put_back, done.in_part, done.kept), (1, 0, {}))
        self.assertSame(before)

    def test_a_link_is_what_it_was_of_traces_that_knew_no_state_too(self):
        gone = BODY.replace("2. (U) Two ships came in on Monday.", "")
        for number, state in enumerate(["proposed", "rejected"]):
            with self.subTest(state):
                self.load(csv_record(), name=f"{number}a.csv")
                block = self.cable().paragraphs.get(label="2")
                article = Article.objects.create(url=f"https://example.com/{number}")
                hangs = {"cable": self.cable(), "paragraph": block, "state": state}
                link = article.links.create(**hangs)
                report = self.load(csv_record(body=gone), name=f"{number}b.csv")
                self.back(report)
                link.refresh_from_db()
                self.assertEqual((link.state, link.paragraph.label), (state, "2"))
        report = self.load(csv_record(body=gone), name="c.csv")
        trace = ImportTrace.objects.get(run=report.run_id, model="cable")
        before = trace.before
        for row in before["lists"]["links"]:
            del row["state"]
        trace.before = before
        trace.save()
        self.back(report)
        link.refresh_from_db()
        self.assertEqual(link.state, "approved")

    def move_what_hangs(self):
        """Let an article and a thread hang on the block that the next record is without."""
        cable, block = (
            self.cable(),
            Paragraph.objects.get(cable__reference_id="06MEXICO12", label="2"),
        )
        article = Article.objects.create(url="https://example.com/x")
        article.links.create(cable=cable, paragraph=block, quote="Two ships")
        Discussion.objects.create(
            cable=cable, paragraph=block, url="https://example.net/t"
        )

    def test_with_rejects(self):
        self.load(csv_record())
        before = picture()
        report, done = self.load_and_back(csv_record("06MEXICO3", number="3"), BAD)
        self.assertCounts(report, created=1, rejected=1)
        self.assertEqual((done.removed, done.rejects), (1, 1))
        self.assertSame(before)

    def test_an_interrupted_run(self):
        before = picture()
        some = [csv_record(f"06MEXICO{n}", number=f"{n}") for n in range(1, 1200)]
        report = self.load(*some, name="b.csv", stop=lambda: True)
        self.assertTrue(report.interrupted)
        self.assertEqual(Cable.objects.count(), 500)
        self.assertEqual(self.back(report).removed, 500)
        self.assertSame(before)
        with self.assertRaisesMessage(SourceError, "no unfinished import"):
            self.load(*some, name="b.csv", resume=True)

    def test_an_earlier_import_of_the_same_cable_by_two_formats_in_one_run(self):
        self.load(csv_record(header="", references=""))
        before = picture()
        self.folder.write("more/a.txt", text_message(classification="SECRET"))
        self.folder.write("more/06MEXICO12.html", page())
        report = import_cables(paths=[self.folder.path / "more"])
        self.assertEqual(report.updated, 2)
        self.back(report)
        self.assertSame(before)

    def test_a_cable_that_came_and_was_completed_in_one_run_goes(self):
        before = picture()
        self.folder.write("more/a.csv", csv_record())
        self.folder.write("more/06MEXICO12.html", page())
        report = import_cables(paths=[self.folder.path / "more"])
        self.assertEqual(self.back(report).removed, 1)
        self.assertSame(before)

    def test_references_are_unresolved_again(self):
        self.load(csv_record())
        report = self.load(csv_record("05MEXICO11", number="11"), name="b.csv")
        reference = Reference.objects.get(
            cable__reference_id="06MEXICO12", cited_id="05MEXICO11"
        )
        self.assertEqual(reference.target.reference_id, "05MEXICO11")
        self.back(report)
        reference.refresh_from_db()
        self.assertIsNone(reference.target_id)

    def test_a_malformed_twin_stands_alone_again(self):
        self.load(csv_record("06MEX-ICO12", number="7"))
        before = picture()
        report = self.load(csv_record(), name="b.csv")
        self.assertEqual(self.cable("06MEX-ICO12").canonical, self.cable())
        self.back(report)
        self.assertSame(before)


class _Run:
    def __init__(self, run_id):
        self.run_id = run_id


class AgainTests(RollBackCase):
    def test_the_same_file_brings_all_back(self):
        contents = csv_record(), csv_record("06MEXICO13", number="13")
        first = self.load(*contents)
        words = list(Paragraph.objects.order_by("text").values_list("key", "text"))
        self.back(first)
        second = self.load(*contents)
        self.assertCounts(second, created=2)
        self.assertEqual(
            list(Paragraph.objects.order_by("text").values_list("key", "text")), words
        )

    def test_what_it_had_changed_is_changed_again(self):
        self.load(csv_record())
        report = self.load(csv_record(classification="SECRET"), name="b.csv")
        after = picture()
        self.back(report)
        self.assertEqual(self.cable().classification, "CONFIDENTIAL")
        again = self.load(csv_record(classification="SECRET"), name="b.csv")
        self.assertCounts(again, updated=1)
        self.assertEqual(self.cable().classification, "SECRET")
        self.assertEqual(len(picture()["sourcerecord"]), len(after["sourcerecord"]))

    def test_a_second_roll_back_has_nothing_to_do(self):
        report = self.load(csv_record())
        self.back(report)
        with self.assertRaisesMessage(SourceError, "rolled back already"):
            self.back(report)

    def test_a_preview_says_the_same_and_changes_nothing(self):
        self.load(csv_record(), csv_record("06MEXICO13", number="13"))
        report = self.load(
            csv_record(classification="SECRET"),
            csv_record("06MEXICO14", number="14"),
            csv_record("06MEXICO13", number="13", created="2006-04-10 19:22:00"),
            BAD,
            name="b.csv",
        )
        before = picture()
        run = ImportRun.objects.get(pk=report.run_id)
        said = preview(run)
        self.assertSame(before)
        done = roll_back(run)
        for name in ("total", "removed", "put_back", "untouched", "rejects", "kept"):
            self.assertEqual(getattr(said, name), getattr(done, name), name)
        self.assertEqual((said.removed, said.put_back, said.untouched), (1, 1, 1))


class KeptTests(RollBackCase):
    """What people did since stays, and is named."""

    def setUp(self):
        super().setUp()
        self.user = make_chief()

    def test_a_cable_that_was_worked_on(self):
        report = self.load(csv_record(), csv_record("06MEXICO13", number="13"))
        save_cable(self.cable(), user=self.user, values={"subject": "Harbours"})
        done = self.back(report)
        self.assertEqual((done.removed, done.kept), (1, {"edited": 1}))
        self.assertEqual(done.named, {"edited": ["06MEXICO12"]})
        self.assertEqual(self.cable().subject, "Harbours")
        self.assertEqual(SourceRecord.objects.count(), 1)

    def test_a_cable_that_a_thread_hangs_on(self):
        report = self.load(csv_record())
        Discussion.objects.create(cable=self.cable(), url="https://example.net/t")
        self.assertEqual(self.back(report).kept, {"attached": 1})

    def test_a_cable_that_an_article_of_another_source_uses(self):
        report = self.load(csv_record())
        article = Article.objects.create(url="https://example.com/x")
        article.links.create(cable=self.cable())
        self.assertEqual(self.back(report).kept, {"attached": 1})

    def test_a_persons_value_stays_and_the_others_go_back(self):
        self.load(csv_record())
        report = self.load(
            csv_record(classification="SECRET", header=HEADER + "\nX"), name="b.csv"
        )
        save_cable(
            self.cable(), user=self.user, values={"classification": "SECRET//NOFORN"}
        )
        done = self.back(report)
        cable = self.cable()
        self.assertEqual(cable.classification, "SECRET//NOFORN")
        self.assertEqual(cable.header, HEADER)
        self.assertEqual((done.put_back, done.in_part, done.kept), (1, 1, {}))

    def test_paragraphs_that_a_person_saved_stay(self):
        self.load(csv_record())
        body = BODY.replace("Two ships", "Ten ships")
        report = self.load(csv_record(body=body), name="b.csv")
        cable = self.cable()
        blocks = [
            {
                name: getattr(one, name)
                for name in ("key", "kind", "label", "marking", "text")
            }
            for one in cable.paragraphs.order_by("position")
        ]
        blocks[-1]["text"] = "Edited."
        save_paragraphs(cable, user=self.user, blocks=blocks)
        self.back(report)
        texts = list(cable.paragraphs.values_list("text", flat=True))
        self.assertIn("Edited.", texts)

    def test_a_thread_on_a_block_that_would_go_keeps_the_text(self):
        self.load(csv_record())
        body = BODY.replace(
            "Comment", "4. (C) Wholly other words stand here.\n\nComment"
        )
        report = self.load(csv_record(body=body), name="b.csv")
        block = Paragraph.objects.get(text__contains="Wholly other words")
        save_discussion(
            Discussion(),
            user=self.user,
            values={
                "cable": self.cable(),
                "paragraph": block,
                "url": "https://example.net/t",
            },
        )
        done = self.back(report)
        self.assertEqual(done.in_part, 1)
        self.assertTrue(Paragraph.objects.filter(pk=block.pk).exists())
        self.assertIn("Wholly other", self.cable().body)

    def test_a_later_import_goes_first(self):
        first = self.load(csv_record())
        second = self.load(csv_record(classification="SECRET"), name="b.csv")
        done = self.back(first)
        self.assertEqual((done.removed, done.kept), (0, {"later": 1}))
        self.back(second)
        self.assertEqual(self.cable().classification, "CONFIDENTIAL")
        self.assertEqual(self.back(first).removed, 1)
        self.assertFalse(Cable.objects.exists())

    def test_a_changed_cable_that_a_later_import_changed_again(self):
        self.load(csv_record())
        before = picture()
        second = self.load(csv_record(classification="SECRET"), name="b.csv")
        third = self.load(csv_record(origin="Embassy Moor"), name="c.csv")
        self.assertEqual(self.back(second).kept, {"later": 1})
        self.back(third)
        self.assertEqual(self.back(second).kept, {})
        self.assertSame(before)

    def test_open_differences_go_and_decided_ones_stay(self):
        self.load(csv_record())
        save_cable(
            self.cable(), user=self.user, values={"classification": "UNCLASSIFIED"}
        )
        earlier = self.load(csv_record(classification="SECRET"), name="b.csv")
        before = picture()
        report = self.load(csv_record(classification="SECRET//NOFORN"), name="c.csv")
        self.assertEqual(report.conflicts, 0)  # it says another value in the same place
        self.back(report)
        self.assertSame(before)
        self.assertEqual(self.back(earlier).conflicts, 1)
        self.assertFalse(ImportConflict.objects.exists())

    def test_words_that_were_taken_out_since_do_not_come_back(self):
        self.load(csv_record())
        save_cable(self.cable(), user=self.user, values={"subject": "Harbours"})
        self.load(
            csv_record(body=BODY.replace("SUBJECT: T", "SUBJECT: S")), name="b.csv"
        )
        body = BODY.replace("SUBJECT: T", "SUBJECT: U").replace(
            "Two ships", "Ten ships"
        )
        report = self.load(csv_record(body=body, classification="SECRET"), name="c.csv")
        cable = self.cable()
        SealedText.objects.create(cable=cable, text="Two ships")
        Cable.objects.update(body="Redacted.")
        done = self.back(report)
        self.assertEqual((done.put_back, done.in_part), (1, 1))
        self.assertEqual(self.cable().body, "Redacted.")
        self.assertEqual(self.cable().classification, "CONFIDENTIAL")
        said = ImportConflict.objects.values_list("incoming", flat=True)
        self.assertFalse([one for one in said if one.startswith("SHE")])

    def test_vocabulary_that_something_uses_stays(self):
        report = self.load(csv_record())
        self.load(csv_record("06MEXICO13", number="13"), name="b.csv")
        self.back(report)
        self.assertTrue(Post.objects.exists())
        self.assertTrue(Tag.objects.filter(name="PREL").exists())

    def test_what_was_there_before_there_were_traces_is_left(self):
        self.load(csv_record())
        report = self.load(csv_record(classification="SECRET"), name="b.csv")
        ImportTrace.objects.all().delete()
        self.assertEqual(self.back(report).kept, {"unknown": 1})
        self.assertEqual(self.cable().classification, "SECRET")


class ReaderTests(RollBackCase):
    """What readers have seen does not vanish without a word."""

    def test_a_cable_that_readers_see_stays(self):
        report = self.load(csv_record(), publish=True)
        done = self.back(report)
        self.assertEqual((done.removed, done.kept), (0, {"seen": 1}))
        self.assertTrue(self.cable().is_public)
        run = ImportRun.objects.get(pk=report.run_id)
        self.assertEqual(seen_of(run), [self.cable().pk])

    def test_one_whose_release_is_to_come_goes(self):
        before = picture()
        self.load_and_back(
            csv_record(), publish=True, released=timezone.now() + timedelta(days=9)
        )
        self.assertSame(before)

    def test_a_draft_that_it_published_for_later_is_a_draft_again(self):
        self.load(csv_record())
        before = picture()
        report, done = self.load_and_back(
            csv_record(), publish=True, released=timezone.now() + timedelta(days=9)
        )
        self.assertEqual((report.updated, done.put_back), (1, 1))
        self.assertSame(before)
        self.assertFalse(self.cable().changes.exists())

    def test_a_draft_that_it_published_and_readers_see_stays_published(self):
        self.load(csv_record())
        _, done = self.load_and_back(csv_record(), publish=True)
        self.assertEqual(done.kept, {"seen": 1})
        self.assertEqual(self.cable().state, State.PUBLISHED)

    def test_a_public_cable_that_is_put_back_is_told_as_corrected(self):
        self.load(csv_record(), publish=True)
        self.load_and_back(csv_record(classification="SECRET"))
        self.assertEqual(self.cable().classification, "CONFIDENTIAL")
        actions = self.cable().changes.order_by("id").values_list("action", flat=True)
        self.assertEqual(
            list(actions), [Action.PUBLISHED, Action.CORRECTED, Action.CORRECTED]
        )

    def test_what_a_person_published_with_a_date_of_the_run_keeps_the_date(self):
        self.load(csv_record())
        report = self.load(page(), name="06MEXICO12.html")
        released = self.cable().released
        self.assertEqual(released, datetime(2011, 2, 12, 12, tzinfo=UTC))
        publish(self.cable(), user=make_chief())
        self.back(report)
        self.assertEqual(self.cable().released, released)
        self.assertTrue(self.cable().is_public)


class StepTests(RollBackCase):
    def test_each_step_is_whole_and_another_call_goes_on(self):
        before = picture()
        some = [csv_record(f"06MEXICO{n}", number=f"{n}") for n in range(1, 500)]
        report = self.load(*some)
        run = ImportRun.objects.get(pk=report.run_id)
        for left in (299, 99, 0):
            done = roll_back(run, stop=lambda: True)
            self.assertEqual(Cable.objects.count(), left)
            self.assertIsNone(run.rolled_back)
            self.assertEqual(run.state, RunState.ROLLED_BACK)
        done = roll_back(run)
        self.assertEqual((done.removed, done.total), (499, 499))
        self.assertSame(before)

    def test_a_worker_that_lost_the_job_undoes_its_step(self):
        report = self.load(csv_record())

        def lost(_):
            raise KeyboardInterrupt

        with self.assertRaises(KeyboardInterrupt):
            roll_back(ImportRun.objects.get(pk=report.run_id), beat=lost)
        self.assertEqual(Cable.objects.count(), 1)
        self.assertEqual(self.back(report).removed, 1)
