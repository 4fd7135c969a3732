"""What an editor appended to one paragraph stands for no word of another."""

from types import SimpleNamespace
from unittest import TestCase

from cables.curation.redactions.alignment import Message
from cables.parsing import parse_message

BODY = "1. One two three four.\n\n2. Five six seven eight.\n"


def paragraphs(*texts):
    return [SimpleNamespace(pk=n, key=f"k{n}", text=t) for n, t in enumerate(texts)]


class MovedTests(TestCase):
    def test_appended_words_are_not_those_of_a_paragraph_that_was_moved_and_split(self):
        told = parse_message(header="", body=BODY, reference_id="06LOWMOOR1")
        message = Message(BODY, told.blocks)
        parts = paragraphs("Five", "six seven eight.", "One two three four. New words.")
        found = message.align(parts)
        split, appended = found[1], found[2]
        text, other = parts[1].text, parts[2].text
        (piece,) = split.pieces(text.index("eight"), text.index("eight") + 5)
        self.assertEqual(BODY[slice(*piece)], "eight")
        for word in ("New", "words"):
            start = other.index(word)
            for low, high in appended.pieces(start, start + len(word)):
                self.assertNotIn("eight", BODY[low:high])
        self.assertIsNone(appended.span([piece]))
