"""Words leave the history, and its chain of digests holds."""

from cables.curation.cables import save_cable
from cables.curation.paragraphs import save_paragraphs
from cables.curation.purge.traces import PURGED
from cables.curation.revisions import (
    add_revision,
    first_broken,
    history,
    last_editor,
)
from cables.models import Proposal, ReleaseNote
from cables.models.revision import Revision
from cables.models.sealed import (
    TagMerge,
)
from tests import factories as make
from tests.admin.editors import make_editor

from .cases import BOX, blocks_of, take_out
from .purge_case import WORDS, PurgeCase


class HistoryTests(PurgeCase):
    def setUp(self):
        super().setUp()
        texts = {"par1": f"The talks began. {WORDS.upper()} said yes."}
        save_paragraphs(
            self.cable,
            user=self.user,
            blocks=blocks_of(self.cable, **texts),
            why=f"{WORDS} asked for it",
        )
        save_cable(self.cable, user=self.user, values={"subject": "HARBOUR"})
        self.block.refresh_from_db()
        take_out(self.block, WORDS.upper())

    def test_words_leave_the_history_and_the_chain_holds(self):
        self.assertIn("Quennerby", str(list(Revision.objects.values())))
        purge = self.purge()
        self.assertEqual(self.counts(purge)["history"], 1)
        said = str(list(Revision.objects.values())).lower()
        self.assertNotIn("quennerby", said)
        first = history(self.cable).order_by("id").first()
        self.assertEqual(first.why, f"{PURGED} asked for it")
        before = first.before["paragraphs"]["par1"]["text"]
        self.assertEqual(before, f"The talks began. {BOX} said no.")
        self.assertIsNone(first_broken(self.cable))

    def test_words_leave_the_history_of_what_names_no_cable(self):
        note = ReleaseNote.objects.create(day=self.cable.released.date())
        form = {"kind": "article", "url": "https://lantern.example/1"}
        proposal = Proposal.objects.create(**form, cables="06LOWMOOR1", quote="So.")
        tag = make.make_tag("HARBOUR")
        self.cable.tags.add(tag)
        TagMerge.objects.create(
            name="PORT", target=tag, fields={}, packed=b"", cables=1
        )
        for row in (note, proposal, tag):
            told = {"before": {"title": WORDS}, "after": {"title": "A man"}}
            add_revision(row, user=self.user, why=f"not {WORDS}", **told)
        self.purge()
        said = str(list(Revision.objects.values())).lower()
        self.assertNotIn("quennerby", said)
        for row in (note, proposal, tag):
            self.assertIsNone(first_broken(row))

    def test_a_purged_row_that_is_changed_later_shows(self):
        self.purge()
        first = history(self.cable).order_by("id").first()
        Revision.objects.filter(pk=first.pk).update(why="forged")
        self.assertEqual(first_broken(self.cable), first)

    def test_a_row_that_no_purge_vouches_for_shows(self):
        first = history(self.cable).order_by("id").first()
        Revision.objects.filter(pk=first.pk).update(why="forged")
        self.assertEqual(first_broken(self.cable), first)

    def test_what_vouches_cannot_be_changed_unseen(self):
        self.purge()
        note = history(self.cable).first()
        save_cable(self.cable, user=self.user, values={"subject": "LATER"})
        note.after["purged rows"] = dict.fromkeys(note.after["purged rows"], "0" * 64)
        note.save()
        self.assertIsNotNone(first_broken(self.cable))

    def test_two_purges_of_one_row(self):
        self.purge()
        take_out(self.cable.paragraphs.get(), "talks began")
        self.purge()
        self.assertIsNone(first_broken(self.cable))
        self.assertNotIn("talks", str(list(Revision.objects.values())))

    def test_who_purges_has_not_edited(self):
        editor = last_editor(self.cable)
        self.user = make_editor("add_purge")
        self.purge()
        self.assertEqual(last_editor(self.cable), editor)

    def test_later_edits_go_on_along_the_chain(self):
        self.purge()
        save_cable(self.cable, user=self.user, values={"subject": "LATER"})
        self.assertIsNone(first_broken(self.cable))
