"""What the archive has of many ids, with a number of queries that stays the same."""

from datetime import timedelta

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cables.sharing import verdicts
from cables.sharing.verdicts import look_up
from tests import factories as make


def said(text, **limits):
    return [
        (row.typed, row.verdict, row.reference_id)
        for row in look_up(text, **limits).rows
    ]


class VerdictTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cable = make.make_cable("06LOWMOOR1889", number=60015)

    def test_in_the_order_of_the_text_with_repetitions(self):
        make.make_cable("06LOWMOOR5")
        text = "06LOWMOOR5\n06 lowmoor 7\n06 Lowmoor 1889\n06LOWMOOR5"
        self.assertEqual(
            said(text),
            [
                ("06LOWMOOR5", "found", "06LOWMOOR5"),
                ("06 lowmoor 7", "absent", "06LOWMOOR7"),
                ("06 Lowmoor 1889", "found", "06LOWMOOR1889"),
                ("06LOWMOOR5", "found", "06LOWMOOR5"),
            ],
        )
        self.assertEqual(look_up(text).counts, {"found": 3, "absent": 1})

    def test_every_kind_of_name(self):
        make.make_old_address(self.cable, "06LOWMORE1889")
        for text in (
            *("06LOWMOOR1889", "60015", "#06LOWMOOR1889", "06LOWMORE1889"),
            *(
                "/cable/60015",
                "https://archive.example/cable/2006/04/06LOWMOOR1889.html",
            ),
            "Lowmoor 1889",
        ):
            with self.subTest(text=text):
                (row,) = look_up(text).rows
                self.assertEqual((row.verdict, row.cable), ("found", self.cable))

    def test_record_whose_id_is_no_id(self):
        make.make_cable("2:X-1")
        self.assertEqual(said("2:x-1"), [("2:x-1", "found", "2:X-1")])

    def test_malformed(self):
        for text in ("6X1", "06LOWMOOR", "POST 12", "092OF5"):
            with self.subTest(text=text):
                self.assertEqual(said(text)[0][1], "malformed")

    def test_malformed_id_of_the_archive_is_found(self):
        make.make_cable("092OF5")
        self.assertEqual(said("092of5"), [("092of5", "found", "092OF5")])

    def test_typed_like_the_malformed_twin_is_ambiguous(self):
        twin = make.make_cable("06LOWMOOR01889", canonical=self.cable)
        (row,) = look_up("06LOWMOOR01889").rows
        self.assertEqual(row.verdict, "ambiguous")
        self.assertEqual(set(row.cables), {twin, self.cable})
        self.assertIsNone(row.cable)
        (row,) = look_up("06LOWMOOR1889").rows
        self.assertEqual(row.verdict, "found")
        self.assertIn("06LOWMOOR01889", row.note)

    def test_without_its_year_several_are_ambiguous(self):
        other = make.make_cable("07LOWMOOR1889")
        (row,) = look_up("LOWMOOR 1889").rows
        self.assertEqual((row.verdict, row.cables), ("ambiguous", [self.cable, other]))

    def test_number_of_one_and_id_of_another_is_ambiguous(self):
        make.make_cable("60015")
        self.assertEqual(said("60015")[0][1], "ambiguous")

    def test_absent_says_how_many_cite_it(self):
        make.make_reference(self.cable, "05LOWMOOR7")
        make.make_reference(make.make_draft(), "05LOWMOOR7")
        self.assertEqual([row.cited_by for row in look_up("05LOWMOOR7").rows], [1])

    def test_withdrawn_under_every_name(self):
        cable = make.make_withdrawn("06LOWMOOR9", number=9, reason="Names a source.")
        make.make_old_address(cable, "06LOWMOOR99")
        for text in ("9", "06 Lowmoor 9", "06LOWMOOR0009", "06LOWMOOR99"):
            with self.subTest(text=text):
                (row,) = look_up(text).rows
                self.assertEqual((row.verdict, row.cables), ("withdrawn", []))
                self.assertIn("Names a source.", row.note)

    def test_hidden_is_as_absent_as_what_never_was(self):
        later = timezone.now() + timedelta(days=1)
        draft = make.make_draft("06LOWMOOR11", number=11)
        make.make_old_address(draft, "06LOWMOOR21")
        make.make_cable("06LOWMOOR12", number=12, on_hold=True)
        make.make_cable("06LOWMOOR13", number=13, released=later)
        make.make_withdrawn("06LOWMOOR14", number=14, released=later)
        make.make_withdrawn("06LOWMOOR15", number=15, on_hold=True)
        for form in (
            "06LOWMOOR{}",
            "06 lowmoor 00{}",
            "#06LOWMOOR{}",
            "{}",
            "LOWMOOR {}",
        ):
            never = repr(look_up(form.format(99)).rows)
            for n in (11, 12, 13, 14, 15, 21):
                with self.subTest(form=form, n=n):
                    rows = repr(look_up(form.format(n)).rows)
                    self.assertEqual(rows.replace(str(n), "99"), never)

    def test_hidden_twin_and_hidden_citation_are_not_named(self):
        make.make_draft("06LOWMOOR01889", canonical=self.cable)
        (row,) = look_up("06LOWMOOR1889").rows
        self.assertEqual(row.note, "")
        (row,) = look_up("06LOWMOOR01889").rows
        self.assertEqual((row.verdict, row.cables), ("found", [self.cable]))


class BoundTests(TestCase):
    def test_queries_do_not_grow_with_the_ids(self):
        for n in range(40):
            make.make_cable(f"06LOWMOOR{n}", number=n)
            make.make_withdrawn(f"07LOWMOOR{n}", number=1000 + n)
            make.make_old_address(make.make_cable(f"08LOWMOOR{n}"), f"09LOWMOOR{n}")

        def text(count):
            forms = (
                "06LOWMOOR{}",
                "07LOWMOOR{}",
                "09LOWMOOR{}",
                "10LOWMOOR{}",
                "100{}",
            )
            return "\n".join(form.format(n) for n in range(count) for form in forms)

        def queries(count):
            with CaptureQueriesContext(connection) as asked:
                look_up(text(count))
            return len(asked.captured_queries)

        self.assertEqual(queries(3), queries(40))
        self.assertLessEqual(queries(40), 12)

    def test_more_ids_are_said_to_be_left(self):
        answer = look_up("06LIMA1\n06LIMA2\n06LIMA3\n06LIMA4", most=2)
        self.assertEqual([row.typed for row in answer.rows], ["06LIMA1", "06LIMA2"])
        self.assertEqual(answer.rest_lines, ["06LIMA3", "06LIMA4"])

    def test_longer_text_is_cut_between_ids(self):
        answer = look_up("06LIMA1 06LIMA2 06LIMA3", characters=18)
        self.assertEqual([row.typed for row in answer.rows], ["06LIMA1", "06LIMA2"])
        self.assertEqual(answer.rest, "06LIMA3")

    def test_exactly_as_many_leave_nothing(self):
        self.assertEqual(look_up("06LIMA1\n06LIMA2", most=2).rest, "")

    def test_five_thousand_ids(self):
        text = "\n".join(f"06LIMA{n}" for n in range(1, 5_102))
        answer = look_up(text)
        self.assertEqual(len(answer.rows), verdicts.MOST)
        self.assertEqual(len(answer.rest_lines), 101)

    def test_what_no_database_holds(self):
        self.assertEqual(said("06LIMA1\0\ud800")[0][1:], ("absent", "06LIMA1"))
