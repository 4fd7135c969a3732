"""The TAGS line."""

from unittest import TestCase

from cables.parsing.tags import kind_of, looks_like_tags, read_tags

LINES = (
    ("TAGS: MARR, MASS, PREL, MX", "MARR MASS PREL MX"),
    ("TAGS: MARR MASS PREL MX", "MARR MASS PREL MX"),  # no commas
    ("TAGS MARR, MASS", "MARR MASS"),  # no colon
    ("TAGS: MARR,MASS,\nPREL", "MARR MASS PREL"),  # two lines, no blanks
    ("TAGS: TZ\nUNGA, VE", "TZ UNGA VE"),  # a comma lost at the line end
    ("AGS: PGOV, MX", "PGOV MX"),  # a letter lost
    ("TAGE S: PGOV, MX", "PGOV MX"),  # garbled
    ("TAGS: prel, pgov", "PREL PGOV"),  # small letters
    ("TAGS: PREL, PREL, MX", "PREL MX"),  # twice
    ("TAGS: OVIP (CLINTON, HILLARY), MX", "OVIP CLINTON,_HILLARY MX"),  # a person
    ("TAGS: PREL OVIP (CLINTON, HILLARY)", "PREL OVIP CLINTON,_HILLARY"),
    ("TAGS: HUMAN RIGHTS, MX", "HUMAN_RIGHTS MX"),  # two words
    ("TAGS: PREL HUMAN RIGHTS MX", "PREL HUMAN_RIGHTS MX"),  # and no commas
    ("TAGS: AER LINGUS, EI", "AER_LINGUS EI"),  # two words that are known
    ("TAGS: ECONEFIN, MX", "ECON EFIN MX"),  # fused
    ("TAGS: PRELMX", "PREL MX"),  # fused with a place
    ("TAGS: ECONEFIM", "ECONEFIM"),  # fused, but no code
    ("TAGS: PGVO", "PGVO"),  # mistyped
    ("TAGS: PREL; PGOV", "PREL PGOV"),
    ("TAGS: PREL, PGOV.", "PREL PGOV"),  # a full stop
    ("TAGS: PREL,, ,MX", "PREL MX"),  # nothing between commas
    ("TAGS: ()", ""),
    ("TAGS:", ""),
    ("TAGS: NATO, AFL-CIO", "NATO AFL-CIO"),
)
KINDS = (
    ("PREL", "subject"),
    ("KDEM", "program"),
    ("KXYZ", "program"),  # not listed, but of the shape
    ("MX", "geo"),
    ("AL", "geo"),  # also the Arab League
    ("UNGA", "organisation"),
    ("PGVO", "unknown"),
    ("HUMAN RIGHTS", "unknown"),
)


class TagTests(TestCase):
    def test_lines(self):
        for line, expected in LINES:
            with self.subTest(line):
                tags = read_tags(line, 100)
                self.assertEqual(
                    expected.split(), [tag.code.replace(" ", "_") for tag in tags]
                )
                for tag in tags:
                    start, end = tag.span
                    self.assertEqual(
                        tag.printed.upper(), line[start - 100 : end - 100].upper()
                    )

    def test_kinds(self):
        for code, kind in KINDS:
            with self.subTest(code):
                self.assertEqual(kind, kind_of(code))

    def test_a_person_is_one(self):
        (_, person) = read_tags("TAGS: OVIP (CLINTON, HILLARY)", 0)
        self.assertEqual(("CLINTON, HILLARY", "person"), (person.code, person.kind))

    def test_lines_that_go_on(self):
        self.assertTrue(looks_like_tags("UNGA, VE"))
        self.assertFalse(looks_like_tags("A VISIT TO ROME"))
        self.assertFalse(looks_like_tags(" "))
