"""An earlier state put back: the words, under their own addresses, and nothing redacted."""

from django.test import TestCase

from cables.choices import Action, ModerationState, ReasonCode
from cables.curation import states
from cables.curation.articles import save_article, save_publisher
from cables.curation.cables import save_cable
from cables.curation.errors import RestoreRefused
from cables.curation.paragraphs import FIELDS, merge_up, save_paragraphs, split
from cables.curation.posts import save_post
from cables.curation.redactions.approve import approve
from cables.curation.redactions.propose import propose
from cables.curation.release_notes import set_release_note
from cables.curation.restore import restore
from cables.curation.revisions import first_broken, history
from cables.curation.site_pages import set_site_page
from cables.curation.tags import save_tag, set_tags, tag_names
from cables.models import Cable, Change, ReleaseNote, SitePage
from cables.models.revision import Revision
from tests.admin.editors import make_editor
from tests.factories import (
    RELEASED,
    make_alias,
    make_article,
    make_article_link,
    make_cable,
    make_draft,
    make_post,
    make_publisher,
    make_tag,
)


def blocks_of(cable):
    """Return what stands where, by address: text and place of each key."""
    rows = cable.paragraphs.order_by("position", "id")
    return [(row.key, row.text, row.kind, row.label) for row in rows]


def landings(cable):
    """Return the words on which each other address lands; None where it is buried."""
    rows = cable.paragraph_aliases.select_related("paragraph")
    return {row.key: row.paragraph and row.paragraph.text[row.offset :] for row in rows}


class RestoreTests(TestCase):
    def setUp(self):
        self.user = make_editor()

    def last(self, obj):
        return history(obj).values_list("pk", flat=True).first() or 0

    def restore(self, obj, after, **options):
        options = {"why": "As it was."} | options
        return restore(obj, user=self.user, after=after, **options)


class FieldsTests(RestoreTests):
    def test_fields_and_tags_come_back_as_a_change_of_its_own(self):
        cable = make_cable(tags=["PREL", "MX"], subject="FIRST")
        save_cable(cable, user=self.user, values={"subject": "SECOND"})
        second = self.last(cable)
        save_cable(cable, user=self.user, values={"subject": "THIRD", "reasons": "b,d"})
        set_tags(cable, user=self.user, names=["SNAR"])
        self.restore(cable, second)
        cable.refresh_from_db()
        self.assertEqual((cable.subject, cable.reasons), ("SECOND", ""))
        self.assertEqual(tag_names(cable), ["PREL", "MX"])
        self.assertEqual(history(cable)[1].after["subject"], "SECOND")
        self.assertEqual(history(cable)[0].why, "As it was.")
        self.assertIsNone(first_broken(cable))
        self.restore(cable, 0)
        self.assertEqual(Cable.objects.get().subject, "FIRST")

    def test_dates_posts_and_numbers_come_back_in_their_own_types(self):
        cable = make_cable(number=17)
        other = make_post("Embassy Elsewhere")
        before = Cable.objects.values().get()
        values = {"post": other, "number": None, "created": RELEASED}
        save_cable(cable, user=self.user, values=values)
        self.restore(cable, 0)
        after = Cable.objects.values().get()
        for name in ("post_id", "number", "created", "released"):
            self.assertEqual(after[name], before[name], name)

    def test_a_state_is_left_to_the_verbs(self):
        cable = make_draft(paragraphs=["One."], subject="FIRST")
        save_cable(cable, user=self.user, values={"subject": "SECOND"})
        states.publish(cable, user=make_editor(), released=RELEASED)
        states.hold(cable, user=self.user, reason="So.")
        self.restore(cable, 0)
        cable.refresh_from_db()
        self.assertEqual(cable.subject, "FIRST")
        self.assertEqual((cable.state, cable.on_hold), ("published", True))
        self.assertEqual(cable.released, RELEASED)

    def test_readers_are_told_of_it_as_of_any_correction(self):
        cable = make_cable(subject="FIRST")
        save_cable(cable, user=self.user, values={"subject": "SECOND"})
        self.restore(cable, 0)
        actions = Change.objects.values_list("action", flat=True)
        self.assertEqual(set(actions), {Action.CORRECTED})
        self.assertEqual(len(actions), 2)

    def test_who_restores_has_done_it_and_does_not_publish_it(self):
        cable = make_draft(subject="FIRST")
        save_cable(cable, user=make_editor(), values={"subject": "SECOND"})
        self.restore(cable, 0)
        self.assertEqual(states.own_work([cable], self.user), {cable.pk})

    def test_nothing_to_put_back_is_said(self):
        cable, other = make_cable(), make_cable()
        save_cable(other, user=self.user, values={"subject": "SECOND"})
        save_cable(cable, user=self.user, values={"subject": "SECOND"})
        for after in (self.last(cable), self.last(other), 10**9):
            with self.assertRaises(RestoreRefused):
                self.restore(cable, after)
        with self.assertRaises(RestoreRefused):
            self.restore(make_cable(), 0)

    def test_a_subject_that_no_published_cable_may_have(self):
        cable = make_draft(subject="", paragraphs=["One."], released=RELEASED)
        save_cable(cable, user=self.user, values={"subject": "SECOND"})
        states.publish(cable, user=make_editor())
        with self.assertRaisesMessage(
            RestoreRefused, "A published cable has a subject"
        ):
            self.restore(cable, 0)


class BlocksTests(RestoreTests):
    def setUp(self):
        super().setUp()
        self.cable = make_cable(
            paragraphs=["One is here.", "Two is a longer one.", "Three ends it."]
        )
        self.before = blocks_of(self.cable)

    def check(self):
        self.assertEqual(blocks_of(self.cable), self.before)
        keys = list(self.cable.paragraphs.values_list("key", flat=True))
        aliases = self.cable.paragraph_aliases.values_list("key", flat=True)
        self.assertFalse({*keys} & {*aliases})

    def without(self, *keys):
        rows = self.cable.paragraphs.exclude(key__in=keys).order_by("position")
        return [
            {"id": row.pk} | {name: getattr(row, name) for name in FIELDS}
            for row in rows
        ]

    def test_a_buried_key_comes_back_to_its_words(self):
        save_paragraphs(self.cable, user=self.user, blocks=self.without("par2"))
        self.assertEqual(landings(self.cable), {"par2": None})
        self.restore(self.cable, 0)
        self.check()
        self.assertEqual(landings(self.cable), {})

    def test_a_key_that_was_given_to_other_words_since_does_not_exist(self):
        save_paragraphs(self.cable, user=self.user, blocks=self.without("par2"))
        new = {"kind": "numbered", "label": "2", "marking": "", "text": "Another two."}
        save_paragraphs(self.cable, user=self.user, blocks=[*self.without(), new])
        self.assertIn("par2-2", [key for key, *_ in blocks_of(self.cable)])
        self.restore(self.cable, 0)
        self.check()
        self.assertEqual(landings(self.cable), {"par2-2": None})

    def test_a_merge_is_undone_with_all_that_hung_on_the_words(self):
        two = self.cable.paragraphs.get(key="par2")
        make_alias(self.cable, "pagTwo", two, offset=9)
        make_alias(
            self.cable, "pagOne", self.cable.paragraphs.get(key="par1"), offset=4
        )
        link = make_article_link(self.cable, paragraph=two, quote="a longer one")
        before = landings(self.cable)
        merge_up(self.cable, user=self.user, key="par2")
        merge_up(self.cable, user=self.user, key="par3")
        self.assertEqual(len(blocks_of(self.cable)), 1)
        self.restore(self.cable, 0)
        self.check()
        self.assertEqual(landings(self.cable), before)
        link.refresh_from_db()
        self.assertEqual(link.paragraph.key, "par2")

    def test_a_split_is_undone_and_the_second_key_lands_on_its_words(self):
        split(self.cable, user=self.user, key="par2", offset=9)
        (new,) = {key for key, *_ in blocks_of(self.cable)} - {
            key for key, *_ in self.before
        }
        words = self.cable.paragraphs.get(key=new).text
        self.restore(self.cable, 0)
        self.check()
        self.assertEqual(landings(self.cable), {new: words})

    def test_order_labels_and_words_of_a_moment_in_between(self):
        rows = self.without()
        rows[0]["text"] = "One was here."
        save_paragraphs(self.cable, user=self.user, blocks=list(reversed(rows)))
        self.before, moment = blocks_of(self.cable), self.last(self.cable)
        save_paragraphs(self.cable, user=self.user, blocks=self.without("par1"))
        split(self.cable, user=self.user, key="par2", offset=9)
        self.restore(self.cable, moment)
        self.check()

    def test_what_an_import_replaced_is_not_made_up(self):
        save_paragraphs(self.cable, user=self.user, blocks=self.without("par3"))
        rows = self.without()
        rows[0]["text"] = "One was here."
        save_paragraphs(self.cable, user=self.user, blocks=rows)
        self.cable.paragraphs.filter(key="par1").delete()
        with self.assertRaisesMessage(RestoreRefused, "an import replaced some"):
            self.restore(self.cable, 0)


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
