"""Hostile searches are the same for a seed, and of every sort."""

import random
from unittest import TestCase

from benchmarks.hostile_queries import hostile_parameters
from tests.benchmarks.test_search_speed import some_words

COUNT = 400


class HostileTests(TestCase):
    def made(self, seed):
        chance, words = random.Random(seed), some_words()
        return [hostile_parameters(chance, words) for _ in range(COUNT)]

    def test_the_same_for_a_seed(self):
        self.assertEqual(self.made(3), self.made(3))
        self.assertNotEqual(self.made(3), self.made(4))

    def test_bytes_nests_and_hundreds_of_parameters_are_among_them(self):
        made = self.made(1)
        texts = [str(value) for pairs in made for name, value in pairs if name == "q"]
        self.assertTrue(any(isinstance(v, bytes) for pairs in made for _, v in pairs))
        self.assertTrue(any("(" * 900 in text for text in texts))
        self.assertGreater(max(map(len, made)), 59)
        self.assertGreater(len(set(texts)), COUNT * 3 // 4)
