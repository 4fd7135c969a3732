"""What must hold for any text at all, looked for with random ones."""

from unittest import TestCase

from hypothesis import given

from cables.parsing import find_reference_ids, parse_message, parse_reference_id

from .fragments import examples, texts
from .invariants import (
    assert_covers,
    assert_keys_unique,
    assert_text_equal,
)


def parse(body: str, header: str = ""):
    return parse_message(header=header, body=body, reference_id="06ROME1196")


class PropertyTests(TestCase):
    @examples
    @given(texts, texts)
    def test_never_raises(self, header, body):
        cable = parse(body, header)
        for span in filter(None, (problem.span for problem in cable.problems)):
            self.assertLessEqual(span.start, span.end)

    @examples
    @given(texts)
    def test_blocks_cover_every_character_without_overlap(self, body):
        assert_covers(self, body, parse(body))

    @examples
    @given(texts)
    def test_keys_are_unique(self, body):
        assert_keys_unique(self, parse(body))

    @examples
    @given(texts)
    def test_no_letter_is_lost(self, body):
        assert_text_equal(self, body, parse(body))

    @examples
    @given(texts)
    def test_every_original_anchor_lands(self, body):
        cable = parse(body)
        addresses = {block.key for block in cable.blocks}
        addresses |= {a.key for block in cable.blocks for a in block.anchors}
        for line in body.split("\n"):
            label, dot, rest = line.lstrip(" ").partition(".")
            capital = len(label) == 1 and "A" <= label <= "Z"
            number = label.isascii() and label.isdigit()
            if dot and rest.startswith(" ") and (capital or number):
                self.assertIn(f"par{label}", addresses)

    @examples
    @given(texts)
    def test_printed_words_stand_at_their_spans(self, body):
        cable = parse(body)
        # A page marker may cut a reference: it is no part of what was printed.
        for block in cable.blocks:
            for start, end in block.spans if block.kind == "artefact" else ():
                body = body[:start] + " " * (end - start) + body[end:]
        for record in (*cable.tags, *cable.references):
            printed = body[record.span.start : record.span.end]
            self.assertEqual("".join(record.printed.split()), "".join(printed.split()))

    @examples
    @given(texts)
    def test_reference_ids_are_read_or_refused(self, text):
        read = parse_reference_id(text, year=2006)
        if read is not None:
            self.assertEqual(read, parse_reference_id(read))
        for found in find_reference_ids(text, year=2006):
            self.assertEqual(found.printed, text[found.span.start : found.span.end])
