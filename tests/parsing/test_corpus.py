"""Golden pairs: every message of tests/corpus parses to what stands beside it."""

from unittest import TestCase

from tests import corpus

from .invariants import assert_invariants


class CorpusTests(TestCase):
    maxDiff = None

    def test_parse_is_as_expected(self):
        for name in corpus.names():
            with self.subTest(name):
                path = corpus.expectation(name)
                self.assertTrue(
                    path.exists(),
                    f"{path.name} is missing: python -m tests.corpus {name}, and review",
                )
                self.assertEqual(path.read_text(encoding="utf-8"), corpus.parsed(name))

    def test_invariants(self):
        for name in corpus.names():
            with self.subTest(name):
                reference_id, header, body = corpus.read(name)
                cable = corpus.parse_message(
                    header=header, body=body, reference_id=reference_id
                )
                assert_invariants(self, body, cable)

    def test_no_expectation_is_left_over(self):
        self.assertEqual(
            corpus.names(), sorted(path.stem for path in corpus.FOLDER.glob("*.json"))
        )
