"""A better record that numbers, joins or parts paragraphs otherwise: addresses stay."""

from cables.models import Paragraph, ParagraphAlias, Reference

from .cases import ImportCase, texts
from .records import BODY, csv_record

SHIPS = "2. (U) Two ships came in on Monday. \n"
THIRD = "3. (C) We expect a third one. \n"


class BodyCase(ImportCase):
    def load_body(self, old="", new=""):
        self.assertIn(old, BODY)
        return self.load(csv_record(body=BODY.replace(old, new) if old else BODY))

    def landing(self, key):
        """Return the words that an address lands on, as key or as alias."""
        block = Paragraph.objects.filter(key=key).first()
        if block:
            return block.text
        alias = ParagraphAlias.objects.get(key=key)
        return alias.paragraph and alias.paragraph.text[alias.offset :]


class RenumberedTests(BodyCase):
    def test_a_paragraph_put_in_between_takes_no_address_away(self):
        """The old ones have other numbers and slight corrections: words before keys."""
        self.load_body()
        rest = BODY[BODY.index("2. (U)") :]
        self.load_body(
            rest,
            "2. (U) The weather was fine all week. \n \n"
            "3. (U) Two ships came in on Tuesday. \n \nComment \n \n"
            "4. (C) We expect a third one soon. \nEXAMPLE",
        )
        after = texts()
        self.assertEqual(after["par2"], "Two ships came in on Tuesday.")
        self.assertEqual(after["par3"], "We expect a third one soon.")
        self.assertEqual(after["par2-2"], "The weather was fine all week.")
        self.assertEqual(Paragraph.objects.get(key="par2").label, "3")

    def test_other_words_under_the_same_number_are_another_paragraph(self):
        self.load_body()
        self.load_body("Two ships came in on Monday.", "The weather was fine.")
        self.assertEqual(texts()["par2-2"], "The weather was fine.")
        self.assertIsNone(self.landing("par2"))

    def test_between_two_that_are_alike_the_more_alike_has_it(self):
        first = "The Embassy thanks the Ministry for its note of Monday, 3 April"
        second = "The Embassy thanks the Ministry for its note of Friday, 7 April"
        self.load_body(SHIPS, f"2. (U) {first}. \n \n3. (U) {second}. \n")
        self.load_body(
            SHIPS,
            f"2. (U) Rain. \n \n3. (U) {first}, too. \n \n4. (U) {second}, too. \n",
        )
        after = texts()
        self.assertEqual(after["par2"], f"{first}, too.")
        self.assertEqual(after["par3"], f"{second}, too.")

    def test_headings_are_known_by_their_word_and_not_by_their_place(self):
        self.load_body("Comment \n", "Summary \n \nComment \n")
        before = {text: key for key, text in texts().items()}
        self.load_body("Comment \n", "Details \n \nSummary \n \nComment: \n")
        after = {text: key for key, text in texts().items()}
        self.assertEqual(after["Summary"], before["Summary"])
        self.assertEqual(after["Comment:"], before["Comment"])
        self.assertNotIn(after["Details"], before.values())

    def test_a_heading_in_its_place_may_be_corrected(self):
        self.load_body("Comment \n", "Coment \n")
        before = {text: key for key, text in texts().items()}
        self.load_body()
        self.assertEqual(texts()[before["Coment"]], "Comment")


class AnchorTests(BodyCase):
    """The original site had an anchor wherever a line began with a number."""

    def test_an_anchor_becomes_the_key_of_the_block_that_begins_there(self):
        self.load_body(
            SHIPS, "2. (U) Two ships came in on Monday \nin 2005. The end. \n"
        )
        self.load_body(
            SHIPS, "2. (U) Two ships came in on Monday \nof \n2005. It was so. \n"
        )
        self.assertEqual(self.landing("par2005"), "2005. It was so.")

    def test_an_anchor_follows_its_words(self):
        joined = "2. (U) {} Then \n2005. The end of it all. \n"
        self.load_body(SHIPS, joined.format("Two ships came in."))
        before = ParagraphAlias.objects.get(key="par2005").offset
        self.load_body(SHIPS, joined.format("Two big ships came in at last."))
        self.assertEqual(self.landing("par2005"), "2005. The end of it all.")
        self.assertGreater(ParagraphAlias.objects.get(key="par2005").offset, before)

    def test_an_anchor_in_a_joined_paragraph_becomes_a_key_again(self):
        """A merged ¶3 led into ¶2; a record that parts the two gives it back."""
        self.load_body()
        self.load_body(BODY[BODY.index("2. (U)") :], self.joined())
        self.assertIn("We expect a third one.", self.landing("par3"))
        self.assertFalse(Paragraph.objects.filter(key="par3").exists())
        self.load_body(" \n \nClassified By", " \n \nClassified by")
        self.assertEqual(texts()["par3"], "We expect a third one.")
        self.assertEqual(texts()["par2"], "Two ships came in on Monday.")
        self.assertFalse(ParagraphAlias.objects.filter(key="par3").exists())

    def joined(self):
        return "2. (U) Two ships came in on Monday. We expect a third one. \nEXAMPLE"

    def test_an_alias_of_other_words_gives_its_key_to_nobody(self):
        self.load_body()
        self.load_body(BODY[BODY.index("2. (U)") :], self.joined())
        self.load_body("We expect a third one.", "The weather was fine.")
        self.assertEqual(texts()["par3-2"], "The weather was fine.")

    def test_a_tombstone_stays_one(self):
        self.load_body()
        self.load_body(SHIPS)
        self.load_body(SHIPS, "2. (U) The weather was fine. \n")
        self.assertIsNone(self.landing("par2"))


class ReferenceTests(BodyCase):
    def test_references_keep_their_paragraph_when_blocks_are_replaced(self):
        self.load_body(SHIPS, "2. (U) See 05 MEXICO 99. \n")
        cited = Reference.objects.filter(cited_id="05MEXICO99")
        self.assertEqual(cited.get().paragraph.key, "par2")
        self.load_body(SHIPS, "2. (U) All of this was told in 05 MEXICO 99. \n")
        self.assertIn("All of this", cited.get().paragraph.text)
