""" "Did you mean": the nearest word that a public cable has, and never another one."""

from datetime import timedelta

from django.test import SimpleTestCase, TestCase
from django.utils import timezone

from cables.search.find import Choices, Finder
from cables.search.index import public_index
from cables.search.suggest import did_you_mean, distance, missing_words
from cables.search.writer import rebuild
from tests import factories as make


class SuggestTests(TestCase):
    def setUp(self):
        make.make_cable(
            subject="CAFÉ TREATY",
            paragraphs=["The harbour treaty was signed at the harbour.", "A treasury."],
        )
        make.make_cable(paragraphs=["The treats of the arbour were plenty."])
        rebuild(public_index)

    def meant(self, text, choices=None):
        query = did_you_mean(Finder(text, choices))
        return query and query.text_form()

    def test_the_nearest_word_is_meant(self):
        for text, expected in (
            ("harbuor", "harbour"),
            ("harbou", "harbour"),
            ("harrbour", "harbour"),
            ("treesury", "treasury"),
            ("hrabuor", "harbour"),
            ("cafés harbuor", "cafes harbour"),
            ('"harbuor treaty"', '"harbour treaty"'),
            ("subject:treatty", "subject:treaty"),
            ("(harbuor OR signed) -plenty", "harbour OR signed -plenty"),
            ("harbuor tresury", "harbour treasury"),
        ):
            with self.subTest(text=text):
                self.assertEqual(self.meant(text), expected)

    def test_nothing_is_meant_where_nothing_is_near(self):
        for text in (
            *("harbour", "", "qzx", "zeppelins", "harbuor*", "-harbuor", "tag:PERL"),
            *("is:partial", "harbour plenty", "ab", "1"),
        ):
            with self.subTest(text=text):
                self.assertIsNone(self.meant(text))

    def test_what_is_meant_is_found_without_the_choices(self):
        self.assertEqual(self.meant("harbuor", Choices(year=(1999,))), "harbour")
        self.assertIsNone(self.meant("harbuor plenty signed"))

    def test_missing_words(self):
        finder = Finder('harbour zeppelin "treaty blimp" -kite subject:dirigible')
        self.assertEqual(missing_words(finder), ["zeppelin", "blimp", "dirigible"])

    def test_a_word_that_no_public_cable_has_is_never_meant(self):
        """Whatever is left of it in the index: the database has the last word."""
        later = timezone.now() + timedelta(days=1)
        hidden = [
            make.make_cable(paragraphs=["A canaryword sings."]),
            make.make_cable(subject="CANARYWORDS"),
        ]
        make.make_draft(paragraphs=["A canaryword sings."])
        rebuild(public_index)
        self.assertEqual(self.meant("canarywurd"), "canaryword")
        for change in (
            {"state": "draft"},
            {"state": "withdrawn"},
            {"state": "published", "on_hold": True},
            {"state": "published", "on_hold": False, "released": later},
        ):
            for cable in hidden:
                type(cable).objects.filter(pk=cable.pk).update(**change)
            with self.subTest(change=change, index="as it was"):
                self.assertIsNone(self.meant("canarywurd"))
        rebuild(public_index)
        self.assertIsNone(self.meant("canarywurd"))

    def test_a_word_that_was_taken_out_is_never_meant(self):
        cable = make.make_cable(paragraphs=["A canaryword sings."])
        rebuild(public_index)
        cable.paragraphs.update(text="A ███ sings.")
        self.assertIsNone(self.meant("canarywurd"))


class DistanceTests(SimpleTestCase):
    def test_letters_put_in_taken_out_changed_and_swapped(self):
        for one, other, expected in (
            ("", "", 0),
            ("quay", "quay", 0),
            ("quay", "quays", 1),
            ("quay", "qay", 1),
            ("quay", "quey", 1),
            ("quay", "qauy", 1),
            ("quay", "", 4),
            ("harbour", "hrabuor", 2),
            ("abc", "cab", 2),
        ):
            with self.subTest(one=one, other=other):
                self.assertEqual(distance(one, other), expected)
                self.assertEqual(distance(other, one), expected)
