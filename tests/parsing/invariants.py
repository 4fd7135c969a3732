"""What holds for the parse of every text, whatever it is."""

from cables.parsing import ParsedCable


def letters(text: str) -> str:
    """Return the letters and digits of a text, in one case."""
    return "".join(filter(str.isalnum, text)).casefold()


def assert_invariants(test, body: str, cable: ParsedCable) -> None:
    """Assert what must hold between a body and the blocks made from it."""
    assert_covers(test, body, cable)
    assert_keys_unique(test, cable)
    assert_text_equal(test, body, cable)
    for block in cable.blocks:
        for anchor in block.anchors:
            test.assertTrue(0 <= anchor.offset <= len(block.text), anchor)


def assert_covers(test, body: str, cable: ParsedCable) -> None:
    """Assert that spans never overlap and leave out nothing but white space."""
    spans = sorted(span for block in cable.blocks for span in block.spans)
    at = 0
    for span in spans:
        test.assertLess(span.start, span.end)
        test.assertLessEqual(at, span.start, "two spans overlap")
        test.assertEqual("", body[at : span.start].strip(), "left out")
        at = span.end
    test.assertEqual("", body[at:].strip(), "left out at the end")
    test.assertLessEqual(at, len(body))


def assert_keys_unique(test, cable: ParsedCable) -> None:
    """Assert that no two blocks or anchors share an address."""
    keys = [block.key for block in cable.blocks]
    keys += [anchor.key for block in cable.blocks for anchor in block.anchors]
    test.assertEqual(len(keys), len(set(keys)), keys)


def assert_text_equal(test, body: str, cable: ParsedCable) -> None:
    """Assert that reading loses, adds and moves no letter and no digit."""
    shown = {True: [], False: []}
    printed = {True: [], False: []}
    for block in cable.blocks:
        artefact = block.kind == "artefact"
        shown[artefact].append(block.label + block.marking + block.text)
        printed[artefact] += [
            (span, body[span.start : span.end]) for span in block.spans
        ]
    for artefact in (True, False):
        source = "".join(text for _, text in sorted(printed[artefact]))
        test.assertEqual(letters(source), letters("".join(shown[artefact])))
