from django.test import TestCase

from cables.curation.drafts import draft_of, drop_draft, keep_draft, sheets_with_drafts
from cables.models.sealed import SavedDraft
from tests.admin.editors import make_editor
from tests.factories import make_cable


class DraftTests(TestCase):
    def setUp(self):
        self.user, self.cable = make_editor(), make_cable()

    def keep(self, page="cable", version=1, **data):
        given = {"user": self.user, "page": page, "cable": self.cable}
        return keep_draft(**given, version=version, data=data)

    def of(self, page="cable", user=None):
        return draft_of(user=user or self.user, page=page, cable=self.cable)

    def test_the_last_one_is_kept(self):
        self.keep(subject="ONE")
        self.keep(subject="TW\0O", version=2)
        draft = self.of()
        self.assertEqual((draft.version, draft.data), (2, {"subject": "TWO"}))
        self.assertEqual(SavedDraft.objects.count(), 1)

    def test_each_person_and_each_page_has_its_own(self):
        self.keep(subject="ONE")
        self.assertIsNone(self.of("paragraphs"))
        self.assertIsNone(self.of(user=make_editor()))
        drop_draft(user=make_editor(), page="cable", cable=self.cable)
        self.assertIsNotNone(self.of())
        drop_draft(user=self.user, page="cable", cable=self.cable)
        self.assertIsNone(self.of())

    def test_each_sheet_has_its_own(self):
        given = {"user": self.user, "page": "paragraphs", "cable": self.cable}
        for sheet in (300, 0):
            keep_draft(**given, version=1, data={"from": str(sheet)}, sheet=sheet)
        self.assertEqual(sheets_with_drafts(**given), [0, 300])
        drop_draft(**given)
        self.assertIsNone(draft_of(**given))
        self.assertEqual(draft_of(**given, sheet=300).data, {"from": "300"})

    def test_other_pages_have_none(self):
        with self.assertRaises(ValueError):
            self.keep("tags")
