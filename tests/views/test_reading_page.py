"""What the reading page says beside the words: since when, which parts, as received."""

from django.test import TestCase

from cables.choices import Action, BlockKind, ReasonCode
from cables.reading.opening_lines import explain_opening
from cables.reading.portions import unclassified
from cables.sharing.fingerprints import fingerprint
from tests import factories as make

ADDRESS = "/cable/2006/04/06LOWMOOR1889.html"
ALONE = "/cable/2006/04/06LOWMOOR1889/{}.html"


class ReadingPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cable = make.make_cable("06LOWMOOR1889", tags=["PREL"])
        make.make_paragraph(cls.cable, "TAGS: PREL", kind=BlockKind.CAPTION)
        make.make_paragraph(cls.cable, "Tolls rose.", label="1", marking="U")
        cls.second = make.make_paragraph(
            cls.cable, "Nobody paid.", label="2", marking="C"
        )

    def test_link_made_when_the_words_were_the_same(self):
        seen = fingerprint("Nobody paid.")
        for address in (ADDRESS, ALONE.format("par2")):
            page = self.client.get(f"{address}?seen={seen}")
            self.assertContains(page, "<b>Unchanged.</b>")
            self.assertContains(
                page, f'rel="canonical" href="http://localhost:8000{address}"'
            )

    def test_link_made_before_a_correction_says_when_and_why(self):
        seen = fingerprint("Nobody paid, but the miller.")
        make.make_change(
            self.cable, Action.REDACTED, words=3, reason_code=ReasonCode.SOURCE_SAFETY
        )
        for address in (ADDRESS, ALONE.format("par2")):
            page = self.client.get(f"{address}?seen={seen}")
            self.assertContains(page, "Changed since this link was made.")
            self.assertContains(page, "3 words left the archive. Protects a source.")
            self.assertNotContains(page, "miller")

    def test_words_that_moved(self):
        seen = fingerprint("Nobody paid.")
        page = self.client.get(f"{ALONE.format('par1')}?seen={seen}")
        self.assertContains(page, "Moved since this link was made.")

    def test_mark_that_is_none(self):
        page = self.client.get(f"{ADDRESS}?seen=<script>")
        self.assertContains(page, "The end of this link cannot be read.")
        self.assertNotContains(page, "<script>alert")

    def test_unclassified_parts_only(self):
        page = self.client.get(f"{ADDRESS}?parts=u")
        self.assertContains(page, "Tolls rose.")
        self.assertNotContains(page, 'id="par2"')
        self.assertContains(page, "1 marked C")
        self.assertContains(page, '<meta name="robots" content="noindex">')

    def test_other_parts_are_the_whole(self):
        self.assertContains(self.client.get(f"{ADDRESS}?parts=x"), "Nobody paid.")

    def test_record_as_received(self):
        page = self.client.get("/cable/2006/04/06LOWMOOR1889/raw.html")
        self.assertContains(page, "FM AMEMBASSY LOWMOOR")
        self.assertContains(page, "C O N F I D E N T I A L LOWMOOR")
        page = self.client.get("/cable/2006/04/06LOWMOOR1889/raw")
        self.assertRedirects(page, "/cable/2006/04/06LOWMOOR1889/raw.html", 301)
        absent = self.client.get("/cable/2006/04/06NEVER1/raw.html")
        self.assertEqual(absent.status_code, 404)

    def test_citing_words_are_quoted(self):
        citing = make.make_cable("06LOWMOOR7")
        block = make.make_paragraph(
            citing, "<i>As</i> 06LOWMOOR1889 said of tolls.", label="1"
        )
        make.make_reference(citing, self.cable, paragraph=block)
        page = self.client.get(ADDRESS)
        self.assertContains(page, "&lt;i&gt;As&lt;/i&gt; 06LOWMOOR1889 said of tolls.")

    def test_design_page_is_the_staffs(self):
        page = self.client.get("/about/design/")
        self.assertRedirects(page, "/admin/design/", fetch_redirect_response=False)


class OpeningTests(TestCase):
    def test_captions_and_orders(self):
        terms = explain_opening("E.O. 12958: DECL: 04/06/2016", [])
        self.assertEqual([term.word for term in terms], ["E.O. 12958", "DECL"])
        self.assertEqual(explain_opening("SUBJECT: TOLLS", []), [])


class PortionTests(TestCase):
    def test_points_belong_to_the_marked_paragraph_before(self):
        cable = make.make_cable()
        kinds = [("1", "C", "numbered"), ("", "", "bullet"), ("2", "U", "numbered")]
        kinds += [("", "", "bullet")]
        blocks = [
            make.make_paragraph(cable, "So.", label=label, marking=marking, kind=kind)
            for label, marking, kind in kinds
        ]
        portions = unclassified(blocks)
        self.assertEqual(portions.shown, blocks[2:])
        self.assertEqual(portions.left_out, {"C": 2})
