"""Problems: stable codes, and sentences that never quote the message."""

from unittest import TestCase

from cables.parsing.problems import CODES, problem
from cables.parsing.records import Span


class ProblemTests(TestCase):
    def test_every_code_has_a_sentence(self):
        for code in CODES:
            with self.subTest(code):
                one = problem(code, "header", Span(0, 1))
                self.assertTrue(one.message.endswith("."))
                self.assertNotIn("{", one.message)

    def test_codes_are_stable(self):
        self.assertLessEqual(
            {"tags-missing", "subject-missing", "date-unreadable", "header-missing"},
            CODES,
        )
