from django.test import TestCase
from django.urls import reverse

from cables.curation.paragraphs import merge_up, save_paragraphs
from cables.models import Cable, Change
from cables.models.sealed import SealedText
from tests.admin.editors import make_chief, make_editor
from tests.admin.records import BODY, HEADER, keep_record
from tests.factories import make_alias, make_cable, make_paragraph


class ReparseTests(TestCase):
    def setUp(self):
        self.user = make_chief()
        self.client.force_login(self.user)
        self.cable = make_cable(
            subject="HARBOUR TALKS BEGIN", signatory="MOORE", body=BODY, header=HEADER
        )
        for key, text in (
            ("par1", "The talks went on."),
            ("parX", "The fery left at dawn. MOOR"),
        ):
            make_paragraph(self.cable, text, label=key[3:], key=key, marking="C")
        self.url = reverse("admin:cables_cable_reparse", args=[self.cable.pk])

    def rows(self):
        return {row.name: row for row in self.client.get(self.url).context["rows"]}

    def take(self, *names, version=None):
        version = version or Cable.objects.get(pk=self.cable.pk).version
        data = {"version": version, "take": names}
        return self.client.post(self.url, data, follow=True)

    def stored(self):
        return Cable.objects.get(pk=self.cable.pk)

    def blocks(self):
        rows = self.cable.paragraphs.order_by("position")
        return list(rows.values_list("key", "text"))

    def test_both_sides_with_their_words(self):
        keep_record(self.cable)
        rows = self.rows()
        self.assertEqual(rows["field:signatory"].before, [("MOORE", True)])
        self.assertEqual(rows["field:signatory"].after, [("MOOR", True)])
        self.assertNotIn("field:subject", rows)
        self.assertNotIn("block:par1", rows)
        self.assertEqual(rows["block:parX"].sort, "changed")
        self.assertIn(("ferry", True), rows["block:parX"].after)

    def test_what_is_ticked_is_taken_and_stays_the_records(self):
        keep_record(self.cable)
        self.take("field:signatory")
        stored = self.stored()
        self.assertEqual((stored.signatory, stored.curated), ("MOOR", []))
        self.assertEqual(self.blocks()[1], ("parX", "The fery left at dawn. MOOR"))
        self.assertEqual(Change.objects.count(), 1)

    def test_all_of_it(self):
        keep_record(self.cable)
        page = self.take(*self.rows())
        self.assertContains(page, "What you chose is taken.")
        self.assertEqual(self.rows(), {})
        self.assertIn(("parX", "The ferry left at dawn."), self.blocks())
        self.assertEqual(self.stored().curated, [])

    def test_an_address_that_leads_there_becomes_the_blocks_own(self):
        keep_record(self.cable)
        first = self.cable.paragraphs.get(key="par1")
        self.cable.paragraphs.filter(key="parX").delete()
        text = "The talks went on. The ferry left at dawn."
        self.cable.paragraphs.filter(pk=first.pk).update(text=text)
        make_alias(self.cable, "par2", first, offset=19)
        self.take(*self.rows())
        self.assertIn(("par2", "The ferry left at dawn."), self.blocks())
        self.assertFalse(self.cable.paragraph_aliases.exists())

    def test_a_persons_work_is_kept(self):
        keep_record(self.cable)
        Cable.objects.update(curated=["signatory"])
        block = self.cable.paragraphs.get(key="parX")
        values = {"kind": block.kind, "label": "X", "marking": "S"}
        first = self.cable.paragraphs.get(key="par1")
        kept = {n: getattr(first, n) for n in ("kind", "label", "marking", "text")}
        save_paragraphs(
            self.cable,
            user=self.user,
            blocks=[
                kept | {"id": first.pk},
                values | {"id": block.pk, "text": "The ferry left at dawn, typed."},
            ],
        )
        rows = self.rows()
        for name in ("field:signatory", "block:parX"):
            self.assertEqual(rows[name].kept, "Set by a person: it stays.")
        self.take(*rows)
        self.assertEqual(self.stored().signatory, "MOORE")
        self.assertIn(("parX", "The ferry left at dawn, typed."), self.blocks())

    def test_a_merge_is_a_persons_work(self):
        self.cable.paragraphs.filter(key="parX").update(
            key="par2", text="The ferry left at dawn.", label="2"
        )
        keep_record(self.cable)
        merge_up(self.cable, user=self.user, key="par2")
        rows = self.rows()
        self.take(*rows)
        merged = "The talks went on. The ferry left at dawn."
        self.assertIn(("par1", merged), self.blocks())
        self.assertNotIn("par2", dict(self.blocks()))

    def test_an_older_version_takes_nothing(self):
        keep_record(self.cable)
        page = self.take("field:signatory", version=9)
        self.assertContains(page, "was saved meanwhile")
        self.assertEqual(self.stored().signatory, "MOORE")

    def test_where_words_were_taken_out_the_public_texts_are_read(self):
        keep_record(self.cable, body=BODY.replace("dawn", "dawn with Ada Quill"))
        SealedText.objects.create(cable=self.cable, text="Ada Quill")
        page = self.client.get(self.url)
        self.assertNotContains(page, "Ada Quill")
        self.assertContains(page, "words were taken out of this cable")

    def test_without_a_record(self):
        page = self.client.get(self.url)
        self.assertContains(page, "no record is kept")

    def test_rights(self):
        for rights in (["view_cable", "change_cable"], ["view_sourcerecord"]):
            self.client.force_login(make_editor(*rights))
            for response in (self.client.get(self.url), self.client.post(self.url)):
                self.assertEqual(response.status_code, 403)
