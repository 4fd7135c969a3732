"""No cell of a table is a formula of the program that opens it."""

from datetime import UTC, datetime

from cables.reading.csv_cells import cell
from cables.search.index import public_index
from cables.search.writer import rebuild
from tests import factories as make

from .exported import Archive

DANGEROUS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
FORMULAS = (
    *("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u3000=1"),
    *('=HYPERLINK("https://bad.example","Read")', "=cmd|' /C calc'!A0", "\uff1d1+1"),
)


class FormulaTests(Archive):
    def assertNoFormula(self, text):
        self.assertNotIn(text[:1], tuple(DANGEROUS))
        self.assertNotIn(text.strip()[:1], tuple(DANGEROUS))

    def test_no_cell_begins_like_a_formula(self):
        for n, formula in enumerate(FORMULAS):
            post = make.make_post(f"{formula} {n}", country=formula, slug=f"post-{n}")
            make.make_cable(f"06LOWMOOR{n}", post=post, subject=formula, tags=[formula])
        make.make_cable("06LOWMOOR90", subject="Plain")
        rebuild(public_index)
        rows = self.table()
        self.assertEqual(len(rows), len(FORMULAS) + 1)
        for row in rows:
            for text in row.values():
                with self.subTest(text=text):
                    self.assertNoFormula(text)
        # What is harmless stays as it is; what is not keeps its words.
        subjects = {row["subject"] for row in rows}
        self.assertIn("Plain", subjects)
        self.assertIn("'=1+1", subjects)

    def test_a_row_is_one_line_whatever_its_subject(self):
        odd = (
            'A "quoted" one, with commas; and more',
            "Broken\r\nover\nlines\r",
            "Half\x01a\x1bcontrol\x7f",
            "Wave \U0001f30a and \u202egnp.exe\u202c",
            "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
            "Line\u2028separated\u2029and\x85next",
            "",
        )
        for n, subject in enumerate(odd):
            make.make_cable(
                f"06LOWMOOR{n}",
                subject=subject,
                created=datetime(2006, 1, n + 1, tzinfo=UTC),
            )
        rebuild(public_index)
        text = self.read("/search/export.csv?sort=oldest")
        self.assertEqual(len(text.splitlines()), len(odd) + 1)
        subjects = [row["subject"] for row in self.table("?sort=oldest")]
        self.assertEqual(subjects[0], odd[0])
        self.assertEqual(subjects[1], "Broken over lines ")
        self.assertEqual(subjects[2], "Half a control ")
        self.assertEqual(subjects[3:5], list(odd[3:5]))
        # JSON Lines has every subject exactly as it is.
        lines = self.lines("?sort=oldest")
        self.assertEqual([line["subject"] for line in lines], list(odd))

    def test_cells(self):
        for value, expected in (
            *((True, "yes"), (False, "no"), (0, "0"), (1200, "1200"), ("", "")),
            *((["A", "B"], "A; B"), ([], ""), (["=A", "B"], "'=A; B")),
            *(("a=b", "a=b"), ("\t=1", "' =1"), ("'=1", "'=1")),
        ):
            with self.subTest(value=value):
                self.assertEqual(cell(value), expected)
