"""Words that were taken out come back by ``undo`` alone, whatever else is asked for."""

from cables.curation.cables import save_cable
from cables.curation.conflicts import decide_conflict
from cables.curation.errors import CurationError
from cables.curation.paragraphs import save_paragraphs
from cables.models.sealed import ImportConflict

from .cases import RedactionCase


class ReturnTests(RedactionCase):
    def setUp(self):
        super().setUp()
        self.body = self.cable.body
        self.text = self.block("par2").text
        self.approve(self.mark("par2", "Mara Ilves"), self.mark("u6", "KIRA VELL"))
        self.after = self.texts()

    def refused(self, verb, *args, **options):
        with self.assertRaises(CurationError):
            verb(*args, user=self.author, **options)
        self.assertEqual(self.texts(), self.after)

    def test_not_by_what_an_import_brought(self):
        conflict = ImportConflict.objects.create(
            cable=self.cable, field="body", incoming=self.body
        )
        self.refused(decide_conflict, conflict, take=True)

    def test_not_by_the_forms_of_the_desk(self):
        self.refused(save_cable, self.cable, values={"body": self.body})
        self.refused(save_cable, self.cable, values={"subject": "KIRA VELL AGAIN"})

    def test_not_by_the_paragraphs(self):
        blocks = [
            {
                "id": row.pk,
                "kind": row.kind,
                "label": row.label,
                "marking": row.marking,
                "text": self.text if row.key == "par2" else row.text,
            }
            for row in self.cable.paragraphs.order_by("position")
        ]
        self.refused(save_paragraphs, self.cable, blocks=blocks)
