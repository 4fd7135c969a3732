"""The parse of real pages: thirty of the original site, three rows of the release."""

from collections.abc import Iterator
from datetime import date
from unittest import TestCase, skipUnless

from cables.parsing import ParsedCable, parse_message

from .invariants import assert_invariants, letters
from .shared_data import ABSENT, PAGES, Page, pages, records


def parse(page: Page) -> ParsedCable:
    return parse_message(
        header=page.header, body=page.body, reference_id=page.reference_id
    )


def landing(cable: ParsedCable) -> dict[str, str]:
    """Return the words that every address of a cable lands on, by address."""
    words = {}
    texts = [b.label + b.marking + b.text for b in cable.blocks if b.kind != "artefact"]
    for index, block in enumerate(b for b in cable.blocks if b.kind != "artefact"):
        after = "".join(texts[index + 1 :])
        words[block.key] = letters(texts[index] + after)
        for anchor in block.anchors:
            words[anchor.key] = letters(block.text[anchor.offset :] + after)
    return words


def without_artefacts(page: Page, cable: ParsedCable, place: int) -> str:
    """Return the letters of a body from a place on, artefacts left out."""
    spans = [s for b in cable.blocks if b.kind == "artefact" for s in b.spans]
    parts = []
    for start, end in sorted(spans):
        if start >= place:
            parts.append(page.body[place:start])
            place = end
    parts.append(page.body[place:])
    return letters("".join(parts))


MARKER = " \nROME 00000001  002 OF 003 \n \n \n"


def readable(cable: ParsedCable) -> list[str]:
    return [block.text for block in cable.blocks if block.kind != "artefact"]


def line_starts_inside(page: Page, cable: ParsedCable) -> Iterator[int]:
    """List the places inside paragraphs at which a line starts."""
    for block in cable.blocks:
        if block.kind in ("numbered", "unnumbered", "bullet"):
            for start, end in block.spans:
                at = page.body.find("\n", start, end) + 1
                while at:
                    if not page.body[at].isspace():
                        yield at
                    at = page.body.find("\n", at, end) + 1


@skipUnless(PAGES.is_dir(), ABSENT)
class RealPageTests(TestCase):
    @classmethod
    def setUpClass(cls):
        cls.pages = [(page, parse(page)) for page in pages()]

    def test_all_pages_are_there(self):
        self.assertEqual(30, len(self.pages))

    def test_invariants(self):
        for page, cable in self.pages:
            with self.subTest(page.reference_id):
                assert_invariants(self, page.body, cable)

    def test_every_anchor_lands_on_the_same_words(self):
        seen = 0
        for page, cable in self.pages:
            words = landing(cable)
            first = {}
            for name, place in page.anchors:
                first.setdefault(name, place)
            for name, place in first.items():
                with self.subTest(page.reference_id, name=name):
                    expected = without_artefacts(page, cable, place)
                    self.assertEqual(expected[:40], words[name][:40])
                    seen += 1
        self.assertGreater(seen, 150)

    def test_a_page_marker_put_into_a_paragraph_is_read_over(self):
        """Where a sentence ends before the marker, it may also begin a paragraph."""
        tried = misread = 0
        for page, cable in self.pages:
            expected = readable(cable)
            for place in list(line_starts_inside(page, cable))[::9]:
                body = page.body[:place] + MARKER + page.body[place:]
                tried += 1
                misread += readable(parse(page._replace(body=body))) != expected
        self.assertGreater(tried, 100)
        self.assertLess(misread, tried * 0.03)

    def test_repeated_anchors_have_a_key_of_their_own(self):
        for page, cable in self.pages:
            starts = {b.spans[0].start: b.key for b in cable.blocks}
            for name, place in page.anchors:
                with self.subTest(page.reference_id, name=name, place=place):
                    key = starts.get(place)
                    self.assertTrue(key is None or key.startswith(name))

    def test_what_every_cable_states(self):
        for page, cable in self.pages:
            with self.subTest(page.reference_id):
                self.assertTrue(cable.classification)
                self.assertEqual("12958", cable.executive_order)
                self.assertTrue(cable.tags)
                self.assertTrue(cable.is_partial or cable.recipients)


@skipUnless(PAGES.is_dir(), ABSENT)
class FactsOfPagesTests(TestCase):
    """Facts about single pages, in figures and names."""

    @classmethod
    def setUpClass(cls):
        cls.cables = {page.reference_id: parse(page) for page in pages()}

    def test_signatures(self):
        for reference_id, signature in (
            ("05MADRID4026", "AGUIRRE"),  # a stray line follows
            ("06BOGOTA5712", "WOOD"),  # an end-of-cable row follows
            ("06SANJOSE2779", "Langdale"),  # not in capitals
            ("07NAPLES118", "TRUHN"),  # a stray quotation mark follows
            ("07TALLINN128", "GOLDSTEIN"),  # behind the last sentence
            ("08REYKJAVIK251", "VAN VOORST"),  # two words
            ("09CAIRO1309", "SCOBEY"),  # behind the last sentence
            ("09CAIRO1396", ""),  # none
            ("09MANAMA711", "ERELI"),  # behind a number sign
            ("09TRIPOLI365", "CRETZ"),  # behind a square bracket
        ):
            with self.subTest(reference_id):
                self.assertEqual(signature, self.cables[reference_id].signature)

    def test_labels_that_are_none(self):
        for reference_id, holder, key in (
            ("05SANJOSE1819", "par6", "par2005"),
            ("06SANJOSE2779", "par4", "par47"),
            ("09USUNNEWYORK932", "par4", "par2030"),
        ):
            with self.subTest(reference_id):
                blocks = {b.key: b for b in self.cables[reference_id].blocks}
                self.assertEqual([key], [a.key for a in blocks[holder].anchors])

    def test_references(self):
        for reference_id, expected in (
            ("05MADRID4026", ["05MADRID3785", "05MADRID3566", "05STATE36633"]),
            ("06BOGOTA5712", [f"06BOGOTA{n}" for n in (5524, 5486, 5395, 5384)]),
            ("07SANJOSE1965", ["07SANJOSE1323", "07SANJOSE1374"]),
            ("10JAKARTA186", ["10JAKARTA65"]),
        ):
            with self.subTest(reference_id):
                found = self.cables[reference_id].references
                self.assertEqual(expected, [one.target_id for one in found])

    def test_numbering(self):
        for reference_id, expected in (
            ("05SANJOSE2090", [1, 2, 3, 4, 5, 6, 7, 8, 7]),
            ("05SANJOSE2100", [1, 2, 3, 3, 4, 5]),
            ("09BERLIN1054", [1, 2, 3, 4, 5, 1, 2, 3, 4, 5]),
            ("09TRIPOLI365", list(range(1, 25))),
            ("10CAIRO23", list(range(1, 7))),
        ):
            with self.subTest(reference_id):
                numbered = [
                    int(block.label)
                    for block in self.cables[reference_id].blocks
                    if block.kind == "numbered"
                ]
                self.assertEqual(expected, numbered)

    def test_tables_keep_their_lines(self):
        tables = [b for b in self.cables["08SANJOSE900"].blocks if b.kind == "table"]
        self.assertEqual([3], [table.text.count("\n") for table in tables])


@skipUnless(PAGES.is_dir(), ABSENT)
class MexicoTests(TestCase):
    """06MEXICO1889, whole."""

    @classmethod
    def setUpClass(cls):
        (cls.page,) = [one for one in pages() if one.reference_id == "06MEXICO1889"]
        cls.cable = parse(cls.page)
        cls.blocks = {block.key: block for block in cls.cable.blocks}

    def test_header(self):
        cable = self.cable
        self.assertEqual("VZCZCXRO8496", cable.transmission_id)
        self.assertEqual(("RR", ""), (cable.precedence_action, cable.precedence_info))
        self.assertEqual("2006-04-10T19:22:00+00:00", cable.sent.isoformat())
        self.assertEqual("AMEMBASSY MEXICO", cable.sender)
        self.assertEqual(
            [
                ("action", "RUEKJCS", "SECDEF WASHDC", ""),
                ("action", "RUEHC", "SECSTATE WASHDC", "0160"),
                ("info", "RUEHXC", "ALL US CONSULATES IN MEXICO COLLECTIVE", ""),
                ("info", "RHMFISS", "HQ USNORTHCOM", ""),
            ],
            [(one.role, one.route, one.name, one.number) for one in cable.recipients],
        )

    def test_opening(self):
        cable = self.cable
        at = self.page.body.index("SUBJECT:") + len("SUBJECT:")
        printed = self.page.body[at : self.page.body.index("\n \n", at)]
        self.assertEqual(" ".join(printed.split()), cable.subject)
        self.assertEqual((1, 75), (printed.count("\n"), len(cable.subject)))
        self.assertEqual(["MARR", "MASS", "PREL", "MX"], [t.code for t in cable.tags])
        self.assertEqual(date(2016, 4, 6), cable.declassify_on)
        self.assertEqual("CONFIDENTIAL", cable.classification)
        self.assertEqual((1, 2), (cable.section, cable.section_count))
        self.assertEqual(("SIPDIS",), cable.captions)
        by = cable.classified_by
        self.assertEqual(("Ambassador", "Antonio O. Garza"), (by.title, by.name))
        self.assertEqual((("b", "d"), "1.4"), (by.reasons, by.section))

    def test_paragraphs(self):
        numbered = [b for b in self.cable.blocks if b.kind == "numbered"]
        self.assertEqual(list("12345"), [block.label for block in numbered])
        self.assertEqual({"C"}, {block.marking for block in numbered})
        self.assertEqual([f"par{n}" for n in range(1, 6)], [b.key for b in numbered])
        self.assertEqual(3, len([b for b in self.cable.blocks if b.kind == "bullet"]))
        self.assertEqual(3, len(self.cable.headings))
        self.assertEqual("GARZA", self.cable.signature)
        self.assertEqual((), self.cable.problems)

    def test_cut_sentences_read_on(self):
        bullet = [b for b in self.cable.blocks if b.kind == "bullet"][-1]
        for block in (bullet, self.blocks["par4"]):
            first, second = (
                self.page.body[slice(*span)].split() for span in block.spans
            )
            self.assertIn(" ".join(first[-3:] + second[:3]), block.text)

    def test_summary(self):
        text = self.blocks["par1"].text
        self.assertEqual(text, f"Summary: {self.cable.summary} End Summary")


@skipUnless(PAGES.is_dir(), ABSENT)
class RealRecordTests(TestCase):
    def test_invariants(self):
        for row in records():
            with self.subTest(row[2]):
                cable = parse_message(header=row[6], body=row[7], reference_id=row[2])
                assert_invariants(self, row[7], cable)

    def test_references_agree_with_the_release(self):
        for row in records():
            cable = parse_message(header=row[6], body=row[7], reference_id=row[2])
            with self.subTest(row[2]):
                listed = set(filter(None, row[5].split("|")))
                self.assertLessEqual(
                    listed, {one.target_id for one in cable.references}
                )
