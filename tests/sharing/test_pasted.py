"""What a reader pasted is taken apart into ids, in order, and nothing else."""

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from cables.sharing.pasted import Lines, ids_alone

FOOTNOTES = """\
[1] U.S. Embassy Mexico, cable 06MEXICO1889 of 10 April 2006, p. 12; see 06 STATE 123.
[2] Ibid., 3-4; http://archive.example/cable/2006/04/06LIMA9.html#par3). Also 07lima77,
    "#cablegate #05OSLO3", and 92STATE1/92STATE2.
[3] Interviews, 2010.
"""
COLUMNS = "id\tsent\tpages\n06MEXICO1889\t2006-04-10\t12\n60015\tharbour talks\t2006\n"


def read(text):
    return [(one.typed, one.ids[-1] if one.ids else None) for one in Lines(text)]


class LinesTests(SimpleTestCase):
    def test_one_id_in_any_spelling(self):
        for text in (
            *("06MEXICO1889", "06 mexico 1889", "2006MEXICO1889", "06MEXICO001889"),
            *(
                "ref: 06mexico1889",
                "<06MEXICO1889>",
                "#06MEXICO1889",
                "“06 Mexico 1889”",
            ),
            "https://archive.example/cable/2006/04/06MEXICO1889.html#par3",
            "https://archive.example/cables/06MEXICO1889_a.html",
            "https://archive.example/?id=06MEXICO1889",
            "https://archive.example/es/cable/2006/04/06MEXICO1889.html#par3",
            "https://archive.example/en/cable/2006/04/06MEXICO1889/par3.html",
            "https://archive.example/es/06MEXICO1889/3",
        ):
            with self.subTest(text=text):
                self.assertEqual([id for _, id in read(text)], ["06MEXICO1889"])

    def test_footnotes_with_prose(self):
        self.assertEqual(
            [id for _, id in read(FOOTNOTES)],
            [
                *("06MEXICO1889", "06STATE123", "06LIMA9", "07LIMA77"),
                *("05OSLO3", "92STATE1", "92STATE2"),
            ],
        )

    def test_columns_of_a_spreadsheet(self):
        lines = Lines(COLUMNS)
        self.assertEqual([one.ids[-1] for one in lines], ["06MEXICO1889", "60015"])
        self.assertEqual(lines.without, 1)

    def test_numbers_alone_and_in_a_list(self):
        for text in ("60015\n60016", "60015, 60016", "60015 60016", "60015\t60016"):
            with self.subTest(text=text):
                self.assertEqual([one.number for one in Lines(text)], [60015, 60016])

    def test_number_beside_ids_is_a_page(self):
        self.assertEqual(
            [one.number for one in Lines("06MEXICO1889, 12\n07LIMA3 and 2006")],
            [None, None],
        )

    def test_several_ids_on_a_line(self):
        for text in (
            "06MEXICO1889 06STATE5 07LIMA3",
            "06MEXICO1889, 06STATE5,07 LIMA 3",
            "06MEXICO1889;06 state 5|07LIMA3",
        ):
            with self.subTest(text=text):
                found = [id for _, id in read(text)]
                self.assertEqual(found, ["06MEXICO1889", "06STATE5", "07LIMA3"])

    def test_blanks_in_running_text(self):
        """A post that no list knows, as a telegram's REF line has it."""
        for text, expected in (
            ("see 09VESSIN 1084", ["09VESSIN1084"]),
            ("09VESSIN 1084 (par 3)", ["09VESSIN1084"]),
            ("see 09 VESSIN1084", ["09VESSIN1084"]),
            (
                "REF: A. 09 VESSIN 1084 B. 07 STATE 54005",
                ["09VESSIN1084", "07STATE54005"],
            ),
            ("On 10 JUNE 2006 they met the envoy of the harbour board", []),
        ):
            with self.subTest(text=text):
                self.assertEqual([id for _, id in read(text)], expected)

    def test_blanks_in_any_case_beside_another_id(self):
        text = (
            "see 04 vessin 281 and 04BELAGORA294#par3, 12 May 200 and 10 and 20 pages"
        )
        found = [id for _, id in read(text)]
        self.assertEqual(found, ["04VESSIN281", "04BELAGORA294"])

    def test_no_year_in_running_text(self):
        first, second = Lines("(A) 09 VESSIN 1084 (B) STATE 54005")
        self.assertEqual(first.ids, ("09VESSIN1084",))
        self.assertEqual(second.yearless, "STATE54005")

    def test_ids_alone(self):
        for text, count in (
            ("10BELAGORA201, 10BRANNICK4", 2),
            ("10BELAGORA201\n10BRANNICK4 06LIMA3", 3),
            ("10BELAGORA201", 0),
            ("10BELAGORA201, 10BRANNICK4 and prose", 0),
            ("harbour talks", 0),
            ("2006 2007", 0),
            ("", 0),
        ):
            with self.subTest(text=text):
                self.assertEqual(ids_alone(text), count)

    def test_id_without_its_year(self):
        (one,) = Lines("La Paz 0033")
        self.assertEqual((one.yearless, one.ids), ("LAPAZ33", ()))

    def test_mistyped_id_is_kept(self):
        for text in ("6MEXICO", "[3] Mexico 1889", "06MEXIC0I889"):
            with self.subTest(text=text):
                self.assertEqual([typed for typed, _ in read(text)], [text])

    def test_literal_reading_comes_first(self):
        (one,) = Lines("06MEXICO01889")
        self.assertEqual(one.ids, ("06MEXICO01889", "06MEXICO1889"))

    def test_lines_of_prose_are_counted(self):
        lines = Lines("Harbour talks\n\n  \nwent on.\n06LIMA9")
        self.assertEqual([one.typed for one in lines], ["06LIMA9"])
        self.assertEqual(lines.without, 2)

    def test_line_of_many_thousand_characters(self):
        ids = [f"06LIMA{n}" for n in range(1, 3000)]
        self.assertEqual([id for _, id in read(" ".join(ids))], ids)

    @given(st.text(alphabet="06MEXICO1889a b,;\t\n/#?.é\u2028(", max_size=200))
    def test_entries_stand_where_they_say_in_order(self, text):
        entries = list(Lines(text))
        for one in entries:
            self.assertEqual(text[one.place : one.end], one.typed)
        places = [(one.place, one.end) for one in entries]
        self.assertEqual(places, sorted(places))
        for (_, end), (place, _) in zip(places, places[1:], strict=False):
            self.assertLessEqual(end, place)

    @given(st.text(max_size=300))
    def test_no_text_raises(self, text):
        list(Lines(text))
