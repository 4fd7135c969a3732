"""The word lists: codes of TAGS, posts."""

from unittest import TestCase

from cables.parsing.vocabulary import POST_ALIASES, POSTS, TAG_KINDS


class VocabularyTests(TestCase):
    def test_sizes(self):
        self.assertGreater(len(TAG_KINDS), 1000)
        self.assertGreater(len(POSTS), 270)

    def test_a_code_with_two_meanings_is_the_place(self):
        self.assertEqual("geo", TAG_KINDS["AL"])

    def test_aliases_lead_to_posts(self):
        self.assertLessEqual(set(POST_ALIASES.values()), POSTS)
