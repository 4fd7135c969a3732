"""Blocks: (text of a body, kind|key|label|marking|text of each block)."""

from unittest import TestCase

from cables.parsing import parse_message

from .invariants import assert_invariants


def told(text: str) -> list[str]:
    """Return what the blocks after the opening are."""
    body = f"UNCLAS ROME 1\n\nSUBJECT: X\n\n{text}"
    cable = parse_message(header="", body=body, reference_id="06ROME1")
    return [
        "|".join((b.kind, b.key, b.label, b.marking, b.text)) for b in cable.blocks[2:]
    ]


TEXTS = {
    "two blanks, a marking": ("1.  (C)  Text.", ["numbered|par1|1|C|Text."]),
    "no blank": ("1.(C) Text.", ["numbered|par1|1|C|Text."]),
    "neither": ("1.Text.", ["numbered|par1|1||Text."]),
    "two slashes": ("1. (C//NF) Text.", ["numbered|par1|1|C/NF|Text."]),
    "a small marking": ("1. (sbu) Text.", ["numbered|par1|1|SBU|Text."]),
    "no marking": ("1. (Japan) Text.", ["numbered|par1|1||(Japan) Text."]),
    "unnumbered with a marking": ("(C) Text.", ["unnumbered|u3||C|Text."]),
    "a pilcrow that was left": ("¶1. Text.", ["numbered|par1|1||Text."]),
    "indented": ("     1. Text.", ["numbered|par1|1||Text."]),
    "a year at a line start": (
        "1. By\n2005. It rained.",
        ["numbered|par1|1||By 2005. It rained."],
    ),
    "repeated number": (
        "1. One.\n\n1. Two.",
        ["numbered|par1|1||One.", "numbered|par1-2|1||Two."],
    ),
    "no anchor originally, taken later": (
        "1.(C) One.\n\n1. (C) Two.",
        ["numbered|par1-2|1|C|One.", "numbered|par1|1|C|Two."],
    ),
    "sections without a blank line": (
        "1. One.\n2. Two.",
        ["numbered|par1|1||One.", "numbered|par2|2||Two."],
    ),
    "a page marker in mid-sentence": (
        "1. The word\n\nROME 00000001  002 OF 002\n\n\ngoes on.",
        [
            "numbered|par1|1||The word goes on.",
            "artefact|u3|||ROME 00000001 002 OF 002",
        ],
    ),
    "a page marker before a name": (
        "1. All of the province of the south and\n\nROME 00000001  002 OF 002\n\nRome.",
        [
            "numbered|par1|1||All of the province of the south and Rome.",
            "artefact|u3|||ROME 00000001 002 OF 002",
        ],
    ),
    "a page marker between paragraphs": (
        "1. One.\n\nROME 00000001  002 OF 002\n\n2. Two.",
        [
            "numbered|par1|1||One.",
            "artefact|u3|||ROME 00000001 002 OF 002",
            "numbered|par2|2||Two.",
        ],
    ),
    "SIPDIS in mid-sentence": (
        "1. As the\n\nSIPDIS\nferry.",
        ["numbered|par1|1||As the ferry.", "artefact|u3|||SIPDIS"],
    ),
    "the old form of a page break": (
        "1. ALL OF THESE MANY WORDS ARE BY NO MEANS TO BE READ AS NOT\nCONFIDENTIAL\n\nPAGE 02 ROME 01196 01 OF 02 082030Z\n\nENDED.",
        [
            "numbered|par1|1||ALL OF THESE MANY WORDS ARE BY NO MEANS TO BE READ AS NOT ENDED.",
            "artefact|u3|||CONFIDENTIAL",
            "artefact|u4|||PAGE 02 ROME 01196 01 OF 02 082030Z",
        ],
    ),
    "a blank line where a page marker was": (
        "1. Three hundred meters of\n\nrailings.",
        ["numbered|par1|1||Three hundred meters of railings."],
    ),
    "a word cut by a page marker": (
        "1. The CODE-\n\nROME 00000001  002 OF 002\n\nDR vote.",
        [
            "numbered|par1|1||The CODE-DR vote.",
            "artefact|u3|||ROME 00000001 002 OF 002",
        ],
    ),
    "bullets": (
        "1. Points:\n\n-- one;\n\n-- two.\n\n- Three.",
        [
            "numbered|par1|1||Points:",
            "bullet|u3|||one;",
            "bullet|u4|||two.",
            "bullet|u5|||Three.",
        ],
    ),
    "a dash inside a sentence": (
        "1. Rome and the U.S.\n-- and nobody else.",
        ["numbered|par1|1||Rome and the U.S. -- and nobody else."],
    ),
    "letters under a number": (
        "1. Points:\n\nA. One.\nB. Two.",
        ["numbered|par1|1||Points:", "bullet|parA|A||One.", "bullet|parB|B||Two."],
    ),
    "initials at a line start": (
        "1. Mr. John\nF. Vell spoke.",
        ["numbered|par1|1||Mr. John F. Vell spoke."],
    ),
    "letters in brackets": (
        "A) One.\n\nB) Two.",
        ["bullet|parA|A||One.", "bullet|parB|B||Two."],
    ),
    "a lettered heading": (
        "A. THE ECONOMY\n\n1. It grew.",
        ["heading|parA|A||THE ECONOMY", "numbered|par1|1||It grew."],
    ),
    "a sentence that begins like a label": (
        "U. S. policy stays.",
        ["unnumbered|parU|||U. S. policy stays."],
    ),
    "a table": (
        "A      1      2\nB     10     20",
        ["table|u3|||A      1      2\nB     10     20"],
    ),
    "a row under the titles of a table, and one over its sum": (
        "YEAR   TONS\n----   ----\n2004     12\n2005     13\n----   ----\nBoth     25\nAll      26",
        [
            "table|u3|||YEAR   TONS\n----   ----\n2004     12\n2005     13\n"
            "----   ----\nBoth     25\nAll      26"
        ],
    ),
    "a heading under a row": (
        "-----\nTRADE\n-----\n\n1. Text.",
        ["heading|u3|||TRADE", "numbered|par1|1||Text."],
    ),
    "a row that frames nothing": (
        "1. Text.\n\n-----\n\n2. More.",
        ["numbered|par1|1||Text.", "artefact|u3|||-----", "numbered|par2|2||More."],
    ),
    "classification at the end": (
        "1. Text.\nDOE\nCONFIDENTIAL",
        ["numbered|par1|1||Text.", "signature|u3|||DOE", "artefact|u4|||CONFIDENTIAL"],
    ),
    "the end of a transmission": (
        "1. Text.\nDOE\n\nBT\n#0001\nNNNN\n",
        [
            "numbered|par1|1||Text.",
            "signature|u3|||DOE",
            "artefact|u4|||BT",
            "artefact|u5|||#0001",
            "artefact|u6|||NNNN",
        ],
    ),
}


class BlockTests(TestCase):
    maxDiff = None

    def test_texts(self):
        for name, (text, expected) in TEXTS.items():
            with self.subTest(name):
                self.assertEqual(expected, told(text))

    def test_invariants(self):
        for name, (text, _) in TEXTS.items():
            with self.subTest(name):
                cable = parse_message(header="", body=text, reference_id="06ROME1")
                assert_invariants(self, text, cable)
