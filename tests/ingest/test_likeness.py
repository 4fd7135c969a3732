"""Which texts count as the same words, corrected."""

import time
from types import SimpleNamespace

from django.test import SimpleTestCase

from cables.ingest.likeness import ALIKE, Words, land_alike
from cables.ingest.paragraphs import place_blocks
from cables.models import Paragraph


class LikenessTests(SimpleTestCase):
    # Each: one text, another, whether they are alike.
    TEXTS = (
        ("Two ships came in on Monday.", "Two ships came in on Tuesday.", True),
        ("Two ships came in on Monday.", "TWO  SHIPS came in, on Monday", True),
        ("Two ships came in on Monday.", "We expect a third one.", False),
        ("Two ships came in.", "The post says: two ships came in. It is so.", True),
        ("Comment", "Comment:", True),
        ("Sumary", "Summary", True),
        ("Comment", "Summary", False),
        ("Comment", "End comment", False),
        ("Comment", "The comment of the post was long and dull.", False),
        ("Two ships", "Two ports", False),
        ("", "Comment", False),
    )

    def test_alike(self):
        for one, other, alike in self.TEXTS:
            with self.subTest(one=one, other=other):
                for a, b in ((one, other), (other, one)):
                    self.assertEqual(Words(a).likeness(Words(b)) >= ALIKE, alike)

    # Each: where an address lands, a text, whether it would land on the same words.
    LANDINGS = (
        ("3. (C) We expect a third one.", "We expect a third one.", True),
        ("We expct a third one. More.", "3. We expect a third one.", True),
        ("B. STATE 4567 (NOTAL)", "B. STATE 4567 (EXDIS)", True),
        ("3. (C) We expect a third one.", "Two ships came in on Monday.", False),
        ("", "Two ships", False),
    )

    def test_landings(self):
        for landing, text, alike in self.LANDINGS:
            with self.subTest(landing):
                self.assertEqual(land_alike(landing, text), alike)


class SpeedTests(SimpleTestCase):
    """A cable has up to some ten thousand blocks: no work for each pair of them."""

    # Each: what the old blocks say, what the new ones say, whether they go on.
    FORMS = (
        ("Line {} of many.", "Line {} of the many.", True),
        ("Always the same words", "Always the same word, once", False),
        ("These were words{0} words{0}", "Those are{0} others{0}", False),
    )

    def test_thousands_of_blocks(self):
        for before, after, goes_on in self.FORMS:
            old, new = self.blocks(before), self.blocks(after)
            with self.subTest(before):
                started = time.process_time()
                placed = place_blocks(new, old, [])
                self.assertLess(time.process_time() - started, 10)
                if goes_on:
                    self.assertEqual([one.old for one in placed], old)
                self.assertEqual(len({one.key for one in placed}), len(new))

    def blocks(self, form):
        return [
            SimpleNamespace(pk=n, key=f"u{n}", label="", text=form.format(n))
            for n in range(10_000)
        ]


class OtherWordsTests(SimpleTestCase):
    """A key does not pass to words that merely begin alike, or to any after none."""

    def test_what_has_no_letters_is_continued_by_itself_alone(self):
        self.assertIsNone(self.heir("-----", "The fleet sailed north at dawn."))

    def test_one_word_is_not_continued_by_a_text_that_begins_with_it(self):
        self.assertIsNone(self.heir("The", "The harbour was sold to a stranger."))

    def test_an_empty_paragraph_is_continued_by_any_words(self):
        self.assertIsNotNone(self.heir("", "The fleet sailed north at dawn."))

    def test_a_longer_opening_is_continued(self):
        old = "The fleet sailed north at dawn."
        self.assertIsNotNone(self.heir(old, f"{old} It came back in the evening."))

    @staticmethod
    def heir(old, new):
        paragraph = Paragraph(key="u2", text=old)
        block = SimpleNamespace(key="u2", label="", text=new)
        (placed,) = place_blocks([block], [paragraph], [])
        return placed.old
