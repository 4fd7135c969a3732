"""The opening: fields found line by line, and where the text begins."""

from unittest import TestCase

from cables.parsing.lines import scan
from cables.parsing.opening import read_opening


def told(body: str) -> tuple[list[str], str]:
    """Return "kind: words" of every field, and the text after the opening."""
    opening = read_opening(body, scan(body))
    fields = [
        f"{one.kind}: {' '.join(one.text(body).split())}" for one in opening.fields
    ]
    return fields, body[opening.text_start :].strip()


OPENINGS = (
    (  # as it should be
        "UNCLAS ROME 1\n\nSIPDIS\n\nDEPT FOR EUR\n\nE.O. 12958: N/A\nTAGS: IT\nSUBJECT: X\n\nREF: ROME 2\n\n1. Text.",
        [
            "classification: UNCLAS ROME 1",
            "caption: SIPDIS",
            "attention: DEPT FOR EUR",
            "order: E.O. 12958: N/A",
            "tags: TAGS: IT",
            "subject: SUBJECT: X",
            "refs: REF: ROME 2",
        ],
        "1. Text.",
    ),
    (  # everything on one line
        "UNCLAS ROME 1 SIPDIS PARIS PASS USOECD E.O. 12958: N/A TAGS: IT SUBJECT: X\n\n1. Text.",
        [
            "classification: UNCLAS ROME 1 SIPDIS PARIS PASS USOECD",
            "order: E.O. 12958: N/A",
            "tags: TAGS: IT",
            "subject: SUBJECT: X",
        ],
        "1. Text.",
    ),
    (  # SIPDIS twice: the second is noise
        "UNCLAS ROME 1\nSIPDIS\nSIPDIS\nSUBJECT: X\n\nText.",
        [
            "classification: UNCLAS ROME 1",
            "caption: SIPDIS",
            "artefact: SIPDIS",
            "subject: SUBJECT: X",
        ],
        "Text.",
    ),
    (  # TAGS go on after a comma, SUBJECT begins on the same line
        "TAGS: IT,\nPREL SUBJECT: X\nY\n\nText.",
        ["tags: TAGS: IT, PREL", "subject: SUBJECT: X Y"],
        "Text.",
    ),
    (  # an attention line broken in two
        "UNCLAS ROME 1\n\nFOR SECRETARY DOE FROM\nAMBASSADOR ROE\nALSO WHA/CEN\nSUBJECT: X\n\nText.",
        [
            "classification: UNCLAS ROME 1",
            "attention: FOR SECRETARY DOE FROM AMBASSADOR ROE",
            "attention: ALSO WHA/CEN",
            "subject: SUBJECT: X",
        ],
        "Text.",
    ),
    (  # the REF list goes on after a blank line, with a page marker inside
        "SUBJECT: X\n\nREF: A. ROME 1\n\nROME 00000003  002 OF 002\n\nB. ROME 2\n\nB. Views of the bay.",
        [
            "subject: SUBJECT: X",
            "refs: REF: A. ROME 1 B. ROME 2",
            "artefact: ROME 00000003 002 OF 002",
        ],
        "B. Views of the bay.",
    ),
    (  # a serial that a blank line cut off
        "SUBJECT: X\nREF: A. ROME 1 B. STATE\n\n36633\n\n1. Text.",
        ["subject: SUBJECT: X", "refs: REF: A. ROME 1 B. STATE 36633"],
        "1. Text.",
    ),
    (  # Classified By without a blank line before the text
        "SUBJECT: X\n\nClassified By: DCM Doe.\nReason: 1.4 (b)\n1. Text.",
        [
            "subject: SUBJECT: X",
            "classified: Classified By: DCM Doe.",
            "reason: Reason: 1.4 (b)",
        ],
        "1. Text.",
    ),
    (  # an empty SUBJECT line, then the subject
        "SUBJECT:\n\nA VISIT\n\nText.",
        ["subject: SUBJECT: A VISIT"],
        "Text.",
    ),
    (  # the subject ends at a row of dashes
        "SUBJECT: X\n------\nSUMMARY\n------\n\nText.",
        ["subject: SUBJECT: X"],
        "------\nSUMMARY\n------\n\nText.",
    ),
    ("1. Text only.", [], "1. Text only."),
    ("Words only.\nMore.", [], "Words only.\nMore."),
    ("", [], ""),
    (" \n \n", [], ""),
)


class OpeningTests(TestCase):
    def test_openings(self):
        for body, fields, text in OPENINGS:
            with self.subTest(body):
                self.assertEqual((fields, text), told(body))

    def test_garbled_keywords(self):
        for line, kind in (
            ("AGS: IT", "tags"),
            ("TAGE S: IT", "tags"),
            ("TAG: IT", "tags"),
            ("TGAS: IT", "tags"),
            ("UBJECT: X", "subject"),
            ("SUBJ: X", "subject"),
            ("SUBJEC: X", "subject"),
            ("E.0. 12958: N/A", "order"),
            ("EO 12958: N/A", "order"),
            ("Reftel: ROME 1", "refs"),
            ("REF A. ROME 1", "refs"),
            ("CLASSIFIED BY DCM DOE", "classified"),
            ("DERIVED FROM: DSCG 05-1", "classified"),
        ):
            with self.subTest(line):
                fields, _ = told(f"UNCLAS ROME 1\n{line}\n\nSUBJECT: Z\n\nText.")
                self.assertEqual(f"{kind}: {line}", fields[1])
