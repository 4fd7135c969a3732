"""The REF sections."""

from unittest import TestCase

from cables.parsing.references import read_mentions, read_references

# section, then label:target or label:kind of every entry
SECTIONS = (
    ("REF: MEXICO 123", ":06MEXICO123"),
    (
        "REF: A. MEXICO 123 B. 05 STATE 4567 (NOTAL)",
        "A:06MEXICO123 B:05STATE4567",
    ),  # one line
    (
        "REF: A. MEXICO 123\n     B. MEXICO 124",
        "A:06MEXICO123 B:06MEXICO124",
    ),  # one a line
    # a second section goes on with the letters of the first
    ("REF: B. SANTA BRISA 1577", "B:06SANTABRISA1577"),
    ("REF: A) MEXICO 123 B) MEXICO 124", "A:06MEXICO123 B:06MEXICO124"),
    ("REFS: (A) MEXICO 123 (B) MEXICO 124", "A:06MEXICO123 B:06MEXICO124"),
    (
        "REF: REF (A) MADRID 3785 (B) SECSTATE\n\n36633",
        "A:06MADRID3785 B:06STATE36633",
    ),  # twice REF, a blank line
    (
        "Ref: a. San Jose 001323 b. san jose 001374",
        "A:06SANJOSE1323 B:06SANJOSE1374",
    ),  # lower case
    ("REF A. MEXICO 123", "A:06MEXICO123"),  # no colon
    ("REFTELS: MEXICO 123, MEXICO 124", ":06MEXICO123 :06MEXICO124"),  # no labels
    (
        "REF: TEHRAN 1091: TEHRAN 263: MOSCOW 1603",
        ":06TEHRAN1091 :06TEHRAN263 :06MOSCOW1603",
    ),  # colons
    ("REF: MEXICO 1; ROME 2", ":06MEXICO1 :06ROME2"),  # semicolons
    (
        "REF: MEXICO 1889 AND 1890",
        ":06MEXICO1889 :06MEXICO1890",
    ),  # the post stands once
    (
        "REF: STATE 12345, 12346 AND 12347",
        ":06STATE12345 :06STATE12346 :06STATE12347",
    ),  # a row of serials that ends in AND
    (
        "REF: MEXICO 1889, 1890 AND 05 STATE 12",
        ":06MEXICO1889 :06MEXICO1890 :05STATE12",
    ),
    ("REF: MEXICO 1889 AND PREVIOUS", ":06MEXICO1889"),
    # the figure behind a word that is no post is the next one's year
    ("REF: ROME 1 AND 05 STATE 12", ":06ROME1 :05STATE12"),
    ("REF: ROME 1 NOTAL 05 STATE 12", ":06ROME1 :05STATE12"),
    ("REF: ROME 12 STATE 13", ":06ROME12 :06STATE13"),  # nothing between
    ("REF: 09CAIRO0561", ":09CAIRO561"),
    ("REF: 2005 LA PAZ 12", ":05LAPAZ12"),  # four digits, two words
    ("REF: LA PAZ 12", ":06LAPAZ12"),
    ("REF: PORT MARA 12", ":06PORTMARA12"),  # a post that is not known
    (
        "REF: STATE 106206 CIRCULAR; STATE CA-3400 NOV 2, 1966",
        ":06STATE106206 :other",
    ),  # an airgram
    ("REF: A. SMITH-DOE E-MAIL OF 3/12/2006", "A:email"),
    ("REF: A. smith@example.org 12 MAY", "A:email"),
    ("REF: A. DTG 101922Z APR 06", "A:dtg"),
    ("REF: A. DOE/ROE TELCON MAY 4", "A:phone"),
    ("REF: A. FBIS ABC20060504000123", "A:report"),
    ("REF: A. OSC REPORT 12", "A:report"),
    ("REF: A. STATE 12 (E-MAIL)", "A:06STATE12"),  # a cable all the same
    ("REF: A. A LETTER", "A:other"),
    ("REF: A. MEXICO 123 C. MEXICO 125", "A:06MEXICO123 C:06MEXICO125"),  # B is missing
    (
        "REF: A. U.S. MISSION LETTER B. ROME 1",
        "A:other B:06ROME1",
    ),  # letters that are none
    ("REF:", ""),
    ("REF: N/A", ":other"),
)


def told(references) -> str:
    return " ".join(f"{one.label}:{one.target_id or one.kind}" for one in references)


class ReferenceTests(TestCase):
    def test_sections(self):
        for section, expected in SECTIONS:
            with self.subTest(section):
                self.assertEqual(expected, told(read_references(section, 0, 2006)))

    def test_notes(self):
        for section, expected in (
            ("REF: ROME 1 (NOTAL)", "NOTAL"),
            ("REF: ROME 1 NOTAL", "NOTAL"),  # no brackets
            ("REF: ROME 1 AND PREVIOUS", "AND PREVIOUS"),
            ("REF: ROME 1 (EXDIS) (NOTAL)", "EXDIS, NOTAL"),
            ("REF: ROME 1", ""),
        ):
            with self.subTest(section):
                (reference,) = read_references(section, 0, 2006)
                self.assertEqual(expected, reference.note)

    def test_a_note_belongs_to_the_id_before_it(self):
        first, second = read_references("REF: ROME 1 (NOTAL), ROME 2", 0, 2006)
        self.assertEqual(("NOTAL", ""), (first.note, second.note))

    def test_spans(self):
        section = "REF: A. MEXICO 123 B. 05 STATE 4567 (NOTAL)"
        for one in read_references(section, 50, 2006):
            self.assertEqual(
                one.printed, section[one.span.start - 50 : one.span.end - 50]
            )

    def test_mentions_are_named_once(self):
        text = "06ROME1, 06ROME2 and again 06ROME2; STATE 12345"
        mentions = read_mentions(text, 0, 2006, {"06ROME1"})
        self.assertEqual(":06ROME2 :06STATE12345", told(mentions))
