"""A message as a whole: what its parts add up to, and what is wrong with it."""

import sys
from datetime import UTC, datetime
from unittest import TestCase

from cables.parsing import parse_message

WHOLE = """C O N F I D E N T I A L ROME 001196

NOFORN
SIPDIS

DEPT FOR EUR/WE

E.O. 12958: DECL: 04/06/2016
TAGS: PREL, IT
SUBJECT: (C) A VISIT

REF: STATE 12

Classified By: DCM Jane Doe for reasons 1.4 (b)

1. (C) Text that names 05STATE99.

DOE"""
HEADER = "R 101922Z APR 06\nFM AMEMBASSY ROME\nTO SECSTATE WASHDC"


def parse(body: str = WHOLE, header: str = HEADER, **given):
    return parse_message(header=header, body=body, reference_id="06ROME1196", **given)


class CableTests(TestCase):
    def test_a_whole_message_has_no_problems(self):
        cable = parse()
        self.assertEqual((), cable.problems)
        self.assertEqual("CONFIDENTIAL//NOFORN", cable.classification)
        self.assertEqual(("NOFORN", "SIPDIS"), cable.captions)
        self.assertEqual(("DEPT FOR EUR/WE",), cable.attention)
        self.assertEqual("A VISIT", cable.subject)
        self.assertEqual("A VISIT", WHOLE[slice(*cable.subject_span)])
        self.assertEqual(
            ["06STATE12", "05STATE99"], [one.target_id for one in cable.references]
        )

    def test_year_of_references(self):
        created = datetime(2007, 1, 1, tzinfo=UTC)
        self.assertEqual("07STATE12", parse(created=created).references[0].target_id)

    def test_own_id_is_no_mention(self):
        cable = parse(WHOLE.replace("05STATE99", "06ROME1196"))
        self.assertEqual(["06STATE12"], [one.target_id for one in cable.references])

    def test_problems(self):
        for body, expected in (
            ("", "tags-missing subject-missing body-empty"),
            (WHOLE.replace("TAGS: PREL, IT\n", ""), "tags-missing"),
            (WHOLE.replace("PREL,", "PERL,"), ""),  # its kind says "unknown"
            (WHOLE.replace("SUBJECT: (C) A VISIT", ""), "subject-missing"),
            (WHOLE.replace("04/06/2016", "04/66/2016"), "date-unreadable"),
            (WHOLE.replace(" for reasons 1.4 (b)", ""), "reason-unreadable"),
            (WHOLE.replace("STATE 12", "A LETTER"), "reference-unreadable"),
            (WHOLE.replace("\nDOE", ""), "signature-missing"),
            (WHOLE[: WHOLE.index("1. (C)")], "text-missing"),
            (WHOLE[WHOLE.index("NOFORN") :], "classification-missing"),
        ):
            with self.subTest(expected):
                codes = {one.code for one in parse(body).problems}
                self.assertEqual(set(expected.split()), codes)

    def test_odd_texts_do_not_raise(self):
        for body in ("\x00", "\ud800", "\r\r\n", "\n" * 999, "SUBJECT:", "REF:", "1. "):
            with self.subTest(body):
                parse(body, header=body)

    def test_parsing_needs_no_django(self):
        ours = {name for name in sys.modules if name.startswith("cables.parsing")}
        for name in ours:
            for value in vars(sys.modules[name]).values():
                self.assertFalse(getattr(value, "__module__", "").startswith("django"))


class HostileTests(TestCase):
    """Texts built to be slow are read to the end; how fast is the benchmark's matter."""

    def test_lines_that_invite_backtracking(self):
        """Each would take years if its pattern could be tried in many ways."""
        for line in (
            "FOUO" * 48 + "x",
            "SECRET " * 27 + "x",
            "RU" * 190 + "1",
            "A" * 398 + "1",
            "A/" * 200,
            "1. Text. ----- a" + " " * 470 + "b",
            "1. Text. " + "----- " * 80 + "b",
            "SUBJECT:" + " " * 5000 + "x",
            "TAGS:" + "(" * 5000,
            "REF: " + "A A " * 4000,
            "E.O. 12958: " + "DECL " * 2000,
            "Classified By: " + "for " * 2000,
            "A. (" + "S/" * 3000,
        ):
            with self.subTest(line[:20]):
                parse(f"UNCLAS ROME 1\n{line}\n\n{line}\n", header=f"TO {line}\n{line}")

    def test_newlines_before_anything_else(self):
        parse("\n" * 100_000 + "SUBJECT: X")

    def test_long_texts(self):
        for shape in (
            "A. \n",
            "1. (C) ",
            "TAGS: ",
            "-",
            "(",
            "7",
            " ",
            "\n",
            "-----\nA\n",
        ):
            with self.subTest(shape):
                body = shape * (50_000 // len(shape))
                cable = parse(body)
                covered = sum(s.end - s.start for b in cable.blocks for s in b.spans)
                self.assertGreaterEqual(covered, len("".join(body.split())))
