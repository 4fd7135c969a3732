"""Words cut into pieces, and blocks put into groups."""

import sys
from types import SimpleNamespace

from django.test import SimpleTestCase

from cables.choices import BlockKind
from cables.reading.header_lines import explain_header, group_in_words
from cables.reading.pieces import Link, Piece, group, pieces


def texts(cut):
    return [(piece.kind, piece.text) for piece in cut]


class PiecesTests(SimpleTestCase):
    def test_pieces(self):
        link = Link("06LOWMOOR1", "/there")
        for text, kwargs, expected in [
            ("Words.", {}, [("plain", "Words.")]),
            ("", {"anchors": [(0, "par1")]}, [("anchor", "par1")]),
            # an anchor beyond the end lands at the end
            ("Hi", {"anchors": [(9, "par9")]}, [("plain", "Hi"), ("anchor", "par9")]),
            # part of a longer id is no mention
            ("06LOWMOOR12", {"links": [link]}, [("plain", "06LOWMOOR12")]),
            (
                "(06LOWMOOR1)",
                {"links": [link]},
                [("plain", "("), ("link", "06LOWMOOR1"), ("plain", ")")],
            ),
            # a link that an anchor cuts is a link on both sides
            (
                "06LOWMOOR1",
                {"links": [link], "anchors": [(2, "parX")]},
                [("link", "06"), ("anchor", "parX"), ("link", "LOWMOOR1")],
            ),
            (
                "Summary: so [redacted: protects a source].",
                {},
                [
                    ("lead", "Summary"),
                    ("plain", ": so "),
                    ("redacted", "[redacted: protects a source]"),
                    ("plain", "."),
                ],
            ),
            (
                "As in reftel B, or ref C.",
                {"letters": {"B": link}},
                [("plain", "As in "), ("link", "reftel B"), ("plain", ", or ref C.")],
            ),
        ]:
            with self.subTest(text=text):
                self.assertEqual(texts(pieces(text, **kwargs)), expected)

    def test_printed_words_match_across_line_ends(self):
        cut = pieces("San Jose\n001323", links=[Link("San Jose 001323", "/a", "T")])
        self.assertEqual(cut, [Piece("link", "San Jose\n001323", "/a", "T")])

    def test_id_at_the_end_that_begins_an_other_longer_id(self):
        links = [Link("LOWMOOR 1", "/a"), Link("LOWMOOR 1 AND 2", "/b")]
        cut = pieces("See LOWMOOR 1", links=links)
        self.assertEqual(texts(cut), [("plain", "See "), ("link", "LOWMOOR 1")])

    def test_no_word_is_lost(self):
        text = "Comment: 06LOWMOOR1 and ref A. [redacted] " * 3
        cut = pieces(
            text,
            links=[Link("06LOWMOOR1", "/"), Link("LOWMOOR1", "/")],
            letters={"A": Link("", "/")},
            anchors=[(n, f"par{n}") for n in range(0, 60, 7)],
        )
        words = "".join(piece.text for piece in cut if piece.kind != "anchor")
        self.assertEqual(words, text)


class ManyMentionsTests(SimpleTestCase):
    """What a page costs grows with its words, and no faster."""

    def test_ten_times_the_mentions_cost_ten_times_the_work(self):
        def letters(n):
            pieces("As in ref A, " * n, letters={"A": Link("", "/a")})

        def ids(n):
            links = [Link(f"06LOWMOOR{i}", f"/{i}") for i in range(n)]
            pieces(" ".join(link.printed for link in links), links=links)

        def anchors(n):
            pieces("Words. " * n, anchors=[(7 * i, f"par{i}") for i in range(n)])

        for cut in (letters, ids, anchors):
            with self.subTest(cut=cut.__name__):
                few, many = steps(cut, 2_000), steps(cut, 20_000)
                self.assertLess(many, 12 * few)

    def test_20_000_letters_are_links(self):
        cut = pieces("ref A " * 20_000, letters={"A": Link("", "/a")})
        self.assertEqual(sum(piece.kind == "link" for piece in cut), 20_000)


def steps(call, *args):
    """Count the instructions that a call takes: the same on every machine."""
    count = 0

    def step(code, offset):
        nonlocal count
        count += 1

    monitoring = sys.monitoring
    tool, event = monitoring.PROFILER_ID, monitoring.events.INSTRUCTION
    monitoring.use_tool_id(tool, "steps")
    monitoring.register_callback(tool, event, step)
    monitoring.set_events(tool, event)
    try:
        call(*args)
    finally:
        monitoring.set_events(tool, monitoring.events.NO_EVENTS)
        monitoring.free_tool_id(tool)
    return count


class GroupTests(SimpleTestCase):
    def test_groups(self):
        kinds = [
            BlockKind.CAPTION,
            BlockKind.CAPTION,
            BlockKind.HEADING,
            BlockKind.HEADING,
            BlockKind.NUMBERED,
            BlockKind.BULLET,
            BlockKind.BULLET,
            BlockKind.ARTEFACT,
            BlockKind.BULLET,
            BlockKind.SIGNATURE,
            BlockKind.CAPTION,
        ]
        groups = group([SimpleNamespace(kind=kind) for kind in kinds])
        self.assertEqual(
            [(g.kind, len(g.blocks), g.level) for g in groups],
            [
                ("opening", 2, 0),
                ("heading", 1, 2),
                ("heading", 1, 3),
                ("paragraph", 1, 0),
                ("list", 2, 0),
                ("quiet", 1, 0),
                ("list", 1, 0),
                ("signature", 1, 0),
                ("quiet", 1, 0),
            ],
        )


class HeaderTests(SimpleTestCase):
    def test_lines_say_what_they_are(self):
        header = (
            "VZCZCXRO8496\nOO RUEHLO\nDE RUEHME #1889/01 1001922\nZNY CCCCC ZZH\n"
            "O R 101922Z APR 06\nFM AMEMBASSY LOWMOOR\nTO RUEHC/SECSTATE\nRUEHX/OTHER"
        )
        self.assertEqual(
            [line.meaning for line in explain_header(header)],
            [
                "Transmission id: channel and sequence",
                "Sent as immediate; the stations that it is routed to follow",
                "From station RUEHME, message number 1889, section 1,"
                " filed on day 100 of the year at 19:22 UTC",
                "Transmission security: confidential",
                "Immediate for action, routine for information;"
                " 10 April 2006, 19:22 UTC",
                "Who sends it",
                "Who is to act on it",
                "",
            ],
        )

    def test_group_in_words(self):
        for group_, words in {
            "281848Z DEC 66": "28 December 1966, 18:48 UTC",
            "R 101922Z APR 06": "10 April 2006, 19:22 UTC",
            "nonsense": "",
        }.items():
            self.assertEqual(group_in_words(group_), words)
