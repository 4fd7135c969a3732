"""An earlier state put back: the words, under their own addresses, and nothing redacted."""

from django.test import TestCase

from cables.choices import Action
from cables.curation import states
from cables.curation.cables import save_cable
from cables.curation.errors import RestoreRefused
from cables.curation.paragraphs import FIELDS, merge_up, save_paragraphs, split
from cables.curation.restore import restore
from cables.curation.revisions import first_broken, history
from cables.curation.tags import set_tags, tag_names
from cables.models import Cable, Change
from tests.admin.editors import make_editor
from tests.factories import (
    RELEASED,
    make_alias,
    make_article_link,
    make_cable,
    make_draft,
    make_post,
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

    def test_an_id_comes_back_and_the_other_one_goes_on_leading_there(self):
        cable = make_cable("06LOWMOOR1")
        save_cable(cable, user=self.user, values={"reference_id": "06LOWMOOR2"})
        self.restore(cable, 0)
        self.assertEqual(Cable.objects.get().reference_id, "06LOWMOOR1")
        former = cable.old_addresses.values_list("former_id", flat=True)
        self.assertEqual(list(former), ["06LOWMOOR2"])

    def test_what_it_came_from_then_may_be_gone(self):
        cable, gone = make_cable(), make_post("Embassy Gone")
        other = make_post("Embassy Elsewhere")
        save_cable(cable, user=self.user, values={"post": gone})
        moment = self.last(cable)
        save_cable(cable, user=self.user, values={"post": other})
        gone.delete()
        with self.assertRaisesMessage(RestoreRefused, "is not there any more"):
            self.restore(cable, moment)
        self.assertEqual(Cable.objects.get().post, other)

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
