"""What a restore does not bring back, and the objects that are no cables."""

from cables.choices import ModerationState, ReasonCode
from cables.curation import states
from cables.curation.articles import save_article, save_publisher
from cables.curation.discussions import save_discussion
from cables.curation.errors import RestoreRefused
from cables.curation.paragraphs import FIELDS, save_paragraphs
from cables.curation.posts import save_post
from cables.curation.redactions.approve import approve
from cables.curation.redactions.propose import propose
from cables.curation.release_notes import set_release_note
from cables.curation.revisions import first_broken
from cables.curation.site_pages import set_site_page
from cables.curation.tags import save_tag
from cables.models import Cable, ReleaseNote, SitePage
from cables.models.revision import Revision
from tests.admin.editors import make_editor
from tests.factories import (
    RELEASED,
    make_article,
    make_article_link,
    make_cable,
    make_discussion,
    make_post,
    make_publisher,
    make_tag,
)

from .test_restore import RestoreTests, blocks_of


class RedactedTests(RestoreTests):
    """Words that two people took out are not put back by one who restores."""

    def setUp(self):
        super().setUp()
        self.cable = make_cable(
            paragraphs=["The heron Ardea Cinerea stood there.", "Nobody saw it."]
        )

    def redact(self):
        block = self.cable.paragraphs.get(key="par1")
        start = block.text.index("Ardea")
        made = propose(
            self.cable,
            user=self.user,
            paragraph=block,
            spans=[(start, start + len("Ardea Cinerea"))],
            reason=ReasonCode.SOURCE_SAFETY,
        )
        approve(made, user=make_editor())

    def rewrite(self, key, text):
        rows = [
            {"id": row.pk} | {name: getattr(row, name) for name in FIELDS}
            for row in self.cable.paragraphs.order_by("position")
        ]
        for row in rows:
            if self.cable.paragraphs.get(pk=row["id"]).key == key:
                row["text"] = text
        save_paragraphs(self.cable, user=self.user, blocks=rows)

    def refused(self, after, sentence):
        before = blocks_of(self.cable)
        with self.assertRaisesMessage(RestoreRefused, sentence):
            self.restore(self.cable, after)
        self.assertEqual(blocks_of(self.cable), before)
        self.assertNotIn("Ardea", Cable.objects.get().body)

    def test_not_from_before_the_redaction(self):
        self.redact()
        self.refused(0, "Words were taken out since.")

    def test_not_from_an_edit_before_it(self):
        self.rewrite("par2", "Nobody saw it then.")
        moment = self.last(self.cable)
        self.rewrite("par2", "Nobody saw it there.")
        self.redact()
        self.refused(moment, "Words were taken out since.")
        self.refused(0, "Words were taken out since.")

    def test_not_where_the_words_stood_in_another_form_elsewhere(self):
        self.rewrite("par2", "It was ARDEA\nCINER-\nEA, nobody saw.")
        self.rewrite("par2", "Nobody saw it.")
        self.redact()
        self.rewrite("par2", "Nobody saw it then.")
        Revision.objects.filter(after__has_key="redactions").delete()
        Revision.objects.filter(cable=self.cable, version=2).delete()
        self.refused(0, "It holds words that were redacted on")

    def test_not_in_what_readers_see_beside_the_cable(self):
        words = "On Ardea Cinerea"
        cases = [
            (make_discussion(self.cable), save_discussion, "title"),
            (make_article_link(self.cable).article, save_article, "title"),
            (
                ReleaseNote.objects.create(day=RELEASED.date(), title="First"),
                set_release_note,
                "title",
            ),
            (
                SitePage.objects.create(slug="how", title="How", text="So."),
                set_site_page,
                "text",
            ),
            (make_publisher("The Heron"), save_publisher, "name"),
        ]
        moments = []
        for obj, verb, name in cases:
            verb(obj, user=self.user, values={name: words})
            moments.append(self.last(obj))
            verb(obj, user=self.user, values={name: "On herons"})
        self.redact()
        for moment, (obj, _, name) in zip(moments, cases, strict=True):
            with self.subTest(model=obj._meta.model_name):
                obj.refresh_from_db()
                with self.assertRaisesMessage(RestoreRefused, "words that were red"):
                    self.restore(obj, moment)
                obj.refresh_from_db()
                self.assertEqual(getattr(obj, name), "On herons")
                self.restore(obj, 0)

    def test_words_of_another_cable_come_back(self):
        other = make_cable("06LOWMOOR9", paragraphs=["Ardea Cinerea stood there."])
        thread = make_discussion(other, title="On Ardea Cinerea")
        save_discussion(thread, user=self.user, values={"title": "On a bird"})
        self.redact()
        self.restore(thread, 0)
        thread.refresh_from_db()
        self.assertEqual(thread.title, "On Ardea Cinerea")

    def test_what_was_changed_after_it_can_be_put_back(self):
        self.redact()
        moment = self.last(self.cable)
        self.rewrite("par2", "Nobody saw it there.")
        before = blocks_of(self.cable)
        self.restore(self.cable, moment)
        self.assertNotEqual(blocks_of(self.cable), before)
        self.assertEqual(blocks_of(self.cable)[1][1], "Nobody saw it.")
        self.assertIn("[redacted", blocks_of(self.cable)[0][1])

    def test_who_approved_it_has_not_written_it(self):
        self.redact()
        approver = Revision.objects.filter(after__has_key="redactions").get().user
        self.assertEqual(states.own_work([self.cable], approver), set())


class OtherRowsTests(RestoreTests):
    def test_each_kind_of_object(self):
        page = SitePage.objects.create(slug="how", title="First", text="<p>So.</p>")
        note = ReleaseNote.objects.create(day=RELEASED.date(), title="First")
        article = make_article("First", state=ModerationState.PROPOSED)
        cases = [
            (make_publisher("First"), save_publisher, "name"),
            (make_post("First"), save_post, "name"),
            (make_tag("FIRST", title="First"), save_tag, "title"),
            (page, set_site_page, "title"),
            (note, set_release_note, "title"),
            (article, save_article, "title"),
        ]
        for obj, verb, name in cases:
            with self.subTest(model=obj._meta.model_name):
                verb(obj, user=self.user, values={name: "Second"})
                moment = self.last(obj)
                verb(obj, user=self.user, values={name: "Third"})
                self.restore(obj, moment)
                obj.refresh_from_db()
                self.assertEqual(getattr(obj, name), "Second")
                self.restore(obj, 0)
                obj.refresh_from_db()
                self.assertEqual(getattr(obj, name), "First")
                self.assertIsNone(first_broken(obj))

    def test_names_of_a_post_and_spellings_of_a_tag(self):
        for obj, verb in [
            (make_post("Embassy Lowmoor"), save_post),
            (make_tag("PREL"), save_tag),
        ]:
            verb(obj, user=self.user, values={}, aliases=["ONE", "TWO"])
            moment = self.last(obj)
            verb(obj, user=self.user, values={}, aliases=["THREE"])
            self.restore(obj, moment)
            names = set(obj.aliases.values_list("name", flat=True))
            self.assertTrue({"ONE", "TWO"} <= names)
            self.assertNotIn("THREE", names)
            obj.aliases.all().delete()

    def test_what_is_decided_with_a_right_of_its_own_is_left(self):
        article = make_article("First", state=ModerationState.PROPOSED)
        values = {"title": "Second", "state": ModerationState.APPROVED}
        save_article(article, user=self.user, values=values)
        self.restore(article, 0)
        article.refresh_from_db()
        self.assertEqual(article.title, "First")
        self.assertEqual(article.state, ModerationState.APPROVED)

    def test_before_it_was_there_it_was_not(self):
        note = ReleaseNote(day=RELEASED.date())
        set_release_note(note, user=self.user, values={"title": "First"})
        with self.assertRaisesMessage(RestoreRefused, "It was not there before"):
            self.restore(note, 0)
        self.assertEqual(Revision.objects.count(), 1)
